// Expectations about who owns, supports or stands beside an owner, and why.
#include <fmt/format.h>

#include <algorithm>

#include "dsl/quote.hpp"
#include "dsl/testing/moment.hpp"

namespace baton::dsl {

namespace {

using Owner = Snapshot::Owner;

// One place where a leaf may be owned: the account, or a record. Without an owner the leaf is not active there.
struct Spot {
  LeafId leaf;
  const Owner* owner = nullptr;
  std::optional<RecordName> record;
  StageId stage;
};

const Owner* find_owner(const std::vector<Owner>& owners, LeafId leaf) {
  const auto found = std::ranges::find(owners, leaf, &Owner::leaf);
  return found == owners.end() ? nullptr : &*found;
}

// Without a record of its own an expectation is about each record on which the leaf is active.
std::vector<Spot> spots_of(const Moment& moment, const Expected& expected, LeafId leaf) {
  const auto& per = moment.program.policy().leaves[leaf.index].per;
  if (!per) return {{leaf, find_owner(moment.snapshot->owners, leaf), std::nullopt, moment.snapshot->stage}};
  std::vector<Spot> all, active;
  for (const Snapshot::Record* record : moment.records(expected.record, per)) {
    all.push_back({leaf, find_owner(record->owners, leaf), record->name, record->stage});
    if (all.back().owner != nullptr) active.push_back(all.back());
  }
  return expected.record || active.empty() ? all : active;
}

// That a leaf per record has no record to be owned on.
std::string no_spot(const Moment& moment, const Expected& expected, LeafId leaf) {
  const auto& per = moment.program.policy().leaves[leaf.index].per;
  const std::string& type = moment.program.policy().records[per->index].name;
  return expected.record ? fmt::format("the account has no {} {}", type, expected.record->id)
                         : fmt::format("the account has no {}", type);
}

std::string words_of(const Moment& moment, const Spot& spot) {
  const Policy& policy = moment.program.policy();
  const Words words = moment.words();
  if (spot.owner != nullptr) return words.owns(spot.owner->holder, spot.leaf, spot.record);
  const Lifecycle& lifecycle = spot.record ? policy.records[spot.record->type.index].lifecycle : policy.lifecycle;
  if (spot.record) {
    const std::string& account_stage = policy.lifecycle.stages[moment.snapshot->stage.index].name;
    return fmt::format("{} does not apply to {} in stage {} (account: {})", words.leaf(spot.leaf),
                       words.record(*spot.record), lifecycle.stages[spot.stage.index].name, account_stage);
  }
  return fmt::format("{} does not apply in stage {}", words.leaf(spot.leaf), lifecycle.stages[spot.stage.index].name);
}

// ---- reasons

std::string why_of(const Moment& moment, const Spot& spot) {
  if (spot.owner == nullptr) return "";
  const Because& because = spot.owner->because;
  switch (because.kind) {
    case Because::Kind::Clause:
      return fmt::format("since `{}` ({})", quote(moment.sources, because.at), to_string(because.at));
    case Because::Kind::Handoff: {
      const auto running = std::ranges::find_if(moment.snapshot->handoffs, [&](const HandoffReport& report) {
        return report.handoff == because.name && (!spot.record || report.record == spot.record);
      });
      const std::string_view state =
          running == moment.snapshot->handoffs.end() ? "running" : state_word(running->state);
      return fmt::format("since handoff {} is {} and the giver holds what it moves ({})", because.name, state,
                         to_string(because.at));
    }
    case Because::Kind::Seat:
      return fmt::format("since that is who sits for {}", because.name);
  }
  return "";
}

// "policies/a.baton" is meant by "a.baton" too.
bool is_file(const std::string& file, const std::string& wanted) {
  return wanted.empty() || file == wanted || file.ends_with("/" + wanted);
}

bool is_because(const Moment& moment, const ExpectedReason& reason, const Because& because) {
  switch (reason.kind) {
    case ExpectedReason::Kind::Handoff:
      return because.kind == Because::Kind::Handoff && because.name == reason.name;
    case ExpectedReason::Kind::Seat:
      return because.kind == Because::Kind::Seat;
    case ExpectedReason::Kind::Structure:
      return because.kind == Because::Kind::Clause && because.name == reason.name;
    case ExpectedReason::Kind::Place:
      return is_file(because.at.file, reason.file) && because.at.line <= reason.line &&
             reason.line <= last_line(moment.sources, because.at);
  }
  return false;
}

// A snapshot's reason is why the role owns; that only the person changed is said by the latest change of the leaf.
bool has_reason(const Moment& moment, const ExpectedReason& reason, const Spot& spot) {
  if (reason.kind != ExpectedReason::Kind::Seat) return is_because(moment, reason, spot.owner->because);
  for (auto decision = moment.decisions.rbegin(); decision != moment.decisions.rend(); ++decision) {
    if (decision->subject != moment.account) continue;
    for (const OwnerChange& change : decision->changes) {
      if (change.leaf == spot.leaf && change.record == spot.record) return is_because(moment, reason, change.because);
    }
  }
  return false;
}

// ---- answers

// Gathers what is found where something does not hold; the first reason stands for all.
struct Gathered {
  const Moment& moment;
  Answer answer;

