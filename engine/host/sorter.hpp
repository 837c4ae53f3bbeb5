// Events in S1's order, in bounded memory: an external merge sort.
//
// Lines are gathered up to a bound, sorted and spooled to a temporary file as a run; `next` merges the runs. With
// everything in memory there is no file at all, and input that is in order already is only checked. Cost: each line
// is written and read once; one open file per run (256 MiB), so a terabyte would need more files than are usual.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "engine/host/identities.hpp"
#include "engine/model/time.hpp"

namespace baton::host {

// One line of input and what it is sorted by. Views: into the caller's or the sorter's buffers.
struct SortedLine {
  Instant at;
  std::string_view sequence;
  std::string_view source;
  std::string_view id;
  std::string_view text;  // the bytes of the line
  std::uint32_t file = 0;
  std::uint64_t number = 0;  // of the line in its file
};
// S1: time, sequence, source, id, bytes of the line. Lines that are equal in all are in the order of reading.
std::strong_ordering operator<=>(const SortedLine& a, const SortedLine& b);
inline bool operator==(const SortedLine& a, const SortedLine& b) {
  return (a <=> b) == 0;
}

class Sorter {
 public:
  static constexpr std::size_t default_bound = std::size_t{256} << 20;

  explicit Sorter(std::size_t bound_bytes = default_bound) : bound_(bound_bytes) {}

  std::expected<void, std::string> add(const SortedLine& line);
  // After the last `add`.
  std::expected<void, std::string> sort();
  // false at the end; `line` is valid until the next call.
  std::expected<bool, std::string> next(SortedLine& line);
  std::size_t runs() const { return runs_.size(); }

 private:
  struct Entry {
    Instant at;
    std::uint64_t offset = 0;  // of its texts in bytes_, one after another
    std::uint64_t number = 0;
    std::uint32_t file = 0;
    std::uint32_t sequence = 0, source = 0, id = 0, text = 0;  // lengths
  };
  struct Run {
    TemporaryFile file;
    std::string bytes;  // the texts of `head`
    SortedLine head;
    bool ended = false;
  };
  SortedLine view(const Entry& entry, const char* bytes) const;
  void sort_entries();
  std::expected<void, std::string> spool();
  std::expected<void, std::string> pull(Run& run) const;
  void sift_down(std::size_t at);
  bool comes_before(std::size_t a, std::size_t b) const;

  std::size_t bound_;
  std::string bytes_;
  std::vector<Entry> entries_;
  std::size_t next_entry_ = 0;
  std::vector<Run> runs_;
  std::vector<std::size_t> heap_;  // positions in runs_, the least head first
  bool started_ = false;
};

}  // namespace baton::host
