// What `baton fmt --diff` shows.
#include "dsl/unified_diff.hpp"

#include <catch2/catch.hpp>
#include <random>
#include <sstream>
#include <vector>

namespace {

using baton::dsl::unified_diff;

// Applies a difference, as `patch` does: a check that it says all there is to say.
std::string patched(const std::string& before, const std::string& diff) {
  std::vector<std::string> lines;
  std::istringstream in(before);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  std::string after;
  std::size_t at = 0;
  std::istringstream hunks(diff);
  std::string line;
  std::getline(hunks, line);
  std::getline(hunks, line);
  while (std::getline(hunks, line)) {
    if (line.starts_with("@@")) {
      const bool none = line.substr(0, line.find('+')).find(",0 ") != std::string::npos;
      const std::size_t begin = std::stoul(line.substr(4)) - (none ? 0 : 1);
      for (; at < begin; ++at) after += lines[at] + "\n";
    } else if (line.starts_with('+')) {
      after += line.substr(1) + "\n";
    } else {
      REQUIRE(lines.at(at) == line.substr(1));
      if (line.starts_with(' ')) after += lines[at] + "\n";
      ++at;
    }
  }
  for (; at < lines.size(); ++at) after += lines[at] + "\n";
  return after;
}

}  // namespace

TEST_CASE("differences: of equal texts there are none") {
  CHECK(unified_diff("a\n", "a\n", "x", false).empty());
  CHECK(unified_diff("", "", "x", true).empty());
}

TEST_CASE("differences: three lines around, hunks that are near are one") {
  CHECK(unified_diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n", "a.baton", false) ==
        "--- a.baton\n+++ a.baton\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
  CHECK(unified_diff("a\n1\n2\n3\n4\n5\n6\nb\n", "1\n2\n3\n4\n5\n6\n", "x", false) ==
        "--- x\n+++ x\n@@ -1,8 +1,6 @@\n-a\n 1\n 2\n 3\n 4\n 5\n 6\n-b\n");
  CHECK(unified_diff("a\n1\n2\n3\n4\n5\n6\n7\nb\n", "1\n2\n3\n4\n5\n6\n7\n", "x", false) ==
        "--- x\n+++ x\n@@ -1,4 +1,3 @@\n-a\n 1\n 2\n 3\n@@ -6,4 +5,3 @@\n 5\n 6\n 7\n-b\n");
}

TEST_CASE("differences: nothing before, nothing after, no end of the last line") {
  CHECK(unified_diff("", "a\n", "x", false) == "--- x\n+++ x\n@@ -0,0 +1 @@\n+a\n");
  CHECK(unified_diff("a\nb\n", "", "x", false) == "--- x\n+++ x\n@@ -1,2 +0,0 @@\n-a\n-b\n");
  CHECK(unified_diff("a", "a\n", "x", false) == "--- x\n+++ x\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n");
}

TEST_CASE("differences: coloured") {
  CHECK(unified_diff("a\n", "b\n", "x", true) ==
        "\033[1m--- x\033[0m\n\033[1m+++ x\033[0m\n\033[36m@@ -1 +1 @@\033[0m\n\033[31m-a\033[0m\n\033[32m+b\033[0m\n");
}

TEST_CASE("differences: applied to the one text they give the other") {
  std::mt19937 random(7);
  for (int round = 0; round < 400; ++round) {
    const auto text = [&] {
      std::string lines;
      for (std::size_t i = random() % 30; i > 0; --i)
        lines += std::string(1, static_cast<char>('a' + random() % 4)) + "\n";
      return lines;
    };
    const std::string before = text(), after = text();
    INFO(before << "---\n" << after);
    CHECK(patched(before, unified_diff(before, after, "x", false)) == after);
  }
}

TEST_CASE("differences: of texts that have nothing in common") {
  std::string before, after;
  for (int i = 0; i < 3000; ++i) before += "a" + std::to_string(i) + "\n", after += "b" + std::to_string(i) + "\n";
  CHECK(patched(before, unified_diff(before, after, "x", false)) == after);
}
