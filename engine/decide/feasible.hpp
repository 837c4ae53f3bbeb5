// Is there an account in this box? Finds a concrete moment of a possible history, or refutes the box (R2, R3).
//
// A box is feasible if some situation of the walk, an instant for each of its anchors, a value for each field and a
// present moment agree with it. Given the present, the instants that an anchor may have form intervals (adding a span
// is monotone), so the anchors are placed greedily, the last one first; dates become ranges of days and join the other
// values. Any present is then as good as any other, but where a date is compared with a day of the calendar and with
// the present: the moments at which that makes a difference are tried. Combinations across unit families depend on the
// calendar: then every day of four years is tried as the present, at several times of day. Cost: microseconds for one
// family; up to a tenth of a second to refute several, unless the least and greatest lengths of months and days refute
// them at once.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "engine/decide/feasible_values.hpp"
#include "engine/decide/table.hpp"
#include "engine/decide/walk.hpp"

namespace baton {

// A concrete account (and record) at a concrete moment, and the history of stages that leads there.
struct Moment {
  std::uint32_t node = 0;  // into Walk::nodes
  Instant now;
  std::vector<Instant> anchors;  // by position in Walk::anchors; `never`
  struct Value {
    FieldRef field;
    Scalar value;
  };
  std::vector<Value> values;  // of the fields that matter
};

// Half-open at neither end: both bounds belong to it.
struct InstantRange {
  Instant first, last;
};

// The moment at which the span has passed since the anchor, and the latest instant since which it has passed at `now`.
Instant moment_after(const Org& org, Instant anchor, const Span& span);
Instant latest_since(const Org& org, const Span& span, Instant now);
// The moment that lies the span before the date, and the latest date for which it has come at `now`.
Instant moment_before(const Org& org, Day date, const Span& span);
Day latest_ahead(const Org& org, const Span& span, Instant now);

// The values of a field's type; texts that no condition names are one value.
ValueRange all_values(const Policy& policy, const FieldRef& field);

class Feasibility {
 public:
  // For boxes over `dimensions`; of their records only that of `walk` is at hand.
  Feasibility(const Space& space, const Policy& policy, const Org& org, const Walk& walk,
              std::span<const DimensionId> dimensions);

  // Some moment in the box; nullopt: there is none.
  std::optional<Moment> find(const Box& box);
  // Visits moments in the box, one for each different situation, until `visit` returns true. Returns whether it did.
  bool visit(const Box& box, const std::function<bool(const Moment&)>& visit);
  // The largest box found around an infeasible one that is infeasible too.
  Box refuted(const Box& box);
  // The walk's situations, those alike for these dimensions merged, shortest history first.
  struct Case {
    std::uint32_t node = 0;
    Situation situation;
    std::vector<bool> any_record;  // by position in any_record_dimensions_
  };
  const std::vector<Case>& cases() const { return cases_; }
  Case case_of(std::uint32_t node) const;
  // Some moment in the box in this very situation.
  std::optional<Moment> find_for(const Box& box, const Case& the_case);
  bool admits(const Case& the_case, const Box& box) const;
  const Walk& walk() const { return walk_; }

 private:
  void collect_fields(std::span<const DimensionId> dimensions);
  void collect_cases();
  bool settable(const Case& the_case, const FieldRef& field) const;

  std::optional<Moment> at(const Box& box, const Case& the_case, Instant now);
  std::optional<std::vector<Instant>> place_anchors(const Box& box, const Case& the_case, Instant now);
  std::vector<InstantRange> anchor_ranges(const Box& box, const Case& the_case, std::size_t anchor, Instant now);
  bool roughly_possible(const Box& box, const Case& the_case) const;
  std::vector<FieldDomain> domains(const Box& box, const Case& the_case) const;
  void restrict_dates(std::vector<FieldDomain>& domains, const Box& box, const Case& the_case, Instant now);
  std::vector<FieldPair> pairs(const Box& box) const;
  std::size_t position_of(const FieldRef& field) const;
  Scalar preferred(std::size_t field, ValueRange range, Instant now) const;

  // The latest instant since which the span has passed (the latest date that it has come before) at `now`.
  Instant latest_since(const Span& span, Instant now);
  Day latest_ahead(const Span& span, Instant now);
  std::int64_t threshold(const Span& span, bool ahead, Instant now);
  std::vector<Instant> presents(const Box& box) const;
  std::vector<Instant> moments_of_dates(const Box& box) const;

  const Space& space_;
  const Policy& policy_;
  const Org& org_;
  const Walk& walk_;
  std::vector<DimensionId> field_dimensions_, pair_dimensions_, elapsed_dimensions_, distance_dimensions_,
      any_record_dimensions_;
  std::vector<FieldRef> fields_;
  std::vector<Case> cases_;
  struct Threshold {
    Span span;
    bool ahead = false;
    std::int64_t at = 0;  // ms; a day's number
  };
  std::unordered_map<std::int64_t, std::vector<Threshold>> thresholds_;  // by the present, in ms
};

}  // namespace baton
