// Names: what is declared, found by its spelling, and which of it anything uses; and how a name that cannot be bound
// is reported.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "dsl/diagnostics.hpp"

namespace baton::dsl {

// What a name can stand for, in the reader's words.
struct NameKind {
  std::string_view singular, plural;
};
namespace kinds {
inline constexpr NameKind checklist{"checklist", "checklists"};
inline constexpr NameKind escalation{"escalation", "escalations"};
inline constexpr NameKind event{"event", "events"};
inline constexpr NameKind field{"field", "fields"};
inline constexpr NameKind handoff{"handoff", "handoffs"};
inline constexpr NameKind item{"checklist item", "checklist items"};
inline constexpr NameKind label{"label", "labels"};
inline constexpr NameKind let{"let", "lets"};
inline constexpr NameKind lifecycle{"lifecycle", "lifecycles"};
inline constexpr NameKind parameter{"parameter", "parameters"};
inline constexpr NameKind record{"record", "records"};
inline constexpr NameKind responsibility{"responsibility", "responsibilities"};
inline constexpr NameKind role{"role", "roles"};
inline constexpr NameKind sla{"SLA", "SLAs"};
inline constexpr NameKind stage{"stage", "stages"};
inline constexpr NameKind structure{"structure", "structures"};
}  // namespace kinds

std::string quoted(std::string_view text);                       // `text`
std::string quoted_list(const std::vector<std::string>& names);  // `a`, `b`, `c` and 9 more
std::string a_or_an(std::string_view noun);                      // "an account"

// Reports to an Emitter, each (code, place) once: the text of a structure is lowered again for each of its instances,
// and what is wrong with it is wrong only once.
class Reporter {
 public:
  Reporter(const Sources& sources, Emitter& emitter) : sources_(sources), emitter_(emitter) {}

  Diagnostic& error(std::string_view code, const SourceSpan& where, std::string message);
  Diagnostic& warning(std::string_view code, const SourceSpan& where, std::string message);
  // "there is no role `XM`", with a suggestion or, where short, the list of those that there are. `of` says where it
  // was looked for: " of a deal".
  Diagnostic& unknown(NameKind kind, const ast::Name& name, const std::vector<std::string>& candidates,
                      std::string_view of = {});
  // Words of what could not be read: an error was given there, and what they name may have been declared there.
  void do_not_judge(const std::vector<std::string>& words) { unread_.insert(words.begin(), words.end()); }
  bool is_unread(const std::string& name) const;
  // The word or number that follows a place on its line; empty if something else does.
  std::string_view next_on_line(const SourceSpan& span) const;
  // What could not be read behind a place on its line: is there something, and take it back.
  bool is_broken_off(const SourceSpan& span) const;
  void withdraw_behind(const SourceSpan& span);
  void declared_twice(NameKind kind, const ast::Name& again, const SourceSpan& first);

  const Sources& sources() const { return sources_; }
  std::string_view slice(const SourceSpan& span) const;
  bool is_library(const SourceSpan& span) const;
  bool has_errors() const { return emitter_.has_errors(); }

 private:
  Diagnostic* first_at(std::string_view code, const SourceSpan& where);
  bool is_behind(const Diagnostic& diagnostic, const SourceSpan& span) const;

  const Sources& sources_;
  Emitter& emitter_;
  std::set<std::tuple<std::string, std::uint32_t, std::uint32_t, std::uint32_t>> seen_;
  std::set<std::string, std::less<>> unread_;
  Diagnostic dropped_;
};

// The help that follows an unknown name: "did you mean `AM`?" or "the roles are `AE`, `AM`".
std::string suggest(NameKind kind, std::string_view wrong, const std::vector<std::string>& candidates);

// The names of one kind, in order of declaration.
template <class Value>
class NameTable {
 public:
  explicit NameTable(NameKind kind) : kind_(kind) {}

  // False, and an error that shows both places, if the name is taken.
  bool declare(const ast::Name& name, Value value, Reporter& report) {
    const auto [entry, added] = entries_.try_emplace(name.text, Entry{value, name.span, false});
    if (added) {
      order_.push_back(name.text);
    } else {
      report.declared_twice(kind_, name, entry->second.span);
    }
    return added;
  }
  const Value* find(const std::string& name) const {
    const auto entry = entries_.find(name);
    return entry == entries_.end() ? nullptr : &entry->second.value;
  }
  // Finds it and counts it as used; reports it if it is not there.
  const Value* use(const ast::Name& name, Reporter& report) {
    const auto entry = entries_.find(name.text);
    if (entry == entries_.end()) {
      report.unknown(kind_, name, order_);
      return nullptr;
    }
    entry->second.used = true;
    return &entry->second.value;
  }
  void mark_used(const std::string& name) {
    if (const auto entry = entries_.find(name); entry != entries_.end()) entry->second.used = true;
  }
  const std::vector<std::string>& names() const { return order_; }
  NameKind kind() const { return kind_; }
  std::vector<ast::Name> unused() const {
    std::vector<ast::Name> result;
    for (const std::string& name : order_) {
      const Entry& entry = entries_.at(name);
      if (!entry.used) result.push_back({name, entry.span});
    }
    return result;
  }
  const SourceSpan& span_of(const std::string& name) const { return entries_.at(name).span; }

 private:
  struct Entry {
    Value value;
    SourceSpan span;
    bool used;
  };
  NameKind kind_;
  std::unordered_map<std::string, Entry> entries_;
  std::vector<std::string> order_;
};

}  // namespace baton::dsl
