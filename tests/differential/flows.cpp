// Handoffs, moves at once, escalations, SLAs and credits.
#include <algorithm>

#include "tests/differential/world.hpp"

namespace baton::differential {
namespace {

class Flows {
 public:
  Flows(Plan& plan, const Place& place, Dice& dice) : plan_(plan), place_(place), dice_(dice) {}

  std::vector<Piece> write() {
    const bool inside = place_.structure.has_value();
    if (dice_.percent(inside ? 25 : 60)) add_escalation();
    if (dice_.percent(inside ? 15 : 40)) add_escalation();
    if (dice_.percent(inside ? 45 : 65)) add_handoff();
    if (dice_.percent(inside ? 20 : 35)) add_handoff();
    if (dice_.percent(inside ? 20 : 40)) add_at_once();
    if (dice_.percent(inside ? 25 : 55)) add_sla();
    if (dice_.percent(inside ? 10 : 30)) add_sla();
    if (dice_.percent(inside ? 0 : 45)) add_credits();
    return std::move(items_);
  }

 private:
  std::string name(const std::string& kind) {
    const std::string place = place_.structure ? std::to_string(*place_.structure) : "";
    return kind + place + std::string(1, static_cast<char>('a' + items_.size()));
  }
  Piece worded(const std::string& word, Piece piece) {
    Piece whole = row({std::move(piece)});
    whole.before = word + " ";
    return optional(std::move(whole));
  }
  Piece on_events(const std::string& word, const RecordOf& record, std::size_t most = 2) {
    std::vector<Piece> events;
    const std::size_t count = 1 + dice_.below(most);
    for (std::size_t i = 0; i < count; ++i) {
      if (auto event = trigger(plan_, record, dice_)) events.push_back(optional(std::move(*event)));
    }
    if (events.empty()) return {};
    return worded(word, row(std::move(events), ", "));
  }
  static void add(std::vector<Piece>& lines, Piece piece) {
    if (!to_text(piece).empty()) lines.push_back(std::move(piece));
  }
  std::vector<std::size_t> structures() const {
    if (place_.structure) return {*place_.structure};
    std::vector<std::size_t> all(plan_.owns.size());
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
    return all;
  }

  // ---- handoffs

  // Leaves that both roles own somewhere.
  std::vector<std::string> movable(std::size_t from, std::size_t to) const {
    std::vector<std::string> leaves;
    for (std::size_t leaf = 0; leaf < plan_.leaves.size(); ++leaf) {
      bool both = false;
      for (const std::size_t structure : structures()) {
        const std::set<std::size_t>& roles = plan_.owns[structure][leaf];
        both = both || (roles.contains(from) && roles.contains(to));
      }
      if (both) leaves.push_back(plan_.leaves[leaf].name);
    }
    return leaves;
  }
  // At most one rule for one move, here.
  std::optional<std::pair<std::size_t, std::size_t>> fresh_pair() {
    const std::size_t from = dice_.below(plan_.roles.size()), to = dice_.below(plan_.roles.size());
    const bool fresh = from != to && used_.insert({from, to}).second;
    return fresh ? std::optional(std::pair(from, to)) : std::nullopt;
  }

  void add_handoff() {
    const auto pair = fresh_pair();
    if (!pair) return;
    const std::vector<std::string> leaves = movable(pair->first, pair->second);
    if (leaves.empty()) return;
    const std::string handoff = name("handoff");
    const std::string &from = plan_.roles[pair->first], &to = plan_.roles[pair->second];
    Piece moved = list(dice_.some(leaves, 1 + dice_.below(leaves.size())));
    std::vector<Piece> lines;
    Piece moves = row({std::move(moved), Piece("from " + from + " to " + to)});
    moves.before = "moves ";
    lines.push_back(std::move(moves));
    add_handoff_clauses(lines, from);
    plan_.handoffs.push_back(handoff);
    items_.push_back(optional(block("handoff " + handoff, std::move(lines))));
  }

  void add_handoff_clauses(std::vector<Piece>& lines, const std::string& from) {
    if (dice_.percent(40)) lines.push_back(worded("start within", deadline_span(plan_, dice_)));
    if (dice_.percent(70)) lines.push_back(worded("finish within", deadline_span(plan_, dice_)));
    if (dice_.percent(60)) lines.push_back(checklist());
    if (dice_.percent(50)) lines.push_back(worded("cutover after", deadline_span(plan_, dice_)));
    if (dice_.percent(40)) lines.push_back(stays(from));
    if (dice_.percent(40)) add(lines, on_events("accepted on", std::nullopt));
    if (dice_.percent(25)) add(lines, on_events("cancelled on", std::nullopt));
    if (!here_.empty() && dice_.percent(35)) lines.push_back(optional("overdue escalates " + dice_.pick(here_)));
  }

