#include "engine/host/identities.hpp"

#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <functional>
#include <queue>

namespace baton::host {
namespace {

// A length before the source, so that ("ab", "c") and ("a", "bc") differ.
std::string identity(std::string_view source, std::string_view id) {
  std::string text = std::to_string(source.size()) + ":";
  text += source;
  text += id;
  return text;
}

std::uint64_t hash_of(const std::string& identity) {
  return std::hash<std::string>{}(identity);
}

}  // namespace

std::expected<TemporaryFile, std::string> temporary_file() {
  const char* folder = std::getenv("TMPDIR");
  std::string path = std::string(folder != nullptr && *folder != '\0' ? folder : "/tmp") + "/baton-XXXXXX";
  const int descriptor = mkstemp(path.data());
  std::FILE* file = nullptr;
  if (descriptor >= 0) {
    unlink(path.c_str());
    file = fdopen(descriptor, "w+b");
  }
  if (file == nullptr) return std::unexpected(std::string("no temporary file can be written: ") + std::strerror(errno));
  return TemporaryFile(file, std::fclose);
}

std::expected<void, std::string> Identities::collect(std::string_view source, std::string_view id) {
  hashes_.push_back(hash_of(identity(source, id)));
  if (hashes_.size() < bound_) return {};
  return spill();
}

std::expected<void, std::string> Identities::spill() {
  std::sort(hashes_.begin(), hashes_.end());
  auto file = temporary_file();
  if (!file) return std::unexpected(file.error());
  const std::size_t written = std::fwrite(hashes_.data(), sizeof(std::uint64_t), hashes_.size(), file->get());
  if (written != hashes_.size() || std::fflush(file->get()) != 0) {
    return std::unexpected(std::string("a temporary file cannot be written: ") + std::strerror(errno));
  }
  std::rewind(file->get());
  runs_.push_back(std::move(*file));
  hashes_.clear();
  return {};
}

void Identities::keep_repeated(std::uint64_t hash) {
  if (any_ && hash == last_) suspicious_.insert(hash);
  any_ = true;
  last_ = hash;
}

std::expected<void, std::string> Identities::settle() {
  if (runs_.empty()) {
    std::sort(hashes_.begin(), hashes_.end());
    for (const std::uint64_t hash : hashes_) keep_repeated(hash);
  } else {
    if (auto spilled = spill(); !spilled) return spilled;
    using Head = std::pair<std::uint64_t, std::size_t>;
    std::priority_queue<Head, std::vector<Head>, std::greater<>> heads;
    const auto pull = [&](std::size_t run) {
      std::uint64_t hash = 0;
      if (std::fread(&hash, sizeof hash, 1, runs_[run].get()) == 1) heads.emplace(hash, run);
    };
    for (std::size_t run = 0; run < runs_.size(); ++run) pull(run);
    while (!heads.empty()) {
      const auto [hash, run] = heads.top();
      heads.pop();
      keep_repeated(hash);
      pull(run);
    }
    for (const TemporaryFile& run : runs_) {
      if (std::ferror(run.get())) return std::unexpected("a temporary file cannot be read");
    }
  }
  hashes_ = {};
  runs_.clear();
  return {};
}

bool Identities::is_used(std::string_view source, std::string_view id) const {
  if (suspicious_.empty()) return false;
  const std::string text = identity(source, id);
  return suspicious_.contains(hash_of(text)) && used_.contains(text);
}

void Identities::use(std::string_view source, std::string_view id) {
  if (suspicious_.empty()) return;
  std::string text = identity(source, id);
  if (suspicious_.contains(hash_of(text))) used_.insert(std::move(text));
}

}  // namespace baton::host
