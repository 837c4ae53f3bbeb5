// Every diagnostic code of the project, once: its default severity and a short title, for `baton help`, SARIF and the
// test that asks for an example of each. One row a line, sorted by code; a code is never reused.
#include "dsl/diagnostics.hpp"

namespace baton::dsl {

const std::vector<CodeInfo>& all_codes() {
  using enum Severity;
  // clang-format off
  static const std::vector<CodeInfo> codes = {
      {"B101", Error, "something else was expected here"},
      {"B102", Error, "a character that no policy may hold"},
      {"B103", Error, "the file is not UTF-8 text"},
      {"B104", Error, "a text without its closing quote"},
      {"B105", Error, "not a number"},
      {"B106", Error, "not a duration"},
      {"B107", Error, "not a date or a time"},
      {"B108", Error, "a block that is never closed"},
      {"B109", Error, "a reserved word used as a name"},
      {"B110", Error, "a role named like a clause"},
      {"B111", Error, "a clause given twice"},
      {"B112", Error, "a clause that is missing"},
      {"B113", Error, "nested too deeply"},
      {"B114", Error, "a file too large to be a policy"},
      {"B190", Error, "known to the language, not yet executed"},
      {"B290", Error, "a library module that does not exist"},
      {"B291", Error, "files that use each other in a circle"},
      {"B292", Error, "a file that the project does not have"},
      {"B401", Error, "two owners at the same moment"},
      {"B402", Error, "nobody owns it"},
      {"B403", Error, "a statement that can never hold"},
      {"B404", Warning, "a silent handoff"},
      {"B405", Error, "a handoff to somebody who never owns it"},
      {"B406", Error, "two handoffs for one move"},
      {"B407", Warning, "a stage that nothing enters"},
      {"B408", Error, "not proved within the limit"},
      {"B601", Error, "an escalation that can end at no one"},
      {"B602", Error, "a tier without time before another"},
      {"B603", Error, "an escalation that calls one person twice"},
      {"B604", Error, "a position, person or team that org.yaml does not have"},
      {"B605", Error, "a role in a tier that no team covers"},
      {"B751", Error, "no structure for some accounts"},
      {"B752", Error, "two structures for one account"},
      {"B753", Error, "no team for a seat that is needed"},
      {"B754", Error, "two teams for one seat"},
      {"B755", Error, "a row of org.yaml that can never apply"},
      {"B901", Error, "a file or folder that cannot be read"},
      {"B902", Error, "a folder without org.yaml"},
      {"B903", Error, "too many files for one project"},
  };
  // clang-format on
  return codes;
}

}  // namespace baton::dsl
