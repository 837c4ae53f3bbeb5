#include "apps/baton/recorded.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "engine/host/event_reader.hpp"
#include "engine/host/input.hpp"
#include "engine/host/sorter.hpp"

namespace baton::app {
namespace {

// A line with what it is sorted by; SortedLine's texts are views into it.
struct KeptLine {
  Event event;
  std::string sequence, source, id, text;

  host::SortedLine key() const { return {event.at, sequence, source, id, text, 0, 0}; }
};

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

// nullopt: a type that the policy does not declare.
std::expected<std::optional<KeptLine>, std::string> read_line(host::EventReader& reader, const host::Line& line) {
  if (line.too_long) return std::unexpected(fmt::format("the line is longer than {} MiB", host::max_line_bytes >> 20));
  const auto envelope = reader.read(line.text);
  if (!envelope) return std::unexpected(envelope.error());
  if (reader.declared(*envelope) == nullptr) return std::nullopt;
  if (!envelope->at) return std::unexpected("`time` is missing");
  auto event = reader.bind(*envelope);
  if (!event) return std::unexpected(event.error());
  return KeptLine{std::move(*event), std::string(envelope->sequence.value_or("")), std::string(envelope->source),
                  std::string(envelope->id), std::string(line.text)};
}

// S1; of repeats the first is taken.
std::vector<Event> in_order(std::vector<KeptLine> lines) {
  std::ranges::stable_sort(lines, [](const KeptLine& a, const KeptLine& b) { return (a.key() <=> b.key()) < 0; });
  std::set<std::pair<std::string, std::string>> used;
  std::vector<Event> events;
  for (KeptLine& line : lines) {
    if (used.emplace(std::move(line.source), std::move(line.id)).second) events.push_back(std::move(line.event));
  }
  return events;
}

}  // namespace

RecordedFiles::Events RecordedFiles::events_of(const std::string& path) {
  const std::lock_guard lock(mutex_);
  const auto known = known_.find(path);
  return known != known_.end() ? known->second : known_.emplace(path, read(path)).first->second;
}

RecordedFiles::Events RecordedFiles::read(const std::string& path) const {
  auto source = host::open_input((std::filesystem::path(folder_) / path).string());
  if (!source) return std::unexpected(source.error());
  host::LineReader lines(std::move(*source));
  host::EventReader reader(vocabulary_);
  std::vector<KeptLine> kept;
  for (host::Line line;;) {
    const auto more = lines.next(line);
    if (!more) return std::unexpected(more.error());
    if (!*more) break;
    if (line.number == 1 && line.text.starts_with("\xEF\xBB\xBF")) line.text.remove_prefix(3);
    if (is_blank(line.text) && !line.too_long) continue;
    auto one = read_line(reader, line);
    if (!one) return std::unexpected(fmt::format("{}:{}: {}", path, line.number, one.error()));
    if (*one) kept.push_back(std::move(**one));
  }
  return in_order(std::move(kept));
}

}  // namespace baton::app
