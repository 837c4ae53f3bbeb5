// Read off the statements, not off sampled accounts: a role is listed if one of its statements about the leaf may hold
// in the stage, that is, unless a statement of an enclosing layer always does.
#include "engine/host/matrix_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/host/answer_text.hpp"

namespace baton::host {
namespace {

bool is_about(const Statement& statement, LeafId leaf, StageId stage) {
  return statement.verb != Verb::Supports && statement.account_stages.has(stage) &&
         std::find(statement.leaves.begin(), statement.leaves.end(), leaf) != statement.leaves.end();
}

bool always_holds(const Statement& statement, const Leaf& leaf) {
  const bool every_record_stage = !leaf.per || (leaf.record_stages & statement.record_stages) == leaf.record_stages;
  return statement.windows.empty() && statement.condition.is_always() && every_record_stage;
}

bool encloses(const Structure& structure, std::uint32_t outer, std::uint32_t inner) {
  for (auto layer = structure.layers[inner].enclosing; layer; layer = structure.layers[*layer].enclosing) {
    if (*layer == outer) return true;
  }
  return false;
}

// What a window ends comes before what takes its place.
int turn(const Statement& statement) {
  int turn = 1;
  for (const Window& window : statement.windows) {
    const bool ends = window.kind == Window::Kind::ForAfter || window.kind == Window::Kind::UntilBefore;
    turn = ends ? 0 : 2;
  }
  return turn;
}

std::string role_name(const Policy& policy, const Statement& statement) {
  return statement.role ? policy.roles[statement.role->index].name : "nobody";
}

std::string rule(std::size_t width) {
  std::string made;
  for (std::size_t i = 0; i < width; ++i) made += "─";
  return made;
}

std::string padded(std::string text, std::size_t width) {
  const std::size_t used = display_width(text);
  if (used < width) text.append(width - used, ' ');
  return text;
}

}  // namespace

std::string owning_roles(const Policy& policy, const Structure& structure, LeafId leaf_id, StageId stage) {
  const Leaf& leaf = policy.leaves[leaf_id.index];
  if (!leaf.account_stages.has(stage)) return "";
  std::vector<const Statement*> candidates;
  for (const Statement& statement : structure.statements) {
    if (is_about(statement, leaf_id, stage)) candidates.push_back(&statement);
  }
  std::erase_if(candidates, [&](const Statement* inner) {
    return std::any_of(structure.statements.begin(), structure.statements.end(), [&](const Statement& outer) {
      return is_about(outer, leaf_id, stage) && always_holds(outer, leaf) &&
             encloses(structure, outer.layer, inner->layer);
    });
  });
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Statement* a, const Statement* b) { return turn(*a) < turn(*b); });
  const bool by_time =
      std::any_of(candidates.begin(), candidates.end(), [](const Statement* one) { return !one->windows.empty(); });
  std::vector<std::string> roles;
  for (const Statement* statement : candidates) {
    const std::string role = role_name(policy, *statement);
    if (std::find(roles.begin(), roles.end(), role) == roles.end()) roles.push_back(role);
  }
  return fmt::format("{}", fmt::join(roles, by_time ? " → " : " / "));
}

std::string matrix_text(const Policy& policy, const Structure& structure, bool colour) {
  std::vector<std::vector<std::string>> rows(1, {""});
  for (const Stage& stage : policy.lifecycle.stages) rows[0].push_back(stage.name);
  for (std::size_t i = 0; i < policy.leaves.size(); ++i) {
    std::vector<std::string> row{policy.leaves[i].name};
    for (std::size_t stage = 0; stage < policy.lifecycle.stages.size(); ++stage) {
      const std::string roles = owning_roles(policy, structure, LeafId(i), StageId(stage));
      row.push_back(roles.empty() ? "·" : roles);
    }
    rows.push_back(std::move(row));
  }
  std::vector<std::size_t> widths(rows[0].size());
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], display_width(row[i]));
  }
  std::size_t total = 0;
  for (const std::size_t width : widths) total += width + 2;

  const char* bold = colour ? "\033[1m" : "";
  const char* plain = colour ? "\033[0m" : "";
  std::string out = fmt::format("{}{}{}{}\n\n", bold, structure.name, plain,
                                structure.title.empty() ? "" : fmt::format(" \"{}\"", structure.title));
  for (std::size_t at = 0; at < rows.size(); ++at) {
    std::string line = " ";
    for (std::size_t i = 0; i < rows[at].size(); ++i) line += " " + padded(rows[at][i], widths[i] + 1);
    line.erase(line.find_last_not_of(' ') + 1);
    out += at == 0 ? fmt::format("{}{}{}\n  {}\n", bold, line, plain, rule(total - 2)) : line + "\n";
  }
  out += "\n  A → B: changes with time;  A / B: depends on the account or record;  ·: nothing to own in this stage\n";
  return out;
}

}  // namespace baton::host
