// The parts of a Program: the space, every table, and what answers each at run time.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "engine/decide/program.hpp"
#include "engine/decide/selector.hpp"
#include "engine/decide/table.hpp"

namespace baton {

// A question: its boxes for the proof, and its frozen form for the run.
struct Question {
  Table table;
  Selector selector;
};

// One `supports` statement about one leaf.
struct SupportQuestion {
  StatementId statement;
  Question question;
};

struct StructureParts {
  std::vector<Question> owners;                        // by LeafId
  std::vector<std::vector<SupportQuestion>> supports;  // by LeafId, in order of declaration
  std::vector<Window> account_windows;                 // distinct: of account leaves
  std::vector<std::vector<Window>> record_windows;     // by RecordTypeId: of leaves per that record
};

struct ProgramParts {
  Space space;
  std::vector<StructureParts> structures;  // by StructureId
  Question structure_rows;                 // rows of Org::structures
  std::vector<Question> coverage;          // by RoleId: rows of Org::coverage
};

std::unique_ptr<ProgramParts> compile(const Policy& policy, const Org& org);

}  // namespace baton
