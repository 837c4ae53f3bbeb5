// Which diagnostics are shown, and the forms for programs: JSON, SARIF 2.1.0 and the workflow commands of GitHub.
// The form for people is in render_human.cpp.
#include "dsl/render.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>

#include "dsl/characters.hpp"
#include "dsl/pages.hpp"

namespace baton::dsl {

using Json = nlohmann::ordered_json;

namespace {

constexpr std::size_t most_shown = 50;
// However long what a message quotes is, it is cut at some point: the last stop before a reader.
constexpr std::size_t longest_message = 1'000;  // bytes; also of help
constexpr std::size_t longest_label = 300;
constexpr std::size_t longest_line = 1'000;  // of what is suggested
constexpr std::size_t longest_note = 8'000;  // a note may tell a story of many lines
constexpr std::size_t most_others = 12;      // other places

// Texts may hold bytes that are no UTF-8 (the author's): those are replaced, never thrown over.
std::string dump(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Json position_json(const Sources& sources, const SourceSpan& span) {
  const Region region = region_of(sources, span);
  return {{"file", sources[span.source].path},
          {"line", region.begin.line},
          {"column", region.begin.column},
          {"end_line", region.end.line},
          {"end_column", region.end.column}};
}

Json diagnostic_json(const Diagnostic& diagnostic, const Sources& sources) {
  Json result{{"code", diagnostic.code},
              {"severity", severity_word(diagnostic.severity)},
              {"message", diagnostic.message},
              {"at", nullptr},
              {"label", diagnostic.label},
              {"also", Json::array()},
              {"notes", diagnostic.notes},
              {"help", diagnostic.help},
              {"suggestion", diagnostic.suggestion}};
  if (diagnostic.where) result["at"] = position_json(sources, *diagnostic.where);
  for (const Label& label : diagnostic.also) {
    result["also"].push_back({{"at", position_json(sources, label.span)}, {"label", label.text}});
  }
  return result;
}

// Bounded, and with what cannot be seen named.
Diagnostic made_legible(Diagnostic diagnostic) {
  diagnostic.message = legible(diagnostic.message, longest_message);
  diagnostic.label = legible(diagnostic.label, longest_label);
  diagnostic.help = legible(diagnostic.help, longest_message);
  if (diagnostic.also.size() > most_others) diagnostic.also.resize(most_others);
  for (Label& label : diagnostic.also) label.text = legible(label.text, longest_label);
  for (std::string& note : diagnostic.notes) note = legible(note, longest_note);
  for (std::string& line : diagnostic.suggestion) line = legible(line, longest_line);
  return diagnostic;
}

// A path as the path part of a URI reference.
std::string uri_of(std::string_view path) {
  std::string result;
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~/").find(c) != std::string_view::npos;
    result += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return result;
}

Json sarif_location(const SourceSpan& span, const Sources& sources) {
  const Region region = region_of(sources, span);
  return {{"physicalLocation",
           {{"artifactLocation", {{"uri", uri_of(sources[span.source].path)}}},
            {"region",
             {{"startLine", region.begin.line},
              {"startColumn", region.begin.column},
              {"endLine", region.end.line},
              {"endColumn", region.end.column}}}}}};
}

// Everything that a reader of one message needs, as plain text.
std::string whole_text(const Diagnostic& diagnostic) {
  std::string text = diagnostic.message;
  for (const std::string& note : diagnostic.notes) text += "\n" + note;
  if (!diagnostic.help.empty()) text += "\nhelp: " + diagnostic.help;
  for (const std::string& line : diagnostic.suggestion) text += "\n  " + line;
  return text;
}

// With the page of the code, so that whoever shows the report can explain it.
Json sarif_rule(const CodeInfo& code) {
  const auto page = read_page(page_text(code.code));
  Json rule{{"id", code.code}, {"shortDescription", {{"text", code.title}}}};
  if (!page.empty()) {
    rule["fullDescription"] = {{"text", prose_of(page.front())}};
    rule["help"] = {{"text", show_page(page, false)}, {"markdown", page_text(code.code)}};
  }
  rule["defaultConfiguration"] = {{"level", severity_word(code.severity)}};
  return rule;
}

// The codes of what is shown, in the order of the table: the rules of a SARIF report.
std::vector<CodeInfo> codes_shown(const Selection& selection) {
  std::vector<CodeInfo> shown;
  std::ranges::copy_if(all_codes(), std::back_inserter(shown), [&](const CodeInfo& code) {
    return std::ranges::any_of(selection.shown, [&](const Diagnostic* d) { return d->code == code.code; });
  });
  return shown;
}

Json sarif_result(const Diagnostic& diagnostic, const Sources& sources, const std::vector<CodeInfo>& codes) {
  Json result{{"ruleId", diagnostic.code},
              {"level", severity_word(diagnostic.severity)},
              {"message", {{"text", whole_text(diagnostic)}}}};
  const auto code = std::ranges::find(codes, diagnostic.code, &CodeInfo::code);
  if (code != codes.end()) result["ruleIndex"] = code - codes.begin();
  if (diagnostic.where) result["locations"] = Json::array({sarif_location(*diagnostic.where, sources)});
  for (std::size_t i = 0; i < diagnostic.also.size(); ++i) {
    Json related = sarif_location(diagnostic.also[i].span, sources);
    related["id"] = i + 1;
    related["message"] = {{"text", diagnostic.also[i].text}};
    result["relatedLocations"].push_back(std::move(related));
  }
  return result;
}

}  // namespace

std::string escape_command(std::string_view text, bool property) {
  std::string result;
  for (const char c : text) {
    const bool special = c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ','));
    result += special ? fmt::format("%{:02X}", static_cast<unsigned char>(c)) : std::string(1, c);
  }
  return result;
}

