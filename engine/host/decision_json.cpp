#include "engine/host/decision_json.hpp"

#include <fmt/format.h>

#include <iterator>

#include "engine/host/json.hpp"
#include "engine/model/decimal.hpp"

namespace baton::host {

std::string_view name_of(HandoffState state) {
  switch (state) {
    case HandoffState::Open:
      return "open";
    case HandoffState::Started:
      return "started";
    case HandoffState::Returned:
      return "returned";
    case HandoffState::Overdue:
      return "overdue";
    case HandoffState::Finished:
      return "finished";
    case HandoffState::CutOver:
      return "cut_over";
    case HandoffState::Cancelled:
      return "cancelled";
    case HandoffState::Superseded:
      return "superseded";
  }
  return "";
}

std::string_view name_of(EscalationState state) {
  switch (state) {
    case EscalationState::Calling:
      return "calling";
    case EscalationState::Acknowledged:
      return "acknowledged";
    case EscalationState::Closed:
      return "closed";
    case EscalationState::Exhausted:
      return "exhausted";
  }
  return "";
}

std::string_view name_of(SlaState state) {
  switch (state) {
    case SlaState::Running:
      return "running";
    case SlaState::Paused:
      return "paused";
    case SlaState::Met:
      return "met";
    case SlaState::Breached:
      return "breached";
    case SlaState::Cancelled:
      return "cancelled";
  }
  return "";
}

std::string_view name_of(PassedOver::Why why) {
  switch (why) {
    case PassedOver::Why::Away:
      return "away";
    case PassedOver::Why::Left:
      return "left";
    case PassedOver::Why::Full:
      return "full";
    case PassedOver::Why::NotYetThere:
      return "not_yet_there";
    case PassedOver::Why::NotInTeam:
      return "not_in_team";
    case PassedOver::Why::PinnedElsewhere:
      return "pinned_elsewhere";
    case PassedOver::Why::NextInLine:
      return "next_in_line";
    case PassedOver::Why::MoreLoaded:
      return "more_loaded";
    case PassedOver::Why::MoreForWeight:
      return "more_for_weight";
    case PassedOver::Why::LaterInList:
      return "later_in_list";
    case PassedOver::Why::SeatHeld:
      return "seat_held";
  }
  return "";
}

namespace {

std::string_view name_of(Because::Kind kind) {
  switch (kind) {
    case Because::Kind::Clause:
      return "clause";
    case Because::Kind::Handoff:
      return "handoff";
    case Because::Kind::Seat:
      return "seat";
  }
  return "";
}

// Writes values of the engine by their names. Members are separated by the punctuation that callers give.
class Writer {
 public:
  Writer(std::string& out, const Program& program) : out_(out), policy_(program.policy()), org_(program.org()) {}

  Writer& raw(std::string_view text) {
    out_ += text;
    return *this;
  }
  Writer& text(std::string_view text) {
    append_json_string(out_, text);
    return *this;
  }
  Writer& number(std::uint64_t number) {
    fmt::format_to(std::back_inserter(out_), "{}", number);
    return *this;
  }
  Writer& null() { return raw("null"); }

  Writer& leaf(LeafId id) { return text(policy_.leaves[id.index].name); }
  Writer& role(RoleId id) { return text(policy_.roles[id.index].name); }
  Writer& role(const std::optional<RoleId>& id) { return id ? role(*id) : null(); }
  Writer& person(PersonId id) { return text(org_.people[id.index].id); }
  Writer& person(const std::optional<PersonId>& id) { return id ? person(*id) : null(); }
  Writer& team(const std::optional<TeamId>& id) { return id ? text(org_.teams[id->index].id) : null(); }
  Writer& instant(Instant at) { return text(to_string(at)); }
  Writer& instant(const std::optional<Instant>& at) { return at ? instant(*at) : null(); }
  Writer& stage(const std::optional<StageId>& id) {
    return id ? text(policy_.lifecycle.stages[id->index].name) : null();
  }
  Writer& structure(const std::optional<StructureId>& id) {
    return id ? text(policy_.structures[id->index].name) : null();
  }
  const RecordType& type(const RecordName& name) const { return policy_.records[name.type.index]; }

  Writer& record(const std::optional<RecordName>& name) {
    if (!name) return null();
    return raw("{").text(type(*name).name).raw(":").text(name->id).raw("}");
  }

  // [item,item]
  template <class Items, class Write>
  Writer& list(const Items& items, const Write& write) {
    raw("[");
    bool first = true;
    for (const auto& item : items) {
      if (!first) raw(",");
      first = false;
      write(item);
    }
    return raw("]");
  }

