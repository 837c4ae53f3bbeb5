// Names that tests share with the policy and with org.yaml: who is meant, which leaf, which moment.
#include <algorithm>

#include "dsl/testing/suite_parts.hpp"

namespace baton::dsl {
namespace {

template <class Things>
std::optional<std::size_t> find_id(const Things& things, std::string_view id) {
  const auto found = std::ranges::find_if(things, [&](const auto& thing) { return thing.id == id; });
  if (found == things.end()) return std::nullopt;
  return static_cast<std::size_t>(found - things.begin());
}

template <class Things>
std::vector<std::string> ids_of(const Things& things) {
  std::vector<std::string> ids;
  for (const auto& thing : things) ids.push_back(thing.id);
  return ids;
}

std::vector<std::string> roles_and_people(const SuiteContext& suite) {
  std::vector<std::string> names = suite.context.names.roles.names();
  for (const Person& person : suite.org.people) names.push_back(person.id);
  return names;
}

bool name_party(const SuiteContext& suite, const ast::IdRef& id, Party& party) {
  const RoleId* role = id.quoted ? nullptr : suite.context.names.roles.find(id.text);
  if (role) {
    party.kind = Party::Kind::Role;
    party.role = *role;
    return true;
  }
  party.kind = Party::Kind::Person;
  if (const auto person = find_person(suite.org, id.text)) {
    party.person = *person;
    return true;
  }
  report_nobody(suite, id, "role or person", roles_and_people(suite));
  return false;
}

bool name_position(const SuiteContext& suite, const ast::IdRef& id, Party& party) {
  party.kind = Party::Kind::Person;
  if (const auto position = find_id(suite.org.positions, id.text)) {
    party.person = suite.org.positions[*position].holder;
    return true;
  }
  report_nobody(suite, id, "position", ids_of(suite.org.positions));
  return false;
}

bool name_team(const SuiteContext& suite, const ast::IdRef& id, Party& party) {
  party.kind = Party::Kind::Team;
  if (const auto team = find_id(suite.org.teams, id.text)) {
    party.team = TeamId(*team);
    return true;
  }
  report_nobody(suite, id, "team", ids_of(suite.org.teams));
  return false;
}

bool name_owner(const SuiteContext& suite, const ast::IdRef& id, Party& party) {
  party.kind = Party::Kind::OwnerOf;
  const auto leaf = use_leaf(suite, {id.text, id.span});
  if (leaf) party.leaf = *leaf;
  return leaf.has_value();
}

bool name_in(const SuiteContext& suite, const ast::PartyRef& written, Party& party) {
  using Kind = ast::PartyRef::Kind;
  switch (written.kind) {
    case Kind::Name:
      return name_party(suite, written.id, party);
    case Kind::Position:
      return name_position(suite, written.id, party);
    case Kind::Person: {
      const auto person = use_person(suite, written.id);
      party.kind = Party::Kind::Person;
      if (person) party.person = *person;
      return person.has_value();
    }
    case Kind::Team:
      return name_team(suite, written.id, party);
    case Kind::OwnerOf:
      return name_owner(suite, written.id, party);
    case Kind::Nobody:
      break;
  }
  if (written.managers == 0) return true;
  suite.report().error("B801", written.span, "nobody has no manager").help = "name a role or somebody of org.yaml";
  return false;
}

}  // namespace

// ---- moments, structures, leaves

Instant instant_of(const SuiteContext& suite, const ast::TimeRef& time) {
  const ast::Expr& value = time.value;
  if (value.kind == ast::Expr::Kind::Date) return suite.zone().start_of(value.day);
  return value.instant ? *value.instant : suite.zone().to_instant({value.day, value.ms_of_day});
}

std::optional<StructureId> use_structure(const SuiteContext& suite, const ast::Name& name) {
  std::vector<std::string> names;
  for (const Structure& structure : suite.policy().structures) names.push_back(structure.name);
  const auto found = std::ranges::find(names, name.text);
  if (found != names.end()) return StructureId(static_cast<std::size_t>(found - names.begin()));
  suite.report().unknown(kinds::structure, name, names);
  return std::nullopt;
}

std::optional<LeafId> use_leaf(const SuiteContext& suite, const ast::Name& name) {
  const std::vector<LeafId>* leaves = suite.context.names.responsibilities.use(name, suite.report());
  if (!leaves || leaves->empty()) return std::nullopt;
  if (leaves->size() == 1) return leaves->front();
  Diagnostic& diagnostic =
      suite.report().error("B217", name.span, quoted(name.text) + " has several parts, which may have several owners");
  diagnostic.help = "name one of its parts: " + quoted(suite.policy().leaves[leaves->front().index].name);
  return std::nullopt;
}

bool check_carried(const SuiteContext& suite, const ast::Name& name, bool carries) {
  const std::vector<LeafId>* leaves = suite.context.names.responsibilities.find(name.text);
  if (!leaves || leaves->empty()) return true;  // reported where it is bound
  const bool metric = suite.policy().leaves[leaves->front().index].metric;
  if (metric == carries) return true;
  suite.report()
      .error("B216", name.span,
             quoted(name.text) +
                 (metric ? " is a metric: it is carried, not owned" : " is no metric: it is owned, not carried"))
      .help = metric ? "write `carries`" : "write `owns`";
  return false;
}

std::vector<LeafId> every_leaf(const Policy& policy, bool metrics) {
  std::vector<LeafId> leaves;
  for (std::size_t i = 0; i < policy.leaves.size(); ++i) {
    if (policy.leaves[i].metric == metrics) leaves.push_back(LeafId(i));
  }
  return leaves;
}

LeafParts parts_of(const Policy& policy, const std::vector<LeafId>& leaves) {
  LeafParts parts;
  for (const LeafId leaf : leaves) parts[policy.leaves[leaf.index].per].push_back(leaf);
  return parts;
}

// ---- people

std::optional<PersonId> find_person(const Org& org, std::string_view id) {
  const auto found = find_id(org.people, id);
  return found ? std::optional(PersonId(*found)) : std::nullopt;
}

void report_nobody(const SuiteContext& suite, const ast::IdRef& id, std::string_view kind,
                   const std::vector<std::string>& candidates) {
  Diagnostic& diagnostic =
      suite.report().error("B801", id.span, "there is no " + std::string(kind) + ' ' + quoted(id.text));
  if (const auto near = did_you_mean(id.text, candidates)) {
    diagnostic.help = "did you mean " + quoted(*near) + "?";
  } else if (const auto position = did_you_mean(id.text, ids_of(suite.org.positions))) {
    diagnostic.help = "write " + quoted("position " + *position) + " for whoever holds it";
  } else if (const auto team = did_you_mean(id.text, ids_of(suite.org.teams))) {
    diagnostic.help = "write " + quoted("team " + *team) + " for whomever it calls";
  } else if (kind == "role or person") {
    diagnostic.help = "name a role, or somebody by the id that org.yaml gives";
  } else {
    diagnostic.help = "name one of org.yaml";
  }
}

std::optional<PersonId> use_person(const SuiteContext& suite, const ast::IdRef& id) {
  const auto person = find_person(suite.org, id.text);
  if (!person) report_nobody(suite, id, "person", ids_of(suite.org.people));
  return person;
}

std::optional<Party> lower_party(const SuiteContext& suite, const ast::PartyRef& written) {
  Party party;
  party.managers = written.managers;
  party.text = suite.written(written.span);
  if (!name_in(suite, written, party)) return std::nullopt;
  return party;
}

}  // namespace baton::dsl
