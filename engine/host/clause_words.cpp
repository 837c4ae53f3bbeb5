#include "engine/host/clause_words.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/host/words.hpp"

namespace baton::host {
namespace {

// `1 week` and `7 days` are the same length, and no difference.
Span in_common_units(Span span) {
  const std::int64_t units = family_units(span);
  switch (family_of(span.unit)) {
    case UnitFamily::Hours:
      return units % 60 == 0 ? Span{units / 60, Unit::Hour, span.business} : Span{units, Unit::Minute, span.business};
    case UnitFamily::Days:
      return {units, Unit::Day, span.business};
    case UnitFamily::Months:
      return {units, Unit::Month, span.business};
  }
  return span;
}
std::string length(const Span& span) {
  return to_string(in_common_units(span));
}

class Speaker {
 public:
  Speaker(const Policy& policy, const Structure& structure) : policy_(policy), structure_(structure) {}

  std::vector<ClauseWords> run() {
    for (const Handoff& each : structure_.handoffs) say(each);
    for (const MoveAtOnce& each : structure_.moves_at_once) say(each);
    for (const Escalation& each : structure_.escalations) say(each);
    for (const Sla& each : structure_.slas) say(each);
    for (const Credit& each : structure_.credits) say(each);
    for (const Statement& each : structure_.statements) {
      if (each.verb == Verb::Supports) say(each);
    }
    return std::move(clauses_);
  }

 private:
  // ---- clauses

  // The second of a name is its `(2)`, the third its `(3)`: each is compared with that of the other version.
  void begin(const std::string& name) {
    std::string free = name;
    const auto taken = [&](const ClauseWords& other) { return other.name == free; };
    for (std::size_t n = 2; std::ranges::any_of(clauses_, taken); ++n) free = fmt::format("{} ({})", name, n);
    clauses_.push_back({std::move(free), {}, nullptr, {}});
  }

  void part(std::string name, std::string words) {
    if (words.empty()) return;
    auto& parts = clauses_.back().parts;
    const auto same = std::ranges::find(parts, name, &std::pair<std::string, std::string>::first);
    if (same != parts.end()) {
      same->second += " and " + words;
    } else {
      parts.emplace_back(std::move(name), std::move(words));
    }
  }

  void title(const std::string& text) { part("title", text.empty() ? "" : '"' + text + '"'); }

  void say(const Handoff& handoff) {
    begin("handoff " + handoff.name);
    title(handoff.title);
    part("moves", leaves(handoff.moves));
    part("from", role(handoff.from));
    part("to", role(handoff.to));
    part("start", span("within", handoff.start_within));
    part("finish", span("within", handoff.finish_within));
    part("cutover", span("after", handoff.cutover_after));
    for (const ChecklistItem& item : handoff.checklist) part("checklist " + item.name, item_words(item));
    for (const Stay& stay : handoff.stays) part(role(stay.role) + " stays", stay_words(stay));
    part("accepted on", triggers(handoff.accepted_on));
    part("cancelled on", triggers(handoff.cancelled_on));
    part("overdue escalates", escalation(handoff.overdue_escalates));
  }

  void say(const MoveAtOnce& moves) {
    const std::string from = roles(moves.from), to = roles(moves.to);
    begin("moves at once " + (from == to ? "between " + from : fmt::format("from {} to {}", from, to)));
    part("responsibilities", leaves(moves.moves));
    part("because", moves.because.empty() ? "" : '"' + moves.because + '"');
  }

  void say(const Escalation& escalation) {
    begin("escalation " + escalation.name);
    title(escalation.title);
    begins(escalation.per, escalation.on, escalation.at_dates, escalation.when);
    for (std::size_t i = 0; i < escalation.tiers.size(); ++i) {
      part(fmt::format("tier {}", i + 1), tier_words(escalation.tiers[i]));
    }
    part("notify", roles(escalation.notify));
    paused(escalation.per, escalation.paused_account_stages, escalation.paused_record_stages);
    part("acknowledged on", triggers(escalation.acknowledged_on));
    part("closed on", triggers(escalation.closed_on));
  }

  void say(const Sla& sla) {
    begin("sla " + sla.name);
    title(sla.title);
    begins(sla.per, sla.on, sla.at_dates, sla.when);
    if (sla.every)
      part("every", length(*sla.every) + during(sla.per, sla.every_account_stages, sla.every_record_stages));
    part("owner", target_words(policy_, sla.owner));
    part("owes", triggers(sla.owes));
    part("within", length(sla.within));
    part("warns", sla.warns_before ? length(*sla.warns_before) + " before" : "");
    paused(sla.per, sla.paused_account_stages, sla.paused_record_stages);
    part("cancelled on", triggers(sla.cancelled_on));
    part("breach escalates", escalation(sla.breach_escalates));
  }

  void say(const Credit& credit) {
    begin("credit on " + trigger_words(policy_, credit.on));
    for (const Credit::Share& share : credit.shares) {
      part(role(share.role), percent(share.percent_units));
    }
  }

  void say(const Statement& supports) {
    begin(fmt::format("{} supports {}", role(*supports.role), leaves(supports.leaves)));
    const auto& per = policy_.leaves[supports.leaves.front().index].per;
    part("holds",
         holds_words(per, supports.account_stages, supports.record_stages, supports.windows, supports.condition));
  }

