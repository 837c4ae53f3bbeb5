// org.yaml's people, positions and teams.
#include <algorithm>
#include <cctype>

#include "dsl/org_parts.hpp"

namespace baton::dsl {
namespace {

constexpr std::int64_t whole_weight = 10'000;     // 100 %, in hundredths of a percent
constexpr std::int64_t max_weight = 100'000'000;  // a million percent
const KnownKeys person_keys{
    "a person", {"id", "name", "title", "manager", "calendar", "capacity", "away"}, {"from", "until"}};
const KnownKeys away_keys{"a time away", {"from", "to", "cover"}, {}};
const KnownKeys team_keys{"a team", {"id", "role", "members", "assign", "fallback"}, {"lead", "within"}};
const KnownKeys member_keys{"a member", {"id", "weight"}, {"from", "until"}};

std::string quoted(std::string_view text) {
  return "`" + std::string(text) + "`";
}

// A number as policies write them, in units of 10^-places: `40`, `1_000`, `2.5`, `250k`, `3m`.
std::expected<std::int64_t, DecimalError> read_quantity(std::string text, int places) {
  if (text.ends_with('_') || text.starts_with('_') || text.find("__") != std::string::npos) {
    return std::unexpected(DecimalError::Malformed);
  }
  std::erase(text, '_');
  int shift = 0;
  if (text.ends_with('k')) shift = 3;
  if (text.ends_with('m')) shift = 6;
  if (shift > 0) text.pop_back();
  const auto is_plain = [](char c) { return (c >= '0' && c <= '9') || c == '.'; };
  if (!std::ranges::all_of(text, is_plain)) return std::unexpected(DecimalError::Malformed);
  const auto number = parse_decimal(text);
  if (!number) return std::unexpected(number.error());
  return to_units(*number, places + shift);
}

// ---- people

std::optional<std::int64_t> read_bound(const YamlNode& node, int places, OrgContext& context) {
  const auto text = read_text(node, "a capacity", context.emitter);
  if (!text) return std::nullopt;
  const auto units = read_quantity(*text, places);
  if (units) return *units;
  switch (units.error()) {
    case DecimalError::TooManyPlaces:
      context.emitter.error("B714", node.span, quoted(*text) + " has too many digits behind the point").help =
          places == 0 ? "write a whole number" : "write at most " + std::to_string(places) + " digits behind the point";
      break;
    case DecimalError::TooLong:
      context.emitter.error("B714", node.span, quoted(*text) + " is too large a number");
      break;
    default:
      context.emitter.error("B714", node.span, quoted(*text) + " is no number").help =
          "write a number, for example `40`, `250k` or `3m`";
  }
  return std::nullopt;
}

// Digits behind the point of the values of an account field that can be summed; nullopt for others.
std::optional<int> places_of(const Field& field, const OrgContext& context) {
  if (field.type.kind == TypeKind::Money) return context.options.money_places;
  if (field.type.kind == TypeKind::Number) return field.type.decimals;
  return std::nullopt;
}

void report_capacity_key(const YamlNode& key, OrgContext& context) {
  std::vector<std::string> names{"accounts"};
  for (const Field& field : context.policy.account_fields) {
    if (places_of(field, context)) names.push_back(field.name);
  }
  Diagnostic& error =
      context.emitter.error("B714", key.span, quoted(key.text) + " is nothing that a capacity can be given in");
  error.help = help_with_names(key.text, names);
  const bool is_field =
      std::ranges::find(context.policy.account_fields, key.text, &Field::name) != context.policy.account_fields.end();
  if (!is_field) error.sought = "field";
}

Capacity read_capacity(const YamlNode& node, OrgContext& context) {
  Capacity capacity;
  if (!expect_map(node, "`capacity`", context.emitter)) return capacity;
  for (const auto& [key, value] : node.entries) {
    if (key.text == "accounts") {
      capacity.accounts = read_bound(value, 0, context);
      continue;
    }
    const auto& fields = context.policy.account_fields;
    const auto field = std::ranges::find(fields, key.text, &Field::name);
    const auto places = field == fields.end() ? std::nullopt : places_of(*field, context);
    if (!places) {
      report_capacity_key(key, context);
      continue;
    }
    if (const auto bound = read_bound(value, *places, context)) {
      capacity.sums.emplace_back(FieldId(static_cast<std::size_t>(field - fields.begin())), *bound);
    }
  }
  return capacity;
}

std::optional<Away> read_away(const YamlNode& node, const Person& person, OrgContext& context) {
  Emitter& emitter = context.emitter;
  if (!expect_keys(node, away_keys, emitter)) return std::nullopt;
  const YamlNode* from_node = require(node, "from", away_keys.of, emitter);
  const YamlNode* to_node = require(node, "to", away_keys.of, emitter);
  if (from_node == nullptr || to_node == nullptr) return std::nullopt;
  const auto from = read_day(*from_node, emitter);
  const auto to = read_day(*to_node, emitter);
  if (!from || !to) return std::nullopt;
  if (*to < *from) {
    Diagnostic& error =
        emitter.error("B711", to_node->span, quoted(to_node->text) + " is before " + quoted(from_node->text));
    error.also.push_back({from_node->span, "the time away begins here"});
    error.help = "the days are inclusive: for one day write the same date twice";
    return std::nullopt;
  }
  Away away{*from, *to, std::nullopt};
  const YamlNode* cover = node.find("cover");
  const auto index = cover == nullptr ? std::nullopt : context.people.use(*cover, emitter);
  if (index && context.people.names()[*index] == person.id) {
    emitter.error("B713", cover->span, quoted(person.id) + " covers for themselves while away").help =
        "name someone else, or leave `cover` out";
  } else if (index) {
    away.cover = PersonId(*index);
  }
  return away;
}

void read_person(const YamlNode& node, Person& person, OrgContext& context) {
  Emitter& emitter = context.emitter;
  expect_keys(node, person_keys, emitter);
  person.name = text_or_empty(node, "name", emitter);
  if (person.name.empty()) person.name = person.id;
  person.title = text_or_empty(node, "title", emitter);
  person.calendar = context.org.default_calendar;
  if (const YamlNode* calendar = node.find("calendar")) {
    if (const auto index = context.calendars.use(*calendar, emitter)) person.calendar = CalendarId(*index);
  }
  if (const YamlNode* manager = node.find("manager")) {
    if (const auto index = context.people.use(*manager, emitter)) person.manager = PersonId(*index);
  }
  if (const YamlNode* capacity = node.find("capacity")) person.capacity = read_capacity(*capacity, context);
  const YamlNode* away = node.find("away");
  if (away == nullptr || !expect_list(*away, "`away`", emitter)) return;
  for (const YamlNode& item : away->items) {
    if (const auto times = read_away(item, person, context)) person.away.push_back(*times);
  }
}

// `a` -> `b` -> `a`, or where it begins if it is long.
std::string say_loop(std::size_t start, const std::vector<Person>& people) {
  constexpr std::size_t most_named = 8;
  std::string loop = quoted(people[start].id);
  std::size_t links = 0;
  for (std::size_t at = people[start].manager->index;; at = people[at].manager->index) {
    if (++links < most_named) loop += " -> " + quoted(people[at].id);
    if (at == start) break;
  }
  if (links > most_named) return loop + " and " + std::to_string(links - most_named) + " more";
  return links == most_named ? loop + " -> " + quoted(people[start].id) : loop;
}

void check_manager_loops(const std::vector<const YamlNode*>& nodes, OrgContext& context) {
  const std::vector<Person>& people = context.org.people;
  std::vector<std::size_t> visited_by(people.size(), people.size());
  for (std::size_t start = 0; start < people.size(); ++start) {
    std::size_t at = start;
    while (visited_by[at] == people.size() && people[at].manager) {
      visited_by[at] = start;
      at = people[at].manager->index;
    }
    if (visited_by[at] != start) continue;
    const std::string loop = say_loop(at, people);
    context.emitter.error("B712", nodes[at]->find("manager")->span, "managers in a circle: " + loop).help =
        "someone at the top has no `manager`";
  }
}

// ---- teams

std::int64_t read_weight(const YamlNode& node, OrgContext& context) {
  const auto text = read_text(node, "`weight`", context.emitter);
  if (!text) return whole_weight;
  const auto units = text->ends_with('%') ? read_quantity(text->substr(0, text->size() - 1), 2)
                                          : std::unexpected(DecimalError::Malformed);
  if (units && *units > 0 && *units <= max_weight) return *units;
  context.emitter.error("B715", node.span, quoted(*text) + " is no weight").help =
      "write a percentage above zero, for example `50%`";
  return whole_weight;
}

std::string folded(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](unsigned char c) { return std::tolower(c); });
  return result;
}

