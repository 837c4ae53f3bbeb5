// Looks at every decision as it is taken, and says what must not be. It knows the policy and the org as values, reads
// accounts' facts and seats from the engine's state, and works out for itself, minute by minute and statement by
// statement, who must own what, what must begin and end, and when each deadline must come:
//
//   owners     one for each active leaf, at each decision and up to the instant before the next; changes that chain
//   handoffs   one wherever a move needs it; each ends once; nobody else takes over meanwhile
//   cases      escalations and SLAs begin when they must and only then, and end once
//   dates      stages, escalations and SLAs that a date brings about come at their day, once for each value
//   deadlines  every one at the instant that counting minutes gives: never early, late or left out
//   seats      only those take them who are there and have room; loads are what the accounts add up to
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/flow/engine.hpp"
#include "tests/naive/ownership.hpp"

namespace baton::simulation {

class Watch {
 public:
  Watch(const Program& program, const Engine& engine, const std::vector<naive::WorkingMinutes>& calendars)
      : program_(program),
        engine_(engine),
        calendars_(calendars),
        reader_(program.policy(), program.org().zone.name()) {}

  void see(const Decision& decision);
  // All has been decided that is due up to and including `end`: is nothing missing, lost or counted twice?
  void finish(Instant end);

  const std::vector<std::string>& complaints() const { return complaints_; }
  std::size_t seen() const { return ids_.size(); }
  // How many of each kind were checked, so that a run that exercises nothing is seen.
  const std::map<std::string, std::size_t>& checked() const { return checked_; }

 private:
  static constexpr std::size_t most_complaints = 20;

  using Place = std::pair<std::string, LeafId>;  // record ("" for the account), leaf
  // What is told of one handoff, escalation or SLA by: its name, its record, its n.
  using CaseName = std::tuple<std::string, std::string, std::uint32_t>;

  struct Clock {                          // T5: a deadline that may stand still
    std::optional<std::size_t> calendar;  // nullopt: real time
    Instant due;
    std::int64_t left_ms = 0;
  };
  struct HandoffCase {
    const Handoff* text = nullptr;
    std::uint32_t instance = 0;
    HandoffReport last;
    std::vector<std::optional<Instant>> item_due;
    std::set<std::string> reported;  // deadlines that have passed
    bool begun = false, ended = false;
  };
  struct EscalationCase {
    const Escalation* text = nullptr;
    std::uint32_t instance = 0;
    EscalationReport last;
    std::vector<Clock> clocks;
    std::optional<CaseName> raised_by;  // a handoff
    bool paused = false, ended = false;
  };
  struct SlaCase {
    const Sla* text = nullptr;
    std::uint32_t instance = 0;
    SlaReport last;
    Clock clock;
    bool warned = false, paused = false, ended = false;
  };
  struct Load {  // of a person
    std::int64_t accounts = 0;
    std::vector<std::int64_t> sums;  // by capacity.sums
  };
  struct Ruled {
    std::optional<RoleId> ruled, owner;
    bool held = false;
  };
  struct KnownDate {
    Scalar value = unknown;
    Instant since = never;
  };
  struct Account {
    AccountFacts facts;
    std::vector<RecordState> records;
    StructureId structure;
    Instant since;  // of its last decision
    std::map<Place, Ruled> leaves;
    std::map<Place, Holder> owners;  // as its decisions add up
    std::map<CaseName, HandoffCase> handoffs;
    std::map<CaseName, EscalationCase> escalations;
    std::map<CaseName, SlaCase> slas;
    std::map<std::string, std::uint32_t> instances;                  // by kind and name
    std::map<std::string, Instant> entered;                          // by SLA: since when its `every` counts
    std::map<std::string, std::int64_t> ticks;                       // by SLA: those that have passed
    std::map<std::pair<std::string, std::string>, KnownDate> dates;  // by record and field
    std::set<std::pair<std::string, Scalar>> brought_about;          // what, for which value of its date
  };

  // ---- watch.cpp: the decision at hand, deadlines, owners
  bool expect(bool holds, const std::string& what);
  bool more_to_come() const;
  void must_come(const std::string& timer, std::optional<Instant> at);
  void nothing_was_left_out(Instant before);
  void take_timer(const Decision& decision);
  void next_comes_true(const Decision& decision);
  const AccountState& state_of(const std::string& account) const;
  void see_changes(Account& account, const Decision& decision);
  void owners_held_until(Account& account, Instant now);
  void owners_are_right(Account& account, const AccountState& state, const Decision& decision);
  void owner_is_right(Account& account, const AccountState& state, const LeafState& leaf, const Place& place,
                      const View& view, const Decision& decision);
  const Handoff* needed_handoff(LeafId leaf, RoleId from, RoleId to) const;
  void remember(Account& account, const AccountState& state, const Decision& decision);
  void compare_with_snapshot(const std::string& id, const Account& account, Instant at);