  Writer& holder(const std::optional<Holder>& holder) {
    if (!holder) return null();
    raw("{\"role\":").role(holder->role).raw(",\"person\":").person(holder->person);
    return raw(",\"team\":").team(holder->team).raw("}");
  }
  Writer& role_and_person(const std::optional<RoleId>& who, const std::optional<PersonId>& held_by) {
    return raw("{\"role\":").role(who).raw(",\"person\":").person(held_by).raw("}");
  }

  Writer& because(const Because& because) {
    raw("{\"kind\":").text(name_of(because.kind)).raw(",\"name\":").text(because.name).raw(",\"at\":");
    if (because.at.line == 0) return null().raw("}");
    return text(to_string(because.at)).raw("}");
  }

  Writer& change(const OwnerChange& change) {
    raw("{\"responsibility\":").leaf(change.leaf).raw(",\"record\":").record(change.record);
    raw(",\"from\":").holder(change.from).raw(",\"to\":").holder(change.to);
    return raw(",\"because\":").because(change.because).raw("}");
  }

  Writer& assignment(const SeatAssignment& seat) {
    raw("{\"role\":").role(seat.role).raw(",\"record\":").record(seat.record);
    raw(",\"person\":").person(seat.person).raw(",\"team\":").team(seat.team).raw(",\"how\":").text(seat.how);
    raw(",\"passed_over\":").list(seat.passed_over, [this](const PassedOver& passed) {
      raw("{\"person\":").person(passed.person).raw(",\"why\":").text(host::name_of(passed.why)).raw("}");
    });
    return raw("}");
  }

  Writer& handoff(const HandoffReport& handoff) {
    raw("{\"handoff\":").text(handoff.handoff).raw(",\"n\":").number(handoff.n);
    raw(",\"record\":").record(handoff.record).raw(",\"state\":").text(host::name_of(handoff.state));
    raw(",\"moves\":").list(handoff.moves, [this](LeafId id) { leaf(id); });
    raw(",\"from\":").role_and_person(handoff.from.role, handoff.from.person);
    raw(",\"to\":").role_and_person(handoff.to.role, handoff.to.person);
    raw(",\"start_by\":").instant(handoff.start_by).raw(",\"due\":").instant(handoff.due);
    raw(",\"cutover\":").instant(handoff.cutover);
    raw(",\"missing\":").list(handoff.missing, [this](const std::string& item) { text(item); });
    return raw(",\"accepted\":").raw(handoff.accepted ? "true" : "false").raw("}");
  }

  Writer& escalation(const EscalationReport& escalation) {
    raw("{\"escalation\":").text(escalation.escalation).raw(",\"record\":").record(escalation.record);
    raw(",\"n\":").number(escalation.n).raw(",\"state\":").text(host::name_of(escalation.state));
    raw(",\"tier\":").number(escalation.tier);
    raw(",\"calls\":").list(escalation.calls, [this](PersonId id) { person(id); });
    raw(",\"until\":").instant(escalation.until);
    raw(",\"skipped\":").list(escalation.skipped, [this](const EscalationReport::Skipped& skipped) {
      raw("{\"tier\":").number(skipped.tier).raw(",\"why\":").text(skipped.why).raw("}");
    });
    if (!escalation.notified.empty()) {
      raw(",\"notified\":").list(escalation.notified, [this](PersonId id) { person(id); });
    }
    return raw("}");
  }

  Writer& sla(const SlaReport& sla) {
    raw("{\"sla\":").text(sla.sla).raw(",\"record\":").record(sla.record).raw(",\"n\":").number(sla.n);
    raw(",\"state\":").text(host::name_of(sla.state));
    raw(",\"owner\":").role_and_person(sla.owner.role, sla.owner.person);
    return raw(",\"due\":").instant(sla.due).raw("}");
  }

  Writer& credit(const CreditReport& credit) {
    raw("{\"credit\":").text(credit.credit).raw(",\"role\":").role(credit.role);
    raw(",\"person\":").person(credit.person);
    raw(",\"percent\":").raw(units_to_string(credit.percent_units, 2)).raw(",\"amount\":");
    if (!credit.amount) return null().raw("}");
    return text(units_to_string(*credit.amount, policy_.money_places)).raw("}");
  }

  Writer& next(const std::optional<NextChange>& next) {
    if (!next) return null();
    return raw("{\"at\":").instant(next->at).raw(",\"what\":").text(next->what).raw("}");
  }

