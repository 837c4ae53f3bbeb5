// Expectations about what runs: handoffs, escalations, SLAs, credits, and what time brings next.
//
// What has ended is no longer in a snapshot, so each of these asks the running ones and what the latest decision that
// speaks of the name and record has said. Several may be meant where no record is named: one that fits is enough.
#include <fmt/format.h>

#include <algorithm>

#include "dsl/testing/moment.hpp"
#include "engine/model/decimal.hpp"

namespace baton::dsl {

namespace {

const std::string& name_of(const HandoffReport& report) {
  return report.handoff;
}
const std::string& name_of(const EscalationReport& report) {
  return report.escalation;
}
const std::string& name_of(const SlaReport& report) {
  return report.sla;
}
bool has_ended(const HandoffReport& report) {
  return report.state >= HandoffState::Finished;
}
bool has_ended(const EscalationReport& report) {
  return report.state == EscalationState::Closed || report.state == EscalationState::Exhausted;
}
bool has_ended(const SlaReport& report) {
  return report.state != SlaState::Running && report.state != SlaState::Paused;
}

template <class Report>
class Candidates {
 public:
  Candidates(const std::string& name, const std::optional<ExpectedRecord>& record) : name_(name), record_(record) {}

  void add_said(const std::vector<Report>& reports) {
    for (const Report& report : reports) {
      if (!is_meant(report)) continue;
      const auto same_record = [&](const Report& other) { return other.record == report.record; };
      // A later decision replaces what an earlier one has said of this record.
      if (std::ranges::find(fresh_, report.record) == fresh_.end()) {
        std::erase_if(found_, same_record);
        fresh_.push_back(report.record);
      }
      found_.push_back(report);
    }
    fresh_.clear();
  }
  // People are looked up at every moment, so what runs is told anew.
  void add_running(const std::vector<Report>& reports) {
    for (const Report& report : reports) {
      if (!is_meant(report)) continue;
      const auto same = std::ranges::find_if(
          found_, [&](const Report& other) { return other.record == report.record && other.n == report.n; });
      if (same == found_.end()) {
        found_.push_back(report);
      } else {
        *same = report;
      }
    }
  }
  const std::vector<Report>& all() const { return found_; }

 private:
  bool is_meant(const Report& report) const {
    return name_of(report) == name_ && Moment::means(record_, report.record);
  }

