// The engine: accounts' lives, one event or timer at a time. Pure: no clock, no disk, no randomness.
//
// Feed it events in S1's order. Before each event it fires every timer due earlier (S3); `advance` fires those up to
// and including an instant. Every decision goes to the sink in the order in which it was taken.
#pragma once

#include <expected>
#include <functional>
#include <memory>

#include "engine/flow/state.hpp"

namespace baton {

// The state of one account at an instant, for `who`.
struct Snapshot {
  struct Owner {
    LeafId leaf;
    Holder holder;
    struct Secondary {
      RoleId role;
      std::optional<PersonId> person;
      std::optional<Instant> until;
    };
    std::vector<Secondary> secondary;
    struct Support {
      RoleId role;
      std::optional<PersonId> person;
    };
    std::vector<Support> supports;
    Because because;
    bool pinned = false;                  // sits there by hand ...
    std::optional<Instant> pinned_until;  // ... and until then; null: for good
    std::vector<PassedOver> why_not;
  };
  struct Record {
    RecordName name;
    StageId stage;
    std::vector<Owner> owners;
  };

  std::string account;
  Instant at;
  StageId stage;
  StructureId structure;
  std::vector<Owner> owners;            // active leaves, in order of declaration
  std::vector<Record> records;          // every record ever named, in order of first events
  std::vector<HandoffReport> handoffs;  // those that have not ended
  std::vector<EscalationReport> escalations;
  std::vector<SlaReport> slas;
  std::optional<NextChange> next;
};

class Engine {
 public:
  using Sink = std::function<void(Decision&&)>;

  explicit Engine(std::shared_ptr<const Program> program);
  ~Engine();
  Engine(Engine&&) noexcept;
  Engine& operator=(Engine&&) noexcept;

  // Fires the timers due before event.at, then takes the event. Error: why it cannot be used, in words for the
  // rejects file; the account is as it was.
  std::expected<void, std::string> apply(const Event& event, const Sink& sink);
  // Fires the timers up to and including `until`.
  void advance(Instant until, const Sink& sink);
  // nullopt: unknown account. `at` is not before the last event or advance.
  std::optional<Snapshot> snapshot(std::string_view account, Instant at) const;
  // Whom a target means on the account (of this record of it) at that moment. Person null: nobody; nullopt: unknown
  // account or record.
  std::optional<Holder> meant_by(std::string_view account, const Target& target,
                                 const std::optional<RecordName>& record, Instant at) const;
  const World& world() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace baton
