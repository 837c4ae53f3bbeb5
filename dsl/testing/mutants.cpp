#include "dsl/testing/mutants.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "dsl/quote.hpp"
#include "dsl/testing/in_force.hpp"
#include "dsl/testing/own_text.hpp"
#include "engine/decide/space.hpp"

namespace baton::dsl {

namespace {

using Kind = Mutant::Kind;

// Comparisons by order, in place: these have a bound.
void gather_bounds(Condition& condition, std::vector<Condition*>& bounds) {
  const bool by_order = condition.relation != Relation::Equal && condition.relation != Relation::NotEqual;
  if (condition.op == Condition::Op::Compare && by_order) bounds.push_back(&condition);
  for (Condition& child : condition.children) gather_bounds(child, bounds);
}

// `>=` for `>` and the like: whether the bound itself belongs to it.
Relation other_end(Relation relation) {
  switch (relation) {
    case Relation::Less:
      return Relation::LessEqual;
    case Relation::LessEqual:
      return Relation::Less;
    case Relation::Greater:
      return Relation::GreaterEqual;
    case Relation::GreaterEqual:
      return Relation::Greater;
    default:
      return relation;
  }
}

std::string_view sign(Relation relation) {
  static constexpr std::string_view signs[] = {"is", "is not", "<", "<=", ">", ">="};
  return signs[static_cast<std::size_t>(relation)];
}

class Maker {
 public:
  Maker(const Policy& policy, const Org& org, StructureId id, const Sources& sources, bool own)
      : policy_(policy),
        id_(id),
        structure_(policy.structures[id.index]),
        in_force_(policy, org, id),
        sources_(sources),
        own_(own) {
    for (const Statement& statement : structure_.statements) {
      const bool owns = statement.verb != Verb::Supports && statement.role;
      if (owns && std::ranges::find(owners_, *statement.role) == owners_.end()) owners_.push_back(*statement.role);
    }
  }

  std::vector<Mutant> make() {
    for (std::size_t i = 0; i < structure_.statements.size(); ++i) of_statement(i);
    for (std::size_t i = 0; i < structure_.handoffs.size(); ++i) of_handoff(i);
    for (std::size_t i = 0; i < structure_.escalations.size(); ++i) of_escalation(i);
    for (std::size_t i = 0; i < structure_.slas.size(); ++i) of_sla(i);
    for (std::size_t i = 0; i < structure_.credits.size(); ++i) of_credit(i);
    return std::move(made_);
  }

 private:
  bool is_meant(const Origin& at) const { return own_ == is_own(at); }

  Structure& add(Kind kind, const Origin& at, std::string text) {
    return made_.emplace_back(Mutant{kind, id_, std::move(text), at, structure_, false}).changed;
  }

  // ---- statements

  void of_statement(std::size_t i) {
    const Statement& statement = structure_.statements[i];
    if (is_own(policy_, structure_, statement) != own_) return;
    const std::string said = "`" + quote(sources_, statement.at) + "`";
    const std::size_t first = made_.size();
    mistakes_in(i, said);
    for (std::size_t k = first; k < made_.size(); ++k) made_[k].owners = statement.verb != Verb::Supports;
  }

  void mistakes_in(std::size_t i, const std::string& said) {
    const Statement& statement = structure_.statements[i];
    Structure& dropped = add(Kind::Statement, statement.at, said + " dropped");
    dropped.statements.erase(dropped.statements.begin() + static_cast<std::ptrdiff_t>(i));
    if (statement.role) swap_role(i, said);
    for (std::size_t k = 0; k < statement.windows.size(); ++k) stretch_window(i, k, said);
    if (statement.condition.is_always()) return;
    add(Kind::Statement, statement.at, said + " with its condition turned round").statements[i].condition =
        Condition::negation(statement.condition);
    move_bounds(i, said);
  }

  // For the next role that owns something here.
  void swap_role(std::size_t i, const std::string& said) {
    const RoleId role = *structure_.statements[i].role;
    const auto found = std::ranges::find(owners_, role);
    const std::size_t next = found == owners_.end() ? 0 : (static_cast<std::size_t>(found - owners_.begin()) + 1);
    const RoleId other = owners_[next % std::max<std::size_t>(1, owners_.size())];
    if (other == role) return;
    add(Kind::Statement, structure_.statements[i].at, fmt::format("{} with {} for {}", said, name(other), name(role)))
        .statements[i]
        .role = other;
  }

