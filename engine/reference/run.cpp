#include <algorithm>
#include <set>

#include "engine/reference/reference.hpp"
#include "engine/reference/step.hpp"

namespace baton::reference {

namespace {

class Run {
 public:
  Run(const Policy& policy, const Org& org) : policy_(policy), org_(org) {
    for (const Person& person : org.people) world_.people.push_back({false, person.away});
    for (const Team& team : org.teams) world_.teams.push_back({0, std::vector<std::int64_t>(team.members.size(), 0)});
  }

  void take(std::span<const Event> events, Instant until) {
    for (std::size_t i = 0; i < events.size() && events[i].at <= until; ++i) take_line(events[i], i);
  }

  const World& world() const { return world_; }
  Answer answer;

 private:
  void take_line(const Event& event, std::size_t index) {
    if (decided_.contains({event.source, event.id})) {
      answer.repeated.push_back(index);
    } else if (const World before = world_; take_event(event)) {
      decided_.insert({event.source, event.id});
    } else {
      world_ = before;
      answer.rejected.push_back(index);
    }
  }

  static Decision decision_by(const Event& event) {
    Decision decision;
    decision.id = event.source + "/" + event.id;
    decision.cause.event = decision.id;
    decision.cause.type = event.type_name;
    decision.subject = event.subject;
    decision.at = event.at;
    return decision;
  }

  bool take_event(const Event& event) {
    if (event.kind == EventKind::PersonLeft || event.kind == EventKind::PersonAway) {
      if (event.subject != "org" || world_.people[event.person.index].left) return false;
      if (event.kind == EventKind::PersonLeft) world_.people[event.person.index].left = true;
      answer.decisions.push_back(decision_by(event));
      return true;
    }
    const auto known = std::ranges::find(world_.accounts, event.subject, &Account::id);
    Account* account = known == world_.accounts.end() ? nullptr : &*known;
    if (!is_usable(policy_, account, event)) return false;
    const bool is_new = account == nullptr;
    if (is_new) account = &world_.accounts.emplace_back(begin_account(policy_, org_, event.subject, event.at));
    Decision decision = decision_by(event);
    if (!is_new) {
      decision.stage_from = account->life.stage;
      decision.structure_from = account->structure;
    }
    Step step{policy_, org_, world_, *account, event.at, decision, &event, std::nullopt};
    step.own = own_fields(policy_, org_, event);
    step.event_place = find_record(*account, event);
    const bool begins_record = event.record && !step.event_place;
    if (begins_record) step.event_place = begin_record(step, event);
    set_fields(step);
    if (is_new) enter(step, std::nullopt, account->life.stage);
    if (begins_record) enter(step, step.event_place, step.life(step.event_place).stage);
    move_stages(step);
    move_anchors(step);
    account->structure = structure_row(step.sight());
    decision.record = step.name_of(step.event_place);
    decision.stage_to = account->life.stage;
    decision.structure_to = account->structure;
    answer.decisions.push_back(std::move(decision));
    return true;
  }

  const Policy& policy_;
  const Org& org_;
  World world_;
  std::set<std::pair<std::string, std::string>> decided_;
};

}  // namespace

Answer decide(const Policy& policy, const Org& org, std::span<const Event> events, Instant until) {
  Run run(policy, org);
  run.take(events, until);
  return std::move(run.answer);
}

// Not answered yet: timers, changes of owners, seats, handoffs, escalations, SLAs, credits, and what comes next.
std::optional<Decision> answered(Decision decision) {
  if (decision.cause.event.empty()) return std::nullopt;
  if (decision.cause.type == "person.left" && decision.subject != "org") return std::nullopt;
  decision.changes.clear();
  decision.assigned.clear();
  decision.handoffs.clear();
  decision.escalations.clear();
  decision.slas.clear();
  decision.credits.clear();
  decision.next.reset();
  return decision;
}

std::optional<Owners> owners(const Policy& policy, const Org& org, std::span<const Event> events,
                             std::string_view account, Instant at) {
  Run run(policy, org);
  run.take(events, at);
  const auto found = std::ranges::find(run.world().accounts, account, &Account::id);
  if (found == run.world().accounts.end()) return std::nullopt;
  Owners result{found->life.stage, found->structure, {}};
  const auto add = [&](Place place) {
    const Sight sight{policy, org, *found, place, at};
    for (std::size_t i = 0; i < policy.leaves.size(); ++i) {
      const LeafId leaf{i};
      if (!is_active(sight, leaf)) continue;
      Owned& owned = result.owned.emplace_back();
      owned.leaf = leaf;
      if (place) owned.record = found->records[*place].name;
      const auto statements = ruling(sight, leaf);
      if (statements.empty()) continue;
      const Structure& structure = policy.structures[found->structure.index];
      const Statement& statement = structure.statements[statements.front().index];
      owned.holder.role = statement.role;
      owned.because = {Because::Kind::Clause, structure.name, statement.at};
    }
  };
  add(std::nullopt);
  for (std::size_t i = 0; i < found->records.size(); ++i) add(i);
  return result;
}

}  // namespace baton::reference
