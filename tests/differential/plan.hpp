// What a generated policy is about, as the generator needs to know it to write text that fits together.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/model/value.hpp"
#include "tests/dice.hpp"
#include "tests/differential/piece.hpp"

namespace baton::differential {

using test::Dice;

struct PlanField {
  std::string name;
  Type type;
  bool optional = false;
  bool has_default = false;
  // Values that conditions compare with and events are drawn to, in the field's units; of a text, see `words`.
  std::vector<Scalar> constants;
  std::vector<std::string> words;  // Text only
  bool required() const { return !optional && !has_default; }
};

// Where a name may be looked for: the account's fields, and one record's.
using RecordOf = std::optional<std::size_t>;  // into Plan::records

struct PlanEvent {
  std::string name;
  RecordOf record;
  // Fields that it tells; `of` the record or of the account.
  struct Tells {
    RecordOf of;
    std::size_t field;
    std::string key;
  };
  std::vector<Tells> tells;
  std::optional<std::size_t> own;  // into Plan::own_fields: a field of the event's own
};

struct PlanLife {
  std::vector<std::string> stages;
};

struct PlanRecord {
  std::string name;
  std::vector<PlanField> fields;
  PlanLife life;
};

struct PlanLeaf {
  std::string name;
  bool metric = false;
  RecordOf per;
  std::vector<std::size_t> stages;  // of the record where it is per one, else of the account
};

struct Plan {
  int money_places = 2;
  std::vector<PlanField> fields;
  std::vector<PlanField> own_fields;  // of events
  std::vector<PlanRecord> records;
  std::vector<PlanEvent> events;
  PlanLife life;
  std::vector<std::string> roles;
  std::vector<PlanLeaf> leaves;
  std::vector<std::string> lets;
  std::vector<std::string> handoffs, items, escalations;  // names, for events
  std::vector<std::string> people, positions, teams;
  std::vector<std::string> structures;                   // that org.yaml may choose
  std::vector<std::vector<std::set<std::size_t>>> owns;  // by structure, by leaf: roles that may own it
  std::vector<std::string> spans;                        // that windows have: events fall on their ends

  const std::vector<PlanField>& fields_of(const RecordOf& record) const {
    return record ? records[*record].fields : fields;
  }
  const PlanLife& life_of(const RecordOf& record) const { return record ? records[*record].life : life; }
};

// A parameter list that is being filled while a structure is written.
struct Parameters {
  struct One {
    std::string name, value;
  };
  std::vector<One> all;
  // The literal, or a parameter with its value.
  std::string use(const std::string& literal, Dice& dice);
};

// ---- words

std::string value_words(const PlanField& field, Scalar value);  // in a policy
std::string text_of_units(Scalar units, int places);            // "12.50" as "12.5"
std::string field_name(const Plan& plan, const RecordOf& of, std::size_t field);
std::vector<std::string> names_of(const std::vector<std::string>& names, const std::vector<std::size_t>& chosen);

// ---- parts of statements (conditions.cpp)

struct Sight {  // what a condition can see
  RecordOf record;
  std::optional<std::size_t> event;  // with a field of its own
  bool lets = true;
};

Piece condition(const Plan& plan, const Sight& sight, Dice& dice, Parameters* parameters = nullptr);
// Conditions of which exactly one is true for each account: two or three.
std::vector<Piece> alternatives(const Plan& plan, const Sight& sight, Dice& dice, Parameters* parameters = nullptr);
// "90 days": of a window. Business units only for deadlines.
Piece window_span(Plan& plan, Dice& dice, Parameters* parameters = nullptr);
Piece deadline_span(Plan& plan, Dice& dice);
// An event with a `where` perhaps; in per-record text one that names the record. Empty if there is none.
std::optional<Piece> trigger(const Plan& plan, const RecordOf& record, Dice& dice);
// "entering customer", "deal.won where deal.kind is new".
std::optional<Piece> anchor(const Plan& plan, const RecordOf& record, Dice& dice);
// A date field that can be seen.
std::optional<std::string> date_field(const Plan& plan, const RecordOf& record, Dice& dice);
// "during customer, churned", of the account or (with its word) of both.
Piece during(const Plan& plan, const RecordOf& record, const std::vector<std::size_t>& stages);

}  // namespace baton::differential
