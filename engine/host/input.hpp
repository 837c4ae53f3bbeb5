// Files of lines: plain, gzip or zstd by their ending, or `-` for standard input.
//
// Lines may be of any length; one longer than `max_line_bytes` is handed over cut, with `too_long` set, so that a
// file without line ends cannot fill the memory. Reading gives up where even `endless_line_bytes` bring no line end:
// that is no file of lines (`/dev/zero` is not), and reading on might never end.
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace baton::host {

inline constexpr std::size_t max_line_bytes = std::size_t{1} << 20;       // 1 MiB
inline constexpr std::size_t endless_line_bytes = std::size_t{64} << 20;  // 64 MiB

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  // Fills up to `size` bytes; 0 at the end. The error is a sentence about the file.
  virtual std::expected<std::size_t, std::string> read(char* into, std::size_t size) = 0;
};
// The error names the file. Pipes and terminals are read as they come; a device that never ends is refused.
std::expected<std::unique_ptr<ByteSource>, std::string> open_input(const std::string& path);
// The same for what is kept in memory as a whole: only a regular file has an end for certain.
std::expected<std::unique_ptr<ByteSource>, std::string> open_regular_file(const std::string& path);
std::unique_ptr<ByteSource> source_of(std::string text);
// All of a small file. The error says that it cannot be read, or has more than `most_bytes`.
std::expected<std::string, std::string> read_small_file(const std::string& path, std::size_t most_bytes);

struct Line {
  std::string_view text;     // without its line end; valid until the next line is read
  std::uint64_t number = 0;  // from 1
  bool too_long = false;     // cut at max_line_bytes
};

class LineReader {
 public:
  // `name` is the file's, for errors.
  explicit LineReader(std::unique_ptr<ByteSource> source, std::string name = "the input");
  // false at the end of the file.
  std::expected<bool, std::string> next(Line& line);

 private:
  std::expected<bool, std::string> refill();
  std::expected<void, std::string> gather(std::string_view part);

  std::unique_ptr<ByteSource> source_;
  std::string name_;
  std::vector<char> block_;
  std::size_t begin_ = 0, end_ = 0;  // what of the block is still to be read
  std::string joined_;               // a line that spans blocks
  std::size_t length_ = 0;           // of that line so far
  bool too_long_ = false;
  std::uint64_t number_ = 0;
};

}  // namespace baton::host
