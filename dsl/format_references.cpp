#include "dsl/format_references.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

#include "dsl/format.hpp"
#include "dsl/format_tokens.hpp"
#include "dsl/parse.hpp"

namespace baton::dsl {

namespace {

constexpr int most_rounds = 4;  // a number that is written longer can move lines again

// What a reason can point at: a statement, or a handoff that holds what it moves.
struct Target {
  std::size_t file;
  std::size_t first, last;  // tokens
  std::vector<std::string> names;
  bool of_all = false;  // of every responsibility that there is
};

struct Reference {
  std::size_t file;
  std::size_t token;      // the number, or the text in quotes
  std::string_view path;  // empty: any file
  std::uint32_t line;
  std::vector<std::string> names;  // the responsibilities of the expectation
  std::vector<const Target*> meant{};
};

// The line of each token.
std::vector<std::uint32_t> token_lines(std::string_view text) {
  std::vector<std::uint32_t> lines;
  std::uint32_t line = 1;
  std::size_t done = 0;
  for (const FormatToken& token : scan_tokens(text)) {
    line += static_cast<std::uint32_t>(std::ranges::count(text.substr(done, token.begin - done), '\n'));
    done = token.begin;
    lines.push_back(line);
  }
  return lines;
}

std::vector<std::string> names_of(Node node) {
  std::vector<std::string> names;
  for (const Node child : node) {
    if (child.part() == Part::Name) names.emplace_back(child.text());
  }
  return names;
}

bool is_within(const std::string& name, const std::string& group) {
  return name == group || name.starts_with(group + ".");
}

bool speaks_of(const Target& target, const std::vector<std::string>& names) {
  return target.of_all || std::ranges::any_of(names, [&](const std::string& name) {
           return std::ranges::any_of(
               target.names, [&](const std::string& said) { return is_within(name, said) || is_within(said, name); });
         });
}

std::optional<std::uint32_t> whole_number(std::string_view digits) {
  std::uint32_t number = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  const bool whole = read.ec == std::errc() && read.ptr == digits.data() + digits.size() && number > 0;
  return whole ? std::optional(number) : std::nullopt;
}

// What one file says: its targets, and the references in its tests.
class FileReader {
 public:
  FileReader(std::size_t file, std::string_view text, std::vector<Target>& targets, std::vector<Reference>& references)
      : file_(file), text_(text), tokens_(scan_tokens(text)), targets_(targets), references_(references) {}

  void read() {
    Sources sources;
    const std::uint32_t source = sources.add({"", std::string(text_)});
    Emitter ignored;
    parse_trees(sources, source, ignored, [&](const SyntaxTree& tree) {
      for (std::uint32_t i = 0; i < tree.size(); ++i) take(Node(tree, i, source, text_), tree.front().part);
    });
  }

 private:
  void take(Node node, Part item) {
    if (item == Part::Test || item == Part::Given) {
      if (node.part() == Part::ExpectOwns || node.part() == Part::ExpectOwner) add_reference(node);
    } else if (node.part() == Part::Statement || node.part() == Part::Handoff) {
      const bool of_all = node.part() == Part::Handoff || node.has(Part::Everything);
      targets_.push_back({file_, token_at(node.span().begin), token_at(node.span().end) - 1, names_of(node), of_all});
    }
  }

  void add_reference(Node expectation) {
    const auto reason = expectation.find(Part::Reason);
    if (!reason) return;
    const Node kind = *reason->begin();
    if (kind.part() != Part::ReasonLine && kind.part() != Part::ReasonPlace) return;
    const Node written = *kind.begin();
    std::string_view text = written.text(), path;
    if (kind.part() == Part::ReasonPlace) {
      if (text.size() < 2 || !text.contains(':')) return;
      text = text.substr(1, text.size() - 2);
      path = text.substr(0, text.rfind(':'));
      text.remove_prefix(path.size() + 1);
    }
    if (const auto line = whole_number(text)) {
      references_.push_back({file_, token_at(written.span().begin), path, *line, names_of(expectation)});
    }
  }

  // The first one at or behind that place.
  std::size_t token_at(std::uint32_t offset) const {
    const auto found = std::ranges::lower_bound(tokens_, offset, {}, &FormatToken::begin);
    return static_cast<std::size_t>(found - tokens_.begin());
  }

