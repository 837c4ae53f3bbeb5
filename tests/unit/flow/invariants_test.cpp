// What must hold of every replay, asked of streams of events drawn at random over the sample company: one owner for
// each active leaf, changes that chain, ids that are never used twice, and `next` telling what then happens.
#include <catch2/catch.hpp>
#include <random>
#include <set>

#include "tests/unit/flow/world.hpp"

namespace baton::testing {

namespace {

// The sample policy with all that runs by itself: windows before a date, a handoff of records, an escalation, SLAs.
Policy busy_policy() {
  Policy policy = sample_policy();
  auto& structure = policy.structures[0];
  add_transition(policy.lifecycle, {"customer", "churned"}, "opportunity").on = on(policy, "renewal.lost");
  structure.statements[4].windows = {{Window::Kind::UntilBefore, days(60), {}, field(policy, "contract.end")}};
  add_statement(policy, 0, "RS", {"renewal"}).windows = {from_before(days(60), field(policy, "contract.end"))};
  Condition& troubled = structure.statements[7].condition;
  troubled.op = Condition::Op::AnyRecordIs;
  troubled.record = record(policy, "ticket");
  troubled.stages = stages(policy.records[troubled.record.index].lifecycle, {"waiting", "resolved"});
  const Condition calm = Condition::negation(troubled);
  Statement& otherwise = add_statement(policy, 0, "CSM", {"nrr"});
  otherwise.verb = Verb::Carries;
  otherwise.condition = calm;
  Handoff renewals = structure.handoffs[0];
  renewals.name = "to_renewals";
  renewals.moves = leaves(policy, {"renewal"});
  renewals.from = role(policy, "AM");
  renewals.to = role(policy, "RS");
  structure.handoffs.push_back(renewals);
  Stay stay;
  stay.role = role(policy, "AE");
  stay.windows = {until_after(days(60), entering(policy, "onboarding"))};
  structure.handoffs[0].stays = {stay};
  Target owner;
  owner.kind = Target::Kind::OwnerOf;
  owner.leaf = leaf(policy, "escalation");
  Target head;
  head.kind = Target::Kind::Position;
  head.name = "head_of_cs";
  Escalation call;
  call.name = "call";
  call.per = record(policy, "ticket");
  call.on = {on(policy, "ticket.opened")};
  call.tiers = {{{owner}, business_hours(4), {}}, {{head}, days(5), {}}};
  call.paused_record_stages = stages(policy.records[2].lifecycle, {"waiting"});
  call.acknowledged_on = {on(policy, "ticket.acknowledged")};
  call.closed_on = {on(policy, "ticket.resolved")};
  Escalation late = call;
  late.name = "late";
  late.per = std::nullopt;
  late.on = late.acknowledged_on = late.closed_on = {};
  for (int ahead : {20, 10}) late.at_dates.push_back(before(days(ahead), field(policy, "review_on")));
  structure.escalations = {call, late};
  for (Handoff& handoff : structure.handoffs) handoff.overdue_escalates = EscalationId{1};
  Sla sla;
  sla.name = "qbr";
  sla.every = Span{1, Unit::Month, false};
  sla.every_account_stages = stages(policy.lifecycle, {"customer"});
  sla.owner = owner;
  sla.owes = {on(policy, "qbr.held")};
  sla.within = business_days(5);
  sla.warns_before = days(2);
  sla.breach_escalates = EscalationId{1};
  structure.slas = {sla};

  policy.structures.push_back(structure);  // for key accounts
  policy.structures[1].name = "key_accounts";
  policy.structures[1].statements[1].role = role(policy, "CSM");
  policy.structures[1].handoffs[1].checklist.clear();
  policy.structures[1].handoffs.erase(policy.structures[1].handoffs.begin());
  return policy;
}

Org busy_org(const Policy& policy) {
  Org org = sample_org(policy);
  org.structures = {{StructureId{1}, is(policy, "key", 1), false, {}}, {StructureId{0}, {}, true, {}}};
  org.teams[0].assign = Assign::LeastLoaded;
  org.people[person(org, "kim").index].away = {{day("2026-03-01"), day("2026-04-15"), std::nullopt}};
  org.people[person(org, "pat").index].away = {{day("2026-02-01"), day("2026-05-15"), std::nullopt}};
  return org;
}

// Reads every decision in turn and says what is wrong with it.
class Judge {
 public:
  explicit Judge(Replay& replay) : replay_(replay) {}

