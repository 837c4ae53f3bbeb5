#include "engine/host/replay.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "engine/host/event_reader.hpp"
#include "engine/host/input.hpp"
#include "engine/host/text.hpp"
#include "engine/host/workers.hpp"

namespace baton::host {
namespace {

constexpr std::size_t batch_lines = 8192;
constexpr std::size_t batch_bytes = std::size_t{8} << 20;
constexpr std::size_t max_type_bytes = 200;    // of an undeclared type that is kept
constexpr std::size_t max_told_bytes = 1'000;  // of the reason, told to people

using Done = std::expected<void, std::string>;

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

// A line that is rejected, and why.
struct Refusal {
  std::string error;
  std::optional<std::string> subject;
};

Reject reject_of(std::string_view text, std::uint64_t line, const std::string& file, Refusal refusal) {
  return {line, file, std::move(refusal.error), mend_utf8(utf8_prefix(text, max_reject_bytes)),
          std::move(refusal.subject)};
}

std::optional<std::string> owned(const std::optional<std::string_view>& text) {
  return text ? std::optional<std::string>(*text) : std::nullopt;
}

// Some lines, copied, and what the threads have made of each.
template <class Result>
struct Batch {
  std::string bytes;
  struct Item {
    std::size_t offset = 0, length = 0;
    std::uint64_t number = 0;
    std::uint32_t file = 0;
    bool too_long = false;
    bool has_sequence = false;
  };
  std::vector<Item> items;
  std::vector<Result> results;

  bool full() const { return items.size() >= batch_lines || bytes.size() >= batch_bytes; }
  std::string_view text(const Item& item) const { return std::string_view(bytes).substr(item.offset, item.length); }
  void add(std::string_view line, std::uint64_t number, std::uint32_t file, bool too_long) {
    items.push_back({bytes.size(), line.size(), number, file, too_long, false});
    bytes += line;
  }
  void clear() {
    bytes.clear();
    items.clear();
  }
};

// What the first pass learns about a line.
struct Scanned {
  enum class Kind { Ignored, Rejected, Event };
  Kind kind = Kind::Ignored;
  Refusal refusal;   // Rejected only
  std::string type;  // Ignored only
  Instant at;
  std::string sequence, source, id;
};

Scanned rejected(std::string error, std::optional<std::string> subject) {
  Scanned made;
  made.kind = Scanned::Kind::Rejected;
  made.refusal = {std::move(error), std::move(subject)};
  return made;
}

Scanned ignored(std::string_view type) {
  Scanned made;
  made.type = cut_utf8(type, max_type_bytes);
  return made;
}

Scanned scan(EventReader& reader, std::string_view line, bool too_long) {
  if (too_long) return rejected(fmt::format("the line is longer than {} MiB", max_line_bytes >> 20), std::nullopt);
  const auto envelope = reader.read(line);
  if (!envelope) return rejected(envelope.error(), owned(reader.subject_of_last()));
  if (reader.declared(*envelope) == nullptr) return ignored(envelope->type);
  if (!envelope->at) return rejected("`time` is missing", owned(envelope->subject));
  Scanned made;
  made.kind = Scanned::Kind::Event;
  made.at = *envelope->at;
  made.sequence = envelope->sequence.value_or("");
  made.source = envelope->source;
  made.id = envelope->id;
  return made;
}

// Counts the events that share account and instant with another while having no sequence: their order is the source's
// and id's choice, not the author's.
class Ties {
 public:
  void see(const Event& event, bool has_sequence) {
    if (event.at != at_) settle();
    at_ = event.at;
    Tally& tally = by_account_[event.subject];
    ++tally.events;
    if (!has_sequence) ++tally.without;
  }
  std::uint64_t settle() {
    for (const auto& [account, tally] : by_account_) {
      if (tally.events > 1) count_ += tally.without;
    }
    by_account_.clear();
    return count_;
  }

 private:
  struct Tally {
    std::uint64_t events = 0, without = 0;
  };
  Instant at_ = never;
  std::unordered_map<std::string, Tally> by_account_;
  std::uint64_t count_ = 0;
};

class Replay {
 public:
  Replay(Engine& engine, const Program& program, const ReplayOptions& options, const ReplaySinks& sinks)
      : engine_(engine),
        options_(options),
        sinks_(sinks),
        vocabulary_(program.policy(), program.org()),
        readers_(std::max<std::size_t>(1, options.jobs), EventReaderSlot{vocabulary_}),
        identities_(options.identity_bound),
        sorter_(options.sort_bound) {}

