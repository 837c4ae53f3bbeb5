// Recorded events under two versions of a project: the real accounts whose owners differ at the end. Each version reads
// the events with its own vocabulary, so everything is compared by name.
#pragma once

#include <expected>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "engine/host/replay.hpp"

namespace baton::host {

struct ReplayedDiff {
  struct Owner {
    std::string role, person;  // void: nobody; an empty seat
    friend bool operator==(const Owner&, const Owner&) = default;
  };
  struct Moved {
    std::string record;  // "deal D-1"; void: the account's
    std::string responsibility;
    Owner before, after;
  };
  struct Account {
    std::string id;
    std::vector<Moved> moved;           // by record, then responsibility
    std::vector<std::string> handoffs;  // "handoff sales_to_am is open in the earlier version alone"
  };
  struct Person {
    std::uint64_t gains = 0, loses = 0;  // responsibilities
    std::set<std::string> gained, lost;  // of these accounts
    std::uint64_t handoffs = 0;          // open ones of which this person is part, and that differ
  };

  std::optional<Instant> at;      // the moment that was looked at; nullopt: no event could be used
  std::uint64_t accounts = 0;     // that the events tell of
  std::vector<Account> affected;  // by id
  std::map<std::string, std::uint64_t> responsibilities;  // how often each has another owner
  std::uint64_t handoffs = 0;                             // open ones that differ
  std::map<std::string, Person> people;
  std::uint64_t rejected_before = 0, rejected_after = 0;  // lines
};

using ReplayProgress = std::function<bool(std::uint64_t lines, std::uint64_t events)>;

// The error is a file that cannot be read. Files are read once for each version.
std::expected<ReplayedDiff, std::string> replayed_diff(const std::shared_ptr<const Program>& before,
                                                       const std::shared_ptr<const Program>& after,
                                                       const ReplayOptions& options, const ReplayProgress& progress);

}  // namespace baton::host
