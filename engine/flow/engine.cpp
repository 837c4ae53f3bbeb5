// The loop around the steps: whose timer is next, which account an event is about, and what a decision is called.
//
// Timers go by rounds (S3): those of one instant are taken account by account, in the order of first events, each
// account's own in order; what they set for the same instant waits for the next round. Nothing is stored about a
// timer: before it fires it is derived once more, so one that an earlier timer has made void does not fire.
#include "engine/flow/engine.hpp"

#include <algorithm>
#include <tuple>

#include "engine/flow/decide_step.hpp"
#include "engine/flow/escalations.hpp"
#include "engine/flow/handoffs.hpp"
#include "engine/flow/intake.hpp"
#include "engine/flow/people.hpp"
#include "engine/flow/seats.hpp"
#include "engine/flow/slas.hpp"
#include "engine/flow/snapshot.hpp"
#include "engine/flow/stages.hpp"
#include "engine/flow/targets.hpp"

namespace baton {

namespace {

World initial_world(const Program& program) {
  const Org& org = program.org();
  World world;
  for (const Team& team : org.teams) {
    world.teams.emplace_back().credit.assign(team.members.size(), 0);
  }
  for (const Person& person : org.people) {
    PersonState& state = world.people.emplace_back();
    state.away = person.away;
    state.sums.assign(person.capacity.sums.size(), 0);
  }
  return world;
}

std::string id_of(const Event& event) {
  return id_part(event.source) + "/" + id_part(event.id);
}

void name_by_event(Decision& decision, const Event& event) {
  decision.id = decision.cause.event = id_of(event);
  decision.cause.type = event.type_name;
}

// A date or tick of an SLA has the number of the instance that it begins. Others are counted as they fire: stages,
// seats and windows, and an escalation's dates, which may find it running (O5).
std::uint32_t instance_of(AccountState& account, const Timer& timer) {
  if (timer.instance != 0) return timer.instance;
  const std::string kind = to_string(timer.kind);
  if (timer.kind == Timer::Kind::Escalation) return count_instance(account, "escalation date", timer.name);
  if (timer.kind != Timer::Kind::Sla) return count_instance(account, kind, timer.name);
  const auto begun = account.counts.find(kind + "/" + timer.name);
  return begun == account.counts.end() ? 1 : begun->second + 1;
}

void name_by_timer(Decision& decision, AccountState& account, const Timer& timer) {
  decision.id = id_of(account.id, timer, instance_of(account, timer));
  decision.cause.kind = to_string(timer.kind);
  decision.cause.name = timer.name;
  decision.cause.what = timer.what;
}

// A date or tick whose conditions do not hold begins nothing, and is nothing to tell.
bool is_void(const Decision& decision) {
  return decision.changes.empty() && decision.assigned.empty() && decision.handoffs.empty() &&
         decision.escalations.empty() && decision.slas.empty();
}
bool may_be_void(Timer::Kind kind) {
  return kind == Timer::Kind::Escalation || kind == Timer::Kind::Sla;
}

// Does the account turn to the person other than by a seat: for a giver who has left, as one who is called or who owes?
bool turns_to(const Step& step, PersonId person) {
  const auto gives = [&](const RunningHandoff& running) {
    return !running.ended() && (running.from.person == person || giver_of(step, running).person == person);
  };
  const auto calls = [&](const RunningEscalation& running) {
    return running.state == EscalationState::Calling && std::ranges::find(running.calls, person) != running.calls.end();
  };
  const auto owes = [&](const RunningSla& running) {
    return !running.ended() && report(step, running).owner.person == person;
  };
  return std::ranges::any_of(step.account.handoffs, gives) || std::ranges::any_of(step.account.escalations, calls) ||
         std::ranges::any_of(step.account.slas, owes);
}

// Of an event about the org: what it changes for one account.
Decision decision_for(const AccountState& account, const Event& event, Instant now) {
  Decision decision = begin_decision(account, false, now);
  name_by_event(decision, event);
  decision.id += "#" + id_part(account.id);
  return decision;
}

}  // namespace

struct Engine::Parts {
  std::shared_ptr<const Program> program;
  World world;
  TimerQueue queue;
  Instant now = beginning_of_time;

  AccountState* find(const std::string& id) {
    const auto found = world.by_id.find(id);
    return found == world.by_id.end() ? nullptr : world.accounts[found->second].get();
  }
  AccountState& begin(const std::string& id);
  void forget_last(const std::string& id);

  std::expected<void, std::string> take(const Event& event, const Sink& sink);
  RecordIndex record_of(Step& step, const Event& event);
  void fire_until(Instant until, const Sink& sink);
  void fire_round(Instant at, const Sink& sink);
  void fire_account(AccountState& account, Instant at, const Sink& sink);
  void fire(AccountState& account, const Timer& timer, const Sink& sink);

