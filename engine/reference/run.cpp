// The loop: events in their order, and before each of them everything that happens by itself until then.
#include "engine/reference/run.hpp"

#include <algorithm>
#include <set>

#include "engine/reference/step.hpp"

namespace baton::reference {

namespace {

std::string part(const std::string& text) {
  std::string encoded;
  for (const char c : text) encoded += c == '%' ? "%25" : c == '/' ? "%2F" : std::string(1, c);
  return encoded;
}

Decision decision_by(const Event& event) {
  Decision decision;
  decision.id = part(event.source) + "/" + part(event.id);
  decision.cause.event = decision.id;
  decision.cause.type = event.type_name;
  decision.subject = event.subject;
  decision.at = event.at;
  return decision;
}

void begin(Decision& decision, const Account& account) {
  decision.stage_from = account.life.stage;
  decision.structure_from = account.structure;
}

// Of an event about the org: the part of one account.
Decision decision_for(const Event& event, const Account& account) {
  Decision decision = decision_by(event);
  decision.id += "#" + part(account.id);
  decision.subject = account.id;
  begin(decision, account);
  return decision;
}

const char* name_of(Timer::Kind kind) {
  constexpr const char* names[] = {"org", "review", "stage", "seat", "window", "handoff", "escalation", "sla"};
  return names[static_cast<std::size_t>(kind)];
}

// N of a timer's id. Dates and ticks of an SLA bear the number of the instance that they begin.
std::uint32_t instance_of(Account& account, const Timer& timer) {
  if (timer.instance != 0) return timer.instance;
  if (timer.kind == Timer::Kind::Escalation) return count(account, "escalation date/" + timer.name);
  if (timer.kind == Timer::Kind::Sla) return account.counts["sla/" + timer.name];
  return count(account, std::string(name_of(timer.kind)) + "/" + timer.name);
}

void name_by_timer(Decision& decision, Account& account, const Timer& timer) {
  decision.cause.kind = name_of(timer.kind);
  decision.cause.name = timer.name;
  decision.cause.what = timer.what;
  decision.id = "timer/" + part(account.id) + "/" + decision.cause.kind + "/" + part(timer.name) + "/" +
                std::to_string(instance_of(account, timer)) + "/" + part(timer.what);
}

bool is_void(const Decision& decision) {
  return decision.changes.empty() && decision.assigned.empty() && decision.handoffs.empty() &&
         decision.escalations.empty() && decision.slas.empty();
}

bool is_other(const Life& one, const Life& other) {
  return one.stage != other.stage || one.fields != other.fields || one.anchors != other.anchors ||
         one.entered != other.entered;
}

// What `any RECORD is STAGE` can see.
using StagesOfRecords = std::set<std::pair<RecordTypeId, StageId>>;
StagesOfRecords stages_of_records(const Account& account) {
  StagesOfRecords stages;
  for (const Record& record : account.records) stages.emplace(record.name.type, record.life.stage);
  return stages;
}

// Does the account see something else, be it only while a record passes through its start stage (V1)?
bool sees_other_records(const Account& was, const Account& is) {
  const StagesOfRecords before = stages_of_records(was);
  StagesOfRecords between = before;
  for (std::size_t i = was.records.size(); i < is.records.size(); ++i) {
    between.emplace(is.records[i].name.type, is.records[i].life.entered.front().second);
  }
  return before != between || between != stages_of_records(is);
}

// The places whose facts have changed; with the account's, all. Where nothing has changed, what time alone brings about
// at this very instant is left to the timer that follows the event (S3).
std::vector<Place> changed(const Step& step, const std::optional<Account>& was) {
  const Account& is = step.account;
  if (!was || is_other(was->life, is.life) || was->structure != is.structure) return step.places();
  if (sees_other_records(*was, is)) return step.places();
  std::vector<Place> result;
  for (std::size_t i = 0; i < is.records.size(); ++i) {
    if (i >= was->records.size() || is_other(was->records[i].life, is.records[i].life)) result.emplace_back(i);
  }
  return result;
}

// From the handoffs to the pauses: what every step has in common.
void settle(Step& step, const std::vector<Place>& places) {
  finish_handoffs(step);
  for (const Place& place : places) rule(step, place);
  settle_seats(step);
  date_handoffs(step);
  settle_escalations(step);
  settle_slas(step);
}

bool take_named(Step& step) {
  switch (step.event->kind) {
    case EventKind::ItemDone:
    case EventKind::HandoffAccepted:
    case EventKind::HandoffReturned:
      return take_handoff_event(step);
    case EventKind::SeatAssigned:
    case EventKind::SeatReleased:
      return take_seat_event(step);
    case EventKind::EscalationAcknowledged:
    case EventKind::EscalationClosed:
      return take_escalation_event(step);
    default:
      return true;
  }
}

void finish(Step& step, const std::vector<Held>& before) {
  write_changes(step, before);
  report_handoffs(step);
  forget_handoffs(step);
  step.decision.stage_to = step.account.life.stage;
  step.decision.structure_to = step.account.structure;
}

// S2, from the fields to the credits.
bool take(Step& step, bool is_new, const std::optional<Account>& was) {
  forget_handoffs(step);
  const bool begins_record = step.event->record && !step.event_place;
  if (begins_record) step.event_place = begin_record(step, *step.event);
  if (!take_named(step)) return false;
  set_fields(step);
  if (is_new) enter(step, std::nullopt, step.account.life.stage);
  if (begins_record) enter(step, step.event_place, step.life(step.event_place).stage);
  move_stages(step);
  move_anchors(step);
  settle_structure(step);
  end_escalations(step);
  end_slas(step);
  note_handoff_event(step);
  settle(step, changed(step, was));
  begin_escalations(step);
  begin_slas(step);
  give_credit(step);
  return true;
}

void fire(Step& step, const Timer& timer) {
  const Account was = step.account;
  forget_handoffs(step);
  std::vector<Place> places;
  switch (timer.kind) {
    case Timer::Kind::Stage:
      fire_stage(step, timer);
      break;
    case Timer::Kind::Seat:
      fire_seat(step, timer);
      break;
    case Timer::Kind::Window:
      places.push_back(timer.place);
      break;
    case Timer::Kind::Handoff:
      fire_handoff(step, timer);
      break;
    case Timer::Kind::Escalation:
      fire_escalation(step, timer);
      break;
    case Timer::Kind::Sla:
      fire_sla(step, timer);
      break;
    case Timer::Kind::Org:
    case Timer::Kind::Review:
      break;
  }
  settle_structure(step);
  if (timer.kind != Timer::Kind::Window) places = changed(step, was);
  settle(step, places);
}

// The decision of a timer; nullopt: a date or a tick has come whose conditions do not hold.
std::optional<Decision> fired(const Policy& policy, const Org& org, World& world, Account& account,
                              const Timer& timer) {
  Decision decision;
  decision.subject = account.id;
  decision.at = timer.at;
  begin(decision, account);
  Step step{policy, org, world, account, timer.at, decision, nullptr, std::nullopt};
  decision.record = step.name_of(timer.place);
  const auto before = held(step);
  fire(step, timer);
  finish(step, before);
  const bool may_be_void = timer.kind == Timer::Kind::Escalation || timer.kind == Timer::Kind::Sla;
  if (may_be_void && is_void(decision)) return std::nullopt;
  name_by_timer(decision, account, timer);
  return decision;
}

// Does the account turn to the person other than by a seat: as a giver, or for one, as one who is called or who owes?
bool turns_to(const Step& step, PersonId person) {
  for (const OpenHandoff& handoff : step.account.handoffs) {
    if (handoff.ended) continue;
    if (handoff.from.person == person || giver_of(step, handoff).person == person) return true;
  }
  for (const OpenSla& sla : step.account.slas) {
    const bool runs = sla.state == SlaState::Running || sla.state == SlaState::Paused;
    const Target& owner = step.policy.structures[sla.structure.index].slas[sla.sla.index].owner;
    if (runs && meant_by(step, owner, sla.place).person == person) return true;
  }
  return std::ranges::any_of(step.account.escalations, [&](const OpenEscalation& open) {
    return open.state == EscalationState::Calling && std::ranges::find(open.calls, person) != open.calls.end();
  });
}

// Whom the account calls.
std::vector<std::vector<PersonId>> calls_of(const Step& step) {
  std::vector<std::vector<PersonId>> calls;
  for (const OpenEscalation& open : step.account.escalations) calls.push_back(calls_now(step, open));
  return calls;
}

}  // namespace

Run::Run(const Policy& policy, const Org& org, Next next) : policy_(policy), org_(org), next_(next) {
  for (const Person& person : org.people) world_.people.push_back({false, person.away});
  for (const Team& team : org.teams) world_.teams.push_back({0, std::vector<std::int64_t>(team.members.size(), 0)});
}

void Run::take_all(std::span<const Event> events, Instant until) {
  for (std::size_t i = 0; i < events.size() && events[i].at <= until; ++i) {
    const auto identity = std::pair(events[i].source, events[i].id);
    if (decided_.contains(identity)) {
      answer.repeated.push_back(i);
      continue;
    }
    advance(Instant{events[i].at.ms - 1});
    now_ = std::max(now_, events[i].at);
    if (const World before = world_; take(events[i])) {
      decided_.insert(identity);
    } else {
      world_ = before;
      asked_.clear();
      answer.rejected.push_back(i);
    }
  }
  advance(until);
  now_ = std::max(now_, until);
}

bool Run::take(const Event& event) {
  if (event.kind == EventKind::PersonLeft || event.kind == EventKind::PersonAway) return take_about_org(event);
  const auto known = std::ranges::find(world_.accounts, event.subject, &Account::id);
  const bool is_new = known == world_.accounts.end();
  if (!is_usable(policy_, is_new ? nullptr : &*known, event)) return false;
  Account& account =
      is_new ? world_.accounts.emplace_back(begin_account(policy_, org_, event.subject, event.at)) : *known;
  Decision decision = decision_by(event);
  if (!is_new) begin(decision, account);
  Step step{policy_, org_, world_, account, event.at, decision, &event, find_record(account, event)};
  step.own = own_fields(policy_, org_, event);
  const auto before = held(step);
  const auto was = is_new ? std::nullopt : std::optional(account);
  if (!reference::take(step, is_new, was)) return false;
  decision.record = step.name_of(step.event_place);
  finish(step, before);
  ask_again(account);
  write(std::move(decision), account);
  return true;
}

bool Run::take_about_org(const Event& event) {
  if (event.subject != "org" || Staff{org_, world_, event.at}.is_gone(event.person)) return false;
  answer.decisions.push_back(decision_by(event));
  asked_.clear();
  if (event.kind == EventKind::PersonAway) {
    be_away(event);
  } else {
    leave(event);
  }
  return true;
}

// Accounts that call somebody else now have a decision each.
void Run::be_away(const Event& event) {
  Decision none;
  const auto calls = [&](Account& account) {
    return calls_of(Step{policy_, org_, world_, account, event.at, none, nullptr, std::nullopt});
  };
  std::vector<std::vector<std::vector<PersonId>>> before;
  for (Account& account : world_.accounts) before.push_back(calls(account));
  world_.people[event.person.index].away.push_back(event.away);
  for (std::size_t i = 0; i < before.size(); ++i) {
    Account& account = world_.accounts[i];
    if (calls(account) == before[i]) continue;
    const auto owned = held(Step{policy_, org_, world_, account, event.at, none, nullptr, std::nullopt});
    close(decision_for(event, account), account, owned);
  }
}

// What follows for the account, and its decision if there is anything to say.
void Run::close(Decision decision, Account& account, const std::vector<Held>& before) {
  Step step{policy_, org_, world_, account, now_, decision, nullptr, std::nullopt};
  settle(step, {});
  finish(step, before);
  ask_again(account);
  if (!is_void(decision)) write(std::move(decision), account);
}

// Whose seats they hold, in the order in which these were filled (P3); then whom they represent or are called by.
std::vector<std::size_t> Run::concerned_by_leaving(PersonId person) {
  std::vector<std::tuple<bool, std::uint64_t, std::size_t>> found;
  for (std::size_t i = 0; i < world_.accounts.size(); ++i) {
    Account& account = world_.accounts[i];
    std::optional<std::uint64_t> first;
    Decision none;
    const Step step{policy_, org_, world_, account, now_, none, nullptr, std::nullopt};
    for (const Place& place : step.places()) {
      for (const auto& [role, seat] : step.life(place).seats) {
        if (seat.person == person) first = std::min(first.value_or(seat.filled), seat.filled);
      }
    }
    if (first) {
      found.emplace_back(false, *first, i);
    } else if (turns_to(step, person)) {
      found.emplace_back(true, 0, i);
    }
  }
  std::ranges::sort(found);
  std::vector<std::size_t> accounts;
  for (const auto& [without_seat, filled, account] : found) accounts.push_back(account);
  return accounts;
}

void Run::leave(const Event& event) {
  const auto accounts = concerned_by_leaving(event.person);
  std::vector<std::vector<Held>> before;
  Decision none;
  for (Account& account : world_.accounts) {
    before.push_back(held(Step{policy_, org_, world_, account, event.at, none, nullptr, std::nullopt}));
  }
  world_.people[event.person.index].left = true;
  std::map<std::size_t, Decision> decisions;
  std::map<std::uint64_t, std::pair<std::size_t, RoleId>> vacant;  // by the number of its filling (P3)
  for (const std::size_t i : accounts) {
    decisions[i] = decision_for(event, world_.accounts[i]);
    Step step{policy_, org_, world_, world_.accounts[i], event.at, decisions[i], nullptr, std::nullopt};
    for (const auto& [filled, role] : vacate(step, event.person)) vacant[filled] = {i, role};
  }
  for (const auto& [filled, seat] : vacant) {
    const auto& [i, role] = seat;
    Step step{policy_, org_, world_, world_.accounts[i], event.at, decisions[i], nullptr, std::nullopt};
    settle_seat(step, role);
  }
  for (const std::size_t i : accounts) close(std::move(decisions[i]), world_.accounts[i], before[i]);
}

// Rounds: all that is due at the next instant, in S3's order; what that sets for the same instant follows (S3).
void Run::advance(Instant until) {
  while (true) {
    std::vector<Timer> round;
    for (std::size_t i = 0; i < world_.accounts.size(); ++i) {
      for (const Timer& timer : timers(i)) {
        if (!round.empty() && timer.at < round.front().at) round.clear();
        if (round.empty() || timer.at == round.front().at) round.push_back(timer);
      }
    }
    if (round.empty() || round.front().at > until) return;
    now_ = round.front().at;
    std::ranges::sort(round, {}, &Timer::order);
    for (const Timer& timer : round) {
      const auto& left = timers(timer.account);
      if (std::ranges::find(left, timer.order(), &Timer::order) == left.end()) continue;
      Account& account = world_.accounts[timer.account];
      auto decision = fired(policy_, org_, world_, account, timer);
      ask_again(account);
      if (decision) write(std::move(*decision), account);
    }
  }
}

const std::vector<Timer>& Run::timers(std::size_t index) {
  asked_.resize(world_.accounts.size());
  if (asked_[index]) return *asked_[index];
  Decision none;
  auto all = timers_of(Step{policy_, org_, world_, world_.accounts[index], now_, none, nullptr, std::nullopt});
  for (Timer& timer : all) timer.account = index;
  return asked_[index].emplace(std::move(all));
}

void Run::ask_again(const Account& account) {
  asked_.resize(world_.accounts.size());
  for (std::size_t i = 0; i < asked_.size(); ++i) {
    if (world_.accounts[i].id == account.id) asked_[i].reset();
  }
}

void Run::write(Decision&& decision, const Account& account) {
  if (next_ == Next::Told) decision.next = next_of(account);
  answer.decisions.push_back(std::move(decision));
}

// What would come next with no further event: it is tried out on a copy.
std::optional<NextChange> Run::next_of(const Account& account) const {
  Run trial(policy_, org_, Next::Left);
  trial.world_ = world_;
  trial.now_ = now_;
  const auto index =
      static_cast<std::size_t>(std::ranges::find(world_.accounts, account.id, &Account::id) - world_.accounts.begin());
  while (true) {
    const auto& all = trial.timers(index);
    const auto first = std::ranges::min_element(all, {}, &Timer::order);
    if (first == all.end()) return std::nullopt;
    trial.now_ = first->at;
    const Timer timer = *first;
    Account& tried = trial.world_.accounts[index];
    if (fired(policy_, org_, trial.world_, tried, timer)) return NextChange{timer.at, ""};
    trial.ask_again(tried);
  }
}

}  // namespace baton::reference
