#include "dsl/report_words.hpp"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "dsl/history.hpp"
#include "dsl/resolve.hpp"
#include "engine/decide/analyse_example.hpp"

namespace baton::dsl {

namespace {

// The parts of an example, by where they stand in the sentence.
struct ExampleParts {
  std::string account_stage, record, record_stage;
  std::vector<std::string> times, facts;
};

ExampleParts parts_of(const Finding& finding) {
  constexpr std::string_view of_record = " stage";
  ExampleParts parts;
  for (const auto& [name, value] : finding.example) {
    if (name == "stage") {
      parts.account_stage = value;
    } else if (name.ends_with(of_record)) {
      parts.record = name.substr(0, name.size() - of_record.size());
      parts.record_stage = value;
    } else if (std::string time = time_in_words(name, value); !time.empty()) {
      parts.times.push_back(std::move(time));
    } else {
      parts.facts.push_back(fact_in_words(name, value));
    }
  }
  return parts;
}

std::string with_article(const std::string& noun) {
  const bool vowel = std::string_view("aeiou").find(noun.front()) != std::string_view::npos;
  return (vowel ? "an " : "a ") + noun;
}

UnitFamily family(const Window& window) {
  return family_of(window.span.unit);
}

bool same_start(const Window& a, const Window& b) {
  const auto by_date = [](const Window& w) {
    return w.kind == Window::Kind::UntilBefore || w.kind == Window::Kind::FromBefore;
  };
  if (by_date(a) != by_date(b)) return false;
  return by_date(a) ? a.date == b.date : a.anchor == b.anchor;
}

}  // namespace

std::string plain_list(const std::vector<std::string>& names) {
  return fmt::format("{}", fmt::join(names, ", "));
}

std::string spoken_list(const std::vector<std::string>& names) {
  constexpr std::size_t most = 30;  // a list that nobody would read to its end
  const bool cut = names.size() > most + 1;
  const std::size_t shown = cut ? most : names.size();
  std::string text;
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) text += i + 1 == names.size() ? " and " : ", ";
    text += quoted(names[i]);
  }
  return cut ? text + fmt::format(" and {} more", names.size() - shown) : text;
}

std::vector<std::string> leaf_names(const Policy& policy, const std::vector<LeafId>& leaves) {
  std::vector<std::string> names;
  for (const LeafId leaf : leaves) names.push_back(policy.leaves[leaf.index].name);
  return names;
}

std::string example_text(const Finding& finding) {
  const ExampleParts parts = parts_of(finding);
  std::string text = "an account";
  if (!parts.account_stage.empty()) text += fmt::format(" in stage `{}`", parts.account_stage);
  if (!parts.record.empty()) {
    const std::string record = fmt::format("{} in stage `{}`", with_article(parts.record), parts.record_stage);
    text = parts.account_stage.empty() ? record : record + " of " + text;
  }
  for (const std::string& time : parts.times) text += ", " + time;
  if (!parts.times.empty() && !parts.facts.empty()) text += ",";
  if (!parts.facts.empty()) text += fmt::format(" with {}", fmt::join(parts.facts, ", "));
  return text == "an account" ? "any account" : text;
}

std::string cause_text(const Policy& policy, const Witness& witness) {
  if (witness.events.empty() || witness.events.back().at != witness.at) return "";
  const WitnessEvent& last = witness.events.back();
  if (last.type) return fmt::format("when `{}` happens", policy.events[last.type->index].name);
  std::vector<std::string> changes;
  for (const WitnessEvent::Value& value : last.values) {
    changes.push_back(
        fmt::format("`{}` becomes {}", policy.field_name(value.target), value_text(policy, value.target, value.value)));
  }
  return fmt::format("when {}", fmt::join(changes, " and "));
}

std::vector<std::string> coverage_lines(const Policy& policy, const Org& org, RoleId role) {
  const std::string& name = policy.roles[role.index].name;
  const auto team = std::ranges::find(org.teams, role, &Team::role);
  if (team != org.teams.end()) return {fmt::format("{}: [ {{ team: {}, otherwise: true }} ]", name, team->id)};
  std::string id = name;
  std::ranges::transform(id, id.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const std::string member = org.people.empty() ? "PERSON" : org.people.front().id;
  return {fmt::format("- {{ id: {}, role: {}, members: [{}] }}", id, name, member),
          fmt::format("{}: [ {{ team: {}, otherwise: true }} ]", name, id)};
}

bool mixes_units(const Structure& structure, const std::vector<StatementId>& statements) {
  std::vector<const Window*> windows;
  for (const StatementId id : statements) {
    for (const Window& window : structure.statements[id.index].windows) windows.push_back(&window);
  }
  return std::ranges::any_of(windows, [&](const Window* a) {
    return std::ranges::any_of(windows,
                               [&](const Window* b) { return same_start(*a, *b) && family(*a) != family(*b); });
  });
}

}  // namespace baton::dsl
