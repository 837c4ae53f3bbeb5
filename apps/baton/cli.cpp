#include "apps/baton/cli.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "engine/host/output.hpp"
#include "engine/host/text.hpp"
#include "engine/host/vocabulary.hpp"

namespace baton::app {

constexpr std::uint64_t most_told = 10;  // rejected lines on standard error

std::string take_project(std::vector<std::string>& operands) {
  std::error_code ignored;
  if (operands.empty()) return ".";
  if (!std::filesystem::is_directory(operands.front(), ignored)) {
    if (std::filesystem::exists("org.yaml", ignored)) return ".";
    throw Stop(wrong_usage, fmt::format("`{}` is no folder, and the current folder is no project: it has no `org.yaml`",
                                        operands.front()));
  }
  std::string folder = std::move(operands.front());
  operands.erase(operands.begin());
  return folder;
}

dsl::Project open_project(const std::string& folder) {
  dsl::Project project = dsl::check(folder);
  if (project.readable && !project.emitter.has_errors() && project.program) return project;
  const std::string shown =
      dsl::render(project.emitter.all(), project.sources, dsl::Format::Human, colours(STDERR_FILENO));
  std::fwrite(shown.data(), 1, shown.size(), stderr);
  if (!project.readable) throw Stop(wrong_usage, fmt::format("`{}` cannot be read as a project", folder));
  throw Stop(something_wrong, fmt::format("`{}` is not sound; `baton check {}` says more", folder, folder));
}

bool is_terminal(int descriptor) {
  return isatty(descriptor) == 1;
}

bool colours(int descriptor) {
  const char* no_color = std::getenv("NO_COLOR");
  return is_terminal(descriptor) && (no_color == nullptr || *no_color == '\0');
}

Instant parse_time(const std::string& text, const Zone& zone) {
  if (const auto exact = host::parse_rfc3339(text)) return *exact;
  const auto day = host::parse_day(std::string_view(text).substr(0, 10));
  std::string_view clock = std::string_view(text).substr(std::min<std::size_t>(10, text.size()));
  std::optional<Instant> at;
  if (day && clock.empty()) at = zone.start_of(*day);
  if (day && (clock.starts_with('T') || clock.starts_with(' '))) {
    clock.remove_prefix(1);
    const std::size_t offset = std::min(clock.find_first_of("Z+-"), clock.size());
    const auto ms = host::parse_time_of_day(clock.substr(0, offset));
    if (ms && offset == clock.size()) at = zone.to_instant({*day, *ms});
    // Minutes are enough with an offset too.
    if (ms && offset < clock.size() && offset == 5) {
      const auto exact =
          host::parse_rfc3339(fmt::format("{}T{}:00{}", to_string(*day), clock.substr(0, 5), clock.substr(5)));
      if (exact) at = *exact;
    }
  }
  if (!at || *at < beginning_of_time || *at >= end_of_time) {
    throw Stop(wrong_usage,
               fmt::format("`{}` is no time from 1970 to 2100; one is written 2026-01-15, 2026-01-15T09:00 or "
                           "2026-01-15T09:00:00Z",
                           text));
  }
  return *at;
}

Progress::Progress()
    : begun_(std::chrono::steady_clock::now()), shown_(begun_), terminal_(is_terminal(STDERR_FILENO)) {}

void Progress::show(std::uint64_t lines, std::uint64_t events) {
  using namespace std::chrono_literals;
  const auto now = std::chrono::steady_clock::now();
  if (!terminal_ || now - begun_ < 1s || now - shown_ < 100ms) return;
  shown_ = now;
  visible_ = true;
  if (events == 0) {
    std::fprintf(stderr, "\r\033[Kreading: %llu lines", static_cast<unsigned long long>(lines));
    return;
  }
  constexpr std::uint64_t width = 40;
  const std::uint64_t done = lines == 0 ? 0 : std::min(width, events * width / lines);
  const std::string bar = std::string(done, '#') + std::string(width - done, '.');
  std::fprintf(stderr, "\r\033[Kdeciding [%s] %llu of %llu", bar.c_str(), static_cast<unsigned long long>(events),
               static_cast<unsigned long long>(lines));
}

void Progress::clear() {
  if (visible_) std::fputs("\r\033[K", stderr);
  visible_ = false;
}

Progress::~Progress() {
  clear();
}

void keep_apart(const std::vector<std::string>& read, const std::vector<std::string>& written) {
  namespace fs = std::filesystem;
  const auto is_file = [](const std::string& path) {
    std::error_code ignored;
    return !path.empty() && path != "-" && (!fs::exists(path, ignored) || fs::is_regular_file(path, ignored));
  };
  const auto same = [](const std::string& a, const std::string& b) {
    std::error_code ignored;
    const auto place = [&](const std::string& path) { return fs::weakly_canonical(fs::absolute(path), ignored); };
    return fs::equivalent(a, b, ignored) || place(a) == place(b);
  };
  for (std::size_t i = 0; i < written.size(); ++i) {
    if (!is_file(written[i])) continue;
    for (const std::string& path : read) {
      if (!is_file(path) || !same(path, written[i])) continue;
      throw Stop(wrong_usage, fmt::format("`{}` would be overwritten while it is read", path));
    }
    for (std::size_t j = 0; j < i; ++j) {
      if (!is_file(written[j]) || !same(written[j], written[i])) continue;
      throw Stop(wrong_usage, fmt::format("`{}` is named twice as the file to write", written[i]));
    }
  }
}

Rejects::Rejects(const std::string& path, std::string all_kept_by) : all_kept_by_(std::move(all_kept_by)) {
  if (path.empty()) return;
  auto opened = host::open_output(path);
  if (!opened) throw Stop(wrong_usage, opened.error());
  file_ = std::move(*opened);
}

void Rejects::take(const host::Reject& reject) {
  ++count_;
  if (file_) {
    file_->write(host::to_json(reject));
  } else if (count_ <= most_told) {
    fmt::print(stderr, "{}", host::to_text(reject));
  }
}

void Rejects::close() {
  if (!file_) {
    if (count_ > most_told) {
      fmt::print(stderr, "and {} more rejected; {} keeps them all\n", count_ - most_told, all_kept_by_);
    }
    return;
  }
  if (const auto closed = file_->close(); !closed) throw Stop(wrong_usage, closed.error());
}

void tell_undeclared(const host::UndeclaredTypes& undeclared, const Program& program, bool all) {
  if (undeclared.events.empty()) return;
  constexpr std::size_t most_types = 10;
  const std::vector<std::string> names = host::Vocabulary(program.policy(), program.org()).event_names();
  struct Line {
    const std::string* type;
    std::uint64_t events;
    std::optional<std::string> near;
  };
  std::vector<Line> lines;
  for (const auto& [type, events] : undeclared.events) {
    auto near = dsl::did_you_mean(type, names);
    if (near || all) lines.push_back({&type, events, std::move(near)});
  }
  // The likely misspellings first, then what there is most of.
  std::stable_sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) {
    return a.near.has_value() != b.near.has_value() ? a.near.has_value() : a.events > b.events;
  });
  for (std::size_t i = 0; i < std::min(lines.size(), most_types); ++i) {
    const Line& line = lines[i];
    fmt::print(stderr, "{} of type `{}` {} declared nowhere{}\n", host::counted(line.events, "event"),
               host::visible(*line.type), line.events == 1 ? "is" : "are",
               line.near ? fmt::format("; did you mean `{}`?", *line.near) : "");
  }
  std::uint64_t rest = all ? undeclared.others : 0;
  for (std::size_t i = most_types; i < lines.size(); ++i) rest += lines[i].events;
  if (rest > 0) fmt::print(stderr, "and {} of further types\n", host::counted(rest, "event"));
}

}  // namespace baton::app
