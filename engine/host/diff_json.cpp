// What `baton diff` has found, for programs.
#include <nlohmann/json.hpp>

#include "engine/host/diff_report.hpp"

namespace baton::host {
namespace {

using Json = nlohmann::ordered_json;

Json or_null(const std::string& text, const char* none = "") {
  return text == none ? Json() : Json(text);
}

Json cases_json(const DifferenceCases& cases) {
  Json list = Json::array();
  for (const DifferenceCase& each : cases.list)
    list.push_back({{"who", or_null(each.who)}, {"when", or_null(each.when)}});
  return list;
}

Json owners_json(const DiffReport::Owners& one) {
  Json example = Json::object();
  for (const auto& [name, value] : one.example) example[name] = value;
  return {{"responsibilities", one.leaves}, {"from", or_null(one.from, "nobody")}, {"to", or_null(one.to, "nobody")},
          {"cases", cases_json(one.cases)}, {"depends_on", or_null(one.cases.by)}, {"example", std::move(example)},
          {"history", one.history}};
}

Json clause_json(const ClauseChange& change) {
  static constexpr const char* kinds[] = {"changed", "added", "removed", "not_decided"};
  return {{"clause", change.clause},
          {"change", kinds[static_cast<std::size_t>(change.kind)]},
          {"parts", change.parts},
          {"cases", cases_json(change.cases)},
          {"depends_on", or_null(change.cases.by)}};
}

Json owner_json(const ReplayedDiff::Owner& owner) {
  return {{"role", or_null(owner.role)}, {"person", or_null(owner.person)}};
}

Json events_json(const ReplayedDiff& events) {
  Json affected = Json::array(), responsibilities = Json::object(), people = Json::object();
  for (const ReplayedDiff::Account& account : events.affected) {
    Json moved = Json::array();
    for (const ReplayedDiff::Moved& one : account.moved) {
      moved.push_back({{"record", or_null(one.record)},
                       {"responsibility", one.responsibility},
                       {"from", owner_json(one.before)},
                       {"to", owner_json(one.after)}});
    }
    affected.push_back({{"account", account.id}, {"owners", std::move(moved)}, {"handoffs", account.handoffs}});
  }
  for (const auto& [name, count] : events.responsibilities) responsibilities[name] = count;
  for (const auto& [id, person] : events.people) {
    people[id] = {{"gains", person.gains},
                  {"gains_at", person.gained},
                  {"loses", person.loses},
                  {"loses_at", person.lost},
                  {"handoffs", person.handoffs}};
  }
  return {{"at", events.at ? Json(to_string(*events.at)) : Json()},
          {"accounts", events.accounts},
          {"rejected", {{"before", events.rejected_before}, {"after", events.rejected_after}}},
          {"responsibilities", std::move(responsibilities)},
          {"handoffs", events.handoffs},
          {"people", std::move(people)},
          {"affected", std::move(affected)}};
}

}  // namespace

std::string diff_json(const DiffReport& report) {
  Json owners = Json::array(), clauses = Json::array();
  for (const DiffReport::Owners& one : report.owners) owners.push_back(owners_json(one));
  for (const ClauseChange& one : report.clauses) clauses.push_back(clause_json(one));
  const Json whole = {{"before", report.before},
                      {"after", report.after},
                      {"owners", std::move(owners)},
                      {"not_proved", report.not_proved},
                      {"only_before", report.only_before},
                      {"only_after", report.only_after},
                      {"teams", report.teams},
                      {"others", report.others},
                      {"clauses", std::move(clauses)},
                      {"events", report.events ? events_json(*report.events) : Json()}};
  return whole.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace baton::host