  void stretch_window(std::size_t i, std::size_t k, const std::string& said) {
    const Statement& statement = structure_.statements[i];
    const Span span = statement.windows[k].span;
    for (const std::int64_t by : {1, -1}) {
      Span changed = span;
      changed.count += by;
      if (changed.count < 1) continue;
      add(Kind::Statement, statement.at, fmt::format("{} with {} for {}", said, to_string(changed), to_string(span)))
          .statements[i]
          .windows[k]
          .span = changed;
    }
  }

  // `>` for `>=`, and the bound by the smallest unit to the other side.
  void move_bounds(std::size_t i, const std::string& said) {
    Condition condition = structure_.statements[i].condition;
    std::vector<Condition*> bounds;
    gather_bounds(condition, bounds);
    for (Condition* bound : bounds) {
      const Condition before = *bound;
      bound->relation = other_end(before.relation);
      add(Kind::Statement, structure_.statements[i].at,
          fmt::format("{} with `{} {}` for `{} {}`", said, sign(bound->relation), value(before), sign(before.relation),
                      value(before)))
          .statements[i]
          .condition = condition;
      *bound = before;
      const bool rises = before.relation == Relation::Greater || before.relation == Relation::LessEqual;
      bound->value = before.value + (rises ? 1 : -1);
      const ValueRange range = range_of(policy_.field(before.field).type);
      if (bound->value >= range.least && bound->value <= range.greatest) {
        add(Kind::Statement, structure_.statements[i].at,
            fmt::format("{} with {} for {}", said, value(*bound), value(before)))
            .statements[i]
            .condition = condition;
      }
      *bound = before;
    }
  }

  // ---- handoffs

  void of_handoff(std::size_t i) {
    const Handoff& handoff = structure_.handoffs[i];
    if (is_own(policy_, structure_, handoff) != own_ || !in_force_.can_open(handoff)) return;
    const std::string said = "handoff " + handoff.name;
    Structure& dropped = add(Kind::Handoff, handoff.at, said + " dropped");
    dropped.handoffs.erase(dropped.handoffs.begin() + static_cast<std::ptrdiff_t>(i));
    double_span(i, &Handoff::start_within, said + " with its start");
    double_span(i, &Handoff::finish_within, said + " with its finish");
    double_span(i, &Handoff::cutover_after, said + " with its cutover");
    for (std::size_t k = 0; k < handoff.checklist.size(); ++k) of_item(i, k, said);
    for (std::size_t k = 0; k < handoff.stays.size(); ++k) of_stay(i, k, said);
    forget_moves(i, said);
    forget_each(Kind::Handoff, &Structure::handoffs, i, &Handoff::accepted_on, said + " without `accepted on");
    forget_each(Kind::Handoff, &Structure::handoffs, i, &Handoff::cancelled_on, said + " without `cancelled on");
    if (handoff.overdue_escalates) {
      add(Kind::Handoff, handoff.at, said + " without `overdue escalates`").handoffs[i].overdue_escalates.reset();
    }
  }

  void of_stay(std::size_t i, std::size_t k, const std::string& handoff) {
    const Stay& stay = structure_.handoffs[i].stays[k];
    const Origin& at = structure_.handoffs[i].at;
    const std::string said = fmt::format("`{} stays`", name(stay.role));
    erase(add(Kind::Handoff, at, fmt::format("{} without {}", handoff, said)).handoffs[i].stays, k);
    for (std::size_t w = 0; w < stay.windows.size(); ++w) {
      add(Kind::Handoff, at, doubled_text(fmt::format("{} of {}", said, handoff), stay.windows[w].span))
          .handoffs[i]
          .stays[k]
          .windows[w]
          .span.count *= 2;
    }
  }

