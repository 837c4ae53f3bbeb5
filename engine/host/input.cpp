#include "engine/host/input.hpp"

#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

namespace baton::host {
namespace {

constexpr std::size_t block_bytes = std::size_t{1} << 18;

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

int keep_open(std::FILE*) {
  return 0;
}

// A device that never ends, or is no file at all. A terminal and /dev/null are devices that do end.
bool is_odd_device(std::FILE* file) {
  struct stat about {};
  if (fstat(fileno(file), &about) != 0) return false;
  if (S_ISBLK(about.st_mode)) return true;
  struct stat nothing {};
  const bool is_null = stat("/dev/null", &nothing) == 0 && nothing.st_rdev == about.st_rdev;
  return S_ISCHR(about.st_mode) && !is_null && isatty(fileno(file)) == 0;
}

class PlainSource : public ByteSource {
 public:
  PlainSource(File file, std::string path) : file_(std::move(file)), path_(std::move(path)) {}
  std::expected<std::size_t, std::string> read(char* into, std::size_t size) override {
    const std::size_t count = std::fread(into, 1, size, file_.get());
    if (count < size && std::ferror(file_.get())) {
      const std::string name = path_ == "-" ? "standard input" : "`" + path_ + "`";
      return std::unexpected(name + " cannot be read: " + std::strerror(errno));
    }
    return count;
  }

 private:
  File file_;
  std::string path_;
};

class TextSource : public ByteSource {
 public:
  explicit TextSource(std::string text) : text_(std::move(text)) {}
  std::expected<std::size_t, std::string> read(char* into, std::size_t size) override {
    const std::size_t count = text_.copy(into, size, at_);
    at_ += count;
    return count;
  }

 private:
  std::string text_;
  std::size_t at_ = 0;
};

// What gzip and zstd share: a block of packed bytes that is refilled from the file.
class PackedSource : public ByteSource {
 public:
  PackedSource(std::unique_ptr<ByteSource> packed, std::string path)
      : packed_(std::move(packed)), path_(std::move(path)), block_(block_bytes) {}

 protected:
  std::expected<bool, std::string> refill() {  // false: the file is at its end
    const auto count = packed_->read(block_.data(), block_.size());
    if (!count) return std::unexpected(count.error());
    at_ = 0;
    filled_ = *count;
    return filled_ > 0;
  }
  std::unexpected<std::string> broken(const char* what) const { return std::unexpected("`" + path_ + "` " + what); }

  std::unique_ptr<ByteSource> packed_;
  std::string path_;
  std::vector<char> block_;
  std::size_t at_ = 0, filled_ = 0;
};

class GzipSource : public PackedSource {
 public:
  using PackedSource::PackedSource;
  ~GzipSource() override { inflateEnd(&stream_); }
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;

  bool start() { return inflateInit2(&stream_, gzip_window) == Z_OK; }

  std::expected<std::size_t, std::string> read(char* into, std::size_t size) override {
    stream_.next_out = reinterpret_cast<Bytef*>(into);
    stream_.avail_out = static_cast<uInt>(size);
    while (stream_.avail_out == size) {
      if (at_ == filled_) {
        const auto more = refill();
        if (!more) return std::unexpected(more.error());
        if (!*more)
          return inside_ ? broken("ends in the middle of its gzip data") : std::expected<std::size_t, std::string>(0);
      }
      if (auto step = inflate_some(); !step) return std::unexpected(step.error());
    }
    return size - stream_.avail_out;
  }

 private:
  static constexpr int gzip_window = 15 + 16;

  std::expected<void, std::string> inflate_some() {
    stream_.next_in = reinterpret_cast<Bytef*>(block_.data() + at_);
    stream_.avail_in = static_cast<uInt>(filled_ - at_);
    inside_ = true;
    const int status = inflate(&stream_, Z_NO_FLUSH);
    at_ = filled_ - stream_.avail_in;
    if (status == Z_STREAM_END) {  // several members may follow one another
      inside_ = false;
      inflateReset(&stream_);
      return {};
    }
    if (status != Z_OK && status != Z_BUF_ERROR) return broken("is not readable as gzip");
    return {};
  }

  z_stream stream_{};
  bool inside_ = false;
};

class ZstdSource : public PackedSource {
 public:
  using PackedSource::PackedSource;
  std::expected<std::size_t, std::string> read(char* into, std::size_t size) override {
    ZSTD_outBuffer out{into, size, 0};
    while (out.pos == 0) {
      if (at_ == filled_) {
        const auto more = refill();
        if (!more) return std::unexpected(more.error());
        if (!*more)
          return inside_ ? broken("ends in the middle of its zstd data") : std::expected<std::size_t, std::string>(0);
      }
      ZSTD_inBuffer in{block_.data(), filled_, at_};
      const std::size_t status = ZSTD_decompressStream(stream_.get(), &out, &in);
      if (ZSTD_isError(status)) return broken("is not readable as zstd");
      at_ = in.pos;
      inside_ = status != 0;
    }
    return out.pos;
  }