  std::expected<ReplayCounts, std::string> run() {
    std::vector<std::unique_ptr<ByteSource>> sources;
    for (const std::string& file : options_.files) {
      auto source = open_input(file);
      if (!source) return std::unexpected(source.error());
      sources.push_back(std::move(*source));
    }
    for (std::uint32_t i = 0; i < sources.size(); ++i) {
      if (auto done = read_file(std::move(sources[i]), i); !done) return std::unexpected(done.error());
    }
    if (auto done = identities_.settle(); !done) return std::unexpected(done.error());
    if (auto done = sorter_.sort(); !done) return std::unexpected(done.error());
    if (auto done = take_events(); !done) return std::unexpected(done.error());
    if (const auto until = options_.until ? options_.until : counts_.last) engine_.advance(*until, sinks_.decision);
    counts_.ties = ties_.settle();
    return counts_;
  }

 private:
  // A reader per thread; made at first use, since it cannot be copied.
  struct EventReaderSlot {
    const Vocabulary& vocabulary;
    std::unique_ptr<EventReader> reader;
    explicit EventReaderSlot(const Vocabulary& names) : vocabulary(names) {}
    EventReaderSlot(const EventReaderSlot& other) : vocabulary(other.vocabulary) {}
    EventReader& get() {
      if (!reader) reader = std::make_unique<EventReader>(vocabulary);
      return *reader;
    }
  };

  void reject(std::string_view text, std::uint64_t line, std::uint32_t file, Refusal refusal) {
    ++counts_.rejected;
    if (sinks_.reject) sinks_.reject(reject_of(text, line, options_.files[file], std::move(refusal)));
  }

  void ignore(const std::string& type) {
    ++counts_.ignored;
    UndeclaredTypes& undeclared = counts_.undeclared;
    if (undeclared.events.size() < UndeclaredTypes::most_types || undeclared.events.contains(type)) {
      ++undeclared.events[type];
    } else {
      ++undeclared.others;
    }
  }

  bool go_on(std::uint64_t events) const { return !sinks_.progress || sinks_.progress(counts_.read, events); }

  // ---- first pass

  Done read_file(std::unique_ptr<ByteSource> source, std::uint32_t file) {
    LineReader lines(std::move(source), options_.files[file]);
    Batch<Scanned> batch;
    for (;;) {
      Line line;
      const auto more = lines.next(line);
      if (!more) return std::unexpected(more.error());
      if (*more && line.number == 1 && looks_like_utf16(line.text)) {
        return std::unexpected(fmt::format("`{}` is written in UTF-16; save it as UTF-8", options_.files[file]));
      }
      if (*more && line.number == 1 && line.text.starts_with("\xEF\xBB\xBF")) line.text.remove_prefix(3);
      if (*more && (line.too_long || !is_blank(line.text))) batch.add(line.text, line.number, file, line.too_long);
      if (!*more || batch.full()) {
        if (auto done = scan_batch(batch); !done) return done;
        if (!*more) return {};
      }
    }
  }

  Done scan_batch(Batch<Scanned>& batch) {
    batch.results.resize(batch.items.size());
    split_among(readers_.size(), batch.items.size(), [&](std::size_t worker, std::size_t begin, std::size_t end) {
      EventReader& reader = readers_[worker].get();
      for (std::size_t i = begin; i < end; ++i) {
        batch.results[i] = scan(reader, batch.text(batch.items[i]), batch.items[i].too_long);
      }
    });
    for (std::size_t i = 0; i < batch.items.size(); ++i) {
      if (auto done = settle_scanned(batch, batch.items[i], batch.results[i]); !done) return done;
    }
    batch.clear();
    return go_on(0) ? Done{} : std::unexpected("stopped");
  }

  Done settle_scanned(const Batch<Scanned>& batch, const Batch<Scanned>::Item& item, Scanned& scanned) {
    ++counts_.read;
    switch (scanned.kind) {
      case Scanned::Kind::Ignored:
        ignore(scanned.type);
        return {};
      case Scanned::Kind::Rejected:
        reject(batch.text(item), item.number, item.file, std::move(scanned.refusal));
        return {};
      case Scanned::Kind::Event:
        break;
    }
    if (auto done = identities_.collect(scanned.source, scanned.id); !done) return done;
    return sorter_.add(
        {scanned.at, scanned.sequence, scanned.source, scanned.id, batch.text(item), item.file, item.number});
  }