  void forget_moves(std::size_t i, const std::string& said) {
    const Handoff& handoff = structure_.handoffs[i];
    if (handoff.everything || handoff.moves.size() < 2) return;
    for (std::size_t k = 0; k < handoff.moves.size(); ++k) {
      const std::string& leaf = policy_.leaves[handoff.moves[k].index].name;
      erase(add(Kind::Handoff, handoff.at, fmt::format("{} without moving `{}`", said, leaf)).handoffs[i].moves, k);
    }
  }

  void double_span(std::size_t i, std::optional<Span> Handoff::*span, const std::string& said) {
    const auto& before = structure_.handoffs[i].*span;
    if (!before) return;
    (add(Kind::Handoff, structure_.handoffs[i].at, doubled_text(said, *before)).handoffs[i].*span)->count *= 2;
  }

  void of_item(std::size_t i, std::size_t k, const std::string& handoff) {
    const ChecklistItem& item = structure_.handoffs[i].checklist[k];
    const Origin& at = is_meant(item.at) ? item.at : structure_.handoffs[i].at;
    erase(add(Kind::Handoff, at, fmt::format("{} without its item {}", handoff, item.name)).handoffs[i].checklist, k);
    const std::string said = fmt::format("item {} of {}", item.name, handoff);
    const auto change = [&](std::string text) -> ChecklistItem& {
      return add(Kind::Handoff, at, std::move(text)).handoffs[i].checklist[k];
    };
    if (item.within) change(doubled_text(said, *item.within)).within->count *= 2;
    if (item.done_on) change(said + " without `done on`").done_on.reset();
    if (!item.applies.is_always()) {
      change(said + " with its condition turned round").applies = Condition::negation(item.applies);
    }
  }

  // ---- escalations, SLAs, credits

  void of_escalation(std::size_t i) {
    const Escalation& escalation = structure_.escalations[i];
    if (!is_meant(escalation.at) || !in_force_.can_be_raised(EscalationId{i})) return;
    const std::string said = "escalation " + escalation.name;
    if (!escalation.when.is_always()) {
      Condition& when =
          add(Kind::Escalation, escalation.at, said + " with its condition turned round").escalations[i].when;
      when = Condition::negation(escalation.when);
    }
    for (std::size_t k = 0; k < escalation.tiers.size(); ++k) {
      const Tier& tier = escalation.tiers[k];
      const std::string which = fmt::format("tier {} of {}", k + 1, said);
      if (escalation.tiers.size() > 1) {
        erase(add(Kind::Escalation, tier.at, which + " dropped").escalations[i].tiers, k);
      }
      if (!tier.lasts) continue;
      add(Kind::Escalation, tier.at, doubled_text(which, *tier.lasts)).escalations[i].tiers[k].lasts->count *= 2;
    }
    forget_each(Kind::Escalation, &Structure::escalations, i, &Escalation::on, said + " without `on");
    forget_each(Kind::Escalation, &Structure::escalations, i, &Escalation::acknowledged_on,
                said + " without `acknowledged on");
    for (std::size_t k = 0; k < escalation.closed_on.size(); ++k) {
      if (!ends_anyway(EscalationId{i}, escalation.closed_on[k])) forget_closing(i, k, said);
    }
    forget_pause(Kind::Escalation, &Structure::escalations, i, said);
  }

  void forget_closing(std::size_t i, std::size_t k, const std::string& said) {
    const Escalation& escalation = structure_.escalations[i];
    const std::string clause = "`closed on " + name(escalation.closed_on[k]) + "`";
    erase(add(Kind::Escalation, escalation.at, said + " without " + clause).escalations[i].closed_on, k);
  }

  // Raised by breaches alone, of SLAs that all owe this event: when it comes late, it ends what its absence has raised.
  bool ends_anyway(EscalationId id, const EventTrigger& closing) const {
    const Escalation& escalation = structure_.escalations[id.index];
    const auto raises = [&](const Handoff& handoff) { return handoff.overdue_escalates == id; };
    if (!escalation.on.empty() || !escalation.at_dates.empty()) return false;
    if (std::ranges::any_of(structure_.handoffs, raises)) return false;
    const auto is_closing = [&](const EventTrigger& owed) {
      return owed.event == closing.event && owed.where == closing.where;
    };
    return std::ranges::all_of(structure_.slas, [&](const Sla& sla) {
      return sla.breach_escalates != id || std::ranges::any_of(sla.owes, is_closing);
    });
  }

