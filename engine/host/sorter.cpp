#include "engine/host/sorter.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace baton::host {

std::strong_ordering operator<=>(const SortedLine& a, const SortedLine& b) {
  if (const auto order = a.at <=> b.at; order != 0) return order;
  if (const auto order = a.sequence <=> b.sequence; order != 0) return order;
  if (const auto order = a.source <=> b.source; order != 0) return order;
  if (const auto order = a.id <=> b.id; order != 0) return order;
  if (const auto order = a.text <=> b.text; order != 0) return order;
  if (const auto order = a.file <=> b.file; order != 0) return order;
  return a.number <=> b.number;
}

SortedLine Sorter::view(const Entry& entry, const char* bytes) const {
  SortedLine line;
  line.at = entry.at;
  line.file = entry.file;
  line.number = entry.number;
  const char* at = bytes;
  line.sequence = {at, entry.sequence};
  line.source = {at += entry.sequence, entry.source};
  line.id = {at += entry.source, entry.id};
  line.text = {at += entry.id, entry.text};
  return line;
}

std::expected<void, std::string> Sorter::add(const SortedLine& line) {
  Entry entry{line.at, bytes_.size(), line.number, line.file, 0, 0, 0, 0};
  const auto append = [this](std::string_view text) {
    bytes_ += text;
    return static_cast<std::uint32_t>(text.size());
  };
  entry.sequence = append(line.sequence);
  entry.source = append(line.source);
  entry.id = append(line.id);
  entry.text = append(line.text);
  entries_.push_back(entry);
  if (bytes_.size() + entries_.size() * sizeof(Entry) < bound_) return {};
  return spool();
}

void Sorter::sort_entries() {
  const auto before = [this](const Entry& a, const Entry& b) {
    if (a.at != b.at) return a.at < b.at;
    return view(a, bytes_.data() + a.offset) < view(b, bytes_.data() + b.offset);
  };
  if (!std::is_sorted(entries_.begin(), entries_.end(), before)) std::sort(entries_.begin(), entries_.end(), before);
}

std::expected<void, std::string> Sorter::spool() {
  if (entries_.empty()) return {};
  sort_entries();
  auto file = temporary_file();
  if (!file) return std::unexpected(file.error());
  bool written = true;
  for (const Entry& entry : entries_) {
    const std::size_t length = std::size_t{entry.sequence} + entry.source + entry.id + entry.text;
    written = written && std::fwrite(&entry, sizeof entry, 1, file->get()) == 1 &&
              std::fwrite(bytes_.data() + entry.offset, 1, length, file->get()) == length;
  }
  if (!written || std::fflush(file->get()) != 0) {
    return std::unexpected(std::string("a temporary file cannot be written: ") + std::strerror(errno));
  }
  std::rewind(file->get());
  runs_.push_back({std::move(*file), {}, {}, false});
  entries_.clear();
  bytes_.clear();
  return {};
}

std::expected<void, std::string> Sorter::sort() {
  if (runs_.empty()) {
    sort_entries();
    return {};
  }
  if (auto spooled = spool(); !spooled) return spooled;
  bytes_ = {};
  entries_ = {};
  for (std::size_t i = 0; i < runs_.size(); ++i) {
    if (auto pulled = pull(runs_[i]); !pulled) return pulled;
    heap_.push_back(i);
  }
  for (std::size_t i = heap_.size(); i-- > 0;) sift_down(i);
  return {};
}

std::expected<void, std::string> Sorter::pull(Run& run) const {
  Entry entry;
  if (std::fread(&entry, sizeof entry, 1, run.file.get()) != 1) {
    run.ended = true;
    if (std::ferror(run.file.get())) return std::unexpected("a temporary file cannot be read");
    return {};
  }
  run.bytes.resize(std::size_t{entry.sequence} + entry.source + entry.id + entry.text);
  if (std::fread(run.bytes.data(), 1, run.bytes.size(), run.file.get()) != run.bytes.size()) {
    return std::unexpected("a temporary file cannot be read");
  }
  run.head = view(entry, run.bytes.data());
  return {};
}

bool Sorter::comes_before(std::size_t a, std::size_t b) const {
  const Run& left = runs_[heap_[a]];
  const Run& right = runs_[heap_[b]];
  if (left.ended || right.ended) return !left.ended;
  return left.head < right.head;
}

void Sorter::sift_down(std::size_t at) {
  for (;;) {
    std::size_t least = at;
    for (const std::size_t child : {2 * at + 1, 2 * at + 2}) {
      if (child < heap_.size() && comes_before(child, least)) least = child;
    }
    if (least == at) return;
    std::swap(heap_[at], heap_[least]);
    at = least;
  }
}

std::expected<bool, std::string> Sorter::next(SortedLine& line) {
  if (runs_.empty()) {
    if (next_entry_ == entries_.size()) return false;
    const Entry& entry = entries_[next_entry_++];
    line = view(entry, bytes_.data() + entry.offset);
    return true;
  }
  if (started_) {  // the line handed out last is done with
    if (auto pulled = pull(runs_[heap_.front()]); !pulled) return std::unexpected(pulled.error());
    sift_down(0);
  }
  started_ = true;
  const Run& first = runs_[heap_.front()];
  if (first.ended) return false;
  line = first.head;
  return true;
}

}  // namespace baton::host
