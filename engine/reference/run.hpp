// A whole replay, from the first event on.
#pragma once

#include <map>
#include <set>
#include <utility>

#include "engine/reference/reference.hpp"
#include "engine/reference/step.hpp"

namespace baton::reference {

class Run {
 public:
  enum class Next { Told, Left };  // what would change next is tried out for each decision, which costs much

  Run(const Policy& policy, const Org& org, Next next);

  void take_all(std::span<const Event> events, Instant until);
  World& world() { return world_; }

  Answer answer;

 private:
  bool take(const Event& event);
  bool take_about_org(const Event& event);
  std::vector<std::size_t> concerned_by_leaving(PersonId person);
  void leave(const Event& event);
  void be_away(const Event& event);
  void close(Decision decision, Account& account, const std::vector<Held>& before);
  void advance(Instant until);
  const std::vector<Timer>& timers(std::size_t index);
  void ask_again(const Account& account);
  void write(Decision&& decision, const Account& account);
  std::optional<NextChange> next_of(const Account& account) const;

  const Policy& policy_;
  const Org& org_;
  Next next_;
  World world_;
  Instant now_ = beginning_of_time;
  std::vector<std::optional<std::vector<Timer>>> asked_;  // the accounts' timers, until something happens to them
  std::set<std::pair<std::string, std::string>> decided_;
};

}  // namespace baton::reference
