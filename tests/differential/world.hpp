// A generated world: a policy, an organisation and a stream of events, and from which seed it came.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/model/time.hpp"
#include "tests/differential/piece.hpp"
#include "tests/differential/plan.hpp"

namespace baton::differential {

// One event as it is delivered.
struct WorldEvent {
  Instant at;
  std::string sequence;  // empty: none
  std::string source, id, type, subject;
  struct Value {
    std::string key, json;
  };
  std::vector<Value> values;
};
// A line of JSON, as `baton run` reads it (without its line end).
std::string to_json(const WorldEvent& event);

struct World {
  std::uint64_t seed = 0;
  Piece policy, org;
  std::string holidays;            // an .ics file
  std::vector<WorldEvent> events;  // in the order of delivery
  Instant until;                   // timers fire up to here
};

struct Size {
  std::size_t events = 100;  // about as many, in each world
};

World generate(std::uint64_t seed, const Size& size);

// ---- its parts (vocabulary.cpp, structures.cpp, flows.cpp, people.cpp, stream.cpp)

Plan plan_vocabulary(Dice& dice);
std::vector<Piece> vocabulary_text(const Plan& plan, Dice& dice);
// Structures with what stands inside of them; and what stands beside them.
std::vector<Piece> structures_text(Plan& plan, Dice& dice);
std::vector<Piece> flows_text(Plan& plan, Dice& dice);
void plan_people(Plan& plan, Dice& dice);
Piece org_text(const Plan& plan, Dice& dice);
std::string holidays_text(Dice& dice);
std::vector<WorldEvent> stream(const Plan& plan, Dice& dice, std::size_t count, Instant& until);

// What may stand inside a structure or beside all of them.
struct Place {
  std::optional<std::size_t> structure;  // none: beside them
};
std::vector<Piece> flows_of(Plan& plan, const Place& place, Dice& dice);

}  // namespace baton::differential
