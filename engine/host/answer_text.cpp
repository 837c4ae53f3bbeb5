#include "engine/host/answer_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/host/text.hpp"

namespace baton::host {

std::size_t display_width(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string local_text(const Zone& zone, Instant at) {
  static constexpr const char* weekdays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  static constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                           "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const LocalTime local = zone.to_local(at);
  const CivilDate date = civil_of(local.day);
  const auto minutes = local.ms_of_day / 60'000;
  return fmt::format("{} {} {} {}, {:02}:{:02}", weekdays[weekday_of(local.day)], date.day, months[date.month - 1],
                     date.year, minutes / 60, minutes % 60);
}

namespace {

class Answer {
 public:
  Answer(const Snapshot& snapshot, const Program& program, const AnswerStyle& style)
      : snapshot_(snapshot), policy_(program.policy()), org_(program.org()), style_(style) {}

  std::string write() {
    measure();
    heading();
    section("Who owns what");
    owners(snapshot_.owners);
    if (snapshot_.owners.empty()) line("  nothing is to be owned in this stage");
    records();
    why_not();
    handoffs();
    escalations();
    slas();
    next();
    return std::move(out_);
  }

 private:
  // ---- small pieces

  std::string paint(const char* code, std::string_view text) const {
    return style_.colour ? fmt::format("\033[{}m{}\033[0m", code, text) : std::string(text);
  }
  std::string bold(std::string_view text) const { return paint("1", text); }
  std::string dim(std::string_view text) const { return paint("2", text); }
  std::string alarm(std::string_view text) const { return paint("31", text); }

  void line(std::string_view text) { out_.append(text).push_back('\n'); }
  void section(std::string_view title) { line("\n" + bold(title)); }
  static std::string padded(std::string_view text, std::size_t width) {
    std::string made(text);
    const std::size_t used = display_width(text);
    if (used < width) made.append(width - used, ' ');
    return made;
  }

  const std::string& leaf(LeafId id) const { return policy_.leaves[id.index].name; }
  const std::string& role(RoleId id) const { return policy_.roles[id.index].name; }
  std::string person(PersonId id) const { return visible(org_.people[id.index].name); }
  std::string role(const std::optional<RoleId>& id) const { return id ? role(*id) : "nobody"; }
  std::string person(const Holder& holder) const {
    if (holder.person) return person(*holder.person);
    return holder.role ? "(nobody sits here)" : "";
  }
  std::string seat(const std::optional<RoleId>& who, const std::optional<PersonId>& held_by) const {
    std::string made = role(who);
    if (held_by) made += " " + person(*held_by);
    return made;
  }
  std::string seat(const Holder& holder) const { return seat(holder.role, holder.person); }
  std::string when(Instant at) const { return local_text(org_.zone, at); }
  std::string of_record(const std::optional<RecordName>& record) const {
    return record ? fmt::format(" of {} {}", policy_.records[record->type.index].name, visible(record->id)) : "";
  }
  template <class Items, class Name>
  std::string list(const Items& items, const Name& name) const {
    std::string made;
    for (const auto& item : items) made += (made.empty() ? "" : ", ") + name(item);
    return made;
  }
  std::string place(const Origin& at) const { return at.line == 0 ? "" : fmt::format(" ({}:{})", at.file, at.line); }

  // A paragraph whose lines begin at a column.
  void wrapped(std::string_view first, std::size_t indent, std::string_view text, bool dimmed = false) {
    constexpr std::size_t width = 110;
    std::string row;
    bool first_row = true;
    const auto flush = [&] {
      out_ += first_row ? padded(first, indent) : std::string(indent, ' ');
      line(dimmed ? dim(row) : row);
      row.clear();
      first_row = false;
    };
    while (!text.empty()) {
      const std::size_t space = std::min(text.find(' '), text.size());
      const std::string_view word = text.substr(0, space);
      if (!row.empty() && indent + display_width(row) + 1 + display_width(word) > width) flush();
      row += (row.empty() ? "" : " ") + std::string(word);
      text.remove_prefix(std::min(space + 1, text.size()));
    }
    flush();
  }

  // ---- sections

  void heading() {
    const Structure& structure = policy_.structures[snapshot_.structure.index];
    const std::string title = structure.title.empty() ? "" : fmt::format(" \"{}\"", structure.title);
    line(fmt::format("{}  is in stage {}, structure {}{}", bold(visible(snapshot_.account)),
                     bold(policy_.lifecycle.stages[snapshot_.stage.index].name), bold(structure.name), title));
    line(dim(fmt::format("as of {} ({})", when(snapshot_.at), org_.zone.name())));
  }

  void measure() {
    const auto see = [this](const std::vector<Snapshot::Owner>& owners) {
      for (const Snapshot::Owner& owner : owners) {
        role_width_ = std::max(role_width_, display_width(role(owner.holder.role)));
        person_width_ = std::max(person_width_, display_width(person(owner.holder)));
      }
    };
    see(snapshot_.owners);
    for (const Snapshot::Record& record : snapshot_.records) see(record.owners);
  }

  std::string because(const Because& because) const {
    switch (because.kind) {
      case Because::Kind::Handoff:
        return fmt::format("until handoff {} is finished{}", because.name, place(because.at));
      case Because::Kind::Seat:
        return fmt::format("because the seat of {} was filled anew", because.name);
      case Because::Kind::Clause:
        break;
    }
    const std::string quoted = style_.quote ? style_.quote(because.at) : "";
    if (!quoted.empty()) return fmt::format("because `{}`{}", quoted, place(because.at));
    return fmt::format("because structure {} says so{}", because.name, place(because.at));
  }

  std::string beside(const Snapshot::Owner& owner) const {
    std::string made;
    if (owner.pinned) {
      made = "the seat is pinned by hand";
      if (owner.pinned_until) made += " until " + when(*owner.pinned_until);
    }
    for (const auto& secondary : owner.secondary) {
      made += (made.empty() ? "" : "; ") + seat(secondary.role, secondary.person) + " stays as secondary owner";
      if (secondary.until) made += " until " + when(*secondary.until);
    }
    for (const auto& support : owner.supports) {
      made += (made.empty() ? "" : "; ") + seat(support.role, support.person) + " supports";
    }
    return made;
  }

  // Leaves that one holder owns for one reason share a paragraph.
  void owners(const std::vector<Snapshot::Owner>& owners) {
    struct Group {
      const Snapshot::Owner* owner;
      std::string why, also, leaves;
    };
    std::vector<Group> groups;
    for (const Snapshot::Owner& owner : owners) {
      const std::string why = because(owner.because);
      const std::string also = beside(owner);
      const auto same = std::find_if(groups.begin(), groups.end(), [&](const Group& group) {
        return group.owner->holder == owner.holder && group.why == why && group.also == also;
      });
      if (same != groups.end()) {
        same->leaves += ", " + leaf(owner.leaf);
      } else {
        groups.push_back({&owner, why, also, leaf(owner.leaf)});
      }
    }
    const std::size_t indent = 2 + role_width_ + 2 + person_width_ + 2;
    for (const Group& group : groups) {
      const std::string who =
          fmt::format("  {}  {}", padded(role(group.owner->holder.role), role_width_), person(group.owner->holder));
      wrapped(who, indent, group.leaves);
      wrapped("", indent, group.why, true);
      if (!group.also.empty()) wrapped("", indent, group.also, true);
    }
  }

  // What `owners` would write.
  std::string owners_text(const std::vector<Snapshot::Owner>& of) {
    std::string before = std::move(out_);
    out_.clear();
    owners(of);
    return std::exchange(out_, std::move(before));
  }

  // Records of one type and stage that the same people own for the same reasons share a section.
  void records() {
    struct Group {
      const RecordType* type;
      const std::string* stage;
      std::string names, owners;
      std::size_t count;
    };
    std::vector<Group> groups;
    std::vector<std::string> ended;
    for (const Snapshot::Record& record : snapshot_.records) {
      const RecordType& type = policy_.records[record.name.type.index];
      const std::string& stage = type.lifecycle.stages[record.stage.index].name;
      if (record.owners.empty()) {
        ended.push_back(fmt::format("{} {} ({})", type.name, visible(record.name.id), stage));
        continue;
      }
      const std::string text = owners_text(record.owners);
      const auto same = std::find_if(groups.begin(), groups.end(), [&](const Group& group) {
        return group.type == &type && group.stage == &stage && group.owners == text;
      });
      if (same == groups.end()) {
        groups.push_back({&type, &stage, visible(record.name.id), text, 1});
      } else {
        same->names += ", " + visible(record.name.id);
        ++same->count;
      }
    }
    for (const Group& group : groups) {
      section(group.count == 1
                  ? fmt::format("The {} {} is {}", group.type->name, group.names, *group.stage)
                  : fmt::format("{} of type {} are {}: {}", group.count, group.type->name, *group.stage, group.names));
      out_ += group.owners;
    }
    ended_records(ended);
  }

  void ended_records(std::vector<std::string>& ended) {
    if (ended.empty()) return;
    constexpr std::size_t shown = 6;
    std::string more;
    if (ended.size() > shown) {
      more = fmt::format(" and {} more", ended.size() - shown);
      ended.resize(shown);
    }
    out_ += '\n';
    wrapped("", 0, fmt::format("Nothing is owned for {}{}", fmt::join(ended, ", "), more), true);
  }

  std::string reason(const PassedOver& passed) const {
    switch (passed.why) {
      case PassedOver::Why::Away:
        return passed.until ? "is away until " + to_string(*passed.until) : std::string("is away");
      case PassedOver::Why::Left:
        return "has left";
      case PassedOver::Why::Full:
        return "is full";
      case PassedOver::Why::NotYetThere:
        return "is not there yet";
      case PassedOver::Why::NotInTeam:
        return "is in no team that covers this account";
      case PassedOver::Why::PinnedElsewhere:
        return "was not chosen: the seat is pinned";
      case PassedOver::Why::NextInLine:
        return "is further down the line";
      case PassedOver::Why::MoreLoaded:
        return "has more accounts";
      case PassedOver::Why::MoreForWeight:
        return "has more accounts for their weight";
      case PassedOver::Why::LaterInList:
        return "carries as much, and comes later in the list";
      case PassedOver::Why::SeatHeld:
        return "could take it, but the seat is held";
    }
    return "";
  }

  void why_not() {
    std::vector<std::pair<RoleId, std::string>> roles;
    const auto see = [&](const std::vector<Snapshot::Owner>& owners) {
      for (const Snapshot::Owner& owner : owners) {
        if (!owner.holder.role || owner.why_not.empty()) continue;
        const bool known = std::any_of(roles.begin(), roles.end(),
                                       [&](const auto& other) { return other.first == *owner.holder.role; });
        if (known) continue;
        std::string reasons;
        for (const PassedOver& passed : owner.why_not) {
          reasons += (reasons.empty() ? "" : "; ") + person(passed.person) + " " + reason(passed);
        }
        roles.emplace_back(*owner.holder.role, reasons);
      }
    };
    see(snapshot_.owners);
    for (const Snapshot::Record& record : snapshot_.records) see(record.owners);
    if (roles.empty()) return;
    section("Why not someone else");
    for (const auto& [id, reasons] : roles) wrapped("  " + padded(role(id), role_width_), role_width_ + 4, reasons);
  }

  const ChecklistItem* item(const HandoffReport& handoff, const std::string& name) const {
    for (const Structure& structure : policy_.structures) {
      for (const Handoff& declared : structure.handoffs) {
        if (declared.name != handoff.handoff) continue;
        for (const ChecklistItem& one : declared.checklist) {
          if (one.name == name) return &one;
        }
      }
    }
    return nullptr;
  }

  static std::string_view words(HandoffState state) {
    switch (state) {
      case HandoffState::Open:
        return "open, not yet started";
      case HandoffState::Started:
        return "under way";
      case HandoffState::Returned:
        return "returned by the receiver";
      case HandoffState::Overdue:
        return "overdue";
      case HandoffState::Finished:
        return "finished";
      case HandoffState::CutOver:
        return "moved unfinished";
      case HandoffState::Cancelled:
        return "cancelled";
      case HandoffState::Superseded:
        return "superseded";
    }
    return "";
  }

  void handoffs() {
    if (snapshot_.handoffs.empty()) return;
    section("Changing hands");
    for (const HandoffReport& handoff : snapshot_.handoffs) {
      const bool late = handoff.state == HandoffState::Overdue || handoff.state == HandoffState::Returned;
      const std::string state(words(handoff.state));
      line(fmt::format("  {}{}: {}", bold(handoff.handoff), of_record(handoff.record), late ? alarm(state) : state));
      wrapped("", 6,
              fmt::format("{} from {} to {}", list(handoff.moves, [this](LeafId id) { return leaf(id); }),
                          seat(handoff.from), seat(handoff.to)));
      missing(handoff);
      dates(handoff);
    }
  }

  void missing(const HandoffReport& handoff) {
    std::string_view label = "      still missing: ";
    const auto add = [&](std::string_view what) {
      wrapped(label, std::string_view("      still missing: ").size(), what);
      label = "";
    };
    for (const std::string& name : handoff.missing) {
      const ChecklistItem* found = item(handoff, name);
      const std::string title = found == nullptr || found->title.empty() ? name : found->title;
      add(title + (found == nullptr || !found->by ? "" : fmt::format(" ({})", role(*found->by))));
    }
    if (!handoff.accepted) add("the receiver's acceptance");
  }

  void dates(const HandoffReport& handoff) {
    std::string made;
    const auto add = [&](const char* what, const std::optional<Instant>& at) {
      if (at) made += fmt::format("{}{} {}", made.empty() ? "" : "; ", what, when(*at));
    };
    if (handoff.state == HandoffState::Open) add("to be started by", handoff.start_by);
    add("due", handoff.due);
    add("moves even when unfinished on", handoff.cutover);
    if (!made.empty()) wrapped("", 6, made, true);
  }

  void escalations() {
    if (snapshot_.escalations.empty()) return;
    section("Escalations");
    for (const EscalationReport& escalation : snapshot_.escalations) {
      std::string text = fmt::format("  {}{}: ", bold(escalation.escalation), of_record(escalation.record));
      const std::string called = list(escalation.calls, [this](PersonId id) { return person(id); });
      if (escalation.state == EscalationState::Acknowledged) {
        text += fmt::format("acknowledged, in the hands of {}", called.empty() ? "nobody" : called);
      } else {
        text += alarm(fmt::format("calling {}", called.empty() ? "nobody" : called));
        text += fmt::format(", tier {}", escalation.tier);
        text += escalation.until ? ", until " + when(*escalation.until) : ", until it is closed";
      }
      line(text);
      for (const auto& skipped : escalation.skipped) {
        wrapped("", 6, fmt::format("tier {} was skipped: {}", skipped.tier, skipped.why), true);
      }
    }
  }

  void slas() {
    if (snapshot_.slas.empty()) return;
    section("Promised");
    for (const SlaReport& sla : snapshot_.slas) {
      line(fmt::format("  {}{}: {} {}", bold(sla.sla), of_record(sla.record), seat(sla.owner),
                       sla.due ? fmt::format("owes {} by {}", owed(sla), when(*sla.due))
                               : fmt::format("owes {}; {}", owed(sla), why_no_deadline(sla))));
    }
  }

  static std::string_view why_no_deadline(const SlaReport& sla) {
    return sla.state == SlaState::Paused ? "the clock is paused" : "its time is up after 2099 only";
  }

  // The events that meet the SLA. One that began under another structure may not be found.
  std::string owed(const SlaReport& report) const {
    const std::vector<Sla>& slas = policy_.structures[snapshot_.structure.index].slas;
    const auto found = std::find_if(slas.begin(), slas.end(), [&](const Sla& sla) { return sla.name == report.sla; });
    if (found == slas.end()) return "it";
    std::vector<std::string_view> names;
    for (const EventTrigger& trigger : found->owes) names.push_back(policy_.events[trigger.event.index].name);
    return fmt::format("{}", fmt::join(names, " or "));
  }

  void next() {
    section("What happens next");
    if (snapshot_.next) {
      line(fmt::format("  {}  {}", bold(when(snapshot_.next->at)), snapshot_.next->what));
    } else {
      line("  nothing, until something happens on the account");
    }
  }

  const Snapshot& snapshot_;
  const Policy& policy_;
  const Org& org_;
  const AnswerStyle& style_;
  std::string out_;
  std::size_t role_width_ = 0, person_width_ = 0;
};

}  // namespace

std::string snapshot_text(const Snapshot& snapshot, const Program& program, const AnswerStyle& style) {
  return Answer(snapshot, program, style).write();
}

}  // namespace baton::host