bool is_titled(const Role& role, std::string_view title) {
  const auto same = [&](const std::string& other) { return folded(other) == folded(title); };
  return same(role.title.empty() ? role.name : role.title) || std::ranges::any_of(role.also, same);
}

// Warns about a title that means another role than the team's, and not the team's.
void check_title(const YamlNode& node, const Person& person, const Team& team, OrgContext& context) {
  const std::vector<Role>& roles = context.policy.roles;
  const Role& own = roles[team.role.index];
  if (person.title.empty() || is_titled(own, person.title)) return;
  const auto other = std::ranges::find_if(roles, [&](const Role& role) { return is_titled(role, person.title); });
  if (other == roles.end()) return;
  context.emitter
      .warning("B720", node.span,
               quoted(person.id) + " is " + quoted(person.title) + ", which means " + other->name + ", in a team of " +
                   own.name)
      .help = "move them to a team of " + other->name + ", or add the title to the role: `role " + own.name +
              " ... also \"" + person.title + "\"`";
}

void read_member(const YamlNode& node, Team& team, bool has_role, OrgContext& context) {
  const YamlNode* id = &node;
  Member member;
  if (node.kind == YamlNode::Kind::Map) {
    expect_keys(node, member_keys, context.emitter);
    id = require(node, "id", member_keys.of, context.emitter);
    if (const YamlNode* weight = node.find("weight")) member.weight = read_weight(*weight, context);
  }
  const auto person = id == nullptr ? std::nullopt : context.people.use(*id, context.emitter);
  if (!person) return;
  member.person = PersonId(*person);
  if (std::ranges::find(team.members, member.person, &Member::person) != team.members.end()) {
    context.emitter.error("B707", id->span, quoted(id->text) + " is a member twice").help = "name each member once";
    return;
  }
  if (has_role) check_title(*id, context.org.people[*person], team, context);
  team.members.push_back(member);
}