  Piece checklist() {
    std::vector<Piece> items;
    const std::size_t count = 1 + dice_.below(3);
    for (std::size_t i = 0; i < count; ++i) {
      const std::string item = "item" + std::to_string(i + 1);
      plan_.items.push_back(item);
      std::vector<Piece> parts{item + " \"Something to do\""};
      if (dice_.percent(40)) parts.push_back(optional("by " + dice_.pick(plan_.roles)));
      if (dice_.percent(35)) parts.push_back(worded("within", deadline_span(plan_, dice_)));
      if (dice_.percent(35)) add(parts, on_events("done on", std::nullopt, 1));
      if (dice_.percent(30)) parts.push_back(worded("when", condition(plan_, {}, dice_)));
      items.push_back(optional(row(std::move(parts))));
    }
    return optional(block("checklist", std::move(items)));
  }

  Piece stays(const std::string& role) {
    std::vector<Piece> parts{role + " stays"};
    if (auto since = anchor(plan_, std::nullopt, dice_); since && dice_.percent(70)) {
      static const std::vector<std::string> words = {"until ", "for ", "from "};
      Piece window = row({window_span(plan_, dice_), std::move(*since)}, " after ");
      window.before = dice_.pick(words);
      parts.push_back(std::move(window));
    } else {
      parts.push_back(worded("when", condition(plan_, {}, dice_)));
    }
    return optional(row(std::move(parts)));
  }

  void add_at_once() {
    const bool everything = dice_.percent(70);
    if (everything && everything_) return;
    everything_ = everything_ || everything;
    std::string text = "everything";
    std::string roles = "between " + dice_.pick(plan_.roles);
    if (everything) {
      roles = "between ";
      for (const std::string& role : plan_.roles) roles += (roles == "between " ? "" : ", ") + role;
    } else {
      const auto pair = fresh_pair();
      if (!pair) return;
      text = dice_.pick(plan_.leaves).name;
      roles = "from " + plan_.roles[pair->first] + " to " + plan_.roles[pair->second];
    }
    items_.push_back(optional(text + " moves at once " + roles + " because \"they sit side by side\""));
  }

  // ---- escalations

  RecordOf scope() {
    if (plan_.records.empty() || dice_.percent(45)) return std::nullopt;
    return dice_.below(plan_.records.size());
  }
  std::vector<std::string> leaves_in(const RecordOf& record) const {
    std::vector<std::string> leaves;
    for (const PlanLeaf& leaf : plan_.leaves) {
      if (!leaf.per || leaf.per == record) leaves.push_back(leaf.name);
    }
    return leaves;
  }
  std::optional<std::string> owner(const RecordOf& record) {
    const auto leaves = leaves_in(record);
    if (leaves.empty()) return std::nullopt;
    return "owner of " + dice_.pick(leaves);
  }
  std::string target(const RecordOf& record) {
    const std::string managers =
        dice_.percent(30) ? (dice_.percent(25) ? "manager of manager of " : "manager of ") : "";
    switch (dice_.below(5)) {
      case 0:
      case 1:
        if (const auto who = owner(record)) return managers + *who;
        break;
      case 2:
        return "person " + dice_.pick(plan_.people);
      case 3:
        return "team " + dice_.pick(plan_.teams);
      default:
        break;
    }
    return managers + dice_.pick(plan_.roles);
  }

  Piece any_span() { return dice_.percent(50) ? deadline_span(plan_, dice_) : window_span(plan_, dice_); }
  Piece begins(const RecordOf& record) {
    if (dice_.percent(75)) return on_events("on", record);
    if (const auto date = date_field(plan_, record, dice_); date && dice_.percent(60)) {
      return worded("on", row({any_span(), Piece("before " + *date)}));
    }
    auto since = anchor(plan_, record, dice_);
    if (!since) return on_events("on", record);
    return worded("on", row({any_span(), Piece("after"), std::move(*since)}));
  }

