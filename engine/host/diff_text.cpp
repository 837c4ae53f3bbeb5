// What `baton diff` has found, for people at a terminal.
#include <fmt/format.h>

#include "engine/host/diff_report.hpp"
#include "engine/host/text.hpp"

namespace baton::host {
namespace {

class Writer {
 public:
  Writer(const DiffReport& report, const DiffStyle& style) : report_(report), style_(style) {}

  std::string write() {
    write_owners();
    list("only in " + report_.before, report_.only_before);
    list("only in " + report_.after, report_.only_after);
    list("not the same in both versions", report_.vocabulary);
    return std::move(out_);
  }

 private:
  std::string strong(const std::string& text) const { return style_.colour ? "\033[1m" + text + "\033[0m" : text; }
  void line(const std::string& text) { out_ += text + '\n'; }

  void write_owners() {
    if (!report_.owners.empty()) {
      line(strong(counted(report_.owners.size(), "difference") + " in who owns what"));
    } else if (report_.not_proved.empty()) {
      line(strong("no difference in who owns what") + ": proved for every account at every moment");
    }
    for (const DiffReport::Owners& one : report_.owners) write_owner(one);
    if (report_.not_proved.empty()) return;
    line(strong("not decided") + ": whether these are owned alike was more than could be proved");
    for (const std::string& leaf : report_.not_proved) line("  " + leaf);
  }

  void write_owner(const DiffReport::Owners& one) {
    line("");
    line(fmt::format("  {}: {} -> {}", strong(fmt::format("{}", fmt::join(one.leaves, ", "))), one.from, one.to));
    if (!one.by.empty()) line("    in many cases, by " + one.by);
    for (std::size_t i = 0; i < one.cases.size(); ++i) line((i == 0 ? "    " : "    or ") + case_words(one.cases[i]));
    if (!one.example.empty()) line("    for example: " + example_words(one.example));
    if (!style_.verbose) return;
    for (const std::string& each : one.history) line("      " + each);
  }

  static std::string example_words(const Example& example) {
    std::string words;
    for (const auto& [name, value] : example) words += fmt::format("{}{} = {}", words.empty() ? "" : ", ", name, value);
    return words;
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
