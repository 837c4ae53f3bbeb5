#include "dsl/testing/lower_suite.hpp"

#include <algorithm>

#include "dsl/library.hpp"
#include "dsl/parse_scan.hpp"
#include "dsl/testing/suite_parts.hpp"

namespace baton::dsl {
namespace {

constexpr NameKind set_up{"set-up", "set-ups"};

// A responsibility's name is its leaf; a group's, all leaves that begin with it and a dot.
void declare_responsibilities(Context& context) {
  std::map<std::string, std::vector<LeafId>> groups;
  std::vector<std::string> order;
  for (std::size_t i = 0; i < context.policy.leaves.size(); ++i) {
    const std::string& name = context.policy.leaves[i].name;
    context.names.responsibilities.declare({name, {}}, {LeafId(i)}, context.report);
    const std::size_t dot = name.find('.');
    if (dot == std::string::npos) continue;
    auto& group = groups[name.substr(0, dot)];
    if (group.empty()) order.push_back(name.substr(0, dot));
    group.push_back(LeafId(i));
  }
  for (const std::string& name : order) {
    if (context.names.responsibilities.find(name)) continue;
    context.names.responsibilities.declare({name, {}}, groups[name], context.report);
  }
}

void declare_names(Context& context, std::vector<ast::LetDecl>& lets) {
  declare_from_policy(context, lets);
  for (std::size_t i = 0; i < context.policy.roles.size(); ++i) {
    context.names.roles.declare({context.policy.roles[i].name, {}}, RoleId(i), context.report);
  }
  for (std::size_t i = 0; i < context.policy.events.size(); ++i) {
    context.names.events.declare({context.policy.events[i].name, {}}, EventId(i), context.report);
  }
  declare_responsibilities(context);
}

// The shipped library's tests are not the project's.
bool is_of_library(const Sources& sources, const SourceSpan& span) {
  const Source& source = sources[span.source];
  const auto& modules = library_modules();
  return std::ranges::any_of(modules, [&](const LibraryModule& module) {
    return source.path == "rules/" + std::string(module.name) + ".baton" && source.text == module.text;
  });
}

void declare_givens(SuiteContext& suite, const std::vector<ast::File>& files) {
  for (const ast::File& file : files) {
    for (const ast::GivenDecl& given : file.givens) {
      if (is_of_library(suite.report().sources(), given.span)) continue;
      const auto [entry, added] = suite.givens.try_emplace(given.title.text, &given);
      if (!added) {
        suite.report().declared_twice(set_up, {given.title.text, given.title.span}, entry->second->title.span);
      }
    }
  }
}

// Of one file, in order of their places.
void lower_claims(SuiteContext& suite, const ast::File& file, std::vector<Claims>& claims) {
  const auto first = static_cast<std::ptrdiff_t>(claims.size());
  const Sources& sources = suite.report().sources();
  for (const ast::CasesDecl& cases : file.cases) {
    if (!is_of_library(sources, cases.span)) claims.push_back(lower_cases(suite, cases));
  }
  for (const ast::InvariantDecl& invariant : file.invariants) {
    if (!is_of_library(sources, invariant.span)) claims.push_back(lower_invariant(suite, invariant));
  }
  std::ranges::sort(claims.begin() + first, claims.end(), {}, [](const Claims& each) { return each.at.begin; });
}

void warn_unused_givens(const SuiteContext& suite) {
  for (const auto& [title, given] : suite.givens) {
    if (suite.used_givens.contains(given)) continue;
    suite.report().warning("B203", given->title.span, "the set-up " + quoted(title) + " is never used").help =
        "name it in a test: " + quoted("given \"" + title + "\"") + ", or remove it";
  }
}

}  // namespace

std::string SuiteContext::written(const SourceSpan& span) const {
  const std::string_view text = report().slice(span);
  std::string line;
  for (std::size_t at = 0; at < text.size();) {
    if (const std::size_t blank = scan_blanks(text.substr(at))) {
      line += ' ';
      at += blank;
    } else {
      const std::size_t length = std::max<std::size_t>(scan_text(text.substr(at)), 1);
      line += text.substr(at, length);
      at += length;
    }
  }
  return line;
}

Suite lower_suite(const std::vector<ast::File>& files, const Sources& sources, const LowerOptions& options,
                  Policy& policy, const Org& org, Emitter& emitter) {
  std::vector<ast::LetDecl> lets;
  Context context{files, options, Reporter(sources, emitter), policy};
  declare_names(context, lets);
  SuiteContext suite{context, org};
  declare_givens(suite, files);
  Suite result;
  for (const ast::File& file : files) {
    lower_claims(suite, file, result.claims);
    for (const auto& test : file.tests) {
      if (!is_of_library(sources, test.span)) result.tests.push_back(lower_test(suite, test));
    }
  }
  warn_unused_givens(suite);
  return result;
}

}  // namespace baton::dsl