  void read(const std::vector<Decision>& decisions) {
    for (const Decision& decision : decisions) {
      INFO(describe(decision, replay_.program()));
      CHECK(ids_.insert(decision.id).second);
      CHECK(decision.at >= last_);
      last_ = decision.at;
      if (decision.subject == "org") {
        next_.clear();  // an absence moves what it does not decide
        continue;
      }
      judge_next(decision);
      for (const OwnerChange& change : decision.changes) judge_change(decision.subject, change);
      for (const HandoffReport& report : decision.handoffs) judge_handoff(decision.subject, report);
    }
  }

  // The owners that the decisions add up to are those that the account shows.
  void compare(const std::string& account, Instant at) {
    const auto found = replay_.engine().snapshot(account, at);
    if (!found) return;
    const Snapshot& snapshot = *found;
    std::map<Place, Holder> shown;
    const auto& statements = replay_.policy().structures[snapshot.structure.index].statements;
    const auto add = [&](const std::string& record, const std::vector<Snapshot::Owner>& owners) {
      for (const auto& owner : owners) {
        CHECK(shown.emplace(Place{account, owner.leaf, record}, owner.holder).second);
        // Held by nobody's handoff, a leaf is whose the statement that holds now says.
        if (owner.because.kind != Because::Kind::Clause) continue;
        CHECK(statements[owner.because.at.line - 1].role == owner.holder.role);
      }
    };
    add("", snapshot.owners);
    for (const auto& record : snapshot.records) add(name(record.name), record.owners);
    std::map<Place, Holder> told;
    for (const auto& [place, holder] : owners_) {
      if (std::get<0>(place) == account) told.emplace(place, holder);
    }
    CHECK(shown == told);
  }

  // P2: a person's load is what the seats that count add up to; only held seats count.
  void count_loads() {
    const World& world = replay_.engine().world();
    std::vector<std::int64_t> loads(world.people.size());
    for (const auto& account : world.accounts) {
      for (const Seat& seat : account->seats) {
        if (!seat.counted) continue;
        REQUIRE(seat.person);
        ++loads[seat.person->index];
      }
    }
    for (std::size_t i = 0; i < loads.size(); ++i) CHECK(loads[i] == world.people[i].accounts);
  }

 private:
  using Place = std::tuple<std::string, LeafId, std::string>;

  static std::string name(const std::optional<RecordName>& record) {
    return record ? std::to_string(record->type.index) + "/" + record->id : "";
  }

  // A timer fires when the account's decision before it said so, and nothing that was foretold is left out.
  void judge_next(const Decision& decision) {
    const auto foretold = next_.find(decision.subject);
    if (foretold != next_.end()) {
      if (decision.cause.event.empty()) CHECK(foretold->second == decision.at);
      CHECK(foretold->second >= decision.at);
    }
    next_[decision.subject] = decision.next ? decision.next->at : far_future;
  }

  void judge_change(const std::string& account, const OwnerChange& change) {
    const Place place{account, change.leaf, name(change.record)};
    const auto known = owners_.find(place);
    CHECK(change.from == (known == owners_.end() ? std::nullopt : std::optional(known->second)));
    CHECK(change.from != change.to);
    owners_.erase(place);
    if (change.to) owners_.emplace(place, *change.to);
  }

  void judge_handoff(const std::string& account, const HandoffReport& report) {
    const std::tuple key{account, report.handoff, name(report.record), report.n};
    const auto known = handoffs_.find(key);
    if (known == handoffs_.end()) CHECK(report.state == HandoffState::Open);
    if (known != handoffs_.end()) CHECK(known->second < HandoffState::Finished);
    handoffs_[key] = report.state;
  }

