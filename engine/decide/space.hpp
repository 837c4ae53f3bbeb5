// The space of all accounts as a policy can tell them apart (rule R2).
//
// A Space is a list of Dimensions. An account (and a record) at a moment is a point: one coordinate per dimension,
// 0 .. size-1. Two accounts with equal coordinates are treated alike by every statement, structure row and
// coverage row: the cuts are collected from the whole policy and org.yaml, so one vector serves every table.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/decide/facts.hpp"
#include "engine/model/org.hpp"

namespace baton {

using DimensionId = Id<struct DimensionTag>;  // into Space::dimensions
using Coordinate = std::uint32_t;

struct Dimension {
  enum class Kind {
    AccountStage,  // the StageId's index
    RecordStage,   // the StageId's index in the lifecycle of `record`
    // A field that a condition compares with values or asks `is known`. 0: unknown. Else, by the field's type:
    //   Enum, Bool           1 + label, 1 + value                                            (no cuts)
    //   Money, Number, Date  1 + how many cuts are <= the value: coordinate 1 lies below cuts[0], coordinate 1 + k
    //   holds
    //                        cuts[k-1] .. cuts[k] - 1. `>= c` and `< c` cut at c; `> c` and `<= c` at c + 1;
    //                        `is c` at both. Only cuts that split the type's range are kept.
    //   Text                 1 for other_text, 2 + k for the constant cuts[k]
    Field,
    // `field` against `other`. 0: one of them is unknown; 1: less; 2: equal; 3: greater.
    Pair,
    // Time since the latest `anchor`. 0: it never happened. Else 1 + how many cuts have passed: those with
    // add(zone, anchor, family, cut) <= now. Cuts ascend, in family units (minutes, days, months). So coordinate 1 is
    // "less than cuts[0] ago", coordinate 1 + k is "cuts[k-1] or more ago, but less than cuts[k]".
    Elapsed,
    // Time until the date `field`. 0: it is unknown. Else 1 + how many of the moments "cut before the date" have come
    // (<= now). Cuts descend, in family units: coordinate 1 is earlier than every such moment (the date is further
    // ahead than cuts[0]), and the coordinate rises as time passes; the last one holds the time from cuts.back() before
    // the date on, without end. The date itself is no boundary.
    Distance,
    // Is some record of type `asked` in one of `stages`? 0: no; 1: yes.
    AnyRecord,
  };
  Kind kind = Kind::Field;
  std::optional<RecordTypeId> record;    // whose it is: a record's if it needs one to be looked at, else the account's
  FieldRef field;                        // Field, Pair, Distance
  FieldRef other;                        // Pair
  AnchorId anchor;                       // Elapsed
  UnitFamily family = UnitFamily::Days;  // Elapsed, Distance
  RecordTypeId asked;                    // AnyRecord
  StageSet stages;                       // AnyRecord
  std::vector<std::int64_t> cuts;        // Field, Elapsed, Distance: see above
  Coordinate size = 0;
  // Coordinate 0 of Field, Pair and Distance: can a field of it be unknown at all (V1)? False: no account has it.
  bool may_be_unknown = true;
  Type type;  // Field only: the field's type
};

// The values that a coordinate of a Field dimension stands for, both inclusive; Money, Number and Date only, not 0.
struct ValueRange {
  Scalar least, greatest;
};
ValueRange values_at(const Dimension& dimension, Coordinate coordinate);

// The least and greatest value that a field of the type can have (Money: V1; Date: T2; Enum and Bool: labels).
ValueRange range_of(const Type& type);

class Space {
 public:
  Space() = default;
  Space(const Policy& policy, const Org& org);

  const std::vector<Dimension>& dimensions() const { return dimensions_; }
  const Dimension& operator[](DimensionId id) const { return dimensions_[id.index]; }
  std::size_t size() const { return dimensions_.size(); }

  // Both stages always have their dimension; the others exist where a condition or a window names them.
  DimensionId account_stage() const { return account_stage_; }
  DimensionId record_stage(RecordTypeId type) const { return record_stages_[type.index]; }
  std::optional<DimensionId> field(const FieldRef& ref) const;
  // `swapped`: the dimension compares the other way round (coordinates 1 and 3 change places).
  struct PairDimension {
    DimensionId id;
    bool swapped;
  };
  std::optional<PairDimension> pair(const FieldRef& a, const FieldRef& b) const;
  std::optional<DimensionId> elapsed(AnchorId anchor, UnitFamily family) const;
  std::optional<DimensionId> distance(const FieldRef& date, UnitFamily family) const;
  std::optional<DimensionId> any_record(RecordTypeId type, StageSet stages) const;

  // Where the account (and the record) of the view stands now. Dimensions of a record need the view's record.
  Coordinate coordinate(DimensionId id, const View& view, const Zone& zone) const;

 private:
  friend class SpaceBuilder;
  std::vector<Dimension> dimensions_;
  DimensionId account_stage_;
  std::vector<DimensionId> record_stages_;
};

// "segment", "contract.arr > arr", "days since entering onboarding": for dumps and tests.
std::string name_of(const Dimension& dimension, const Policy& policy);

}  // namespace baton
