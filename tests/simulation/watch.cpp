#include "tests/simulation/watch.hpp"

#include <algorithm>

#include "engine/host/decision_json.hpp"

namespace baton::simulation {

bool Watch::expect(bool holds, const std::string& what) {
  if (holds || complaints_.size() >= most_complaints) return holds;
  std::string text = what;
  if (decision_ != nullptr) {
    text += "\n    ";
    host::append_decision(text, *decision_, program_);
  }
  complaints_.push_back(text);
  return false;
}

// ---- what they share

std::string Watch::record_key(const std::optional<RecordName>& record) const {
  return record ? program_.policy().records[record->type.index].name + "/" + record->id : "";
}

const AccountState& Watch::state_of(const std::string& account) const {
  const World& world = engine_.world();
  return *world.accounts[world.by_id.at(account)];
}

const RecordState* Watch::record_of(const AccountState& state, const std::optional<RecordName>& record) const {
  if (!record) return nullptr;
  const auto is = [&](const RecordState& one) { return one.type == record->type && one.id == record->id; };
  const auto found = std::ranges::find_if(state.records, is);
  return found == state.records.end() ? nullptr : &*found;
}

View Watch::view_of(const AccountState& state, const std::optional<RecordName>& record, Instant now) const {
  View view;
  view.account = &state.facts;
  view.now = now;
  if (const RecordState* found = record_of(state, record)) {
    view.record = &found->facts;
    view.record_type = found->type;
  }
  return view;
}

std::size_t Watch::calendar_of(std::optional<PersonId> person) const {
  const Org& org = program_.org();
  return (person ? org.people[person->index].calendar : org.default_calendar).index;
}

Instant Watch::deadline(std::size_t index, Instant from, const Span& span) const {
  if (!span.business) return reader_.add(from, span.unit, span.count);
  if (span.unit == Unit::Day) return calendar(index).add_days(from, span.count);
  return calendar(index).add_ms(from, span.count * (span.unit == Unit::Hour ? 60 : 1) * naive::minute_ms);
}

std::string Watch::timer_id(const std::string& kind, const std::string& name, std::uint32_t instance,
                            const std::string& what) const {
  return "timer/" + decision_->subject + "/" + kind + "/" + name + "/" + std::to_string(instance) + "/" + what;
}

// Whose seat it is on the record: its own, else the account's.
std::optional<PersonId> Watch::sitting(RoleId role, const std::optional<RecordName>& record) const {
  if (const RecordState* found = record_of(*state_, record)) {
    for (const Seat& seat : found->seats) {
      if (seat.role == role) return seat.person;
    }
  }
  return state_->seats[role.index].person;
}

void Watch::pause(Clock& clock) const {
  clock.left_ms = clock.calendar ? calendar(*clock.calendar).ms_between(now_, clock.due) : clock.due.ms - now_.ms;
}
void Watch::resume(Clock& clock) const {
  clock.due = clock.calendar ? calendar(*clock.calendar).add_ms(now_, clock.left_ms) : Instant{now_.ms + clock.left_ms};
}

// Is something still to happen by itself at this very instant?
bool Watch::more_to_come() const {
  return decision_->next && decision_->next->at == now_;
}

// ---- deadlines

// The timer is to fire at that instant; nullopt: not any more.
void Watch::must_come(const std::string& timer, std::optional<Instant> at) {
  if (const auto known = due_.find(timer); known != due_.end()) {
    agenda_.erase({known->second, timer});
    due_.erase(known);
  }
  if (!at || *at >= end_of_time) return;
  due_[timer] = *at;
  agenda_.insert({*at, timer});
}

// S3: at one instant events come first, so only what was due earlier is missing.
void Watch::nothing_was_left_out(Instant before) {
  while (!agenda_.empty() && agenda_.begin()->first < before) {
    const auto [at, timer] = *agenda_.begin();
    expect(false, "missing: " + timer + " at " + to_string(at));
    must_come(timer, std::nullopt);
  }
}

void Watch::take_timer(const Decision& decision) {
  const Cause& cause = decision.cause;
  const bool of_a_case = cause.kind == "handoff" || cause.kind == "escalation" || cause.kind == "sla";
  if (!of_a_case || cause.what == "date" || cause.what == "tick") return;
  ++checked_["deadlines"];
  const auto due = due_.find(decision.id);
  if (!expect(due != due_.end(), "a timer that nothing sets")) return;
  expect(due->second == decision.at, "due " + to_string(due->second) + ", but fired " + to_string(decision.at));
  must_come(decision.id, std::nullopt);
}

// What a decision foretells happens then, unless an event comes before; and nothing comes by itself before that.
void Watch::next_comes_true(const Decision& decision) {
  const auto foretold = next_.find(decision.subject);
  if (foretold != next_.end()) {
    expect(foretold->second >= decision.at, "foretold for " + to_string(foretold->second) + ", and nothing came");
    const bool by_itself = decision.cause.event.empty();
    expect(!by_itself || foretold->second == decision.at, "foretold for " + to_string(foretold->second));
  }
  next_[decision.subject] = decision.next ? decision.next->at : far_future;
}

// ---- owners

void Watch::see_changes(Account& account, const Decision& decision) {
  for (const OwnerChange& change : decision.changes) {
    const Place place{record_key(change.record), change.leaf};
    const auto known = account.owners.find(place);
    const std::optional<Holder> before = known == account.owners.end() ? std::nullopt : std::optional(known->second);
    expect(change.from == before, "a change does not begin where the last one ended");
    expect(change.from != change.to, "a change changes nothing");
    account.owners.erase(place);
    if (change.to) account.owners.emplace(place, *change.to);
  }
}

// Between two decisions nothing changes: with the facts of the last one the same roles own until just before now.
void Watch::owners_held_until(Account& account, Instant now) {
  if (account.since >= Instant{now.ms - 1}) return;
  const Structure& structure = program_.policy().structures[account.structure.index];
  for (const auto& [place, leaf] : account.leaves) {
    View view;
    view.account = &account.facts;
    view.now = Instant{now.ms - 1};
    for (const RecordState& record : account.records) {
      if (record_key(RecordName{record.type, record.id}) != place.first) continue;
      view.record = &record.facts;
      view.record_type = record.type;
    }
    ++checked_["owners"];
    const auto roles = reader_.owners(structure, place.second, view);
    expect(roles.size() == 1 && roles.front() == leaf.ruled,
           "the owner of " + program_.policy().leaves[place.second.index].name + " of " + place.first +
               " changed before " + to_string(now) + ", and no decision said so");
  }
}

// The handoff that a move needs: what names the leaf goes before `everything`, the structure's own before the top
// level.
const Handoff* Watch::needed_handoff(LeafId leaf, RoleId from, RoleId to) const {
  const auto has = [](const auto& list, const auto& item) { return std::ranges::find(list, item) != list.end(); };
  const auto rank = [](const auto& clause) { return (clause.top_level ? 2 : 0) + (clause.everything ? 1 : 0); };
  const Handoff* best = nullptr;
  for (const Handoff& handoff : structure_now().handoffs) {
    const bool covers = handoff.from == from && handoff.to == to && has(handoff.moves, leaf);
    if (covers && (best == nullptr || rank(handoff) < rank(*best))) best = &handoff;
  }
  for (const MoveAtOnce& moves : structure_now().moves_at_once) {
    const bool covers = has(moves.moves, leaf) && has(moves.from, from) && has(moves.to, to);
    if (covers && best != nullptr && rank(moves) < rank(*best)) return nullptr;
  }
  return best;
}

void Watch::owner_is_right(Account& account, const AccountState& state, const LeafState& leaf, const Place& place,
                           const View& view, const Decision& decision) {
  const std::string name = program_.policy().leaves[place.second.index].name + " of " + place.first;
  ++checked_["owners"];
  auto roles = reader_.owners(structure_now(), place.second, view);
  if (more_to_come() && roles != std::vector{leaf.ruled}) {  // a window of this very instant is still to pass (S3, S7)
    View before = view;
    before.now.ms -= 1;
    roles = reader_.owners(structure_now(), place.second, before);
  }
  if (!expect(roles.size() == 1, name + " has " + std::to_string(roles.size()) + " owners")) return;
  expect(leaf.active && leaf.ruled == roles.front(), name + " is owned by another than the statements say");
  const RunningHandoff* holding = leaf.held_by ? &state.handoffs[*leaf.held_by] : nullptr;
  expect(leaf.owner == (holding ? holding->from.role : leaf.ruled), name + " is held by a stranger");
  expect(holding == nullptr || (!holding->ended() && holding->to.role == leaf.ruled),
         name + " is held by a handoff that is over, or goes elsewhere");
  const auto before = account.leaves.find(place);
  if (before == account.leaves.end() || before->second.held || !before->second.ruled || !leaf.ruled) return;
  if (before->second.ruled == leaf.ruled) return;
  const Handoff* needed = needed_handoff(place.second, *before->second.ruled, *leaf.ruled);
  if (needed == nullptr) return;
  ++checked_["moves by handoff"];
  const auto told = [&](const HandoffReport& report) { return report.handoff == needed->name; };
  expect(holding != nullptr || std::ranges::any_of(decision.handoffs, told), name + " moved without " + needed->name);
}

void Watch::owners_are_right(Account& account, const AccountState& state, const Decision& decision) {
  const auto& leaves = program_.policy().leaves;
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    const LeafId leaf{i};
    const auto look = [&](const std::vector<LeafState>& states, const std::optional<RecordName>& record) {
      const View view = view_of(state, record, now_);
      if (reader_.is_active(leaf, view)) {
        owner_is_right(account, state, states[i], {record_key(record), leaf}, view, decision);
      } else {
        expect(i >= states.size() || !states[i].active, leaves[i].name + " is owned where it is not active");
      }
    };
    if (!leaves[i].per) look(state.leaves, std::nullopt);
    for (const RecordState& record : state.records) {
      if (leaves[i].per == record.type) look(record.leaves, RecordName{record.type, record.id});
    }
  }
}