  // ---- parts

  void begins(const std::optional<RecordTypeId>& per, const std::vector<EventTrigger>& on,
              const std::vector<DateTrigger>& dates, const Condition& when) {
    clauses_.back().per = per;
    if (per) part("per", policy_.records[per->index].name);
    part("on", triggers(on));
    std::vector<std::string> words;
    for (DateTrigger date : dates) {
      date.span = in_common_units(date.span);
      words.push_back(trigger_words(policy_, date));
    }
    part("at", joined(words));
    if (!when.is_always()) clauses_.back().when = &when;
  }

  void paused(const std::optional<RecordTypeId>& per, const StageSet& account, const StageSet& record) {
    std::vector<std::string> words;
    if (!(account == StageSet{})) words.push_back("account " + stages(policy_.lifecycle, account));
    if (per && !(record == StageSet{})) words.push_back(stages(policy_.records[per->index].lifecycle, record));
    part("paused during", joined(words));
  }

  std::string item_words(const ChecklistItem& item) const {
    std::vector<std::string> words;
    if (!item.title.empty()) words.push_back('"' + item.title + '"');
    if (item.by) words.push_back("by " + role(*item.by));
    if (item.within) words.push_back("within " + length(*item.within));
    if (item.done_on) words.push_back("done on " + trigger_words(policy_, *item.done_on));
    if (!item.applies.is_always()) words.push_back("when " + condition_words(policy_, item.applies));
    return words.empty() ? "by anyone" : fmt::format("{}", fmt::join(words, " "));
  }

  std::string stay_words(const Stay& stay) const {
    return holds_words(std::nullopt, stay.account_stages, stay.record_stages, stay.windows, stay.condition);
  }

  std::string tier_words(const Tier& tier) const {
    std::vector<std::string> words;
    for (const Target& target : tier.targets) words.push_back(target_words(policy_, target));
    return joined(words, " and ") + (tier.lasts ? " for " + length(*tier.lasts) : "");
  }

  std::string holds_words(const std::optional<RecordTypeId>& per, const StageSet& account, const StageSet& record,
                          const std::vector<Window>& windows, const Condition& condition) const {
    std::string words = during(per, account, record);
    for (const Window& window : windows) words += " " + window_words(window);
    if (!condition.is_always()) words += " when " + condition_words(policy_, condition);
    return words.empty() ? "always" : words.substr(1);
  }

  std::string during(const std::optional<RecordTypeId>& per, const StageSet& account, const StageSet& record) const {
    std::string words;
    if (!(account == StageSet::all())) words += " during account " + stages(policy_.lifecycle, account);
    if (per && !(record == StageSet::all())) {
      words += " during " + stages(policy_.records[per->index].lifecycle, record);
    }
    return words;
  }

  std::string window_words(const Window& window) const {
    const std::string span = length(window.span);
    switch (window.kind) {
      case Window::Kind::ForAfter:
        return fmt::format("for {} after {}", span, policy_.anchors[window.anchor.index].text);
      case Window::Kind::FromAfter:
        return fmt::format("from {} after {}", span, policy_.anchors[window.anchor.index].text);
      case Window::Kind::UntilAfter:
        return fmt::format("until {} after {}", span, policy_.anchors[window.anchor.index].text);
      case Window::Kind::UntilBefore:
        return fmt::format("until {} before {}", span, policy_.field_name(window.date));
      case Window::Kind::FromBefore:
        return fmt::format("from {} before {}", span, policy_.field_name(window.date));
    }
    return {};
  }

  static std::string span(const char* word, const std::optional<Span>& span) {
    return span ? fmt::format("{} {}", word, length(*span)) : "";
  }
  static std::string percent(std::int64_t units) {
    std::string text = fmt::format("{}.{:02}", units / 100, units % 100);
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
    return text + '%';
  }
  std::string role(RoleId id) const { return policy_.roles[id.index].name; }
  std::string roles(const std::vector<RoleId>& list) const {
    std::vector<std::string> names;
    for (const RoleId id : list) names.push_back(role(id));
    return fmt::format("{}", fmt::join(names, ", "));
  }
  std::string leaves(const std::vector<LeafId>& list) const {
    std::vector<std::string> names;
    for (const LeafId id : list) names.push_back(policy_.leaves[id.index].name);
    return fmt::format("{}", fmt::join(names, ", "));
  }
  std::string triggers(const std::vector<EventTrigger>& list) const {
    std::vector<std::string> words;
    for (const EventTrigger& trigger : list) words.push_back(trigger_words(policy_, trigger));
    return joined(words);
  }
  std::string escalation(const std::optional<EscalationId>& id) const {
    return id ? structure_.escalations[id->index].name : "";
  }
  static std::string stages(const Lifecycle& lifecycle, const StageSet& set) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < lifecycle.stages.size(); ++i) {
      if (set.has(StageId{i})) names.push_back(lifecycle.stages[i].name);
    }
    return fmt::format("{}", fmt::join(names, ", "));
  }

  const Policy& policy_;
  const Structure& structure_;
  std::vector<ClauseWords> clauses_;
};

}  // namespace

std::vector<ClauseWords> clauses_of(const Policy& policy, const Structure& structure) {
  return Speaker(policy, structure).run();
}

}  // namespace baton::host
