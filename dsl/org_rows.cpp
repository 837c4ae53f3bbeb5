// org.yaml's choices: which structure serves which accounts, and which team covers a role where.
#include <algorithm>

#include "dsl/org_parts.hpp"
#include "dsl/parse.hpp"

namespace baton::dsl {
namespace {

const KnownKeys structure_keys{"a structure row", {"use", "where", "otherwise"}, {"from", "until"}};
const KnownKeys coverage_keys{"a coverage row", {"team", "where", "otherwise"}, {"from", "until"}};

std::string quoted(std::string_view text) {
  return "`" + std::string(text) + "`";
}

struct Copy {
  SourceSpan span;
  bool in_place;  // each of its words stands where it is in the file
};

// A text that YAML writes with escapes or folds is not in the file as it reads. It is parsed from a copy of the file
// that has it in place; what is found there is shown in the file itself.
std::optional<Copy> unescaped_copy(const YamlNode& node, Sources& sources) {
  Source copy = sources[node.span.source];
  const std::size_t room = node.inner.end - node.inner.begin;
  std::string raw = copy.text.substr(node.inner.begin, room);
  bool opening = true;  // `\"` at the opening keeps its blank outside of the text, at the closing, too
  bool only_quotes = true;
  for (std::size_t at = raw.find('\\'); at != std::string::npos; at = raw.find('\\', at + 2)) {
    only_quotes = raw[at + 1] == '"';
    if (!only_quotes) break;
    raw.replace(at, 2, opening ? " \"" : "\" ");
    opening = !opening;
  }
  const bool in_place = only_quotes && copy.text[node.span.begin] == '"';
  if (!in_place) {
    if (node.text.size() > room) return std::nullopt;
    raw = node.text + std::string(room - node.text.size(), ' ');
  }
  copy.text.replace(node.inner.begin, room, raw);
  return Copy{{sources.add(std::move(copy)), node.inner.begin, node.inner.end}, in_place};
}

// From the copy to the text itself: to the place there, or to the whole text if something before it reads otherwise.
void move_back(SourceSpan& span, const Copy& copy, const YamlNode& node, const Sources& sources) {
  if (span.source != copy.span.source) return;
  const auto before = [&](std::uint32_t source) {
    return std::string_view(sources[source].text).substr(node.inner.begin, span.begin - node.inner.begin);
  };
  if (copy.in_place || before(copy.span.source) == before(node.span.source)) {
    span.source = node.span.source;
  } else {
    span = node.span;
  }
}

Condition condition_at(const SourceSpan& span, OrgContext& context, Emitter& emitter) {
  const auto expr = parse_condition(context.sources, span, emitter);
  if (!expr) return Condition::always();
  return lower_condition(*expr, context.policy, context.sources, context.options, emitter);
}

Condition read_condition(const YamlNode& node, OrgContext& context) {
  if (!read_text(node, "`where`", context.emitter)) return Condition::always();
  if (node.verbatim) return condition_at(node.inner, context, context.emitter);
  const auto copy = unescaped_copy(node, context.sources);
  if (!copy) {
    context.emitter.error("B706", node.span, "a condition with escapes").help = "write it between single quotes";
    return Condition::always();
  }
  Emitter found;
  const Condition condition = condition_at(copy->span, context, found);
  for (Diagnostic diagnostic : found.all()) {
    if (diagnostic.where) move_back(*diagnostic.where, *copy, node, context.sources);
    for (Label& label : diagnostic.also) move_back(label.span, *copy, node, context.sources);
    context.emitter.add(std::move(diagnostic));
  }
  return condition;
}

// `where` and `otherwise` of the rows of one choice. Exactly one of them stands in a row; a single row may have
// neither.
class RowReader {
 public:
  RowReader(OrgContext& context, std::size_t rows) : context_(context), rows_(rows) {}

  template <class Row>
  void read(const YamlNode& node, std::string_view of, Row& row) {
    row.at = context_.origin(node);
    const YamlNode* where = node.find("where");
    const YamlNode* otherwise = node.find("otherwise");
    if (where != nullptr) row.where = read_condition(*where, context_);
    if (otherwise != nullptr) {
      const auto value = read_bool(*otherwise, "`otherwise`", context_.emitter);
      row.otherwise = value.value_or(false);
      if (value) check_otherwise(node, *value, where != nullptr);
    } else if (where == nullptr && rows_ > 1) {
      context_.emitter.error("B717", place_of(node, context_.sources), std::string(of) + " that does not say where")
          .help = "add `where: \"...\"`, or `otherwise: true` for all the rest";
    }
  }