Selection select_shown(const std::vector<Diagnostic>& diagnostics) {
  const auto is_error = [](const Diagnostic& d) { return d.severity == Severity::Error; };
  const auto errors = static_cast<std::size_t>(std::ranges::count_if(diagnostics, is_error));
  Selection result;
  result.errors_left = errors;
  result.warnings_left = diagnostics.size() - errors;
  std::size_t warnings_wanted = most_shown - std::min(errors, most_shown);
  std::size_t errors_wanted = most_shown;
  for (const Diagnostic& diagnostic : diagnostics) {
    std::size_t& wanted = is_error(diagnostic) ? errors_wanted : warnings_wanted;
    if (wanted == 0) continue;
    --wanted;
    --(is_error(diagnostic) ? result.errors_left : result.warnings_left);
    result.shown.push_back(&diagnostic);
  }
  return result;
}

Region region_of(const Sources& sources, const SourceSpan& span) {
  return {sources.position(span.source, span.begin), sources.position(span.source, std::max(span.begin, span.end))};
}

std::string_view severity_word(Severity severity) {
  return severity == Severity::Error ? "error" : "warning";
}

std::string_view title_of(std::string_view code) {
  const auto row = std::ranges::find(all_codes(), code, &CodeInfo::code);
  return row == all_codes().end() ? std::string_view() : row->title;
}

std::string render_json(const Selection& selection, const Sources& sources) {
  Json list = Json::array();
  for (const Diagnostic* diagnostic : selection.shown) list.push_back(diagnostic_json(*diagnostic, sources));
  return dump({{"diagnostics", std::move(list)}, {"left_out", selection.errors_left + selection.warnings_left}});
}

std::string render_sarif(const Selection& selection, const Sources& sources) {
  const std::vector<CodeInfo> codes = codes_shown(selection);
  Json rules = Json::array();
  for (const CodeInfo& code : codes) rules.push_back(sarif_rule(code));
  Json results = Json::array();
  for (const Diagnostic* diagnostic : selection.shown) results.push_back(sarif_result(*diagnostic, sources, codes));
  Json run{{"tool", {{"driver", {{"name", "baton"}, {"rules", std::move(rules)}}}}},
           {"columnKind", "unicodeCodePoints"},
           {"results", std::move(results)},
           {"properties", {{"leftOut", selection.errors_left + selection.warnings_left}}}};
  return dump({{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
               {"version", "2.1.0"},
               {"runs", Json::array({std::move(run)})}});
}

std::string render_github(const Selection& selection, const Sources& sources) {
  std::string result;
  for (const Diagnostic* diagnostic : selection.shown) {
    std::string place;
    if (diagnostic->where) {
      const Region region = region_of(sources, *diagnostic->where);
      place = fmt::format("file={},line={},col={},", escape_command(sources[diagnostic->where->source].path, true),
                          region.begin.line, region.begin.column);
    }
    const std::string title = fmt::format("{} {}", diagnostic->code, title_of(diagnostic->code));
    result += fmt::format("::{} {}title={}::{}\n", severity_word(diagnostic->severity), place,
                          escape_command(title, true), escape_command(whole_text(*diagnostic), false));
  }
  return result;
}

std::string render(const std::vector<Diagnostic>& diagnostics, const Sources& sources, Format format, bool colour) {
  Selection selection = select_shown(diagnostics);
  std::vector<Diagnostic> legible_ones;
  legible_ones.reserve(selection.shown.size());
  for (const Diagnostic*& shown : selection.shown) shown = &legible_ones.emplace_back(made_legible(*shown));
  switch (format) {
    case Format::Human:
      return render_human(selection, sources, colour);
    case Format::Json:
      return render_json(selection, sources);
    case Format::Sarif:
      return render_sarif(selection, sources);
    case Format::Github:
      return render_github(selection, sources);
  }
  return {};
}

}  // namespace baton::dsl
