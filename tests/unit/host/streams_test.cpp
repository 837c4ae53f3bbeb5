#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>

#include "engine/host/identities.hpp"
#include "engine/host/input.hpp"
#include "engine/host/output.hpp"
#include "engine/host/sorter.hpp"
#include "engine/host/text.hpp"

using namespace baton;
using namespace baton::host;

namespace {

std::vector<std::string> lines_of(std::unique_ptr<ByteSource> source) {
  LineReader reader(std::move(source));
  std::vector<std::string> lines;
  Line line;
  while (reader.next(line).value()) lines.push_back(std::string(line.text) + (line.too_long ? "!" : ""));
  return lines;
}

struct Folder {
  std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("baton-test-" + std::to_string(std::random_device{}()));
  Folder() { std::filesystem::create_directories(path); }
  ~Folder() { std::filesystem::remove_all(path); }
  std::string file(const std::string& name) const { return (path / name).string(); }
};

}  // namespace

TEST_CASE("lines of any length, with and without a last line end") {
  CHECK(lines_of(source_of("")).empty());
  CHECK(lines_of(source_of("a\n\nb")) == std::vector<std::string>{"a", "", "b"});
  CHECK(lines_of(source_of("a\n")) == std::vector<std::string>{"a"});
  const std::string long_line(max_line_bytes, 'x');
  CHECK(lines_of(source_of(long_line + "\nb\n")) == std::vector<std::string>{long_line, "b"});
  CHECK(lines_of(source_of(long_line + "y\nb\n")) == std::vector<std::string>{long_line + "!", "b"});
}

TEST_CASE("files are plain, gzip or zstd by their ending, and read back what was written") {
  const Folder folder;
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += "line " + std::to_string(i) + "\n";
  for (const char* name : {"a.jsonl", "a.jsonl.gz", "a.jsonl.zst", "a.jsonl.zstd"}) {
    INFO(name);
    auto output = open_output(folder.file(name)).value();
    output->write(text);
    REQUIRE(output->close().has_value());
    output.reset();
    std::string read;
    for (const std::string& line : lines_of(open_input(folder.file(name)).value())) read += line + "\n";
    CHECK((read == text));
  }
  for (const char* name : {"a.jsonl.gz", "a.jsonl.zst", "a.jsonl.zstd"}) {
    CHECK(std::filesystem::file_size(folder.file(name)) < text.size() / 2);
  }
}

TEST_CASE("a file that cannot be read is one sentence") {
  const Folder folder;
  CHECK(open_input("/nowhere/x").error() == "`/nowhere/x` cannot be read: No such file or directory");
  CHECK(open_regular_file("/nowhere/x").error() == open_input("/nowhere/x").error());
  CHECK(open_input(folder.path.string()).error() == "`" + folder.path.string() + "` cannot be read: Is a directory");
  std::ofstream(folder.file("b.gz")) << "this is no gzip";
  LineReader reader(open_input(folder.file("b.gz")).value());
  Line line;
  CHECK(reader.next(line).error() == "`" + folder.file("b.gz") + "` is not readable as gzip");
}

TEST_CASE("a file that cannot be written is one sentence at its end, however much was written") {
  const Folder folder;
  CHECK(open_output("/nowhere/x").error() == "`/nowhere/x` cannot be written: No such file or directory");
  for (const char* name : {"full", "full.gz", "full.zst"}) {
    INFO(name);
    std::filesystem::create_symlink("/dev/full", folder.file(name));
    auto output = open_output(folder.file(name)).value();
    CHECK_FALSE(output->failed());
    std::mt19937 random(1);
    std::string noise(std::size_t{1} << 22, ' ');  // that no compression makes small
    for (char& c : noise) c = static_cast<char>(random());
    output->write(noise);
    CHECK(output->failed());
    CHECK_FALSE(output->reader_gone());
    output->write(noise);
    CHECK(output->close().error() == "`" + folder.file(name) + "` cannot be written: No space left on device");
  }
  auto late = open_output(folder.file("full")).value();
  late->write("a line that waits in the buffer\n");
  CHECK_FALSE(late->failed());
  CHECK(late->close().error() == "`" + folder.file("full") + "` cannot be written: No space left on device");
}

