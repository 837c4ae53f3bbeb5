// The moments at which something happens by itself, and which of all accounts' comes next.
#pragma once

#include <queue>

#include "engine/flow/step.hpp"

namespace baton {

// The timers of the account, derived from its state, in no order: all of the earliest instant, and some later ones.
std::vector<Timer> timers_of(const Step& step);
// The first of them as S3 orders; nullptr if there is none.
const Timer* first_of(const std::vector<Timer>& timers);

// "handoff", "stage", ...: as ids and causes name it.
const char* to_string(Timer::Kind kind);
// "handoff sales_to_am due"
std::string id_of(const std::string& subject, const Timer& timer, std::uint32_t instance);
// One part of an id, `%` and `/` percent-encoded.
std::string id_part(std::string_view text);

// The accounts by their earliest timer. An entry is only a hint: it counts if it is still what the account said last,
// so that a step that moves a deadline pushes a new entry and leaves the old one to be skipped.
class TimerQueue {
 public:
  // The account's earliest timer is now at `at`; far_future: it has none.
  void set(std::uint32_t account, Instant at);
  // The earliest instant of all; far_future: there is none.
  Instant earliest();
  // Takes out the accounts, in order, whose earliest timer is at that instant.
  std::vector<std::uint32_t> take(Instant at);

 private:
  struct Entry {
    Instant at;
    std::uint32_t account;
    friend auto operator<=>(const Entry&, const Entry&) = default;
  };
  void rebuild();
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> entries_;
  std::vector<Instant> earliest_;  // by account
};

}  // namespace baton
