// A replay: files of events in, decisions out, every line accounted for.
//
// Two passes, since the order of delivery must not show (S1): the first reads every line, sets aside what is not
// readable or not declared, and sorts the rest; the second binds, drops repeats and feeds the engine. Reading and
// binding are spread over `jobs` threads, batch by batch; the engine runs on one, so the bytes out are the same.
#pragma once

#include <expected>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/flow/engine.hpp"
#include "engine/host/identities.hpp"
#include "engine/host/sorter.hpp"

namespace baton::host {

struct ReplayOptions {
  std::vector<std::string> files;  // paths, or `-`
  std::optional<Instant> until;    // fire timers up to here; later events are only counted
  std::size_t jobs = 1;
  std::size_t sort_bound = Sorter::default_bound;
  std::size_t identity_bound = Identities::default_bound;
};

// A line that was not used, and why.
struct Reject {
  std::uint64_t line = 0;
  std::string file;
  std::string error;
  std::string input;                                  // cut at max_reject_bytes, mended where it is no UTF-8
  std::optional<std::string> subject = std::nullopt;  // the account that the line names, as far as it can be read
};
inline constexpr std::size_t max_reject_bytes = 4096;
std::string to_json(const Reject& reject);  // one line, with its line end
std::string to_text(const Reject& reject);  // the same for people: "events.jsonl:16: `arr` is ..."

// Types of events that the policy does not declare: a misspelt one shows here and nowhere else.
struct UndeclaredTypes {
  static constexpr std::size_t most_types = 1000;  // that are told apart
  std::map<std::string, std::uint64_t> events;     // by type
  std::uint64_t others = 0;                        // events of further types
};

struct ReplayCounts {
  std::uint64_t read = 0, decided = 0, ignored = 0, duplicate = 0, rejected = 0, later = 0;
  std::uint64_t ties = 0;       // events of one account and instant that had no sequence
  std::optional<Instant> last;  // the last event taken
  UndeclaredTypes undeclared;   // what was ignored
};
// "read 24 = decided 20 + ignored 1 + duplicate 1 + rejected 2", with `+ later N` where it was asked for.
std::string summary(const ReplayCounts& counts, bool with_later);
// "note: 3 events of one account at one instant had no sequence ..."; empty if there was none.
std::string ties_note(const ReplayCounts& counts);

struct ReplaySinks {
  Engine::Sink decision;
  std::function<void(Reject&&)> reject;
  std::function<bool(std::uint64_t lines, std::uint64_t events)> progress;  // once a batch; false: stop
};

// The error is a file that cannot be read. Afterwards the engine stands at `until`, or at the last event.
std::expected<ReplayCounts, std::string> replay(Engine& engine, const Program& program, const ReplayOptions& options,
                                                const ReplaySinks& sinks);

}  // namespace baton::host