  const std::string& name_;
  const std::optional<ExpectedRecord>& record_;
  std::vector<Report> found_;
  std::vector<std::optional<RecordName>> fresh_;  // those that the decision at hand has spoken of
};

template <class Report>
std::vector<Report> candidates(const Moment& moment, const std::string& name,
                               const std::optional<ExpectedRecord>& record, std::vector<Report> Decision::*said,
                               std::vector<Report> Snapshot::*running) {
  Candidates<Report> result(name, record);
  for (const Decision& decision : moment.decisions) {
    if (decision.subject == moment.account) result.add_said(decision.*said);
  }
  result.add_running((*moment.snapshot).*running);
  return result.all();
}

// Holds if one of them fits; else all of them are told, or that there is none.
template <class Report, class Fits>
Answer one_of(const Moment& moment, const std::vector<Report>& reports, std::string none, const Fits& is_so) {
  if (std::ranges::any_of(reports, is_so)) return {};
  Answer answer{false, "", ""};
  for (const Report& report : reports) {
    answer.found += (answer.found.empty() ? "" : "; ") + moment.words().report(report);
  }
  if (reports.empty()) answer.found = std::move(none);
  return answer;
}

std::string none_of(std::string_view kind, const std::string& name, const Expected& expected) {
  return fmt::format("there has been no {} {}{}", kind, name, expected.record ? " of " + expected.record->id : "");
}

template <class Value>
bool fits(const std::optional<Value>& expected, const std::optional<Value>& found) {
  return !expected || expected == found;
}

bool same_items(std::vector<std::string> expected, std::vector<std::string> found) {
  std::ranges::sort(expected);
  std::ranges::sort(found);
  return expected == found;
}

bool same_calls(const Moment& moment, const std::vector<Party>& parties, const EscalationReport& report) {
  const auto called = [&](const Party& party) {
    return party.kind == Party::Kind::Nobody ? report.calls.empty()
                                             : std::ranges::any_of(report.calls, [&](PersonId id) {
                                                 return moment.is_called(party, id, report.record);
                                               });
  };
  const auto expected = [&](PersonId id) {
    return std::ranges::any_of(parties, [&](const Party& party) { return moment.is_called(party, id, report.record); });
  };
  return std::ranges::all_of(parties, called) && std::ranges::all_of(report.calls, expected);
}

// Which tiers were skipped on the way, and why: it explains whom an escalation calls. Only the decisions say so.
std::string skipped_tiers(const Moment& moment, const std::vector<EscalationReport>& reports) {
  std::string text;
  const auto is_asked_of = [&](const EscalationReport& said) {
    return std::ranges::any_of(reports, [&](const EscalationReport& report) {
      return report.escalation == said.escalation && report.record == said.record && report.n == said.n;
    });
  };
  for (const Decision& decision : moment.decisions) {
    if (decision.subject != moment.account) continue;
    for (const EscalationReport& said : decision.escalations) {
      if (!is_asked_of(said)) continue;
      for (const EscalationReport::Skipped& skipped : said.skipped) {
        text += fmt::format("{}tier {}{} was skipped: {}", text.empty() ? "" : "; ", skipped.tier,
                            moment.words().of(said.record), skipped.why);
      }
    }
  }
  return text;
}

const Decision* latest_by_event(const Moment& moment) {
  const auto found = std::find_if(moment.decisions.rbegin(), moment.decisions.rend(), [&](const Decision& decision) {
    return decision.subject == moment.account && !decision.cause.event.empty();
  });
  return found == moment.decisions.rend() ? nullptr : &*found;
}

bool same_shares(const Moment& moment, const ExpectCredit& what, const std::vector<CreditReport>& given) {
  const auto is_given = [&](const ExpectCredit::Share& share) {
    return std::ranges::any_of(given, [&](const CreditReport& report) {
      return report.percent_units == share.percent_units &&
             moment.is(share.party, Holder{report.role, report.person, std::nullopt}, std::nullopt);
    });
  };
  if (what.shares.size() != given.size() || !std::ranges::all_of(what.shares, is_given)) return false;
  if (!what.amount) return true;
  Scalar sum = 0;
  for (const CreditReport& report : given) sum += report.amount.value_or(0);
  return sum == *what.amount &&
         std::ranges::all_of(given, [](const CreditReport& report) { return report.amount.has_value(); });
}

template <class Report>
Answer none_runs(const ExpectNothing& what, const Expected& expected, const Moment& moment,
                 const std::vector<Report>& running) {
  Answer answer;
  for (const Report& report : running) {
    if ((!what.name.empty() && name_of(report) != what.name) || !Moment::means(expected.record, report.record)) {
      continue;
    }
    answer.found += (answer.holds ? "" : "; ") + moment.words().report(report);
    answer.holds = false;
  }
  return answer;
}

}  // namespace

Answer ask(const ExpectHandoff& what, const Expected& expected, const Moment& moment) {
  const auto found = candidates(moment, what.handoff, expected.record, &Decision::handoffs, &Snapshot::handoffs);
  return one_of(moment, found, none_of("handoff", what.handoff, expected), [&](const HandoffReport& report) {
    return (what.state ? report.state == *what.state : !has_ended(report)) &&
           (!what.from || moment.is(*what.from, report.from, report.record)) &&
           (!what.to || moment.is(*what.to, report.to, report.record)) && fits(what.start_by, report.start_by) &&
           fits(what.due, report.due) && fits(what.cutover, report.cutover) &&
           (!what.missing || same_items(*what.missing, report.missing)) &&
           (!what.accepted || *what.accepted == report.accepted);
  });
}

Answer ask(const ExpectEscalation& what, const Expected& expected, const Moment& moment) {
  const auto found =
      candidates(moment, what.escalation, expected.record, &Decision::escalations, &Snapshot::escalations);
  Answer answer =
      one_of(moment, found, none_of("escalation", what.escalation, expected), [&](const EscalationReport& report) {
        return (what.state ? report.state == *what.state : !has_ended(report)) &&
               (!what.tier || *what.tier == report.tier) && fits(what.until, report.until) &&
               (!what.calls || same_calls(moment, *what.calls, report));
      });
  if (!answer.holds) answer.why = skipped_tiers(moment, found);
  return answer;
}

Answer ask(const ExpectSla& what, const Expected& expected, const Moment& moment) {
  const auto found = candidates(moment, what.sla, expected.record, &Decision::slas, &Snapshot::slas);
  return one_of(moment, found, none_of("sla", what.sla, expected), [&](const SlaReport& report) {
    return (what.state ? report.state == *what.state : !has_ended(report)) && fits(what.due, report.due) &&
           (!what.owner || moment.is(*what.owner, report.owner, report.record));
  });
}

Answer ask(const ExpectCredit& what, const Expected&, const Moment& moment) {
  std::vector<CreditReport> given;
  if (const Decision* decision = latest_by_event(moment)) {
    std::ranges::copy_if(decision->credits, std::back_inserter(given),
                         [&](const CreditReport& report) { return report.credit == what.credit; });
  }
  if (!given.empty() && same_shares(moment, what, given)) return {};
  if (given.empty()) return {false, fmt::format("the latest event gives no credit {}", what.credit), ""};
  std::string text;
  for (const CreditReport& report : given) text += (text.empty() ? "" : ", ") + moment.words().report(report);
  return {false, fmt::format("credit {} goes to {}", what.credit, text), ""};
}

namespace {

Answer none_given(const ExpectNothing& what, const Moment& moment) {
  Answer answer;
  const Decision* decision = latest_by_event(moment);
  if (decision == nullptr) return answer;
  for (const CreditReport& report : decision->credits) {
    if (!what.name.empty() && report.credit != what.name) continue;
    answer.found += (answer.holds ? "the latest event gives credit to " : ", ") + moment.words().report(report);
    answer.holds = false;
  }
  return answer;
}

}  // namespace

Answer ask(const ExpectNext& what, const Expected&, const Moment& moment) {
  const auto& next = moment.snapshot->next;
  if (!what.at) return {!next, next ? "the next change is at " + moment.words().report(*next) : "", ""};
  if (!next) return {false, "nothing changes any more unless something happens", ""};
  const bool holds = next->at == *what.at && next->what.find(what.what) != std::string::npos;
  return {holds, "the next change is at " + moment.words().report(*next), ""};
}

Answer ask(const ExpectNothing& what, const Expected& expected, const Moment& moment) {
  switch (what.kind) {
    case ExpectNothing::Kind::Handoff:
      return none_runs(what, expected, moment, moment.snapshot->handoffs);
    case ExpectNothing::Kind::Escalation:
      return none_runs(what, expected, moment, moment.snapshot->escalations);
    case ExpectNothing::Kind::Sla:
      return none_runs(what, expected, moment, moment.snapshot->slas);
    case ExpectNothing::Kind::Credit:
      return none_given(what, moment);
  }
  return {};
}

}  // namespace baton::dsl
