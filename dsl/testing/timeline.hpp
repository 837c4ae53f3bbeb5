// What has happened in a test, to be shown beside an expectation that does not hold: its events, and the decisions that
// changed an owner, the stage, a handoff, an escalation or an SLA.
#pragma once

#include <string>
#include <vector>

#include "dsl/testing/words.hpp"

namespace baton::dsl {

class Timeline {
 public:
  explicit Timeline(const Program& program) : words_(program) {}

  // Call before the engine takes the event: the decision that bears its id is told by these words.
  void begin_event(const Event& event);
  void refused(const Event& event, const std::string& why);
  void decided(const Decision& decision);

  // The account's lines up to `at`, that moment marked, and what comes next. At most 12.
  std::vector<std::string> lines(const std::string& account, Instant at, const std::optional<NextChange>& next) const;

 private:
  struct Entry {
    Instant at;
    std::string subject;
    std::string text;
  };
  std::string changes(const Decision& decision) const;

  Words words_;
  std::string event_;  // the words of the event at hand
  std::vector<Entry> entries_;
};

}  // namespace baton::dsl
