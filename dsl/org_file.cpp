// org.yaml: what stands at its top, and the order in which its parts are read. The parts are org_calendars,
// org_people and org_rows. Each checks all it can and goes on, so that one run shows every mistake.
#include "dsl/org_file.hpp"

#include <algorithm>
#include <iterator>

#include "dsl/org_parts.hpp"
#include "dsl/parse_scan.hpp"
#include "dsl/zones.hpp"

namespace baton::dsl {
namespace {

const KnownKeys org_keys{"org.yaml",
                         {"org", "timezone", "currency", "fiscal_year", "calendar", "calendars", "people", "positions",
                          "teams", "structures", "coverage"},
                         {}};
constexpr std::string_view usual_currency = "USD";

// The file as a map; nullopt, and an error, if it is none.
std::optional<YamlNode> read_root(const Sources& sources, std::uint32_t source, Emitter& emitter) {
  auto root = parse_yaml(sources, source, emitter);
  if (!root) return std::nullopt;
  if (root->kind == YamlNode::Kind::Null) {
    emitter.error("B718", SourceSpan{source, 0, 0}, "org.yaml is empty").help =
        "say at least `org`, `timezone` and `structures`";
    return std::nullopt;
  }
  if (!expect_map(*root, "org.yaml", emitter)) return std::nullopt;
  return root;
}

void collect_names_in_conditions(const YamlNode& node, std::set<std::string>& names) {
  for (const YamlNode& item : node.items) collect_names_in_conditions(item, names);
  for (const auto& [key, value] : node.entries) {
    if (key.text == "where") std::ranges::move(names_in(value.text, false), std::inserter(names, names.end()));
    collect_names_in_conditions(value, names);
  }
}

Zone read_org_zone(const YamlNode& root, Emitter& emitter) {
  const YamlNode* node = require(root, "timezone", "the organisation", emitter);
  if (node == nullptr) return Zone();
  const auto name = read_text(*node, "`timezone`", emitter);
  if (!name) return Zone();
  if (auto zone = load_zone(*name)) return std::move(*zone);
  emitter.error("B501", node->span, "`" + *name + "` is no time zone").help = zone_help(*name);
  return Zone();
}

int read_money_places(const YamlNode& root, Emitter& emitter) {
  const YamlNode* node = root.find("currency");
  if (node == nullptr) return *currency_places(usual_currency);
  const auto code = read_text(*node, "`currency`", emitter);
  if (!code) return *currency_places(usual_currency);
  if (const auto places = currency_places(*code)) return *places;
  emitter.error("B721", node->span, "`" + *code + "` is no currency").help =
      "write the three letters of ISO 4217, for example `USD` or `EUR`";
  return *currency_places(usual_currency);
}

// `MM-DD`, a day that every year has.
void read_fiscal_year(const YamlNode& root, OrgContext& context) {
  const YamlNode* node = root.find("fiscal_year");
  if (node == nullptr) return;
  const auto text = read_text(*node, "`fiscal_year`", context.emitter);
  if (!text) return;
  const auto digit = [&](std::size_t n) { return (*text)[n] >= '0' && (*text)[n] <= '9'; };
  const auto number = [&](std::size_t n) {
    return static_cast<unsigned>(((*text)[n] - '0') * 10 + (*text)[n + 1] - '0');
  };
  constexpr int common_year = 2023;
  const bool shaped = text->size() == 5 && digit(0) && digit(1) && (*text)[2] == '-' && digit(3) && digit(4);
  if (!shaped || !is_valid({common_year, number(0), number(3)})) {
    context.emitter.error("B710", node->span, "`" + *text + "` is no day on which years can begin").help =
        "write month and day, for example `02-01`";
    return;
  }
  context.org.fiscal_month = number(0);
  context.org.fiscal_day = number(3);
}

void read_top(const YamlNode& root, OrgContext& context) {
  expect_keys(root, org_keys, context.emitter);
  if (const YamlNode* name = require(root, "org", "the organisation", context.emitter)) {
    if (expect_id(*name, "`org`", context.emitter)) context.org.name = name->text;
  }
  Emitter told_before;  // zone and currency were checked with the basics
  const std::string currency = text_or_empty(root, "currency", told_before);
  context.org.currency = currency_places(currency) ? currency : std::string(usual_currency);
  context.org.money_places = context.options.money_places;
  context.org.zone = context.options.zone;
  read_fiscal_year(root, context);
}

}  // namespace

OrgBasics read_org_basics(const Sources& sources, std::uint32_t source, Emitter& emitter) {
  OrgBasics basics;
  const auto root = read_root(sources, source, emitter);
  if (!root) return basics;
  basics.options.zone = read_org_zone(*root, emitter);
  basics.options.money_places = read_money_places(*root, emitter);
  collect_names_in_conditions(*root, basics.options.asked_elsewhere);
  return basics;
}

Org read_org(Sources& sources, std::uint32_t source, Policy& policy, const LowerOptions& options,
             const std::function<std::optional<std::string>(const std::string&)>& read_file, Emitter& emitter) {
  Org org;
  Emitter told_before;  // what keeps the file from being read was said by read_org_basics
  const auto root = read_root(sources, source, told_before);
  if (!root) {
    org.coverage.resize(policy.roles.size());
    org.calendars.emplace_back();
    return org;
  }
  OrgContext context{sources, policy, options, read_file, emitter, org};
  for (const Role& role : policy.roles) context.roles.add_known(role.name);
  for (const Structure& structure : policy.structures) context.structures.add_known(structure.name);
  for (const std::string& name : options.unread) {
    context.roles.add_unread(name);
    context.structures.add_unread(name);
  }
  read_top(*root, context);
  read_calendars(*root, context);
  read_people(*root, context);
  read_positions(*root, context);
  read_teams(*root, context);
  read_structure_rows(*root, context);
  read_coverage(*root, context);
  return org;
}

}  // namespace baton::dsl