  Writer& running(const std::vector<HandoffReport>& handoffs, const std::vector<EscalationReport>& escalations,
                  const std::vector<SlaReport>& slas) {
    raw(",\"handoffs\":").list(handoffs, [this](const HandoffReport& report) { handoff(report); });
    raw(",\"escalations\":").list(escalations, [this](const EscalationReport& report) { escalation(report); });
    return raw(",\"slas\":").list(slas, [this](const SlaReport& report) { sla(report); });
  }

  Writer& cause(const Cause& cause) {
    if (!cause.event.empty()) {
      return raw("{\"event\":").text(cause.event).raw(",\"type\":").text(cause.type).raw("}");
    }
    raw("{\"timer\":").text(cause.kind + " " + cause.name + " " + cause.what).raw(",\"kind\":").text(cause.kind);
    return raw(",\"name\":").text(cause.name).raw(",\"what\":").text(cause.what).raw("}");
  }

  Writer& owners(const std::vector<Snapshot::Owner>& owners) {
    raw("{");
    bool first = true;
    for (const Snapshot::Owner& owner : owners) {
      if (!first) raw(",");
      first = false;
      leaf(owner.leaf).raw(":{\"role\":").role(owner.holder.role).raw(",\"person\":").person(owner.holder.person);
      raw(",\"team\":").team(owner.holder.team);
      raw(",\"secondary\":").list(owner.secondary, [this](const Snapshot::Owner::Secondary& secondary) {
        raw("{\"role\":").role(secondary.role).raw(",\"person\":").person(secondary.person);
        raw(",\"until\":").instant(secondary.until).raw("}");
      });
      raw(",\"supports\":").list(owner.supports, [this](const Snapshot::Owner::Support& support) {
        role_and_person(support.role, support.person);
      });
      raw(",\"because\":").because(owner.because).raw("}");
    }
    return raw("}");
  }

  // Records by type in order of declaration, each type's in order of first events.
  Writer& records(const std::vector<Snapshot::Record>& records) {
    raw("{");
    bool first_type = true;
    for (std::size_t i = 0; i < policy_.records.size(); ++i) {
      bool first = true;
      for (const Snapshot::Record& record : records) {
        if (record.name.type.index != i) continue;
        if (first) raw(first_type ? "" : ",").text(policy_.records[i].name).raw(":{");
        raw(first ? "" : ",").text(record.name.id).raw(":{\"stage\":");
        text(policy_.records[i].lifecycle.stages[record.stage.index].name);
        raw(",\"owners\":").owners(record.owners).raw("}");
        first = false;
      }
      if (!first) raw("}");
      first_type = first_type && first;
    }
    return raw("}");
  }

 private:
  std::string& out_;
  const Policy& policy_;
  const Org& org_;
};

}  // namespace

void append_decision(std::string& out, const Decision& decision, const Program& program) {
  Writer json(out, program);
  json.raw("{\"specversion\":\"1.0\",\"id\":").text(decision.id);
  json.raw(",\"source\":").text("baton/" + program.org().name).raw(",\"type\":\"baton.decision.v1\",\"subject\":");
  json.text(decision.subject).raw(",\"time\":").instant(decision.at);
  json.raw(",\"data\":{\"cause\":").cause(decision.cause).raw(",\"record\":").record(decision.record);
  json.raw(",\"stage\":{\"from\":").stage(decision.stage_from).raw(",\"to\":").stage(decision.stage_to);
  json.raw("},\"structure\":{\"from\":").structure(decision.structure_from);
  json.raw(",\"to\":").structure(decision.structure_to).raw("}");
  json.raw(",\"changes\":").list(decision.changes, [&json](const OwnerChange& change) { json.change(change); });
  json.raw(",\"assigned\":").list(decision.assigned, [&json](const SeatAssignment& seat) { json.assignment(seat); });
  json.running(decision.handoffs, decision.escalations, decision.slas);
  json.raw(",\"credits\":").list(decision.credits, [&json](const CreditReport& credit) { json.credit(credit); });
  json.raw(",\"next\":").next(decision.next).raw("}}\n");
}

std::string snapshot_json(const Snapshot& snapshot, const Program& program) {
  std::string out;
  Writer json(out, program);
  json.raw("{\"account\":").text(snapshot.account).raw(",\"at\":").instant(snapshot.at);
  json.raw(",\"stage\":").stage(snapshot.stage).raw(",\"structure\":").structure(snapshot.structure);
  json.raw(",\"owners\":").owners(snapshot.owners).raw(",\"records\":").records(snapshot.records);
  json.running(snapshot.handoffs, snapshot.escalations, snapshot.slas);
  json.raw(",\"next\":").next(snapshot.next).raw("}\n");
  return out;
}

}  // namespace baton::host
