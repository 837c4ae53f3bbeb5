// Conditions, triggers and boxes in the words of a policy, as an author would write them.
#pragma once

#include <string>
#include <vector>

#include "engine/decide/boxes.hpp"

namespace baton::host {

// `segment >= mid_market and no deal is open`; empty for a condition that always holds.
std::string condition_words(const Policy& policy, const Condition& condition);
// "deal.closed_won where deal.kind is new"
std::string trigger_words(const Policy& policy, const EventTrigger& trigger);
// "120 days before contract.end"
std::string trigger_words(const Policy& policy, const DateTrigger& trigger);
// "owner of escalation", "manager of AE"
std::string target_words(const Policy& policy, const Target& target);
// As in an author's text: "100k", "mid_market".
std::string value_words(const Policy& policy, const FieldRef& field, Scalar value);
// "a", "a or b", "a, b or c".
std::string joined(const std::vector<std::string>& parts, const std::string& last = " or ");

// The stages in the order in which a life passes through them: each after those that lead to it, as far as there are no
// circles; those that nothing leads to come last.
std::vector<StageId> in_order_of_life(const Lifecycle& lifecycle);

// What one side of a box says.
struct Term {
  enum class Kind { Stage, Time, Fact };
  Kind kind = Kind::Fact;
  std::string words;  // "from 90 days after entering onboarding"; a fact goes without `when`: "segment is smb"
  std::string brief;  // Time only: "from day 90"
};
// `among`: the coordinates that can be there at all; `set` is a part of it.
Term term_of(const Policy& policy, const Dimension& dimension, const CoordSet& set, const CoordSet& among);

// The terms of one box joined as in a statement: "during account customer from 90 days after entering onboarding when
// key and segment is smb". `within`: a side that is equal to its side says nothing.
struct BoxWords {
  std::string words;
  std::string brief;  // of the first time term; empty: there is none
};
BoxWords words_of(const Space& space, const Policy& policy, const Box& box, const Box& within);

}  // namespace baton::host