  std::expected<void, std::string> take_org(const Event& event, const Sink& sink);
  void leave(const Event& event, const Sink& sink);
  void be_away(const Event& event, const Sink& sink);
  std::vector<Decision> empty_seats(const Event& event, const std::vector<std::uint32_t>& accounts);
  void finish(AccountState& account, Decision&& decision, const Picture& before, const Sink& sink);
  std::vector<std::uint32_t> concerned_by_leaving(PersonId person);
  void look_again(AccountState& account);
};

AccountState& Engine::Parts::begin(const std::string& id) {
  auto account = begin_account(*program, id, now);
  account->order = static_cast<std::uint32_t>(world.accounts.size());
  world.by_id.emplace(id, account->order);
  return *world.accounts.emplace_back(std::move(account));
}

void Engine::Parts::forget_last(const std::string& id) {
  world.accounts.pop_back();
  world.by_id.erase(id);
}

RecordIndex Engine::Parts::record_of(Step& step, const Event& event) {
  if (!event.record) return std::nullopt;
  const RecordIndex known = find_record(step.account, *event.record, event.record_id);
  return known ? known : begin_record(step, *event.record, event.record_id);
}

std::expected<void, std::string> Engine::Parts::take(const Event& event, const Sink& sink) {
  AccountState* known = find(event.subject);
  if (const auto valid = validate(*program, known, event); !valid) return valid;
  // Of all events that may begin a record only a seat's can still fail.
  std::optional<AccountState> saved;
  if (known != nullptr && event.kind == Event::Kind::SeatAssigned && event.record) saved = *known;
  AccountState& account = known != nullptr ? *known : begin(event.subject);
  Decision decision = begin_decision(account, known == nullptr, now);
  Step step{*program, world, account, now, decision};
  step.changed.account = known == nullptr;
  const Picture before = picture_of(step);
  const RecordIndex record = record_of(step, event);
  if (const auto taken = take_event(step, event, record); !taken) {
    if (known == nullptr) forget_last(event.subject);
    if (saved) account = std::move(*saved);
    return taken;
  }
  name_by_event(decision, event);
  decision.record = step.name_of(record);
  queue.set(account.order, finish_decision(step, before));
  sink(std::move(decision));
  return {};
}

void Engine::Parts::fire(AccountState& account, const Timer& timer, const Sink& sink) {
  Decision decision = begin_decision(account, false, now);
  name_by_timer(decision, account, timer);
  Step step{*program, world, account, now, decision};
  if (timer.record != 0) decision.record = step.name_of(timer.record - 1);
  const Picture before = picture_of(step);
  take_timer(step, timer);
  finish_decision(step, before);
  if (!may_be_void(timer.kind) || !is_void(decision)) sink(std::move(decision));
}

void Engine::Parts::fire_account(AccountState& account, Instant at, const Sink& sink) {
  Decision none;
  Step step{*program, world, account, at, none};
  std::vector<Timer> round;
  std::ranges::copy_if(timers_of(step), std::back_inserter(round), [at](const Timer& timer) { return timer.at == at; });
  std::ranges::sort(round);
  for (std::size_t i = 0; i < round.size(); ++i) {
    const auto left = timers_of(step);
    if (i == 0 || std::ranges::find(left, round[i]) != left.end()) fire(account, round[i], sink);
  }
  look_again(account);
}

void Engine::Parts::fire_round(Instant at, const Sink& sink) {
  now = at;
  for (const std::uint32_t account : queue.take(at)) fire_account(*world.accounts[account], at, sink);
}

void Engine::Parts::fire_until(Instant until, const Sink& sink) {
  for (Instant at = queue.earliest(); at <= until && at != far_future; at = queue.earliest()) fire_round(at, sink);
}

// The account's timers may have changed without a step of its own.
void Engine::Parts::look_again(AccountState& account) {
  Decision none;
  const Step step{*program, world, account, now, none};
  const auto timers = timers_of(step);
  const Timer* first = first_of(timers);
  queue.set(account.order, first != nullptr ? first->at : far_future);
}

// ---- the org

std::expected<void, std::string> Engine::Parts::take_org(const Event& event, const Sink& sink) {
  if (const auto valid = validate(*program, nullptr, event); !valid) return valid;
  if (is_gone(*program, world, event.person, now)) {
    return std::unexpected("`" + program->org().people[event.person.index].id + "` has left already");
  }
  Decision decision;
  name_by_event(decision, event);
  decision.subject = event.subject;
  decision.at = now;
  sink(std::move(decision));
  if (event.kind == Event::Kind::PersonLeft) {
    leave(event, sink);
  } else {
    be_away(event, sink);
  }
  const auto waits = [](const Seat& seat) { return seat.flagged && !seat.person; };
  for (const auto& account : world.accounts) {
    if (std::ranges::any_of(account->seats, waits)) look_again(*account);
  }
  return {};
}

// In the order in which the seats were filled (P3); then those that turn to them otherwise.
std::vector<std::uint32_t> Engine::Parts::concerned_by_leaving(PersonId person) {
  Decision none;
  std::vector<std::uint32_t> accounts = accounts_of(world, person);
  for (const auto& account : world.accounts) {
    const bool concerned = turns_to(Step{*program, world, *account, now, none}, person);
    if (concerned && std::ranges::find(accounts, account->order) == accounts.end()) accounts.push_back(account->order);
  }
  return accounts;
}

void Engine::Parts::leave(const Event& event, const Sink& sink) {
  Decision none;
  const std::vector<std::uint32_t> concerned = concerned_by_leaving(event.person);
  std::vector<Picture> before;
  for (const std::uint32_t account : concerned) {
    before.push_back(picture_of(Step{*program, world, *world.accounts[account], now, none}));
  }
  world.people[event.person.index].left = true;
  std::vector<Decision> decisions = empty_seats(event, concerned);
  for (std::size_t i = 0; i < concerned.size(); ++i) {
    finish(*world.accounts[concerned[i]], std::move(decisions[i]), before[i], sink);
  }
}

// All that the person held is empty before the first is filled anew, in the order in which they had been filled,
// whatever their accounts (P3). Returns the accounts' decisions as far as they are.
std::vector<Decision> Engine::Parts::empty_seats(const Event& event, const std::vector<std::uint32_t>& accounts) {
  std::vector<Decision> decisions;
  std::vector<std::tuple<std::uint64_t, std::size_t, RoleId>> vacant;
  for (const std::uint32_t order : accounts) {
    AccountState& account = *world.accounts[order];
    decisions.push_back(decision_for(account, event, now));
    Step step{*program, world, account, now, decisions.back()};
    for (const auto& [filled, role] : vacate(step, event.person))
      vacant.emplace_back(filled, decisions.size() - 1, role);
  }
  std::ranges::sort(vacant);
  for (const auto& [filled, i, role] : vacant) {
    Step step{*program, world, *world.accounts[accounts[i]], now, decisions[i]};
    refill(step, role);
  }
  return decisions;
}

void Engine::Parts::finish(AccountState& account, Decision&& decision, const Picture& before, const Sink& sink) {
  Step step{*program, world, account, now, decision};
  take_news_of_people(step);
  queue.set(account.order, finish_decision(step, before));
  if (!is_void(decision)) sink(std::move(decision));
}

// An absence moves no seat; whom a running escalation calls it may change at once (T4).
void Engine::Parts::be_away(const Event& event, const Sink& sink) {
  Decision none;
  const auto called = [&](AccountState& account) { return calls_now(Step{*program, world, account, now, none}); };
  std::vector<std::vector<std::vector<PersonId>>> before;
  for (const auto& account : world.accounts) before.push_back(called(*account));
  world.people[event.person.index].away.push_back(event.away);
  for (const auto& account : world.accounts) {
    if (called(*account) == before[account->order]) continue;
    const Picture owned = picture_of(Step{*program, world, *account, now, none});
    finish(*account, decision_for(*account, event, now), owned, sink);
  }
}

Engine::Engine(std::shared_ptr<const Program> program) : parts_(std::make_unique<Parts>()) {
  parts_->world = initial_world(*program);
  parts_->program = std::move(program);
}
Engine::~Engine() = default;
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;

std::expected<void, std::string> Engine::apply(const Event& event, const Sink& sink) {
  parts_->fire_until(Instant{event.at.ms - 1}, sink);
  parts_->now = std::max(parts_->now, event.at);
  return is_about_org(event.kind) ? parts_->take_org(event, sink) : parts_->take(event, sink);
}

void Engine::advance(Instant until, const Sink& sink) {
  parts_->fire_until(until, sink);
  parts_->now = std::max(parts_->now, until);
}

std::optional<Snapshot> Engine::snapshot(std::string_view account, Instant at) const {
  AccountState* state = parts_->find(std::string(account));
  if (state == nullptr) return std::nullopt;
  Decision none;
  return snapshot_of(Step{*parts_->program, parts_->world, *state, at, none});
}

std::optional<Holder> Engine::meant_by(std::string_view account, const Target& target,
                                       const std::optional<RecordName>& record, Instant at) const {
  AccountState* state = parts_->find(std::string(account));
  if (state == nullptr) return std::nullopt;
  const RecordIndex index = record ? find_record(*state, record->type, record->id) : std::nullopt;
  if (record && !index) return std::nullopt;
  Decision none;
  return baton::meant_by(Step{*parts_->program, parts_->world, *state, at, none}, target, index);
}

const World& Engine::world() const {
  return parts_->world;
}

}  // namespace baton
