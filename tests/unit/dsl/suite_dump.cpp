// A lowered suite as text, for goldens: what is bound is shown by name, so that a wrong binding shows.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "suite_lowered.hpp"

namespace baton::dsl::test {
namespace {

class Dumper {
 public:
  explicit Dumper(const LoweredSuite& lowered) : policy_(lowered.policy), org_(lowered.org) {}

  std::string test(const Test& test) const {
    std::string out = fmt::format("test {}{}{}\n", test.title, test.structure ? " in " + name(*test.structure) : "",
                                  test.skip_because ? ", skipped: " + *test.skip_because : "");
    for (const TestStep& step : test.steps) {
      out += fmt::format("  {} {} ", step.at ? to_string(*step.at) : "-", step.account);
      out += std::visit([&](const auto& what) { return show(what); }, step.what) + "\n";
    }
    return out;
  }

  std::string claims(const Claims& claims) const {
    std::string out = fmt::format("{} {}{}{}\n", claims.kind == Claims::Kind::Cases ? "cases" : "invariant",
                                  claims.title, claims.structure ? " in " + name(*claims.structure) : "",
                                  claims.skip_because ? ", skipped: " + *claims.skip_because : "");
    for (const Claim& claim : claims.claims) {
      const auto& per = policy_.leaves[claim.leaves.front().index].per;
      out += fmt::format("  {} {} {}{}", claim.role ? name(*claim.role) : "nobody",
                         claim.kind == Claim::Kind::Never ? "never" : "always", leaves(claim.leaves),
                         stages(policy_.lifecycle, claim.account_stages, " during account "));
      if (per) out += stages(policy_.records[per->index].lifecycle, claim.record_stages, " during ");
      out += fmt::format(" when {}{}\n", condition(claim.when), claim.must_be_possible ? " (possible)" : "");
    }
    return out;
  }

 private:
  std::string name(StructureId id) const { return policy_.structures[id.index].name; }
  std::string name(RoleId id) const { return policy_.roles[id.index].name; }
  std::string name(PersonId id) const { return org_.people[id.index].id; }
  std::string leaves(const std::vector<LeafId>& ids) const {
    std::string out;
    for (const LeafId id : ids) out += (out.empty() ? "" : ", ") + policy_.leaves[id.index].name;
    return out.empty() ? "-" : out;
  }
  static std::string stages(const Lifecycle& lifecycle, StageSet set, const std::string& word) {
    if (set == StageSet::all()) return {};
    std::string out;
    for (std::size_t i = 0; i < lifecycle.stages.size(); ++i) {
      if (set.has(StageId(i))) out += (out.empty() ? word : "|") + lifecycle.stages[i].name;
    }
    return out;
  }
  std::string condition(const Condition& c) const {
    using Op = Condition::Op;
    static constexpr const char* relations[] = {"is", "is not", "<", "<=", ">", ">="};
    std::string out;
    switch (c.op) {
      case Op::True:
        return "always";
      case Op::False:
        return "never";
      case Op::Compare:
        return fmt::format("{} {} {}", policy_.field_name(c.field), relations[static_cast<int>(c.relation)],
                           value_text(policy_, c.field, c.value));
      case Op::Known:
        return policy_.field_name(c.field) + " is known";
      case Op::In:
        for (const Scalar value : c.values) out += (out.empty() ? "" : "|") + value_text(policy_, c.field, value);
        return policy_.field_name(c.field) + " in " + out;
      case Op::Not:
        return "not (" + condition(c.children[0]) + ")";
      default:
        for (const Condition& child : c.children) {
          out += (out.empty() ? "" : c.op == Op::And ? " and " : " or ") + condition(child);
        }
        return "(" + out + ")";
    }
  }
  std::string party(const Party& party) const {
    std::string out;
    for (std::uint32_t i = 0; i < party.managers; ++i) out += "manager of ";
    switch (party.kind) {
      case Party::Kind::Nobody:
        return "nobody";
      case Party::Kind::Role:
        return out + "role " + name(party.role);
      case Party::Kind::Person:
        return out + "person " + name(party.person);
      case Party::Kind::Team:
        return out + "team " + org_.teams[party.team.index].id;
      case Party::Kind::OwnerOf:
        return out + "owner of " + leaves({party.leaf});
    }
    return out;
  }
  static std::string moment(const char* word, const std::optional<Instant>& at) {
    return at ? fmt::format(" {} {}", word, to_string(*at)) : "";
  }