  std::size_t file_;
  std::string_view text_;
  std::vector<FormatToken> tokens_;
  std::vector<Target>& targets_;
  std::vector<Reference>& references_;
};

class Follower {
 public:
  explicit Follower(std::vector<LaidOutFile>& files) : files_(files) {
    for (std::size_t i = 0; i < files.size(); ++i) {
      FileReader(i, files[i].before, targets_, references_).read();
      before_.push_back(token_lines(files[i].before));
    }
    for (Reference& reference : references_) reference.meant = meant_by(reference);
  }

  std::vector<LostReference> follow() {
    for (int round = 0; round < most_rounds; ++round) {
      after_.clear();
      for (const LaidOutFile& file : files_) after_.push_back(token_lines(file.after));
      bool changed = false;
      for (std::size_t i = 0; i < files_.size(); ++i) changed |= files_[i].may_change && rewrite(i);
      if (!changed) break;
    }
    return lost();
  }

 private:
  using Lines = std::vector<std::vector<std::uint32_t>>;  // by file, then token

  static bool covers(const Lines& lines, const Target& target, std::uint32_t line) {
    return lines[target.file][target.first] <= line && line <= lines[target.file][target.last];
  }

  // "policies/a.baton" is meant by "a.baton" too.
  bool is_file(std::size_t file, std::string_view wanted) const {
    const std::string& path = files_[file].path;
    return wanted.empty() || path == wanted || path.ends_with("/" + std::string(wanted));
  }

  std::vector<const Target*> meant_by(const Reference& reference) const {
    std::vector<const Target*> all, speaking;
    for (const Target& target : targets_) {
      if (!is_file(target.file, reference.path) || !covers(before_, target, reference.line)) continue;
      all.push_back(&target);
      if (speaks_of(target, reference.names)) speaking.push_back(&target);
    }
    return speaking.empty() ? all : speaking;
  }

  bool all_on(const Reference& reference, std::uint32_t line) const {
    return std::ranges::all_of(reference.meant, [&](const Target* target) { return covers(after_, *target, line); });
  }

  // The line that the reference has to name now.
  std::uint32_t line_now(const Reference& reference) const {
    if (all_on(reference, reference.line)) return reference.line;
    const Target& first = *reference.meant.front();
    return after_[first.file][first.first];
  }

  // Whether anything had to change.
  bool rewrite(std::size_t number) {
    LaidOutFile& file = files_[number];
    const std::vector<FormatToken> tokens = scan_tokens(file.after);
    std::string text;
    std::size_t done = 0;
    for (const Reference& reference : references_) {
      if (reference.file != number) continue;
      const FormatToken& token = tokens[reference.token];
      const std::string line = std::to_string(line_now(reference));
      const std::string now = token.text.starts_with('"') ? fmt::format("\"{}:{}\"", reference.path, line) : line;
      if (token.text == now) continue;
      text.append(file.after, done, token.begin - done).append(now);
      done = token.begin + token.text.size();
    }
    if (done == 0) return false;
    text.append(file.after, done);
    Sources sources;
    Emitter ignored;
    file.after = format(sources, sources.add({file.path, std::move(text)}), ignored).value_or(file.after);
    return true;
  }

  std::vector<LostReference> lost() const {
    std::vector<LostReference> lost;
    for (const Reference& reference : references_) {
      const std::uint32_t line = line_now(reference);
      const LaidOutFile& file = files_[reference.file];
      const bool ambiguous = !all_on(reference, line);
      if (!ambiguous && (file.may_change || line == reference.line)) continue;
      const std::string_view written = scan_tokens(file.after)[reference.token].text;
      lost.push_back({reference.file, after_[reference.file][reference.token],
                      (written.starts_with('"') ? "because " : "because line ") + std::string(written), line,
                      ambiguous && file.may_change});
    }
    return lost;
  }

  std::vector<LaidOutFile>& files_;
  std::vector<Target> targets_;
  std::vector<Reference> references_;  // by file, then place
  Lines before_, after_;
};

}  // namespace

std::vector<LostReference> follow_lines(std::vector<LaidOutFile>& files) {
  return Follower(files).follow();
}

}  // namespace baton::dsl
