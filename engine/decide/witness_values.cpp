#include "engine/decide/witness_values.hpp"

#include <algorithm>
#include <limits>

#include "engine/decide/feasible.hpp"

namespace baton {
namespace {

void collect(const Condition& condition, std::vector<FieldRef>& fields) {
  const auto add = [&](const FieldRef& field) {
    if (std::ranges::find(fields, field) == fields.end()) fields.push_back(field);
  };
  using Op = Condition::Op;
  if (condition.op == Op::Compare || condition.op == Op::In || condition.op == Op::Known) add(condition.field);
  if (condition.op == Op::CompareFields) add(condition.field), add(condition.other);
  for (const Condition& child : condition.children) collect(child, fields);
}

constexpr Scalar lowest = std::numeric_limits<Scalar>::min() + 1, highest = std::numeric_limits<Scalar>::max();

// The known values v with `v RELATION value`.
std::vector<ValueRange> ranges_of(Relation relation, Scalar value) {
  switch (relation) {
    case Relation::Equal:
      return {{value, value}};
    case Relation::NotEqual:
      return {{lowest, value - 1}, {value + 1, highest}};
    case Relation::Less:
      return {{lowest, value - 1}};
    case Relation::LessEqual:
      return {{lowest, value}};
    case Relation::Greater:
      return {{value + 1, highest}};
    case Relation::GreaterEqual:
      return {{value, highest}};
  }
  return {};
}

std::vector<ValueRange> ranges_of(std::vector<Scalar> values) {
  std::ranges::sort(values);
  std::vector<ValueRange> result;
  for (const Scalar value : values) result.push_back({value, value});
  return result;
}

std::vector<ValueRange> complement(const std::vector<ValueRange>& ranges) {
  std::vector<ValueRange> result{{lowest, highest}};
  for (const ValueRange& range : ranges) {
    std::vector<ValueRange> outside;
    if (range.least > lowest) outside.push_back({lowest, range.least - 1});
    if (range.greatest < highest) outside.push_back({range.greatest + 1, highest});
    result = intersect(result, outside);
  }
  return result;
}

// Coordinates of a Pair dimension: 1 less, 2 equal, 3 greater.
CoordSet coordinates_of(Relation relation) {
  switch (relation) {
    case Relation::Equal:
      return CoordSet::one(2);
    case Relation::NotEqual:
      return CoordSet::one(1) | CoordSet::one(3);
    case Relation::Less:
      return CoordSet::one(1);
    case Relation::LessEqual:
      return CoordSet::range(1, 3);
    case Relation::Greater:
      return CoordSet::one(3);
    case Relation::GreaterEqual:
      return CoordSet::range(2, 4);
  }
  return {};
}

// Goes through the conditions, one alternative after the other, collecting what each demands of the fields.
class Satisfier {
 public:
  Satisfier(const Policy& policy, const std::vector<Variable>& variables,
            const std::function<bool(RecordTypeId, StageSet)>& any_record)
      : policy_(policy), variables_(variables), any_record_(any_record) {
    for (const Variable& variable : variables) {
      if (!variable.fixed) {
        domains_.push_back({{all_values(policy, variable.field)}, policy.field(variable.field).optional});
      } else if (variable.wanted == unknown) {
        domains_.push_back({{}, true});
      } else {
        domains_.push_back({{{variable.wanted, variable.wanted}}, false});
      }
    }
  }

  bool meet(std::vector<Requirement> open) {
    if (open.empty()) return settle();
    const Requirement next = open.back();
    open.pop_back();
    const Condition& condition = *next.condition;
    using Op = Condition::Op;
    switch (condition.op) {
      case Op::True:
      case Op::False:
        return (condition.op == Op::True) == next.value && meet(std::move(open));
      case Op::Not:
        open.push_back({&condition.children.front(), !next.value});
        return meet(std::move(open));
      case Op::And:
      case Op::Or:
        if ((condition.op == Op::And) != next.value) return meet_one(condition, next.value, open);
        for (const Condition& child : condition.children) open.push_back({&child, next.value});
        return meet(std::move(open));
      case Op::AnyRecordIs:
        return any_record_(condition.record, condition.stages) == next.value && meet(std::move(open));
      case Op::CompareFields: {
        const CoordSet allowed = coordinates_of(condition.relation);
        pairs_.push_back(
            {position_of(condition.field), position_of(condition.other), next.value ? allowed : allowed.complement(4)});
        if (meet(std::move(open))) return true;
        pairs_.pop_back();
        return false;
      }
      default:
        return meet_on_field(condition, next.value, std::move(open));
    }
  }

