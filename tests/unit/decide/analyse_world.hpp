// The small company that the tests of the proof share, and findings as short text.
#pragma once

#include <algorithm>

#include "analyse_replay.hpp"
#include "world.hpp"

namespace baton::test {

// Accounts go from prospect over opportunity and onboarding to customer, and may churn; a deal is opened and won or
// lost.
struct Company : PolicyBuilder {
  Company() : PolicyBuilder({"prospect", "opportunity", "onboarding", "customer", "churned"}) {
    deal = record("deal", {"open", "won", "lost"});
    opened = event("deal.opened", deal);
    closed_won = event("deal.closed_won", deal);
    closed_lost = event("deal.closed_lost", deal);
    completed = event("onboarding.completed");
    gone = event("account.churned");
    Lifecycle& account = policy->lifecycle;
    transition(account, StageSet::of(prospect), opportunity, opened);
    transition(account, StageSet::of(opportunity), onboarding, closed_won);
    transition(account, StageSet::of(onboarding), customer, completed);
    transition(account, StageSet::of(onboarding) | StageSet::of(customer), churned, gone);
    transition(account, StageSet::of(churned), opportunity, opened);
    Lifecycle& of_deal = policy->records[deal.index].lifecycle;
    transition(of_deal, StageSet::of(open), won, closed_won);
    transition(of_deal, StageSet::of(open), lost, closed_lost);
    ae = role("AE");
    am = role("AM");
    csm = role("CSM");
    org->structures = {};
  }
  StageId prospect{0}, opportunity{1}, onboarding{2}, customer{3}, churned{4};
  StageId open{0}, won{1}, lost{2};
  RecordTypeId deal;
  EventId opened, closed_won, closed_lost, completed, gone;
  RoleId ae, am, csm;

  FieldRef defaulted(const std::string& name, Type type, Scalar initial) {
    const FieldRef ref = field(name, std::move(type));
    policy->account_fields.back().initial = initial;
    return ref;
  }

  // Every finding, confirmed by the replay; silent handoffs, which are warnings, are left out.
  std::vector<Finding> findings() const {
    const Program proved = program();
    auto all = analyse(proved, ProofBudget{}, [&](const Finding& finding) { return shows(proved, finding); });
    std::erase_if(all, [](const Finding& finding) { return finding.kind == Finding::Kind::SilentHandoff; });
    return all;
  }

  // "gap x 0,1" : kind, leaf, statements; in the order in which they were found.
  std::vector<std::string> told() const {
    std::vector<std::string> lines;
    for (const Finding& finding : findings()) {
      std::string line = kind_name(finding.kind);
      if (finding.leaf) line += ' ' + policy->leaves[finding.leaf->index].name;
      for (std::size_t i = 0; i < finding.statements.size(); ++i) {
        line += (i == 0 ? ' ' : ',') + std::to_string(finding.statements[i].index);
      }
      lines.push_back(std::move(line));
    }
    return lines;
  }

  static std::string kind_name(Finding::Kind kind) {
    switch (kind) {
      case Finding::Kind::Gap:
        return "gap";
      case Finding::Kind::Overlap:
        return "overlap";
      case Finding::Kind::DeadStatement:
        return "dead";
      case Finding::Kind::SilentHandoff:
        return "silent";
      case Finding::Kind::NeverReceived:
        return "never received";
      case Finding::Kind::CompetingHandoffs:
        return "competing";
      case Finding::Kind::StructureGap:
        return "structure gap";
      case Finding::Kind::StructureOverlap:
        return "structure overlap";
      case Finding::Kind::CoverageGap:
        return "coverage gap";
      case Finding::Kind::CoverageOverlap:
        return "coverage overlap";
      case Finding::Kind::DeadRow:
        return "dead row";
      case Finding::Kind::UnreachableStage:
        return "unreachable";
      case Finding::Kind::NotProved:
        return "not proved";
      case Finding::Kind::MovesLeftOut:
        return "moves left out";
    }
    return "?";
  }
};

using Told = std::vector<std::string>;

}  // namespace baton::test