 private:
  void check_otherwise(const YamlNode& node, bool otherwise, bool has_where) {
    const SourceSpan key = std::ranges::find(node.entries, "otherwise", [](const YamlNode::Entry& entry) {
                             return entry.first.text;
                           })->first.span;
    if (otherwise && has_where) {
      context_.emitter.error("B717", key, "a row with both `where` and `otherwise`").help =
          "an `otherwise` row takes all the rest: leave `where` out";
    } else if (!otherwise && !has_where && rows_ > 1) {
      context_.emitter.error("B717", key, "a row that applies nowhere").help = "add `where: \"...\"`";
    } else if (otherwise && first_) {
      Diagnostic& error = context_.emitter.error("B717", key, "a second `otherwise` row");
      error.also.push_back({*first_, "the first one takes all the rest already"});
      error.help = "give one of them a `where`";
    } else if (otherwise) {
      first_ = key;
    }
  }

  OrgContext& context_;
  std::size_t rows_;
  std::optional<SourceSpan> first_;
};

std::optional<TeamId> read_covering_team(const YamlNode& node, RoleId role, OrgContext& context) {
  const auto index = context.teams.use(node, context.emitter);
  if (!index) return std::nullopt;
  const Team& team = context.org.teams[*index];
  if (team.role != role && !context.role_unread[*index]) {
    const std::vector<Role>& roles = context.policy.roles;
    context.emitter
        .error("B722", node.span,
               "the team " + quoted(team.id) + " covers " + roles[role.index].name + " but is a team of " +
                   roles[team.role.index].name)
        .help = "name a team whose `role` is " + roles[role.index].name;
    return std::nullopt;
  }
  return TeamId(*index);
}

void read_coverage_of(RoleId role, const YamlNode& rows, OrgContext& context) {
  const std::string what = "the coverage of " + context.policy.roles[role.index].name;
  if (rows.kind == YamlNode::Kind::Map && rows.find("table") != nullptr) {
    context.emitter.error("B190", rows.entries.front().first.span, "a `table` of territories is not executed yet")
        .help = "write the rows as a list of `team` and `where` for now";
    return;
  }
  if (!expect_list(rows, what, context.emitter)) return;
  if (rows.items.empty()) {
    context.emitter.error("B718", rows.span, what + " is empty").help = "add `- { team: ..., otherwise: true }`";
  }
  RowReader reader(context, rows.items.size());
  for (const YamlNode& node : rows.items) {
    if (!expect_map(node, coverage_keys.of, context.emitter)) continue;
    expect_keys(node, coverage_keys, context.emitter);
    CoverageRow row;
    const YamlNode* team = require(node, "team", coverage_keys.of, context.emitter);
    const auto id = team == nullptr ? std::nullopt : read_covering_team(*team, role, context);
    reader.read(node, coverage_keys.of, row);
    if (!id) continue;
    row.team = *id;
    context.org.coverage[role.index].push_back(std::move(row));
  }
}

}  // namespace

void read_structure_rows(const YamlNode& root, OrgContext& context) {
  const YamlNode* list = require(root, "structures", "the organisation", context.emitter);
  if (list == nullptr) return;
  if (list->kind == YamlNode::Kind::Null || (list->kind == YamlNode::Kind::List && list->items.empty())) {
    const SourceSpan key = std::ranges::find(root.entries, "structures", [](const YamlNode::Entry& entry) {
                             return entry.first.text;
                           })->first.span;
    context.emitter.error("B718", key, "no structure serves any account").help =
        "add `- { use: STRUCTURE, otherwise: true }`";
    return;
  }
  if (!expect_list(*list, "`structures`", context.emitter)) return;
  RowReader reader(context, list->items.size());
  for (const YamlNode& node : list->items) {
    if (!expect_map(node, structure_keys.of, context.emitter)) continue;
    expect_keys(node, structure_keys, context.emitter);
    StructureRow row;
    const YamlNode* use = require(node, "use", structure_keys.of, context.emitter);
    const auto index =
        use == nullptr ? std::nullopt : context.structures.use(*use, context.emitter, "B709", "the policy has no");
    reader.read(node, structure_keys.of, row);
    if (!index) continue;
    row.use = StructureId(*index);
    context.org.structures.push_back(std::move(row));
  }
}

void read_coverage(const YamlNode& root, OrgContext& context) {
  context.org.coverage.resize(context.policy.roles.size());
  const YamlNode* coverage = root.find("coverage");
  if (coverage == nullptr || !expect_map(*coverage, "`coverage`", context.emitter)) return;
  for (const auto& [role, rows] : coverage->entries) {
    const auto index = context.roles.use(role, context.emitter, "B709", "the policy has no");
    if (index) read_coverage_of(RoleId(*index), rows, context);
  }
}

}  // namespace baton::dsl