void Watch::remember(Account& account, const AccountState& state, const Decision& decision) {
  account.facts = state.facts;
  account.records = state.records;
  account.structure = state.structure;
  account.since = decision.at;
  account.leaves.clear();
  const auto keep = [&](const std::vector<LeafState>& leaves, const std::string& record) {
    for (std::size_t i = 0; i < leaves.size(); ++i) {
      const LeafState& leaf = leaves[i];
      if (leaf.active) account.leaves[{record, LeafId{i}}] = {leaf.ruled, leaf.owner, leaf.held_by.has_value()};
    }
  };
  keep(state.leaves, "");
  for (const RecordState& record : state.records) keep(record.leaves, record_key(RecordName{record.type, record.id}));
}

// ---- one decision

void Watch::see(const Decision& decision) {
  decision_ = &decision;
  expect(ids_.insert(decision.id).second, "an id is used twice");
  expect(decision.at >= now_, "time goes back");
  now_ = decision.at;
  nothing_was_left_out(now_);
  if (decision.subject == "org") return next_.clear();  // an absence moves what it does not decide
  Account& account = accounts_[decision.subject];
  const AccountState& state = *(state_ = &state_of(decision.subject));
  now_structure_ = state.structure;
  expect(decision.structure_to == state.structure && decision.stage_to == state.facts.stage, "stage or structure");
  owners_held_until(account, now_);
  ticks_are_right(account, now_);
  take_timer(decision);
  next_comes_true(decision);
  see_changes(account, decision);
  owners_are_right(account, state, decision);
  see_handoffs(account, decision);
  see_slas(account, decision);
  see_escalations(account, decision);
  follow_entries(account, decision);
  see_dates(account, decision);
  see_seats(state, decision);
  remember(account, state, decision);
}