  // ---- what happens
  std::string show(const TestStep::Clock&) const { return "clock"; }
  std::string show(const TestStep::Recorded& recorded) const { return "events of " + recorded.path; }
  std::string show(const TestStep::Happens& happens) const {
    const Event& event = happens.event;
    std::string out = fmt::format("event {}/{} kind {} {} of {}", event.source, event.id, static_cast<int>(event.kind),
                                  event.type_name, event.subject);
    if (event.record) out += fmt::format(" {} '{}'", policy_.records[event.record->index].name, event.record_id);
    for (const auto& value : event.values) {
      out += fmt::format(" {}={}", policy_.field_name(value.target), value_text(policy_, value.target, value.value));
    }
    if (!event.name.empty()) out += " name=" + event.name;
    if (!event.item.empty()) out += " item=" + event.item;
    if (event.kind == Event::Kind::SeatAssigned) out += " role=" + name(event.role);
    if (event.kind >= Event::Kind::PersonLeft || event.kind == Event::Kind::SeatAssigned) {
      out += " person=" + name(event.person);
    }
    out += moment("until", event.until);
    if (event.kind != Event::Kind::PersonAway) return out;
    return out + fmt::format(" away {} to {} cover {}", to_string(event.away.from), to_string(event.away.to),
                             event.away.cover ? name(*event.away.cover) : "-");
  }

  // ---- what is expected
  std::string show(const TestStep::Expects& expects) const {
    const Expected& expected = expects.expected;
    std::string out = "expect " + std::visit([&](const auto& what) { return show(what); }, expected.what);
    if (expected.record) {
      const auto& type = expected.record->type;
      out += fmt::format(" of {} '{}'", type ? policy_.records[type->index].name : "record", expected.record->id);
    }
    if (expected.because) {
      out += fmt::format(" because {} {} {}:{}", static_cast<int>(expected.because->kind), expected.because->name,
                         expected.because->file, expected.because->line);
    }
    return out + " <" + expected.text + ">";
  }
  std::string show(const ExpectOwns& e) const {
    return fmt::format("{} {}{} {}", party(e.party), e.carries ? "carries" : "owns",
                       e.nothing      ? " nothing"
                       : e.everything ? " every active one of"
                                      : "",
                       leaves(e.leaves));
  }
  std::string show(const ExpectOwner& e) const {
    return fmt::format("owner of {} is{} {}", leaves({e.leaf}), e.negated ? " not" : "", party(e.party));
  }
  std::string show(const ExpectSecondary& e) const {
    return fmt::format("secondary of {} is{} {}{}", leaves({e.leaf}), e.negated ? " not" : "", party(e.party),
                       moment("until", e.until));
  }
  std::string show(const ExpectSupports& e) const { return party(e.party) + " supports " + leaves(e.leaves); }
  std::string show(const ExpectStage& e) const {
    return fmt::format("stage {} {}", e.negated ? "not" : "is", e.stage.index);
  }
  std::string show(const ExpectStructure& e) const {
    return fmt::format("structure {} {}", e.negated ? "not" : "is", name(e.structure));
  }
  std::string show(const ExpectHandoff& e) const {
    std::string out = "handoff " + e.handoff;
    if (e.state) out += fmt::format(" state {}", static_cast<int>(*e.state));
    if (e.from) out += " from " + party(*e.from);
    if (e.to) out += " to " + party(*e.to);
    out += moment("start by", e.start_by) + moment("due", e.due) + moment("cutover", e.cutover);
    if (e.missing) out += fmt::format(" missing [{}]", fmt::join(*e.missing, ", "));
    if (e.accepted) out += *e.accepted ? " accepted" : " not accepted";
    return out;
  }
  std::string show(const ExpectEscalation& e) const {
    std::string out = "escalation " + e.escalation;
    if (e.state) out += fmt::format(" state {}", static_cast<int>(*e.state));
    if (e.tier) out += fmt::format(" tier {}", *e.tier);
    if (e.calls) {
      out += " calls";
      for (const Party& each : *e.calls) out += " [" + party(each) + "]";
    }
    return out + moment("until", e.until);
  }
  std::string show(const ExpectSla& e) const {
    return fmt::format("sla {}{}{}{}", e.sla, e.state ? fmt::format(" state {}", static_cast<int>(*e.state)) : "",
                       e.owner ? " owner " + party(*e.owner) : "", moment("due", e.due));
  }
  std::string show(const ExpectCredit& e) const {
    std::string out = "credit " + e.credit;
    for (const auto& share : e.shares) out += fmt::format(" {} {}", party(share.party), share.percent_units);
    return out + (e.amount ? fmt::format(" amount {}", *e.amount) : "");
  }
  std::string show(const ExpectNext& e) const {
    return fmt::format("next {} '{}'", e.at ? to_string(*e.at) : "never", e.what);
  }
  std::string show(const ExpectNothing& e) const {
    return fmt::format("no running {} '{}'", static_cast<int>(e.kind), e.name);
  }
  std::string show(const ExpectBook& e) const {
    return fmt::format("book of {} {} [{}]", name(e.person), e.count ? std::to_string(*e.count) : "-",
                       fmt::join(e.accounts, ", "));
  }
  std::string show(const ExpectRejected& e) const { return "rejected '" + e.part + "'"; }

  const Policy& policy_;
  const Org& org_;
};

}  // namespace

std::string dump(const LoweredSuite& lowered) {
  const Dumper dumper(lowered);
  std::string out;
  for (const Test& test : lowered.suite.tests) out += dumper.test(test);
  for (const Claims& claims : lowered.suite.claims) out += dumper.claims(claims);
  return out;
}

}  // namespace baton::dsl::test
