// Files of lines: plain, gzip or zstd by their ending, or `-` for standard input.
//
// Lines may be of any length; one longer than `max_line_bytes` is handed over cut, with `too_long` set, so that a
// file without line ends cannot fill the memory.
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace baton::host {

inline constexpr std::size_t max_line_bytes = std::size_t{1} << 20;  // 1 MiB

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  // Fills up to `size` bytes; 0 at the end. The error is a sentence about the file.
  virtual std::expected<std::size_t, std::string> read(char* into, std::size_t size) = 0;
};
// The error names the file.
std::expected<std::unique_ptr<ByteSource>, std::string> open_input(const std::string& path);
std::unique_ptr<ByteSource> source_of(std::string text);

struct Line {
  std::string_view text;     // without its line end; valid until the next line is read
  std::uint64_t number = 0;  // from 1
  bool too_long = false;     // cut at max_line_bytes
};

class LineReader {
 public:
  explicit LineReader(std::unique_ptr<ByteSource> source);
  // false at the end of the file.
  std::expected<bool, std::string> next(Line& line);

 private:
  std::expected<bool, std::string> refill();
  void gather(std::string_view part);

  std::unique_ptr<ByteSource> source_;
  std::vector<char> block_;
  std::size_t begin_ = 0, end_ = 0;  // what of the block is still to be read
  std::string joined_;               // a line that spans blocks
  bool too_long_ = false;
  std::uint64_t number_ = 0;
};

}  // namespace baton::host
