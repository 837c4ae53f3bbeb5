// What `baton diff` has found, as a comment on a pull request.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "engine/host/diff_report.hpp"
#include "engine/host/markdown.hpp"
#include "engine/host/text.hpp"

namespace baton::host {
namespace {

class Writer {
 public:
  explicit Writer(const DiffReport& report) : report_(report) {}

  std::string write() {
    std::string title = verdict(report_);
    title[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(title[0])));
    line("## " + title);
    line("");
    line(fmt::format("{} → {}{}", escaped(report_.before), escaped(report_.after),
                     report_.not_proved.empty() ? ", " + proof_words(report_) : ""));
    owners();
    not_proved();
    clauses();
    teams();
    others();
    events();
    return std::move(out_);
  }

 private:
  static std::string escaped(const std::string& text) { return escape_markdown(visible(text)); }
  void line(const std::string& text) { out_ += text + '\n'; }
  void row(const std::vector<std::string>& cells) { line(fmt::format("| {} |", fmt::join(cells, " | "))); }
  static std::string list(const std::vector<std::string>& items, const char* between = ", ") {
    std::string text;
    for (const std::string& item : items) text += (text.empty() ? "" : between) + escaped(item);
    return text;
  }
  void open(const std::string& summary) { line("\n<details><summary>" + summary + "</summary>\n"); }
  void close() { line("\n</details>"); }

  void owners() {
    if (report_.owners.empty()) return;
    line("");
    row({"Responsibility", "Was", "Becomes", "Where", "When"});
    row({"---", "---", "---", "---", "---"});
    for (const DiffReport::Owners& one : report_.owners) {
      const std::string leaves = "**" + list(one.leaves) + "**";
      if (!one.cases.by.empty())
        row({leaves, escaped(one.from), escaped(one.to), "in many cases, by " + escaped(one.cases.by), ""});
      for (std::size_t i = 0; i < one.cases.list.size(); ++i) {
        const DifferenceCase& each = one.cases.list[i];
        row({i == 0 ? leaves : "or", escaped(one.from), escaped(one.to),
             each.who.empty() ? "all accounts" : escaped(each.who), each.when.empty() ? "always" : escaped(each.when)});
      }
    }
    open("One account for each difference");
    for (const DiffReport::Owners& one : report_.owners) {
      line(fmt::format("**{}**, {} → {}: {}\n", list(one.leaves), escaped(one.from), escaped(one.to),
                       escaped(example_words(one.example))));
      line("~~~~");  // a line of a history begins with a word, so none ends the block
      for (const std::string& each : one.history) line(visible(each));
      line("~~~~\n");
    }
    close();
  }

  void not_proved() {
    if (report_.not_proved.empty()) return;
    line("\n**Not decided**, it was more than could be proved: " + list(report_.not_proved));
  }

  void clauses() {
    if (report_.clauses.empty()) return;
    line("\n### Besides owners\n");
    row({"What", "How", "For whom"});
    row({"---", "---", "---"});
    for (const ClauseChange& one : report_.clauses) {
      row({escaped(clause_title(one)), list(one.parts, "<br>"), list(case_lines(one.cases), "<br>")});
    }
  }

  void teams() {
    if (report_.teams.empty()) return;
    line("\n### People\n");
    for (const std::string& each : report_.teams) line("- " + escaped(each));
  }

  void others() {
    if (report_.only_before.empty() && report_.only_after.empty() && report_.others.empty()) return;
    open("Also different");
    if (!report_.only_before.empty()) line("- no longer a responsibility: " + list(report_.only_before));
    if (!report_.only_after.empty()) line("- now a responsibility: " + list(report_.only_after));
    for (const std::string& each : report_.others) line("- " + escaped(each));
    close();
  }

  void events() {
    if (!report_.events) return;
    const ReplayedDiff& events = *report_.events;
    line("\n### In the recorded events\n");
    if (!events.at) return line("None could be used.");
    line(fmt::format("{} of {} differ on {}.", events.affected.size(), counted(events.accounts, "account"),
                     to_string(*events.at)));
    if (!events.people.empty()) {
      line("");
      row({"Person", "Gains responsibilities", "of accounts", "Loses responsibilities", "of accounts",
           "Open handoffs that differ"});
      row({"---", "---", "---", "---", "---", "---"});
      for (const auto& [id, person] : events.people) {
        row({escaped(id), std::to_string(person.gains), std::to_string(person.gained.size()),
             std::to_string(person.loses), std::to_string(person.lost.size()), std::to_string(person.handoffs)});
      }
    }
    if (events.affected.empty()) return;
    open("Accounts");
    for (std::size_t i = 0; i < std::min(most_accounts, events.affected.size()); ++i) {
      const ReplayedDiff::Account& account = events.affected[i];
      line("- " + escaped(account.id));
      for (const ReplayedDiff::Moved& moved : account.moved) line("  - " + escaped(moved_words(moved)));
      for (const std::string& handoff : account.handoffs) line("  - " + escaped(handoff));
    }
    if (events.affected.size() > most_accounts) {
      line(fmt::format("- and {} more", events.affected.size() - most_accounts));
    }
    close();
  }

  const DiffReport& report_;
  std::string out_;
};

}  // namespace

std::string diff_markdown(const DiffReport& report) {
  return Writer(report).write();
}

}  // namespace baton::host