  Replay& replay_;
  std::set<std::string> ids_;
  Instant last_ = beginning_of_time;
  std::map<std::string, Instant> next_;  // far_future: nothing
  std::map<Place, Holder> owners_;
  std::map<std::tuple<std::string, std::string, std::string, std::uint32_t>, HandoffState> handoffs_;
};

// Draws events: any type at any time, so that many say nothing new, and some are refused.
class Stream {
 public:
  Stream(Replay& replay, std::uint32_t seed) : replay_(replay), random_(seed) {}

  std::vector<Decision> next() {
    now_.ms += below(3) == 0 ? 0 : static_cast<std::int64_t>(below(36 * 60)) * 60'000;
    switch (below(12)) {
      case 0:
        return on("account.updated", {{"key", below(2)}, {"review_on", date()}});
      case 1:
        return on(below(2) ? "contract.signed" : "contract.amended", {{"contract", id("C")}, {"end", date()}});
      case 2:
        return on(any({"renewal.opened", "renewal.won", "renewal.lost"}), {{"contract", id("C")}});
      case 3:
        return on("ticket.opened", {{"ticket", id("T")}, {"severity", below(2)}});
      case 4:
        return on(any({"ticket.acknowledged", "ticket.waiting", "ticket.resumed", "ticket.resolved"}),
                  {{"ticket", id("T")}});
      case 5:
        return on("handoff.item_done", {{"handoff", "sales_to_am"}, {"item", any({"story", "intro_call"})}});
      case 6:
        return on(any({"handoff.accepted", "handoff.returned"}), {{"handoff", "to_renewals"}, {"contract", id("C")}});
      case 7:
        return on("seat.assigned", {{"role", any({"AE", "AM"})}, {"person", any({"lee", "ana"})}, {"until", date()}});
      case 8:
        return on("seat.released", {{"role", any({"AE", "AM", "RS"})}});
      case 9:
        return on(any({"intro.held", "handover.approved", "qbr.held", "account.churned"}), {});
      default:
        return on(any({"deal.opened", "deal.closed_won", "deal.closed_lost", "onboarding.completed"}),
                  {{"deal", id("D")}});
    }
  }
  std::vector<Decision> leaves(const char* person) {
    return replay_.on(time(), "org", "person.left", {{"person", person}});
  }
  std::vector<Decision> is_away(const char* person) {
    return replay_.on(time(), "org", "person.away",
                      {{"person", person}, {"from", time().substr(0, 10)}, {"to", date()}});
  }
  std::string account() const { return account_; }
  Instant now() const { return now_; }
  std::string time() const { return to_string(now_).substr(0, 16); }

 private:
  std::vector<Decision> on(const std::string& type, Replay::Values values) {
    account_ = "a" + std::to_string(below(5));
    return replay_.on(time(), account_, type, values);
  }
  std::int64_t below(std::uint32_t bound) { return random_() % bound; }
  std::string any(std::initializer_list<const char*> texts) {
    return texts.begin()[below(static_cast<std::uint32_t>(texts.size()))];
  }
  std::string id(const char* letter) { return letter + std::to_string(below(3)); }
  std::string date() { return to_string(Instant{now_.ms + below(150) * 86'400'000}).substr(0, 10); }

  Replay& replay_;
  std::mt19937 random_;
  Instant now_ = at("2026-01-05T09:00");
  std::string account_;
};

}  // namespace

TEST_CASE("S3 S7 O3 P2: streams drawn at random: one owner, changes that chain, ids once, `next` comes true") {
  const auto seed = GENERATE(range(1, 13));
  CAPTURE(seed);
  Replay replay(busy_policy(), busy_org(busy_policy()));
  Stream stream(replay, static_cast<std::uint32_t>(seed));
  Judge judge(replay);
  for (int i = 0; i < 300; ++i) {
    if (i == 120) judge.read(stream.is_away("dana"));
    if (i == 200) judge.read(stream.leaves("erin"));
    if (i == 250) judge.read(stream.leaves("dana"));
    judge.read(stream.next());
    if (i % 5 != 0) continue;
    judge.read(replay.advance(stream.time()));
    judge.compare(stream.account(), stream.now());
    judge.count_loads();
  }
  judge.read(replay.advance("2029-01-01"));
  for (const auto& account : replay.engine().world().accounts) judge.compare(account->id, at("2029-01-01"));
  judge.count_loads();
}

}  // namespace baton::testing
