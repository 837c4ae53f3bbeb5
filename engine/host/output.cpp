#include "engine/host/output.hpp"

#include <zlib.h>
#include <zstd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <vector>

namespace baton::host {
namespace {

constexpr std::size_t block_bytes = std::size_t{1} << 18;

class TextOutput : public Output {
 public:
  explicit TextOutput(std::string& text) : text_(text) {}
  void write(std::string_view bytes) override { text_ += bytes; }
  std::expected<void, std::string> close() override { return {}; }
  bool failed() const override { return false; }

 private:
  std::string& text_;
};

class PlainOutput : public Output {
 public:
  PlainOutput(std::FILE* file, std::string path) : file_(file), path_(std::move(path)) { buffer_.reserve(block_bytes); }
  ~PlainOutput() override {
    if (file_ != stdout) std::fclose(file_);
  }
  PlainOutput(const PlainOutput&) = delete;
  PlainOutput& operator=(const PlainOutput&) = delete;

  void write(std::string_view bytes) override {
    buffer_ += bytes;
    if (buffer_.size() >= block_bytes) flush();
  }
  std::expected<void, std::string> close() override {
    flush();
    if (error_ == 0 && std::fflush(file_) != 0) error_ = errno;
    if (error_ != 0) return std::unexpected("`" + path_ + "` cannot be written: " + std::strerror(error_));
    return {};
  }
  bool failed() const override { return error_ != 0; }
  bool reader_gone() const override { return error_ == EPIPE; }

 private:
  void flush() {
    if (error_ == 0 && std::fwrite(buffer_.data(), 1, buffer_.size(), file_) != buffer_.size()) error_ = errno;
    buffer_.clear();
  }

  std::FILE* file_;
  std::string path_;
  std::string buffer_;
  int error_ = 0;
};

class GzipOutput : public Output {
 public:
  explicit GzipOutput(std::unique_ptr<Output> plain) : plain_(std::move(plain)), block_(block_bytes) {
    ready_ = deflateInit2(&stream_, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK;
  }
  ~GzipOutput() override { deflateEnd(&stream_); }
  GzipOutput(const GzipOutput&) = delete;
  GzipOutput& operator=(const GzipOutput&) = delete;

  void write(std::string_view bytes) override { pack(bytes, Z_NO_FLUSH); }
  std::expected<void, std::string> close() override {
    pack({}, Z_FINISH);
    if (!ready_) return std::unexpected("gzip data cannot be written: out of memory");
    return plain_->close();
  }
  bool failed() const override { return !ready_ || plain_->failed(); }
  bool reader_gone() const override { return plain_->reader_gone(); }

 private:
  void pack(std::string_view bytes, int flush) {
    if (!ready_) return;
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream_.avail_in = static_cast<uInt>(bytes.size());
    do {
      stream_.next_out = reinterpret_cast<Bytef*>(block_.data());
      stream_.avail_out = static_cast<uInt>(block_.size());
      deflate(&stream_, flush);
      plain_->write({block_.data(), block_.size() - stream_.avail_out});
    } while (stream_.avail_out == 0);
  }

  std::unique_ptr<Output> plain_;
  std::vector<char> block_;
  z_stream stream_{};
  bool ready_ = false;
};

class ZstdOutput : public Output {
 public:
  explicit ZstdOutput(std::unique_ptr<Output> plain) : plain_(std::move(plain)), block_(block_bytes) {}
  void write(std::string_view bytes) override { pack(bytes, ZSTD_e_continue); }
  std::expected<void, std::string> close() override {
    pack({}, ZSTD_e_end);
    if (broken_) return std::unexpected("zstd data cannot be written");
    return plain_->close();
  }
  bool failed() const override { return broken_ || plain_->failed(); }
  bool reader_gone() const override { return plain_->reader_gone(); }

 private:
  void pack(std::string_view bytes, ZSTD_EndDirective directive) {
    ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
    std::size_t left = 0;
    do {
      ZSTD_outBuffer out{block_.data(), block_.size(), 0};
      left = ZSTD_compressStream2(stream_.get(), &out, &in, directive);
      broken_ = broken_ || ZSTD_isError(left);
      plain_->write({block_.data(), out.pos});
    } while (!broken_ && (directive == ZSTD_e_end ? left != 0 : in.pos < in.size));
  }

  std::unique_ptr<Output> plain_;
  std::vector<char> block_;
  std::unique_ptr<ZSTD_CStream, std::size_t (*)(ZSTD_CStream*)> stream_{ZSTD_createCStream(), ZSTD_freeCStream};
  bool broken_ = false;
};

}  // namespace

std::unique_ptr<Output> output_to(std::string& text) {
  return std::make_unique<TextOutput>(text);
}

std::expected<std::unique_ptr<Output>, std::string> open_output(const std::string& path) {
  std::FILE* file = path == "-" ? stdout : std::fopen(path.c_str(), "wb");
  if (file == nullptr) return std::unexpected("`" + path + "` cannot be written: " + std::strerror(errno));
  auto plain = std::make_unique<PlainOutput>(file, path == "-" ? "standard output" : path);
  if (path.ends_with(".gz")) return std::make_unique<GzipOutput>(std::move(plain));
  if (path.ends_with(".zst") || path.ends_with(".zstd")) return std::make_unique<ZstdOutput>(std::move(plain));
  return plain;
}

}  // namespace baton::host