Assign read_assign(const YamlNode& team, OrgContext& context) {
  const YamlNode* node = team.find("assign");
  if (node == nullptr) return Assign::RoundRobin;
  const auto word = read_text(*node, "`assign`", context.emitter);
  if (!word || *word == "round_robin") return Assign::RoundRobin;
  if (*word == "least_loaded") return Assign::LeastLoaded;
  if (*word == "weighted") return Assign::Weighted;
  if (*word == "pool" || *word == "lead") {
    context.emitter.error("B190", node->span, "`assign: " + *word + "` is not executed yet").help =
        "use `round_robin`, `least_loaded` or `weighted` for now";
  } else {
    context.emitter.error("B716", node->span, quoted(*word) + " is no way to assign").help =
        help_with_names(*word, {"round_robin", "least_loaded", "weighted"});
  }
  return Assign::RoundRobin;
}

void read_team(const YamlNode& node, const YamlNode& id, OrgContext& context) {
  Emitter& emitter = context.emitter;
  Team team;
  team.id = id.text;
  team.at = context.origin(id);
  expect_keys(node, team_keys, emitter);
  const YamlNode* role = require(node, "role", team_keys.of, emitter);
  const auto role_index =
      role == nullptr ? std::nullopt : context.roles.use(*role, emitter, "B709", "the policy has no");
  if (role_index) team.role = RoleId(*role_index);
  context.role_unread.push_back(!role_index);
  const YamlNode* members = node.find("members");
  if (members != nullptr && expect_list(*members, "`members`", emitter)) {
    for (const YamlNode& member : members->items) read_member(member, team, role_index.has_value(), context);
  }
  team.assign = read_assign(node, context);
  const YamlNode* fallback = node.find("fallback");
  if (fallback != nullptr) {
    if (const auto person = context.people.use(*fallback, emitter)) team.fallback = PersonId(*person);
  }
  const bool nobody = members == nullptr || (members->kind == YamlNode::Kind::List && members->items.empty());
  if (nobody && fallback == nullptr) {
    emitter.error("B719", id.span, "the team " + quoted(id.text) + " has neither members nor a fallback").help =
        "add `members`, or a `fallback` who takes what comes";
  }
  context.org.teams.push_back(std::move(team));
}

// The nodes of a list of things with ids, of those whose id is new; the names are declared.
std::vector<const YamlNode*> declare_all(const YamlNode& root, std::string_view key, const KnownKeys& keys,
                                         NameTable& names, Emitter& emitter) {
  std::vector<const YamlNode*> declared;
  const YamlNode* list = root.find(key);
  if (list == nullptr || list->kind == YamlNode::Kind::Null) return {};
  if (!expect_list(*list, quoted(key), emitter)) {
    names.set_incomplete();
    return {};
  }
  for (const YamlNode& node : list->items) {
    if (!expect_map(node, keys.of, emitter)) {
      names.declare_unread(&node);
      continue;
    }
    const YamlNode* id = require(node, "id", keys.of, emitter);
    if (id == nullptr || !expect_id(*id, "the id of " + std::string(keys.of), emitter)) {
      names.declare_unread(id);
      continue;
    }
    if (names.declare(*id, emitter)) declared.push_back(&node);
  }
  return declared;
}

}  // namespace

void read_people(const YamlNode& root, OrgContext& context) {
  const auto nodes = declare_all(root, "people", person_keys, context.people, context.emitter);
  context.org.people.resize(nodes.size());
  for (std::size_t n = 0; n < nodes.size(); ++n) {
    const YamlNode& id = *nodes[n]->find("id");
    context.org.people[n].id = id.text;
    context.org.people[n].at = context.origin(id);
    read_person(*nodes[n], context.org.people[n], context);
  }
  check_manager_loops(nodes, context);
}

void read_positions(const YamlNode& root, OrgContext& context) {
  const YamlNode* positions = root.find("positions");
  if (positions == nullptr || !expect_map(*positions, "`positions`", context.emitter)) return;
  for (const auto& [id, holder] : positions->entries) {
    if (!expect_id(id, "the name of a position", context.emitter)) continue;
    if (const auto person = context.people.use(holder, context.emitter)) {
      context.org.positions.push_back({id.text, PersonId(*person), context.origin(id)});
    }
  }
}

void read_teams(const YamlNode& root, OrgContext& context) {
  for (const YamlNode* node : declare_all(root, "teams", team_keys, context.teams, context.emitter)) {
    read_team(*node, *node->find("id"), context);
  }
}

}  // namespace baton::dsl