 private:
  std::unique_ptr<ZSTD_DStream, std::size_t (*)(ZSTD_DStream*)> stream_{ZSTD_createDStream(), ZSTD_freeDStream};
  bool inside_ = false;
};

}  // namespace

std::unique_ptr<ByteSource> source_of(std::string text) {
  return std::make_unique<TextSource>(std::move(text));
}

std::expected<std::unique_ptr<ByteSource>, std::string> open_input(const std::string& path) {
  const std::string name = path == "-" ? "standard input" : "`" + path + "`";
  File file = path == "-" ? File(stdin, keep_open) : File(std::fopen(path.c_str(), "rb"), std::fclose);
  if (!file) return std::unexpected(name + " cannot be read: " + std::strerror(errno));
  if (is_odd_device(file.get())) return std::unexpected(name + " is a device; a file or a pipe is needed here");
  if (path == "-") return std::make_unique<PlainSource>(std::move(file), path);
  // Opening a folder succeeds; only reading from it fails.
  if (const int first = std::fgetc(file.get()); first != EOF) {
    std::ungetc(first, file.get());
  } else if (std::ferror(file.get())) {
    return std::unexpected("`" + path + "` cannot be read: " + std::strerror(errno));
  }
  auto plain = std::make_unique<PlainSource>(std::move(file), path);
  if (path.ends_with(".gz")) {
    auto gzip = std::make_unique<GzipSource>(std::move(plain), path);
    if (!gzip->start()) return std::unexpected("`" + path + "` cannot be read: out of memory");
    return gzip;
  }
  if (path.ends_with(".zst") || path.ends_with(".zstd")) return std::make_unique<ZstdSource>(std::move(plain), path);
  return plain;
}

std::expected<std::unique_ptr<ByteSource>, std::string> open_regular_file(const std::string& path) {
  std::error_code ignored;
  const auto status = std::filesystem::status(path, ignored);
  if (std::filesystem::exists(status) && !std::filesystem::is_directory(status) &&
      !std::filesystem::is_regular_file(status)) {
    return std::unexpected("`" + path + "` is a device or a pipe; an ordinary file is needed here");
  }
  return open_input(path);
}

std::expected<std::string, std::string> read_small_file(const std::string& path, std::size_t most_bytes) {
  auto source = open_input(path);
  if (!source) return std::unexpected(source.error());
  std::string text(most_bytes + 1, '\0');
  std::size_t size = 0;
  while (size < text.size()) {
    const auto count = (*source)->read(text.data() + size, text.size() - size);
    if (!count) return std::unexpected(count.error());
    if (*count == 0) break;
    size += *count;
  }
  if (size > most_bytes) {
    return std::unexpected("`" + path + "` holds more than " + std::to_string(most_bytes >> 20) + " MiB");
  }
  text.resize(size);
  return text;
}

LineReader::LineReader(std::unique_ptr<ByteSource> source, std::string name)
    : source_(std::move(source)), name_(std::move(name)), block_(block_bytes) {}

std::expected<bool, std::string> LineReader::refill() {
  const auto count = source_->read(block_.data(), block_.size());
  if (!count) return std::unexpected(count.error());
  begin_ = 0;
  end_ = *count;
  return end_ > 0;
}

std::expected<void, std::string> LineReader::gather(std::string_view part) {
  length_ += part.size();
  if (length_ > endless_line_bytes) {
    return std::unexpected("`" + name_ + "`: line " + std::to_string(number_ + 1) + " is longer than " +
                           std::to_string(endless_line_bytes >> 20) + " MiB, so this is no file of lines");
  }
  const std::size_t room = max_line_bytes - joined_.size();
  too_long_ = too_long_ || part.size() > room;
  joined_.append(part.substr(0, room));
  return {};
}

std::expected<bool, std::string> LineReader::next(Line& line) {
  joined_.clear();
  length_ = 0;
  too_long_ = false;
  bool spans_blocks = false;
  for (;;) {
    if (begin_ == end_) {
      const auto more = refill();
      if (!more) return std::unexpected(more.error());
      if (!*more) {
        if (!spans_blocks) return false;
        line = {joined_, ++number_, too_long_};
        return true;
      }
    }
    const std::string_view rest(block_.data() + begin_, end_ - begin_);
    const std::size_t length = rest.find('\n');
    if (length == std::string_view::npos) {
      if (auto done = gather(rest); !done) return std::unexpected(done.error());
      spans_blocks = true;
      begin_ = end_;
      continue;
    }
    begin_ += length + 1;
    if (spans_blocks) {  // a block is shorter than the longest line
      if (auto done = gather(rest.substr(0, length)); !done) return std::unexpected(done.error());
      line = {joined_, ++number_, too_long_};
    } else {
      line = {rest.substr(0, length), ++number_, false};
    }
    return true;
  }
}

}  // namespace baton::host