  // ---- second pass

  struct Bound {
    std::expected<Event, std::string> event;
    std::string source, id;              // its identity, valid or not
    std::optional<std::string> subject;  // likewise
  };

  Done take_events() {
    Batch<Bound> batch;
    for (;;) {
      SortedLine line;
      const auto more = sorter_.next(line);
      if (!more) return std::unexpected(more.error());
      if (*more) {
        batch.add(line.text, line.number, line.file, false);
        batch.items.back().has_sequence = !line.sequence.empty();
      }
      if (!*more || batch.full()) {
        take_batch(batch);
        if (!go_on(counts_.decided)) return std::unexpected("stopped");
        if (!*more) return {};
      }
    }
  }

  void take_batch(Batch<Bound>& batch) {
    batch.results.resize(batch.items.size());
    split_among(readers_.size(), batch.items.size(), [&](std::size_t worker, std::size_t begin, std::size_t end) {
      EventReader& reader = readers_[worker].get();
      for (std::size_t i = begin; i < end; ++i) {
        const Envelope envelope = *reader.read(batch.text(batch.items[i]));  // it was readable before
        batch.results[i] = {reader.bind(envelope), std::string(envelope.source), std::string(envelope.id), {}};
        if (!batch.results[i].event) batch.results[i].subject = owned(envelope.subject);
      }
    });
    for (std::size_t i = 0; i < batch.items.size(); ++i) take(batch, batch.items[i], batch.results[i]);
    batch.clear();
  }

  // The contract's order: a repeat, else valid or not. Only what is taken uses its identity up.
  void take(const Batch<Bound>& batch, const Batch<Bound>::Item& item, Bound& bound) {
    if (identities_.is_used(bound.source, bound.id)) {
      ++counts_.duplicate;
      return;
    }
    if (!bound.event) {
      return reject(batch.text(item), item.number, item.file,
                    {std::move(bound.event.error()), std::move(bound.subject)});
    }
    const Event& event = *bound.event;
    if (options_.until && event.at > *options_.until) {
      ++counts_.later;
      identities_.use(bound.source, bound.id);
      return;
    }
    const auto applied = engine_.apply(event, sinks_.decision);
    if (!applied) return reject(batch.text(item), item.number, item.file, {applied.error(), event.subject});
    ++counts_.decided;
    counts_.last = event.at;
    identities_.use(bound.source, bound.id);
    ties_.see(event, item.has_sequence);
  }

  Engine& engine_;
  const ReplayOptions& options_;
  const ReplaySinks& sinks_;
  Vocabulary vocabulary_;
  std::vector<EventReaderSlot> readers_;
  Identities identities_;
  Sorter sorter_;
  Ties ties_;
  ReplayCounts counts_;
};

}  // namespace

std::string to_json(const Reject& reject) {
  std::string json = fmt::format("{{\"line\":{},\"file\":", reject.line);
  append_json_string(json, mend_utf8(reject.file));
  json += ",\"error\":";
  append_json_string(json, reject.error);
  json += ",\"input\":";
  append_json_string(json, reject.input);
  json += "}\n";
  return json;
}

std::string to_text(const Reject& reject) {
  return fmt::format("{}:{}: {}\n", visible(reject.file == "-" ? "standard input" : reject.file), reject.line,
                     cut_utf8(visible(reject.error), max_told_bytes));
}

std::string summary(const ReplayCounts& counts, bool with_later) {
  std::string line = fmt::format("read {} = decided {} + ignored {} + duplicate {} + rejected {}", counts.read,
                                 counts.decided, counts.ignored, counts.duplicate, counts.rejected);
  if (with_later) line += fmt::format(" + later {}", counts.later);
  return line;
}

std::string ties_note(const ReplayCounts& counts) {
  if (counts.ties == 0) return "";
  return fmt::format("note: {} of one account at one instant had no sequence, so source and id decided their order",
                     counted(counts.ties, "event"));
}

std::expected<ReplayCounts, std::string> replay(Engine& engine, const Program& program, const ReplayOptions& options,
                                                const ReplaySinks& sinks) {
  return Replay(engine, program, options, sinks).run();
}

}  // namespace baton::host
