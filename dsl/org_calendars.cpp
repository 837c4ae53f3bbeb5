// org.yaml's calendars: working hours in a time zone, less the days off of one or several .ics files.
#include <algorithm>

#include "dsl/holidays.hpp"
#include "dsl/hours.hpp"
#include "dsl/org_parts.hpp"
#include "dsl/zones.hpp"

namespace baton::dsl {
namespace {

Zone read_zone(const YamlNode& calendar, OrgContext& context) {
  const YamlNode* node = calendar.find("timezone");
  if (node == nullptr) return context.options.zone;
  const auto name = read_text(*node, "`timezone`", context.emitter);
  if (!name || *name == context.options.zone.name()) return context.options.zone;
  if (const auto zone = load_zone(*name)) return *zone;
  context.emitter.error("B501", node->span, "`" + *name + "` is no time zone").help = zone_help(*name);
  return context.options.zone;
}

std::vector<Shift> read_hours(const YamlNode& calendar, OrgContext& context) {
  const YamlNode* node = calendar.find("hours");
  if (node == nullptr || node->kind == YamlNode::Kind::Null) {
    const SourceSpan place = node != nullptr ? node->span : place_of(calendar, context.sources);
    context.emitter.error("B503", place, "a calendar without working hours").help =
        "add `hours: \"Mon-Fri 09:00-17:00\"`";
    return {};
  }
  const auto text = read_text(*node, "`hours`", context.emitter);
  if (!text) return {};
  auto shifts = parse_hours(*text);
  if (shifts) return std::move(*shifts);
  const HoursError& error = shifts.error();
  SourceSpan span = node->span;
  if (node->verbatim && error.begin < error.end) {
    span.begin = node->inner.begin + static_cast<std::uint32_t>(error.begin);
    span.end = node->inner.begin + static_cast<std::uint32_t>(error.end);
  }
  context.emitter.error("B502", span, error.message).help = error.help;
  return {};
}

// A path inside the project.
bool is_inside(std::string_view path) {
  if (path.starts_with('/')) return false;
  while (!path.empty()) {
    const std::size_t slash = path.find_first_of("/\\");
    if (path.substr(0, slash) == "..") return false;
    path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
  }
  return true;
}

void add_days_off(const YamlNode& node, OrgContext& context, std::vector<Day>& days_off) {
  const auto path = read_text(node, "a file of holidays", context.emitter);
  if (!path) return;
  if (!is_inside(*path)) {
    context.emitter.error("B504", node.span, "`" + *path + "` is outside the project").help =
        "keep holidays in the project's folder";
    return;
  }
  const auto text = context.read_file(*path);
  if (!text) {
    context.emitter.error("B504", node.span, "`" + *path + "` cannot be read").help =
        "the path is relative to the project's folder";
    return;
  }
  const auto days = read_holidays(*text);
  if (!days) {
    context.emitter.error("B505", node.span, "`" + *path + "` is no file of holidays: " + days.error()).help =
        "holidays are all-day events of an iCalendar file (.ics)";
    return;
  }
  if (days->empty()) {
    context.emitter.warning("B506", node.span, "`" + *path + "` has no day off").help =
        "only all-day events that are not cancelled are days off";
  }
  days_off.insert(days_off.end(), days->begin(), days->end());
}

std::vector<Day> read_days_off(const YamlNode& calendar, OrgContext& context) {
  std::vector<Day> days_off;
  const YamlNode* node = calendar.find("holidays");
  if (node == nullptr) return days_off;
  if (node->kind == YamlNode::Kind::List) {
    for (const YamlNode& path : node->items) add_days_off(path, context, days_off);
  } else {
    add_days_off(*node, context, days_off);
  }
  return days_off;
}

void read_calendar(const YamlNode& name, const YamlNode& calendar, OrgContext& context) {
  if (!expect_id(name, "the name of a calendar", context.emitter)) return;
  if (!context.calendars.declare(name, context.emitter)) return;
  const bool is_map = calendar.kind == YamlNode::Kind::Map;
  expect_keys(calendar, {"a calendar", {"timezone", "hours", "holidays"}, {}}, context.emitter);
  std::vector<Shift> shifts = is_map ? read_hours(calendar, context) : std::vector<Shift>{};
  std::vector<Day> days_off = is_map ? read_days_off(calendar, context) : std::vector<Day>{};
  Zone zone = is_map ? read_zone(calendar, context) : context.options.zone;
  context.org.calendars.emplace_back(name.text, std::move(zone), std::move(shifts), std::move(days_off));
}

void add_usual_calendar(OrgContext& context) {
  std::vector<Shift> shifts;
  for (int weekday = 0; weekday < 5; ++weekday) shifts.push_back({weekday, 9 * 60, 17 * 60});
  context.calendars.add_known("default");
  context.org.calendars.emplace_back("default", context.options.zone, std::move(shifts), std::vector<Day>{});
}

void choose_default(const YamlNode& root, OrgContext& context) {
  if (const YamlNode* chosen = root.find("calendar")) {
    if (const auto index = context.calendars.use(*chosen, context.emitter)) {
      context.org.default_calendar = CalendarId(*index);
    }
  } else if (context.calendars.names().size() > 1) {
    const auto listed =
        std::ranges::find(root.entries, "calendars", [](const auto& entry) { return entry.first.text; });
    context.emitter
        .error("B705", listed->first.span, "there are several calendars and no `calendar` to say which is the default")
        .help = "add `calendar: " + context.calendars.names().front() + "`";
  }
}

}  // namespace

void read_calendars(const YamlNode& root, OrgContext& context) {
  const YamlNode* calendars = root.find("calendars");
  if (calendars != nullptr && expect_map(*calendars, "`calendars`", context.emitter)) {
    for (const auto& [name, calendar] : calendars->entries) read_calendar(name, calendar, context);
  }
  if (context.org.calendars.empty()) add_usual_calendar(context);
  choose_default(root, context);
}

}  // namespace baton::dsl