TEST_CASE("compressed files that are cut off or damaged say so") {
  const Folder folder;
  std::mt19937 random(2);
  std::string text;
  for (int i = 0; i < 50'000; ++i) text += std::to_string(random()) + "\n";
  for (const auto& [name, kind] : {std::pair<std::string, std::string>{"a.gz", "gzip"}, {"a.zst", "zstd"}}) {
    INFO(name);
    auto output = open_output(folder.file(name)).value();
    output->write(text);
    REQUIRE(output->close().has_value());
    const auto error_of = [&] {
      LineReader reader(open_input(folder.file(name)).value());
      Line line;
      auto more = reader.next(line);
      while (more && *more) more = reader.next(line);
      return more ? "" : more.error();
    };
    CHECK(error_of() == "");
    const auto size = std::filesystem::file_size(folder.file(name));
    std::filesystem::resize_file(folder.file(name), size / 2);
    CHECK(error_of() == "`" + folder.file(name) + "` ends in the middle of its " + kind + " data");
    std::ofstream(folder.file(name), std::ios::binary) << "this is none at all";
    CHECK(error_of() == "`" + folder.file(name) + "` is not readable as " + kind);
  }
}

TEST_CASE("a small file is read whole, or refused for its size") {
  const Folder folder;
  std::ofstream(folder.file("a")) << std::string(2 << 20, 'x');
  CHECK(read_small_file(folder.file("a"), 2 << 20).value().size() == 2 << 20);
  CHECK(read_small_file(folder.file("a"), 1 << 20).error() == "`" + folder.file("a") + "` holds more than 1 MiB");
  std::string gathered;
  auto output = output_to(gathered);
  output->write("a");
  output->write("b");
  CHECK_FALSE(output->failed());
  CHECK_FALSE(output->reader_gone());
  REQUIRE(output->close().has_value());
  CHECK(gathered == "ab");
}

TEST_CASE("what has no line ends is no file of lines, and a device is no table") {
  LineReader reader(source_of(std::string(endless_line_bytes + 1, 'x')), "long.jsonl");
  Line line;
  CHECK(reader.next(line).error() == "`long.jsonl`: line 1 is longer than 64 MiB, so this is no file of lines");
  LineReader ended(source_of(std::string(endless_line_bytes + 1, 'x') + "\n"), "ended.jsonl");
  CHECK(ended.next(line).error() == "`ended.jsonl`: line 1 is longer than 64 MiB, so this is no file of lines");
  for (const std::string device : {"/dev/zero", "/dev/urandom"}) {
    CHECK(open_input(device).error() == "`" + device + "` is a device; a file or a pipe is needed here");
  }
  CHECK(open_regular_file("/dev/zero").error() == "`/dev/zero` is a device or a pipe; an ordinary file is needed here");
  CHECK(read_small_file("/dev/zero", 1).error() == open_input("/dev/zero").error());
  CHECK(read_small_file("/dev/null", 1).value().empty());
}

TEST_CASE("what may play tricks with a terminal is shown escaped") {
  const std::pair<std::string, std::string> rows[] = {
      {"plain, Zürich, 東京", "plain, Zürich, 東京"},
      {"a\x1B[31mb\n\x7F", "a\\x1B[31mb\\x0A\\x7F"},
      {"\u202Etxt.exe\u2066", "\\u{202E}txt.exe\\u{2066}"},
      {"\u009B1m", "\\u{009B}1m"},
      {"\xFF\xC3", "\\xFF\\xC3"},
  };
  for (const auto& [text, shown] : rows) CHECK(visible(text) == shown);
}

TEST_CASE("UTF-16 is known by its mark or its zero bytes") {
  using namespace std::string_view_literals;
  CHECK(
      looks_like_utf16("\xFF\xFE"
                       "a\0"sv));
  CHECK(looks_like_utf16("a\0,\0"sv));
  CHECK(looks_like_utf16("\0a"sv));
  CHECK_FALSE(looks_like_utf16("a,b"));
  CHECK_FALSE(
      looks_like_utf16("\xEF\xBB\xBF"
                       "a"));
  CHECK_FALSE(looks_like_utf16(""));
}

TEST_CASE("S1: events sort by time, sequence, source, id and bytes, in memory or through files alike") {
  std::mt19937 random(7);
  struct Row {
    std::int64_t at;
    std::string sequence, source, id, text;
  };
  std::vector<Row> rows;
  for (int i = 0; i < 500; ++i) {
    const auto letter = [&](int count) { return std::string(random() % 3, static_cast<char>('a' + random() % count)); };
    rows.push_back({static_cast<std::int64_t>(random() % 5), letter(2), letter(3), letter(3), letter(26)});
  }
  const auto sorted = [&](std::size_t bound) {
    Sorter sorter(bound);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const Row& row = rows[i];
      REQUIRE(sorter.add({Instant{row.at}, row.sequence, row.source, row.id, row.text, 0, i}).has_value());
    }
    REQUIRE(sorter.sort().has_value());
    if (bound < 100'000) CHECK(sorter.runs() > 3);
    std::vector<std::uint64_t> numbers;
    SortedLine line;
    while (sorter.next(line).value()) {
      CHECK(line.text == rows[line.number].text);
      numbers.push_back(line.number);
    }
    return numbers;
  };
  std::vector<std::uint64_t> expected(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) expected[i] = i;
  std::stable_sort(expected.begin(), expected.end(), [&](std::uint64_t a, std::uint64_t b) {
    const auto key = [&](std::uint64_t i) {
      return std::tie(rows[i].at, rows[i].sequence, rows[i].source, rows[i].id, rows[i].text);
    };
    return key(a) < key(b);
  });
  CHECK(sorted(Sorter::default_bound) == expected);
  CHECK(sorted(4096) == expected);
}

TEST_CASE("repeats are found exactly, in memory or through files alike") {
  for (const std::size_t bound : {std::size_t{1000}, std::size_t{4}}) {
    Identities identities(bound);
    const std::pair<const char*, const char*> events[] = {{"crm", "1"}, {"crm", "2"}, {"c", "rm1"}, {"crm", "1"},
                                                          {"web", "1"}, {"x", "5"},   {"x", "6"},   {"x", "7"}};
    for (const auto& [source, id] : events) REQUIRE(identities.collect(source, id).has_value());
    REQUIRE(identities.settle().has_value());
    CHECK_FALSE(identities.is_used("crm", "1"));
    identities.use("crm", "1");
    identities.use("crm", "2");
    CHECK(identities.is_used("crm", "1"));
    CHECK_FALSE(identities.is_used("c", "rm1"));
    CHECK_FALSE(identities.is_used("web", "1"));
  }
}

TEST_CASE("what does not fit in memory waits in TMPDIR, and where that is no folder one sentence says so") {
  const Folder folder;
  const char* before = std::getenv("TMPDIR");
  const std::string kept = before == nullptr ? "" : before;
  const auto wait_in = [](const std::string& place) { setenv("TMPDIR", place.c_str(), 1); };
  const auto add = [](Sorter& sorter, const char* id) { return sorter.add({Instant{1}, "", "crm", id, "{}", 0, 1}); };
  Sorter at_once(1), late(200);
  Identities collected(2);
  for (const std::string& place : {std::string(), folder.path.string()}) {
    wait_in(place);
    CHECK(add(at_once, "1").has_value());
    while (late.runs() == 0) REQUIRE(add(late, "1").has_value());
    for (const char* id : {"1", "2"}) CHECK(collected.collect("crm", id).has_value());
  }
  CHECK(std::filesystem::is_empty(folder.path));
  CHECK(at_once.sort().has_value());  // all is in files already
  REQUIRE(add(late, "2").has_value());
  REQUIRE(collected.collect("crm", "3").has_value());
  wait_in(folder.file("none"));
  const std::string error = "no temporary file can be written: No such file or directory";
  CHECK(Sorter(1).add({}).error() == error);
  CHECK(late.sort().error() == error);
  CHECK(collected.settle().error() == error);
  CHECK(Identities(1).collect("crm", "1").error() == error);
  before == nullptr ? unsetenv("TMPDIR") : setenv("TMPDIR", kept.c_str(), 1);
}

TEST_CASE("times are RFC 3339 with an offset; digits behind milliseconds are dropped") {
  const std::pair<const char*, const char*> rows[] = {{"2026-02-02T15:00:00Z", "2026-02-02T15:00:00Z"},
                                                      {"2026-02-02t15:00:00z", "2026-02-02T15:00:00Z"},
                                                      {"2026-02-02T10:00:00-05:00", "2026-02-02T15:00:00Z"},
                                                      {"2026-02-02T15:00:00.25Z", "2026-02-02T15:00:00.250Z"},
                                                      {"2026-02-02T15:00:00.1239999Z", "2026-02-02T15:00:00.123Z"},
                                                      {"1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"},
                                                      {"2099-12-31T23:59:59Z", "2099-12-31T23:59:59Z"}};
  for (const auto& [input, instant] : rows) {
    INFO(input);
    REQUIRE(parse_rfc3339(input).has_value());
    CHECK(to_string(*parse_rfc3339(input)) == instant);
  }
  for (const char* input : {"", "2026-02-02T24:00:00Z", "2026-02-02T15:60:00Z", "2026-02-02 15:00:00Z",
                            "2026-02-02T15:00Z", "2026-02-02T15:00:00.Z", "2026-02-02T15:00:00+5:00",
                            "2026-02-02T15:00:00ZZ", "2100-01-01T00:00:00Z", "1970-01-01T00:00:00+00:01"}) {
    INFO(input);
    CHECK_FALSE(parse_rfc3339(input).has_value());
  }
}

TEST_CASE("texts are cut between characters and mended where they are no UTF-8") {
  CHECK(utf8_prefix("aé", 2) == "a");
  CHECK(utf8_prefix("aé", 3) == "aé");
  CHECK(mend_utf8("a\xFF\xC3(é") == "a\xEF\xBF\xBD\xEF\xBF\xBD(é");
  CHECK(mend_utf8("\xED\xA0\x80").size() == 9);
  CHECK(is_utf8("日本 😀"));
  CHECK_FALSE(is_utf8("\xC0\x80"));
  CHECK_FALSE(check_id("a\xC2\x85").has_value());
  CHECK(check_id("Ünïcode 😀").has_value());
}
