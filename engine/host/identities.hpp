// Which events are repeats: exact, in memory that does not grow with the input.
//
// Remembering every (source, id) as text would fill the memory of a long replay, though nearly all of them occur once.
// So a first pass collects a 64-bit hash of each; after sorting (in runs on disk beyond a bound), only hashes that
// occur twice stay "suspicious", and only identities with such a hash are remembered as text in the second pass. Two
// identities with one hash cost a little memory, never a wrong answer. Cost: 8 bytes an event on disk, one sort.
#pragma once

#include <cstdint>
#include <cstdio>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace baton::host {

// A nameless file that is gone when it is closed.
using TemporaryFile = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;
std::expected<TemporaryFile, std::string> temporary_file();

class Identities {
 public:
  static constexpr std::size_t default_bound = std::size_t{1} << 23;  // hashes held in memory: 64 MiB

  explicit Identities(std::size_t bound = default_bound) : bound_(bound) {}

  // First pass: every declared event, once for each line.
  std::expected<void, std::string> collect(std::string_view source, std::string_view id);
  // Between the passes.
  std::expected<void, std::string> settle();
  // Second pass: has an event with this identity been used?
  bool is_used(std::string_view source, std::string_view id) const;
  void use(std::string_view source, std::string_view id);

 private:
  std::expected<void, std::string> spill();
  void keep_repeated(std::uint64_t hash);

  std::size_t bound_;
  std::vector<std::uint64_t> hashes_;
  std::vector<TemporaryFile> runs_;
  std::uint64_t last_ = 0;
  bool any_ = false;
  std::unordered_set<std::uint64_t> suspicious_;
  std::unordered_set<std::string> used_;
};

}  // namespace baton::host
