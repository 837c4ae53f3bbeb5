// Diagnostics: registered codes, spans, labels, help; and how they are shown to people and to programs.
//
// Every code is listed once in the table of codes.cpp with its default severity and a short
// title; a test fails if a code has no golden example in tests/corpus. Messages follow docs/ and the house style:
// lower case, no full stop, backticks round what the author wrote, the author's words.
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/ast.hpp"
#include "engine/model/policy.hpp"

namespace baton::dsl {

// A text that diagnostics point into. `path` is relative to the project ("rules/NAME.baton" for the library).
struct Source {
  std::string path;
  std::string text;
};

class Sources {
 public:
  std::uint32_t add(Source source);
  const Source& operator[](std::uint32_t index) const { return sources_[index]; }
  std::size_t size() const { return sources_.size(); }
  // Line and column from 1, column in characters (code points).
  struct Position {
    std::uint32_t line, column;
  };
  Position position(std::uint32_t source, std::uint32_t offset) const;
  Origin origin(const SourceSpan& span) const;
  std::optional<SourceSpan> find(const Origin& origin) const;

 private:
  std::deque<Source> sources_;                                   // references to a source outlive later ones
  mutable std::vector<std::vector<std::uint32_t>> line_starts_;  // made at first use
};

enum class Severity { Error, Warning };

struct Label {
  SourceSpan span;
  std::string text;
};

struct Diagnostic {
  std::string code;  // "B402"
  Severity severity = Severity::Error;
  std::string message;
  std::optional<SourceSpan> where;      // the narrowest wrong thing; none: about the project as a whole
  std::string label;                    // beside the carets; may be empty
  std::vector<Label> also;              // other places
  std::vector<std::string> notes;       // "for example: a customer with arr = 9999.99"
  std::string help;                     // what to do
  std::vector<std::string> suggestion;  // lines of policy that would mend it
  std::string sought{};                 // of a name that is declared nowhere: what it was to be, "role"
};

// Collects diagnostics; several can happen.
class Emitter {
 public:
  Diagnostic& error(std::string code, SourceSpan where, std::string message);
  Diagnostic& warning(std::string code, SourceSpan where, std::string message);
  Diagnostic& error(std::string code, std::string message);  // about the project as a whole
  void add(Diagnostic diagnostic);
  // Takes back what turned out to follow from something else.
  void withdraw(const std::function<bool(const Diagnostic&)>& follows);
  bool has_errors() const;
  std::size_t error_count() const;
  const std::vector<Diagnostic>& all() const { return diagnostics_; }
  // By file, then place; equal ones once. Call before rendering.
  void sort(const Sources& sources);

 private:
  std::vector<Diagnostic> diagnostics_;
};

struct CodeInfo {
  std::string_view code;
  Severity severity;
  std::string_view title;
};
const std::vector<CodeInfo>& all_codes();

enum class Format { Human, Json, Sarif, Github };
// At most 50 are shown, with a count of the rest. `colour`: ANSI.
std::string render(const std::vector<Diagnostic>& diagnostics, const Sources& sources, Format format, bool colour);

// The candidate nearest to `wrong` in spelling, if it is near enough to suggest; ties: the first.
std::optional<std::string> did_you_mean(std::string_view wrong, const std::vector<std::string>& candidates);

}  // namespace baton::dsl
