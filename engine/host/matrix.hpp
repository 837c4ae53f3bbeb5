// Who owns what in which stage of a structure, as a table to be drawn: the roles that can own, and when each does, in
// the policy's words. Read off the compiled boxes, so it says what the engine will decide.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/decide/boxes.hpp"
#include "engine/decide/program.hpp"

namespace baton::host {

// One role that can own a responsibility in a stage.
struct MatrixCase {
  std::optional<RoleId> role;  // nullopt: nobody
  Boxes boxes;                 // where it owns; parts in which no account can be are left out
  std::string words;           // "when key", "from day 90"; empty: always, or wherever no other case holds
  std::size_t note = 0;        // number of the note that says it in full, from 1; 0: `words` says it all
};

// The cases of one stage, the usual one first. Empty: nothing to own there.
struct MatrixCell {
  std::vector<MatrixCase> cases;
};

struct MatrixRow {
  std::vector<LeafId> leaves;     // one; several metrics that are owned alike share a row
  std::string group, part;        // "renewal", "lead"; a responsibility without parts has no part
  std::string name;               // "renewal.lead"; "nrr, grr" where a row is shared
  std::vector<MatrixCell> cells;  // by column
};

// Responsibilities with the same stages: the account's, those of each deal, the metrics.
struct MatrixPanel {
  std::string title;
  std::optional<RecordTypeId> record;
  std::vector<StageId> stages;  // the columns: of the account's or the record's lifecycle
  std::vector<std::string> columns;
  std::vector<MatrixRow> rows;
};

struct Matrix {
  std::string name, title;
  std::string serves;  // whom org.yaml sends here: "accounts with segment is smb"; empty: nobody
  std::vector<MatrixPanel> panels;
  std::vector<std::string> notes;
  std::vector<RoleId> roles;  // that own something, in order of declaration
  bool has_nobody = false;
  bool has_handoffs = false;
};

Matrix make_matrix(const Program& program, StructureId structure);
// Those that org.yaml chooses, in order of declaration.
std::vector<StructureId> structures_in_use(const Program& program);

std::string role_words(const Policy& policy, const std::optional<RoleId>& role);  // "AE", "nobody"
// What a picture says below the table for every structure with handoffs.
inline constexpr const char* handoff_remark = "While a handoff is open, the role that gives still owns what it moves.";

}  // namespace baton::host
