#include "engine/decide/analyse_tables.hpp"

#include <algorithm>

namespace baton {
namespace {

template <class T>
void sort_unique(std::vector<T>& list) {
  std::ranges::sort(list);
  list.erase(std::unique(list.begin(), list.end()), list.end());
}

// How many accounts of one kind are offered before the search goes on.
constexpr int max_offers = 6;

}  // namespace

const Walk* Possible::walk(const WalkQuery& query) {
  const auto [entry, added] = walks_.try_emplace(query);
  if (added) {
    if (std::optional<Walk> walk = Walk::explore(program_.policy(), query, limits_)) {
      entry->second = std::make_unique<Walk>(std::move(*walk));
    }
  }
  return entry->second.get();
}

Feasibility* Possible::about(std::optional<RecordTypeId> record, std::span<const DimensionId> dimensions) {
  const Space& space = program_.parts().space;
  std::vector<DimensionId> relevant;
  WalkQuery query{record, {}, {}, {}};
  const auto add_field = [&](const FieldRef& field) {
    if (field.scope == Scope::Record) query.record_fields.push_back(field.field);
  };
  for (const DimensionId id : dimensions) {
    const Dimension& dimension = space[id];
    switch (dimension.kind) {
      case Dimension::Kind::AccountStage:
      case Dimension::Kind::RecordStage:
        continue;
      case Dimension::Kind::Pair:
        add_field(dimension.other);
        [[fallthrough]];
      case Dimension::Kind::Field:
      case Dimension::Kind::Distance:
        add_field(dimension.field);
        break;
      case Dimension::Kind::Elapsed:
        query.anchors.push_back(dimension.anchor);
        break;
      case Dimension::Kind::AnyRecord:
        query.counted.push_back(dimension.asked);
        break;
    }
    relevant.push_back(id);
  }
  sort_unique(query.anchors);
  sort_unique(query.counted);
  sort_unique(query.record_fields);
  sort_unique(relevant);
  const auto [entry, added] = feasible_.try_emplace({record, relevant});
  if (added) {
    if (const Walk* found = walk(query)) {
      entry->second = std::make_unique<Feasibility>(space, program_.policy(), program_.org(), *found, relevant);
    }
  }
  return entry->second.get();
}

TableProof::Verdict TableProof::search(const Box& box, const Accept& accept) {
  Verdict verdict = Verdict::None;
  Boxes open{box};
  while (!open.empty()) {
    const Box part = std::move(open.back());
    open.pop_back();
    if (!budget_.take()) return Verdict::NotProved;
    const auto known = std::ranges::find_if(refuted_, [&](const Box& refuted) { return overlap(refuted, part); });
    if (known != refuted_.end()) {
      for (Box& rest : subtract(space_, part, *known)) open.push_back(std::move(rest));
      continue;
    }
    bool possible = false, accepted = false;
    int offers = 0;
    feasible_.visit(part, [&](const Moment& moment) {
      possible = true;
      accepted = accept({part, moment});
      return accepted || ++offers == max_offers;
    });
    if (accepted) return Verdict::Found;
    if (possible) {
      verdict = Verdict::NotProved;  // reached by the walk, yet no history was confirmed
    } else {
      refuted_.push_back(feasible_.refuted(part));
    }
  }
  return verdict;
}

TableProof::Verdict TableProof::find_gap(const Box& within, const Accept& accept) {
  std::vector<const Box*> cover;
  for (const TableRow& row : table_.rows) {
    for (const Box& box : row.boxes) cover.push_back(&box);
  }
  Verdict verdict = Verdict::None;
  const bool done = visit_gaps(space_, within, cover, budget_, [&](const Box& gap) {
    const Verdict part = search(gap, accept);
    if (part != Verdict::None) verdict = part;
    return part == Verdict::Found ? Visit::Stop : Visit::Continue;
  });
  return done || verdict == Verdict::Found ? verdict : Verdict::NotProved;
}

TableProof::Verdict TableProof::find_overlap(const Boxes& a, const Boxes& b, const Accept& accept) {
  Verdict verdict = Verdict::None;
  const bool done = visit_overlaps(a, b, budget_, [&](const Box& common) {
    const Verdict part = search(common, accept);
    if (part != Verdict::None) verdict = part;
    return part == Verdict::Found ? Visit::Stop : Visit::Continue;
  });
  return done || verdict == Verdict::Found ? verdict : Verdict::NotProved;
}

TableProof::Verdict TableProof::find_any(const Boxes& boxes) {
  for (const Box& box : boxes) {
    const Verdict part = search(box, [](const Found&) { return true; });
    if (part != Verdict::None) return part;
  }
  return Verdict::None;
}

}  // namespace baton
