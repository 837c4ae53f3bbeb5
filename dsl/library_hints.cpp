#include "dsl/library_hints.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "dsl/library.hpp"
#include "dsl/parse.hpp"

namespace baton::dsl {
namespace {

constexpr std::string_view vocabulary = "standard";  // the module that the others rest on

// What the modules that the project does not use declare, by kind and name. Read only after an error.
class UnusedLibrary {
 public:
  explicit UnusedLibrary(const Sources& project) {
    std::set<std::string> used;
    for (std::uint32_t i = 0; i < project.size(); ++i) used.insert(project[i].path);
    for (const LibraryModule& module : library_modules()) {
      const std::string path = "rules/" + std::string(module.name) + ".baton";
      if (!used.contains(path)) read(module, path);
    }
  }

  const std::string* module_of(const std::string& kind, const std::string& name) const {
    const auto found = modules_.find({kind, name});
    return found == modules_.end() ? nullptr : &found->second;
  }

 private:
  void read(const LibraryModule& module, const std::string& path) {
    Sources sources;
    Emitter emitter;
    const ast::File file = parse(sources, sources.add({path, std::string(module.text)}), emitter);
    const auto add = [&](const char* kind, const std::string& name) {
      modules_.try_emplace({kind, name}, std::string(module.name));
    };
    for (const auto& declared : file.structures) add("structure", declared.name.text);
    for (const auto& declared : file.roles) add("role", declared.name.text);
    for (const auto& declared : file.records) add("record", declared.name.text);
    for (const auto& declared : file.events) add("event", declared.name.text);
    for (const auto& declared : file.lets) add("let", declared.name.text);
    for (const auto& declared : file.escalations) add("escalation", declared.name.text);
    for (const auto& account : file.accounts) {
      for (const auto& field : account.fields) add("field", field.name.text);
    }
    for (const auto& record : file.records) {
      for (const auto& field : record.fields) add("field", record.name.text + '.' + field.name.text);
    }
    for (const auto& declared : file.responsibilities) {
      for (const auto& item : declared.items) {
        add("responsibility", item.name.text);
        for (const auto& part : item.parts) add("responsibility", item.name.text + '.' + part.text);
      }
    }
    for (const auto& lifecycle : file.lifecycles) {
      for (const auto& transition : lifecycle.transitions) {
        for (const auto& from : transition.from) add("stage", from.text);
        add("stage", transition.to.text);
      }
    }
  }

  std::map<std::pair<std::string, std::string>, std::string> modules_;
};

std::string name_at(const Diagnostic& diagnostic, const Sources& sources) {
  const SourceSpan& where = *diagnostic.where;
  std::string name = sources[where.source].text.substr(where.begin, where.end - where.begin);
  const bool quoted = name.size() >= 2 && (name.front() == '"' || name.front() == '\'') && name.back() == name.front();
  return quoted ? name.substr(1, name.size() - 2) : name;
}

bool uses_library(const Sources& sources) {
  for (std::uint32_t i = 0; i < sources.size(); ++i) {
    if (sources[i].path.starts_with("rules/")) return true;
  }
  return false;
}

bool is_about_name(const Diagnostic& diagnostic) {
  return !diagnostic.sought.empty() && diagnostic.where;
}

// What cannot be judged without the vocabulary.
bool follows_from_names(const Diagnostic& diagnostic) {
  return !diagnostic.sought.empty() || diagnostic.code == "B205" || diagnostic.code == "B208";
}

class Pointer {
 public:
  Pointer(const std::vector<ast::File>& files, const Sources& sources, Emitter& emitter)
      : sources_(sources), emitter_(emitter), library_(sources) {
    const auto has_own = [](const ast::File& file) { return !file.lifecycles.empty() || !file.roles.empty(); };
    const bool has_library = uses_library(sources);
    own_words_ = !has_library && std::ranges::any_of(files, has_own);
    lacks_words_ = !has_library && !own_words_;
  }

  void run() {
    for (const Diagnostic& diagnostic : emitter_.all()) {
      if (diagnostic.sought == "structure" && module_of(diagnostic)) names_structure_ = true;
    }
    Emitter kept;
    for (const Diagnostic& diagnostic : emitter_.all()) {
      if (auto result = judge(diagnostic)) kept.add(std::move(*result));
    }
    if (!told_.empty() && lacks_words_) {
      kept.withdraw([](const Diagnostic& one) { return one.suggestion.empty() && follows_from_names(one); });
    }
    emitter_ = std::move(kept);
  }

 private:
  const std::string* module_of(const Diagnostic& diagnostic) const {
    if (!is_about_name(diagnostic)) return nullptr;
    return library_.module_of(diagnostic.sought, name_at(diagnostic, sources_));
  }

  // The diagnostic as it is shown; nothing if it is not.
  std::optional<Diagnostic> judge(Diagnostic diagnostic) {
    const std::string* module = module_of(diagnostic);
    if (!module) return diagnostic;
    const bool is_structure = diagnostic.sought == "structure";
    if (!is_structure && own_words_) return diagnostic;  // a project with words of its own: this one is missing there
    if (!is_structure && lacks_words_ && names_structure_) return diagnostic;  // taken back in the end
    if (!told_.insert(*module).second) return std::nullopt;
    const bool in_policy = sources_[diagnostic.where->source].path.ends_with(".baton");
    diagnostic.help = std::string("the library has it; write this at the top of ") +
                      (in_policy ? "the file" : "a `.baton` file of the project");
    diagnostic.suggestion = {"use " + *module};
    if (*module == vocabulary) diagnostic.notes.push_back("the project uses no module of the library yet");
    return diagnostic;
  }

  const Sources& sources_;
  Emitter& emitter_;
  UnusedLibrary library_;
  bool own_words_ = false;    // roles and stages that are declared in the project
  bool lacks_words_ = false;  // there are none at all
  bool names_structure_ = false;
  std::set<std::string> told_;
};

}  // namespace

void point_to_library(const std::vector<ast::File>& files, const Sources& sources, Emitter& emitter) {
  if (std::ranges::any_of(emitter.all(), is_about_name)) Pointer(files, sources, emitter).run();
}

}  // namespace baton::dsl