  const std::vector<Scalar>& values() const { return values_; }

 private:
  bool meet_one(const Condition& condition, bool value, const std::vector<Requirement>& open) {
    for (const Condition& child : condition.children) {
      std::vector<Requirement> with_child = open;
      with_child.push_back({&child, value});
      if (meet(std::move(with_child))) return true;
    }
    return false;
  }

  bool meet_on_field(const Condition& condition, bool value, std::vector<Requirement> open) {
    std::vector<ValueRange> ranges{{lowest, highest}};
    if (condition.op == Condition::Op::Compare) ranges = ranges_of(condition.relation, condition.value);
    if (condition.op == Condition::Op::In) ranges = ranges_of(condition.values);
    FieldDomain& domain = domains_[position_of(condition.field)];
    const FieldDomain before = domain;
    domain.ranges = intersect(domain.ranges, value ? ranges : complement(ranges));
    if (value) domain.may_be_unknown = false;
    if (!domain.empty() && meet(std::move(open))) return true;
    domains_[position_of(condition.field)] = before;
    return false;
  }

  std::size_t position_of(const FieldRef& field) const {
    return static_cast<std::size_t>(std::ranges::find(variables_, field, &Variable::field) - variables_.begin());
  }

  bool settle() {
    std::vector<FieldDomain> domains = domains_;
    for (std::size_t i = 0; i < domains.size(); ++i) prefer(domains[i], i);
    const auto wanted = [&](std::size_t field, ValueRange range) {
      const Scalar value = variables_[field].wanted;
      return value == unknown ? range.least : std::clamp(value, range.least, range.greatest);
    };
    const std::optional<std::vector<Scalar>> solved = solve(domains, pairs_, wanted);
    if (solved) values_ = *solved;
    return solved.has_value();
  }

  // The range that holds the wanted value comes first; an unknown one stays unknown if it may.
  void prefer(FieldDomain& domain, std::size_t position) const {
    const Scalar value = variables_[position].wanted;
    const bool compared =
        std::ranges::any_of(pairs_, [&](const FieldPair& pair) { return pair.a == position || pair.b == position; });
    if (value == unknown && domain.may_be_unknown && !compared) domain.ranges.clear();
    std::ranges::stable_partition(
        domain.ranges, [&](const ValueRange& range) { return range.least <= value && value <= range.greatest; });
  }

  const Policy& policy_;
  const std::vector<Variable>& variables_;
  const std::function<bool(RecordTypeId, StageSet)>& any_record_;
  std::vector<FieldDomain> domains_;
  std::vector<FieldPair> pairs_;
  std::vector<Scalar> values_;
};

}  // namespace

std::vector<FieldRef> fields_of(std::span<const Requirement> requirements) {
  std::vector<FieldRef> fields;
  for (const Requirement& requirement : requirements) collect(*requirement.condition, fields);
  return fields;
}

std::optional<std::vector<Assignment>> satisfy(const Policy& policy, std::span<const Requirement> requirements,
                                               const std::vector<Variable>& variables,
                                               const std::function<bool(RecordTypeId, StageSet)>& any_record) {
  Satisfier satisfier(policy, variables, any_record);
  if (!satisfier.meet({requirements.begin(), requirements.end()})) return std::nullopt;
  std::vector<Assignment> result;
  for (std::size_t i = 0; i < variables.size(); ++i) {
    result.push_back({variables[i].field, satisfier.values()[i]});
  }
  return result;
}

}  // namespace baton