  // ---- watch_cases.cpp: handoffs, escalations, SLAs
  void see_handoffs(Account& account, const Decision& decision);
  void see_handoff(Account& account, HandoffCase& handoff, const HandoffReport& report, bool fresh);
  void note_progress(HandoffCase& handoff, const HandoffReport& report);
  void what_it_raised_is_closed(const Account& account, const HandoffReport& report);
  void no_handoff_runs_twice(const Account& account);
  void open_handoff(HandoffCase& handoff, const HandoffReport& report);
  void expect_handoff(const HandoffCase& handoff);
  void see_slas(Account& account, const Decision& decision);
  void see_sla(SlaCase& sla, const SlaReport& report, bool fresh);
  void expect_warning(SlaCase& sla, bool fresh, bool counting);
  void slas_begun(Account& account, const Decision& decision, const std::map<std::string, int>& fresh);
  void ticks_are_right(Account& account, Instant before);
  void follow_entries(Account& account, const Decision& decision);
  void see_escalations(Account& account, const Decision& decision);
  void see_escalation(EscalationCase& escalation, const EscalationReport& report, bool fresh);
  void start_clocks(EscalationCase& escalation, const EscalationReport& report);
  template <class Text>
  bool stands_still(const Text& text, const std::optional<RecordName>& record) const;
  void escalations_begun(Account& account, const Decision& decision, const std::set<std::string>& fresh);
  bool begins(const std::vector<EventTrigger>& on, const Condition& when, std::optional<RecordTypeId> per) const;
  bool sets_off(const std::vector<EventTrigger>& on, const std::optional<RecordName>& scope) const;
  bool is_raised(const Escalation& escalation, const Decision& decision) const;

  // ---- watch_dates.cpp: what dates bring about
  void see_dates(Account& account, const Decision& decision);
  void follow_dates(Account& account);
  void expect_dates(Account& account);
  void expect_date(Account& account, const std::string& what, const DateTrigger& trigger, const RecordName& record);

  // ---- watch_seats.cpp
  void see_seats(const AccountState& state, const Decision& decision);
  void assignment_is_right(const AccountState& state, const SeatAssignment& assigned);
  bool is_there(PersonId person, Instant now) const;
  bool has_left(PersonId person) const;
  std::vector<Load> loads() const;
  bool fits(PersonId person) const;
  std::set<RoleId> roles_in_use(const AccountState& state) const;
  bool stays(const AccountState& state, const RunningHandoff& running, const Stay& stay) const;
  void loads_add_up();

  // ---- shared
  std::string record_key(const std::optional<RecordName>& record) const;
  const RecordState* record_of(const AccountState& state, const std::optional<RecordName>& record) const;
  View view_of(const AccountState& state, const std::optional<RecordName>& record, Instant now) const;
  const naive::WorkingMinutes& calendar(std::size_t index) const { return calendars_[index]; }
  std::size_t calendar_of(std::optional<PersonId> person) const;
  Instant deadline(std::size_t calendar, Instant from, const Span& span) const;
  const Structure& structure_now() const { return program_.policy().structures[now_structure_.index]; }
  std::string timer_id(const std::string& kind, const std::string& name, std::uint32_t instance,
                       const std::string& what) const;
  std::optional<PersonId> sitting(RoleId role, const std::optional<RecordName>& record) const;
  void pause(Clock& clock) const;
  void resume(Clock& clock) const;

  const Program& program_;
  const Engine& engine_;
  const std::vector<naive::WorkingMinutes>& calendars_;
  naive::Reader reader_;

  std::vector<std::string> complaints_;
  std::map<std::string, std::size_t> checked_;
  std::set<std::string> ids_;
  std::set<std::pair<Instant, std::string>> agenda_;  // deadlines to come, by when
  std::map<std::string, Instant> due_;                // the same by the timer's id
  std::map<std::string, Account> accounts_;
  std::map<std::string, Instant> next_;  // what each account foretold

  // The decision at hand.
  const Decision* decision_ = nullptr;
  const AccountState* state_ = nullptr;
  Instant now_;
  StructureId now_structure_;
};

}  // namespace baton::simulation
