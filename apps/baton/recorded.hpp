// The events of a file, all at once: what tests replay.
#pragma once

#include <expected>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "engine/host/vocabulary.hpp"

namespace baton::app {

// Reads each file once, however many tests ask for it, from whichever thread.
class RecordedFiles {
 public:
  using Events = std::expected<std::vector<Event>, std::string>;

  // `folder`: the project's; paths are relative to it.
  RecordedFiles(std::string folder, const Policy& policy, const Org& org)
      : folder_(std::move(folder)), vocabulary_(policy, org) {}

  // In S1's order, repeats left out. A line that `run` would reject is an error: a test stands on all of its events.
  Events events_of(const std::string& path);

 private:
  Events read(const std::string& path) const;

  std::string folder_;
  host::Vocabulary vocabulary_;
  std::mutex mutex_;
  std::map<std::string, Events> known_;
};

}  // namespace baton::app
