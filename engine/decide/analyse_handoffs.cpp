// What can be said of handoffs without looking at accounts: receivers that never own (N3), and rivals (O3b).
#include <algorithm>
#include <iterator>

#include "engine/decide/analyse.hpp"

namespace baton {
namespace {

bool lists(const std::vector<LeafId>& leaves, LeafId leaf) {
  return std::ranges::find(leaves, leaf) != leaves.end();
}

bool lists(const std::vector<RoleId>& roles, RoleId role) {
  return std::ranges::find(roles, role) != roles.end();
}

// A handoff or a `moves at once`, as far as O3b asks. Lower ranks yield to higher ones.
struct Mover {
  const std::vector<LeafId>* moves;
  std::vector<RoleId> from, to;
  int rank;
  std::optional<HandoffId> handoff;
  Origin at;
};

int rank_of(bool everything, bool top_level) {
  return (everything ? 0 : 1) + (top_level ? 0 : 2);
}

std::vector<Mover> movers_of(const Structure& structure) {
  std::vector<Mover> movers;
  for (std::size_t i = 0; i < structure.handoffs.size(); ++i) {
    const Handoff& h = structure.handoffs[i];
    movers.push_back({&h.moves, {h.from}, {h.to}, rank_of(h.everything, h.top_level), HandoffId{i}, h.at});
  }
  for (const MoveAtOnce& m : structure.moves_at_once) {
    movers.push_back({&m.moves, m.from, m.to, rank_of(m.everything, m.top_level), std::nullopt, m.at});
  }
  return movers;
}

bool covers(const Mover& mover, LeafId leaf, RoleId from, RoleId to) {
  return lists(*mover.moves, leaf) && lists(mover.from, from) && lists(mover.to, to);
}

// A move that two movers cover, and none that comes before both.
struct Rivalry {
  RoleId from, to;
  std::vector<LeafId> leaves;
};

std::optional<Rivalry> rivalry(const std::vector<Mover>& movers, const Mover& a, const Mover& b) {
  if (a.rank != b.rank) return std::nullopt;
  for (const RoleId from : a.from) {
    for (const RoleId to : a.to) {
      Rivalry found{from, to, {}};
      std::ranges::copy_if(*a.moves, std::back_inserter(found.leaves), [&](LeafId leaf) {
        const auto before_both = [&](const Mover& c) { return c.rank > a.rank && covers(c, leaf, from, to); };
        return from != to && covers(b, leaf, from, to) && std::ranges::none_of(movers, before_both);
      });
      if (!found.leaves.empty()) return found;
    }
  }
  return std::nullopt;
}

}  // namespace

void Analyst::check_handoffs() {
  std::set<std::string> told;
  for (const StructureId structure : structures_) {
    for (std::size_t i = 0; i < policy_.structures[structure.index].handoffs.size(); ++i) {
      check_never_received(structure, HandoffId{i}, told);
    }
    check_competing(structure);
  }
}

// A statement that is missing leaves a gap, and a handoff without its receiver: one mistake, told as the gap.
bool Analyst::has_gap(StructureId structure, LeafId leaf) const {
  return std::ranges::any_of(findings_, [&](const Finding& finding) {
    return finding.kind == Finding::Kind::Gap && finding.structure == structure && lists(finding.leaves, leaf);
  });
}

// A top-level handoff is wrong only if no structure lets the receiver own the leaf; `moves everything` only if it never
// moves anything.
void Analyst::check_never_received(StructureId structure, HandoffId handoff, std::set<std::string>& told) {
  const Handoff& the_handoff = policy_.structures[structure.index].handoffs[handoff.index];
  const auto receives = [&](const Structure& where, LeafId leaf) {
    return std::ranges::any_of(where.statements, [&](const Statement& statement) {
      return statement.verb != Verb::Supports && statement.role == the_handoff.to && lists(statement.leaves, leaf);
    });
  };
  const auto ever = [&](LeafId leaf) {
    if (!the_handoff.top_level) return receives(policy_.structures[structure.index], leaf);
    return std::ranges::any_of(structures_,
                               [&](StructureId id) { return receives(policy_.structures[id.index], leaf); });
  };
  if (the_handoff.everything && std::ranges::any_of(the_handoff.moves, ever)) return;
  for (const LeafId leaf : the_handoff.moves) {
    if (ever(leaf) || has_gap(structure, leaf)) continue;
    const std::string key = to_string(the_handoff.at) + the_handoff.name + '/' + policy_.leaves[leaf.index].name;
    if (the_handoff.top_level && !told.insert(key).second) continue;
    Finding finding;
    finding.kind = Finding::Kind::NeverReceived;
    finding.structure = structure;
    finding.leaf = leaf;
    finding.role = the_handoff.to;
    finding.handoff = handoff;
    finding.places = {the_handoff.at};
    add(std::move(finding));
    if (the_handoff.everything) return;
  }
}

void Analyst::check_competing(StructureId structure) {
  const Structure& the_structure = policy_.structures[structure.index];
  const std::vector<Mover> movers = movers_of(the_structure);
  for (std::size_t b = 0; b < movers.size(); ++b) {
    for (std::size_t a = 0; a < b; ++a) {
      const auto found = rivalry(movers, movers[a], movers[b]);
      if (!found) continue;
      Finding finding;
      finding.kind = Finding::Kind::CompetingHandoffs;
      finding.structure = structure;
      finding.leaf = found->leaves.front();
      finding.leaves = found->leaves;
      finding.role = found->from;
      finding.other_role = found->to;
      finding.handoff = movers[b].handoff ? movers[b].handoff : movers[a].handoff;
      finding.places = {movers[b].at, movers[a].at};
      add(std::move(finding));
    }
  }
}

}  // namespace baton
