// What a date brings about by itself: stages, escalations and SLAs `D before DATE` (S5). Once for each value of the
// date: D before it, or when it becomes known if that is later and the date still ahead.
#include "tests/simulation/watch.hpp"

namespace baton::simulation {

// Since when the dates of the account and its records have had their values.
void Watch::follow_dates(Account& account) {
  const auto follow = [&](const std::string& record, const std::vector<Field>& texts,
                          const std::vector<Scalar>& values) {
    for (std::size_t i = 0; i < texts.size(); ++i) {
      if (texts[i].type.kind != TypeKind::Date) continue;
      KnownDate& known = account.dates[{record, texts[i].name}];
      if (known.since != never && known.value == values[i]) continue;
      known = {values[i], now_};
    }
  };
  const Policy& policy = program_.policy();
  follow("", policy.account_fields, state_->facts.fields);
  for (const RecordState& record : state_->records) {
    follow(record_key(RecordName{record.type, record.id}), policy.records[record.type.index].fields,
           record.facts.fields);
  }
}

// `what` is to come at the trigger's moment, unless it came for this value, or that moment is past.
void Watch::expect_date(Account& account, const std::string& what, const DateTrigger& trigger,
                        const RecordName& record) {
  if (trigger.kind != DateTrigger::Kind::Before || trigger.span.business) return;
  const std::string of = trigger.date.scope == Scope::Record ? record_key(record) : "";
  const KnownDate& date = account.dates[{of, program_.policy().field(trigger.date).name}];
  if (date.value == unknown || account.brought_about.contains({what + record_key(record), date.value})) return;
  const Instant day = reader_.start_of(date.value);
  const Instant at = std::max(reader_.add(day, trigger.span.unit, -trigger.span.count), date.since);
  if (at >= now_ && day > now_) must_come("date/" + decision_->subject + "/" + what + "/" + record_key(record), at);
}

// Looked for anew at every decision: the stage, the structure or the date may have changed.
void Watch::expect_dates(Account& account) {
  const std::string mine = "date/" + decision_->subject + "/";
  for (auto due = due_.lower_bound(mine); due != due_.end() && due->first.starts_with(mine);) {
    const std::string timer = (due++)->first;
    must_come(timer, std::nullopt);
  }
  for (const RecordState& record : state_->records) {
    const RecordName name{record.type, record.id};
    const View view = view_of(*state_, name, now_);
    const RecordType& type = program_.policy().records[record.type.index];
    for (const Transition& transition : type.lifecycle.transitions) {
      if (!transition.at || !transition.from.has(record.facts.stage) || !reader_.holds(transition.when, view)) continue;
      expect_date(account, "stage " + type.name, *transition.at, name);
    }
    const auto expect_each = [&](const char* kind, const auto& clauses) {
      for (const auto& clause : clauses) {
        if (clause.per != record.type || !reader_.holds(clause.when, view)) continue;
        for (const DateTrigger& trigger : clause.at_dates) expect_date(account, kind + clause.name, trigger, name);
      }
    };
    expect_each("sla ", structure_now().slas);
    expect_each("escalation ", structure_now().escalations);
  }
}

void Watch::see_dates(Account& account, const Decision& decision) {
  const Cause& cause = decision.cause;
  if (cause.kind == "stage" || cause.what == "date") {
    const std::string what = cause.kind + " " + cause.name;
    const std::string timer = "date/" + decision.subject + "/" + what + "/" + record_key(decision.record);
    ++checked_["dates"];
    const auto due = due_.find(timer);
    if (expect(due != due_.end(), "a date that nothing sets")) {
      expect(due->second == decision.at, "its moment is " + to_string(due->second));
    }
    for (const auto& [name, date] : account.dates) {
      if (name.first == record_key(decision.record)) {
        account.brought_about.insert({what + record_key(decision.record), date.value});
      }
    }
  }
  follow_dates(account);
  expect_dates(account);
}

}  // namespace baton::simulation
