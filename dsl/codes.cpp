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
  };
  // clang-format on
  return codes;
}

}  // namespace baton::dsl
