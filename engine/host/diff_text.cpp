// What `baton diff` has found, for people at a terminal.
#include <fmt/format.h>

#include <algorithm>

#include "engine/host/diff_report.hpp"
#include "engine/host/text.hpp"

namespace baton::host {
namespace {

class Writer {
 public:
  Writer(const DiffReport& report, const DiffStyle& style) : report_(report), style_(style) {}

  std::string write() {
    write_owners();
    write_clauses();
    list("people", report_.teams);
    list("responsibilities only in " + report_.before, report_.only_before);
    list("responsibilities only in " + report_.after, report_.only_after);
    list("also different", report_.others);
    if (report_.events) write_events(*report_.events);
    return std::move(out_);
  }

 private:
  std::string strong(const std::string& text) const { return style_.colour ? "\033[1m" + text + "\033[0m" : text; }
  void line(const std::string& text) { out_ += text + '\n'; }

  void write_owners() {
    const bool same = report_.owners.empty() && report_.not_proved.empty();
    line(strong(verdict(report_)) + (same ? ": " + proof_words(report_) : ""));
    for (const DiffReport::Owners& one : report_.owners) write_owner(one);
    if (report_.not_proved.empty()) return;
    line("");
    line(strong("not decided") + ": whether these are owned alike was more than could be proved");
    for (const std::string& leaf : report_.not_proved) line("  " + leaf);
  }

  void write_owner(const DiffReport::Owners& one) {
    line("");
    line(fmt::format("  {}: {} -> {}", strong(fmt::format("{}", fmt::join(one.leaves, ", "))), one.from, one.to));
    for (const std::string& each : case_lines(one.cases)) line("    " + each);
    line("    for example: " + example_words(one.example));
    if (!style_.verbose) return;
    for (const std::string& each : one.history) line("      " + each);
  }

  void write_clauses() {
    const std::vector<std::string>* last = nullptr;
    std::vector<std::vector<std::string>> cases;
    cases.reserve(report_.clauses.size());
    for (const ClauseChange& one : report_.clauses) {
      cases.push_back(case_lines(one.cases));
      if (last == nullptr || *last != cases.back()) write_cases(cases.back());
      last = &cases.back();
      const bool brief = one.kind == ClauseChange::Kind::Changed && one.parts.size() == 1;
      line("  " + (brief ? one.clause + ": " + one.parts[0] : clause_title(one)));
      for (std::size_t i = 0; i < one.parts.size() && !brief; ++i) line("    " + one.parts[i]);
    }
  }

  // Whom the clauses below are about.
  void write_cases(const std::vector<std::string>& cases) {
    line("");
    line(strong("besides owners") + (cases.empty() ? "" : ", " + cases[0]));
    for (std::size_t i = 1; i < cases.size(); ++i) line("  " + cases[i]);
  }

  void write_events(const ReplayedDiff& events) {
    line("");
    if (!events.at) return line(strong("recorded events") + ": none could be used");
    line(fmt::format("{}: {} of {} differ on {}", strong("recorded events"), events.affected.size(),
                     counted(events.accounts, "account"), to_string(*events.at)));
    for (const auto& [name, count] : events.responsibilities) {
      line(fmt::format("  {} has another owner {}", name, count == 1 ? "once" : fmt::format("{} times", count)));
    }
    if (events.handoffs > 0)
      line(fmt::format("  {} {}", counted(events.handoffs, "open handoff"),
                       events.handoffs == 1 ? "differs" : "differ"));
    for (const auto& [id, person] : events.people) {
      line("  " + visible(person_words(id, person)));
    }
    for (std::size_t i = 0; i < std::min(most_accounts, events.affected.size()); ++i) {
      const ReplayedDiff::Account& account = events.affected[i];
      line("  " + strong(visible(account.id)));
      for (const ReplayedDiff::Moved& moved : account.moved) line("    " + visible(moved_words(moved)));
      for (const std::string& handoff : account.handoffs) line("    " + visible(handoff));
    }
    if (events.affected.size() > most_accounts) {
      line(fmt::format("  and {} more; `--format json` lists them all", events.affected.size() - most_accounts));
    }
  }

  void list(const std::string& title, const std::vector<std::string>& items) {
    if (items.empty()) return;
    line("");
    line(strong(title));
    for (const std::string& item : items) line("  " + item);
  }

  const DiffReport& report_;
  const DiffStyle& style_;
  std::string out_;
};

}  // namespace

std::string diff_text(const DiffReport& report, const DiffStyle& style) {
  return Writer(report, style).write();
}

}  // namespace baton::host