// ---- the end

void Watch::compare_with_snapshot(const std::string& id, const Account& account, Instant at) {
  const auto found = engine_.snapshot(id, at);
  if (!expect(found.has_value(), id + " is unknown")) return;
  const Snapshot& snapshot = *found;
  std::map<Place, Holder> shown;
  const auto add = [&](const std::string& record, const std::vector<Snapshot::Owner>& owners) {
    for (const Snapshot::Owner& owner : owners) {
      expect(shown.emplace(Place{record, owner.leaf}, owner.holder).second, id + " shows a leaf twice");
    }
  };
  add("", snapshot.owners);
  for (const Snapshot::Record& record : snapshot.records) add(record_key(record.name), record.owners);
  expect(shown == account.owners, id + " shows other owners than its decisions add up to");

  const auto compare = [&](const char* what, const auto& cases, const auto& reports, auto name_of) {
    std::multiset<CaseName> told, running;
    for (const auto& [name, one] : cases) {
      if (!one.ended) told.insert(name);
    }
    for (const auto& report : reports) running.insert({name_of(report), record_key(report.record), report.n});
    expect(told == running, id + " lost, or has twice: " + what);
  };
  compare("a handoff", account.handoffs, snapshot.handoffs, [](const auto& report) { return report.handoff; });
  compare("an escalation", account.escalations, snapshot.escalations, [](const auto& one) { return one.escalation; });
  compare("an SLA", account.slas, snapshot.slas, [](const auto& report) { return report.sla; });
}

void Watch::finish(Instant end) {
  decision_ = nullptr;
  const Instant after{end.ms + 1};
  nothing_was_left_out(after);
  for (const auto& account : engine_.world().accounts) {
    expect(accounts_.contains(account->id), account->id + " was never decided about");
  }
  for (auto& [id, account] : accounts_) {
    state_ = &state_of(id);
    now_structure_ = account.structure;
    owners_held_until(account, after);
    ticks_are_right(account, after);
    compare_with_snapshot(id, account, end);
  }
  loads_add_up();
}

}  // namespace baton::simulation