  void add_escalation() {
    const RecordOf record = scope();
    const std::string escalation = name("escalation");
    std::vector<Piece> lines;
    add(lines, begins(record));
    const bool may_see = record.has_value() && !lines.empty();
    if (dice_.percent(30))
      lines.push_back(worded("when", condition(plan_, {may_see ? record : std::nullopt, {}, true}, dice_)));
    called_ = {"person " + plan_.people.front()};  // the head
    const std::size_t tiers = dice_.below(4);
    for (std::size_t i = 0; i < tiers; ++i) add(lines, tier(record));
    lines.push_back(Piece("tier position " + plan_.positions.front()));
    if (dice_.percent(20)) lines.back() = row({lines.back(), worded("for", deadline_span(plan_, dice_))});
    if (dice_.percent(30)) lines.push_back(optional("notify " + dice_.pick(plan_.roles)));
    if (dice_.percent(30)) lines.push_back(pauses(record));
    if (dice_.percent(60)) add(lines, on_events("acknowledged on", record));
    if (dice_.percent(60)) add(lines, on_events("closed on", record));
    plan_.escalations.push_back(escalation);
    if (!record) here_.push_back(escalation);
    const std::string per = record ? " per " + plan_.records[*record].name : "";
    items_.push_back(optional(block("escalation " + escalation + per, std::move(lines))));
  }

  Piece tier(const RecordOf& record) {
    std::vector<Piece> targets;
    const std::size_t count = dice_.percent(25) ? 2 : 1;
    for (std::size_t i = 0; i < count; ++i) {
      const std::string called = target(record);
      if (called_.insert(called).second) targets.push_back(optional(called));
    }
    if (targets.empty()) return {};
    return worded("tier", row({row(std::move(targets), " and "), worded("for", deadline_span(plan_, dice_))}));
  }

  Piece pauses(const RecordOf& record) {
    const PlanLife& life = plan_.life_of(record);
    return worded("pauses during", list(dice_.some(life.stages, 1)));
  }

  // ---- SLAs and credits

  void add_sla() {
    const RecordOf record = scope();
    const auto who = owner(record);
    Piece owed = on_events("owes", record);
    if (!who || to_text(owed).empty()) return;
    owed.optional = false;
    const std::string sla = name("sla");
    std::vector<Piece> lines;
    if (dice_.percent(25)) {
      static const std::vector<std::string> periods = {"1 quarter", "1 month", "2 weeks", "10 days", "1 year"};
      Piece every = row({Piece(dice_.pick(periods)), Piece("during " + dice_.pick(plan_.life_of(record).stages))});
      lines.push_back(worded("every", std::move(every)));
    } else {
      add(lines, begins(record));
    }
    if (lines.empty()) return;
    if (dice_.percent(30)) lines.push_back(worded("when", condition(plan_, {record, {}, true}, dice_)));
    lines.push_back(row({Piece(*who), std::move(owed), Piece("within"), deadline_span(plan_, dice_)}));
    if (dice_.percent(40))
      lines.push_back(optional(row({Piece("warns"), deadline_span(plan_, dice_), Piece("before")})));
    if (dice_.percent(25)) lines.push_back(pauses(record));
    if (dice_.percent(40)) add(lines, on_events("cancelled on", record));
    if (!here_.empty() && dice_.percent(50)) lines.push_back(optional("breach escalates " + dice_.pick(here_)));
    const std::string per = record ? " per " + plan_.records[*record].name : "";
    items_.push_back(optional(block("sla " + sla + per, std::move(lines))));
  }

  std::string shares() {
    const std::vector<std::string> roles = dice_.some(plan_.roles, 1 + dice_.below(3));
    if (roles.size() == 1) return roles[0] + " 100%";
    if (roles.size() == 2) return roles[0] + " 70%  " + roles[1] + " 30%";
    return roles[0] + " 33.33%  " + roles[1] + " 33.33%  " + roles[2] + " 33.34%";
  }
  void add_credits() {
    const std::size_t chosen = dice_.below(plan_.events.size());
    const PlanEvent& event = plan_.events[chosen];
    for (const PlanField& field : plan_.fields_of(event.record)) {
      if (field.type.kind != TypeKind::Enum || !dice_.percent(60)) continue;
      const std::string name = (event.record ? plan_.records[*event.record].name + "." : "") + field.name;
      for (const std::string& label : dice_.some(field.type.labels, 2)) {
        items_.push_back(
            optional("credit " + event.name + " where " + name + " is " + label + " { " + shares() + " }"));
      }
      return;
    }
    items_.push_back(optional("credit " + event.name + " { " + shares() + " }"));
  }

  Plan& plan_;
  const Place& place_;
  Dice& dice_;
  std::vector<Piece> items_;
  std::set<std::pair<std::size_t, std::size_t>> used_;
  std::vector<std::string> here_;  // escalations without a record
  std::set<std::string> called_;   // targets of the escalation at hand
  bool everything_ = false;
};

}  // namespace

std::vector<Piece> flows_of(Plan& plan, const Place& place, Dice& dice) {
  return Flows(plan, place, dice).write();
}

std::vector<Piece> flows_text(Plan& plan, Dice& dice) {
  return flows_of(plan, {std::nullopt}, dice);
}

}  // namespace baton::differential