  void of_sla(std::size_t i) {
    const Sla& sla = structure_.slas[i];
    if (!is_meant(sla.at)) return;
    const std::string said = "SLA " + sla.name;
    erase(add(Kind::Sla, sla.at, said + " dropped").slas, i);
    add(Kind::Sla, sla.at, doubled_text(said, sla.within)).slas[i].within.count *= 2;
    if (sla.every) {
      add(Kind::Sla, sla.at, doubled_text(said + " with its period", *sla.every)).slas[i].every->count *= 2;
    }
    if (!sla.when.is_always()) {
      add(Kind::Sla, sla.at, said + " with its condition turned round").slas[i].when = Condition::negation(sla.when);
    }
    if (sla.on.size() > 1) forget_each(Kind::Sla, &Structure::slas, i, &Sla::on, said + " without `on");
    forget_each(Kind::Sla, &Structure::slas, i, &Sla::cancelled_on, said + " without `cancelled on");
    forget_pause(Kind::Sla, &Structure::slas, i, said);
    if (sla.warns_before) add(Kind::Sla, sla.at, said + " without its warning").slas[i].warns_before.reset();
    if (sla.breach_escalates) {
      add(Kind::Sla, sla.at, said + " without `breach escalates`").slas[i].breach_escalates.reset();
    }
  }

  void of_credit(std::size_t i) {
    const Credit& credit = structure_.credits[i];
    if (!is_meant(credit.at)) return;
    const std::string said = "credit for " + credit.name;
    erase(add(Kind::Credit, credit.at, said + " dropped").credits, i);
    if (credit.shares.size() < 2) return;
    auto& shares = add(Kind::Credit, credit.at, said + " with its first two shares exchanged").credits[i].shares;
    std::swap(shares[0].role, shares[1].role);
  }

  // ---- clauses forgotten

  // One event of a clause at a time.
  template <class Item>
  void forget_each(Kind kind, std::vector<Item> Structure::*items, std::size_t i,
                   std::vector<EventTrigger> Item::*clause, const std::string& said) {
    const Item& item = (structure_.*items)[i];
    for (std::size_t k = 0; k < (item.*clause).size(); ++k) {
      const std::string text = fmt::format("{} {}`", said, name((item.*clause)[k]));
      erase((add(kind, item.at, text).*items)[i].*clause, k);
    }
  }

  // Of an escalation or an SLA.
  template <class Item>
  void forget_pause(Kind kind, std::vector<Item> Structure::*items, std::size_t i, const std::string& said) {
    const Item& item = (structure_.*items)[i];
    if (item.paused_account_stages.empty() && item.paused_record_stages.empty()) return;
    Item& changed = (add(kind, item.at, said + " without its pause").*items)[i];
    changed.paused_account_stages = changed.paused_record_stages = StageSet{};
  }

  // ---- words

  template <class List>
  static void erase(List& list, std::size_t position) {
    list.erase(list.begin() + static_cast<std::ptrdiff_t>(position));
  }
  static std::string doubled_text(const std::string& said, Span span) {
    const std::string before = to_string(span);
    span.count *= 2;
    return fmt::format("{} with {} for {}", said, to_string(span), before);
  }
  const std::string& name(const EventTrigger& trigger) const { return policy_.events[trigger.event.index].name; }
  const std::string& name(RoleId role) const { return policy_.roles[role.index].name; }
  std::string value(const Condition& compare) const { return value_text(policy_, compare.field, compare.value); }

  const Policy& policy_;
  StructureId id_;
  const Structure& structure_;
  const InForce in_force_;
  const Sources& sources_;
  bool own_;
  std::vector<RoleId> owners_;
  std::vector<Mutant> made_;
};

}  // namespace

std::vector<Mutant> mutants_of(const Policy& policy, const Org& org, StructureId structure, const Sources& sources,
                               bool own) {
  return Maker(policy, org, structure, sources, own).make();
}

}  // namespace baton::dsl
