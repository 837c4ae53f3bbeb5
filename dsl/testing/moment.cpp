#include "dsl/testing/moment.hpp"

#include <fmt/format.h>

#include "dsl/testing/only_account.hpp"
#include "engine/flow/people.hpp"

namespace baton::dsl {

namespace {

// The party as the engine's own target, so that tests and escalations look people up in the same way.
Target target_of(const Party& party, const Org& org) {
  Target target;
  target.managers = party.managers;
  switch (party.kind) {
    case Party::Kind::Nobody:
    case Party::Kind::Role:
      target.kind = Target::Kind::Role;
      target.role = party.role;
      break;
    case Party::Kind::Person:
      target.kind = Target::Kind::Person;
      target.name = org.people[party.person.index].id;
      break;
    case Party::Kind::Team:
      target.kind = Target::Kind::Team;
      target.name = org.teams[party.team.index].id;
      break;
    case Party::Kind::OwnerOf:
      target.kind = Target::Kind::OwnerOf;
      target.leaf = party.leaf;
      break;
  }
  return target;
}

bool needs_account(const Expected& expected) {
  return !std::holds_alternative<ExpectRejected>(expected.what) && !std::holds_alternative<ExpectBook>(expected.what);
}

}  // namespace

bool Moment::means(const std::optional<ExpectedRecord>& expected, const std::optional<RecordName>& name) {
  if (!expected) return true;
  return name && name->id == expected->id && (!expected->type || *expected->type == name->type);
}

std::vector<const Snapshot::Record*> Moment::records(const std::optional<ExpectedRecord>& expected,
                                                     std::optional<RecordTypeId> type) const {
  std::vector<const Snapshot::Record*> result;
  for (const Snapshot::Record& record : snapshot->records) {
    if ((!type || record.name.type == *type) && means(expected, record.name)) result.push_back(&record);
  }
  return result;
}

Holder Moment::resolve(const Party& party, const std::optional<RecordName>& record) const {
  if (party.kind == Party::Kind::Nobody) return {};
  return engine.meant_by(account, target_of(party, program.org()), record, at).value_or(Holder{});
}

bool Moment::is(const Party& party, const Holder& holder, const std::optional<RecordName>& record) const {
  if (party.managers > 0) {
    const Holder meant = resolve(party, record);
    return meant.person && meant.person == holder.person;
  }
  switch (party.kind) {
    case Party::Kind::Nobody:
      return !holder.role && !holder.person;
    case Party::Kind::Role:
      return holder.role == party.role;
    case Party::Kind::Person:
      return holder.person == party.person;
    case Party::Kind::Team:
      return holder.team == party.team;
    case Party::Kind::OwnerOf: {
      const Holder meant = resolve(party, record);
      return meant.role == holder.role && meant.person == holder.person;
    }
  }
  return false;
}

bool Moment::is_called(const Party& party, PersonId called, const std::optional<RecordName>& record) const {
  if (party.kind == Party::Kind::Person && party.managers == 0) return called == party.person;
  const Holder meant = resolve(party, record);
  if (!meant.person) return false;
  return called == *meant.person || called == present(program, engine.world(), *meant.person, at);
}

Answer holds(const Expected& expected, const Moment& moment) {
  if (!moment.snapshot && needs_account(expected)) {
    return {false,
            moment.account == only_account ? "no event has begun the account yet; `account ID` says which one is meant"
                                           : fmt::format("no event has begun the account `{}` yet", moment.account),
            ""};
  }
  return std::visit([&](const auto& what) { return ask(what, expected, moment); }, expected.what);
}

}  // namespace baton::dsl