  void add(const std::string& found, const std::string& why) {
    if (answer.holds) answer.why = why;
    answer.found += (answer.holds ? "" : "; ") + found;
    answer.holds = false;
  }
  void wrong(const Spot& spot) { add(words_of(moment, spot), why_of(moment, spot)); }
};

// Asks of each leaf and place whether it is as expected, reason included.
template <class Test>
Answer each_spot(const Expected& expected, const Moment& moment, const std::vector<LeafId>& leaves, const Test& test,
                 bool only_active = false) {
  Gathered gathered{moment, {}};
  for (const LeafId leaf : leaves) {
    const std::vector<Spot> spots = spots_of(moment, expected, leaf);
    if (spots.empty() && !only_active) gathered.add(no_spot(moment, expected, leaf), "");
    for (const Spot& spot : spots) {
      if (spot.owner == nullptr && only_active) continue;
      if (spot.owner == nullptr || !test(spot)) {
        gathered.wrong(spot);
      } else if (expected.because && !has_reason(moment, *expected.because, spot)) {
        gathered.add(words_of(moment, spot) + ", for another reason", why_of(moment, spot));
      }
    }
  }
  return gathered.answer;
}

// `owns nothing`, `carries nothing`.
Answer owns_nothing(const ExpectOwns& what, const Expected& expected, const Moment& moment) {
  Gathered gathered{moment, {}};
  const auto look = [&](const std::vector<Owner>& owners, const std::optional<RecordName>& record, StageId stage) {
    for (const Owner& owner : owners) {
      const bool metric = moment.program.policy().leaves[owner.leaf.index].metric;
      if (metric == what.carries && moment.is(what.party, owner.holder, record)) {
        gathered.wrong({owner.leaf, &owner, record, stage});
      }
    }
  };
  if (!expected.record) look(moment.snapshot->owners, std::nullopt, moment.snapshot->stage);
  for (const Snapshot::Record* record : moment.records(expected.record, std::nullopt)) {
    look(record->owners, record->name, record->stage);
  }
  return gathered.answer;
}

// "AE (dana) until 2026-04-01T09:00, RS (an empty seat)"; "nobody"
template <class Items>
std::string list_of(const Moment& moment, const Items& items) {
  std::string text;
  for (const auto& item : items) {
    text += (text.empty() ? "" : ", ") + moment.words().seat(item.role, item.person);
    if constexpr (requires { item.until; }) {
      if (item.until) text += " until " + moment.words().time(*item.until);
    }
  }
  return text.empty() ? "nobody" : text;
}

template <class Item>
bool names(const Moment& moment, const Party& party, const Item& item, const Spot& spot) {
  return moment.is(party, Holder{item.role, item.person, std::nullopt}, spot.record);
}

}  // namespace

Answer ask(const ExpectOwns& what, const Expected& expected, const Moment& moment) {
  if (what.nothing) return owns_nothing(what, expected, moment);
  return each_spot(
      expected, moment, what.leaves,
      [&](const Spot& spot) { return moment.is(what.party, spot.owner->holder, spot.record); }, what.everything);
}

Answer ask(const ExpectOwner& what, const Expected& expected, const Moment& moment) {
  return each_spot(expected, moment, {what.leaf}, [&](const Spot& spot) {
    return moment.is(what.party, spot.owner->holder, spot.record) != what.negated;
  });
}

Answer ask(const ExpectSecondary& what, const Expected& expected, const Moment& moment) {
  Gathered gathered{moment, {}};
  const std::vector<Spot> spots = spots_of(moment, expected, what.leaf);
  if (spots.empty()) gathered.add(no_spot(moment, expected, what.leaf), "");
  for (const Spot& spot : spots) {
    if (spot.owner == nullptr) {
      gathered.wrong(spot);
      continue;
    }
    const auto fits = [&](const Owner::Secondary& one) {
      return names(moment, what.party, one, spot) && (!what.until || one.until == what.until);
    };
    const bool there = what.party.kind == Party::Kind::Nobody ? spot.owner->secondary.empty()
                                                              : std::ranges::any_of(spot.owner->secondary, fits);
    if (there != what.negated) continue;
    gathered.add(fmt::format("secondary of {}{} is {}", moment.words().leaf(what.leaf), moment.words().of(spot.record),
                             list_of(moment, spot.owner->secondary)),
                 "");
  }
  return gathered.answer;
}

Answer ask(const ExpectSupports& what, const Expected& expected, const Moment& moment) {
  Gathered gathered{moment, {}};
  for (const LeafId leaf : what.leaves) {
    const std::vector<Spot> spots = spots_of(moment, expected, leaf);
    if (spots.empty()) gathered.add(no_spot(moment, expected, leaf), "");
    for (const Spot& spot : spots) {
      if (spot.owner == nullptr) {
        gathered.wrong(spot);
        continue;
      }
      const auto fits = [&](const Owner::Support& one) { return names(moment, what.party, one, spot); };
      const bool there = what.party.kind == Party::Kind::Nobody ? spot.owner->supports.empty()
                                                                : std::ranges::any_of(spot.owner->supports, fits);
      if (there) continue;
      const auto& supports = spot.owner->supports;
      gathered.add(fmt::format("{} {} {}{}", list_of(moment, supports), supports.size() > 1 ? "support" : "supports",
                               moment.words().leaf(leaf), moment.words().of(spot.record)),
                   "");
    }
  }
  return gathered.answer;
}

}  // namespace baton::dsl
