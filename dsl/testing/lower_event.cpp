// The events of tests: what `events.ndjson` would say, bound to names and types by the words of the policy.
//
// A key that a real event may bring along although nobody declares it is an error here: in a test it is a slip.
#include <algorithm>

#include "dsl/testing/suite_parts.hpp"

namespace baton::dsl {
namespace {

struct BuiltIn {
  std::string_view name;
  Event::Kind kind;
  std::vector<std::string_view> needed, possible;
  bool of_record;  // may name a record
};

const BuiltIn* find_built_in(std::string_view name) {
  using enum Event::Kind;
  static const BuiltIn events[] = {
      {"account.updated", AccountUpdated, {}, {}, false},
      {"handoff.item_done", ItemDone, {"handoff", "item"}, {}, true},
      {"handoff.accepted", HandoffAccepted, {"handoff"}, {}, true},
      {"handoff.returned", HandoffReturned, {"handoff"}, {"reason"}, true},
      {"seat.assigned", SeatAssigned, {"role", "person"}, {"until", "why"}, true},
      {"seat.released", SeatReleased, {"role"}, {}, true},
      {"escalation.acknowledged", EscalationAcknowledged, {"escalation"}, {}, true},
      {"escalation.closed", EscalationClosed, {"escalation"}, {}, true},
      {"person.left", PersonLeft, {"person"}, {}, false},
      {"person.away", PersonAway, {"person", "from", "to"}, {"cover"}, false},
  };
  const auto found = std::ranges::find(events, name, &BuiltIn::name);
  return found == std::end(events) ? nullptr : &*found;
}

std::optional<FieldId> find_field(const std::vector<Field>& fields, std::string_view name) {
  const auto found = std::ranges::find(fields, name, &Field::name);
  if (found == fields.end()) return std::nullopt;
  return FieldId(static_cast<std::size_t>(found - fields.begin()));
}

bool has_label(const Type& type, const std::string& text) {
  return type.kind == TypeKind::Enum && std::ranges::find(type.labels, text) != type.labels.end();
}

// A value of the field. Texts that no condition names are all the same to the policy, so none is added to it.
std::optional<Scalar> read_value(const SuiteContext& suite, const ast::PayloadEntry& entry, const Field& field) {
  const ast::Expr& literal = entry.value;
  if (literal.kind == ast::Expr::Kind::Name && literal.text == "unknown" && !has_label(field.type, literal.text)) {
    if (field.optional) return unknown;
    suite.report().error("B805", literal.span, quoted(entry.key.text) + " must always be known").help =
        "only a field declared with `?` may be unknown";
    return std::nullopt;
  }
  if (field.type.kind == TypeKind::Text && literal.kind == ast::Expr::Kind::Text) {
    const auto& texts = suite.policy().texts;
    const auto found = std::ranges::find(texts, literal.text);
    return found == texts.end() ? other_text : found - texts.begin();
  }
  return lower_value(literal, {field.type, entry.key.text}, suite.context.policy, suite.report());
}

std::optional<std::string> read_id(const SuiteContext& suite, const ast::PayloadEntry& entry) {
  constexpr std::size_t max_id_bytes = 256;
  const ast::Expr& value = entry.value;
  const bool is_id = value.kind == ast::Expr::Kind::Name || value.kind == ast::Expr::Kind::Text;
  if (is_id && !value.text.empty() && value.text.size() <= max_id_bytes) return value.text;
  const std::string written = quoted(suite.report().slice(value.span));
  Diagnostic& diagnostic = suite.report().error("B805", value.span, written + " cannot be " + quoted(entry.key.text));
  diagnostic.help = is_id ? "an id has 1 to 256 characters" : "write a name, or put it in quotes";
  return std::nullopt;
}

void report_unknown_key(const SuiteContext& suite, const ast::Name& key, const std::string& of,
                        const std::vector<std::string>& candidates, const std::string& help) {
  Diagnostic& diagnostic = suite.report().error("B805", key.span, quoted(key.text) + " is nothing that " + of);
  const auto near = did_you_mean(key.text, candidates);
  diagnostic.help = near ? "did you mean " + quoted(*near) + "?" : help;
}

std::string_view without_account(std::string_view key) {
  constexpr std::string_view prefix = "account.";
  return key.starts_with(prefix) ? key.substr(prefix.size()) : key;
}

std::optional<Event::Value> read_account_value(const SuiteContext& suite, const ast::PayloadEntry& entry) {
  const auto& fields = suite.policy().account_fields;
  const auto field = find_field(fields, without_account(entry.key.text));
  if (!field) {
    std::vector<std::string> names;
    for (const Field& known : fields) names.push_back(known.name);
    report_unknown_key(suite, entry.key, "the account has", names, "declare it: `account { NAME: TYPE }`");
    return std::nullopt;
  }
  const auto value = read_value(suite, entry, fields[field->index]);
  if (!value) return std::nullopt;
  return Event::Value{{Scope::Account, {}, {}, *field}, *value};
}

class EventLowerer {
 public:
  EventLowerer(const SuiteContext& suite, const ast::TestStep& step, SeenEvent& seen)
      : suite_(suite), step_(step), event_(seen.event) {}

  bool declared(EventId id);
  bool built_in(const BuiltIn& known);

 private:
  const ast::PayloadEntry* find(std::string_view key) const {
    const auto found =
        std::ranges::find_if(step_.payload, [&](const ast::PayloadEntry& entry) { return entry.key.text == key; });
    return found == step_.payload.end() ? nullptr : &*found;
  }
  bool record(const ast::PayloadEntry& entry, RecordTypeId type);
  bool field(const ast::PayloadEntry& entry, const EventType& type);
  bool key(const ast::PayloadEntry& entry, const BuiltIn& known);
  bool bind(const ast::PayloadEntry& entry);
  bool name_of(const ast::PayloadEntry& entry, NameKind kind, const std::vector<std::string>& names);
  bool item(const ast::PayloadEntry& entry);
  bool until(const ast::Expr& value);
  bool day(const ast::PayloadEntry& entry, Day& into);
  bool person(const ast::PayloadEntry& entry, std::optional<PersonId>& into);
  bool wrong_kind(const ast::PayloadEntry& entry, const std::string& what);

  const SuiteContext& suite_;
  const ast::TestStep& step_;
  Event& event_;
};

bool EventLowerer::record(const ast::PayloadEntry& entry, RecordTypeId type) {
  if (event_.record) {
    suite_.report().error("B805", entry.key.span, "this event names two records").help =
        "an event is about one record at most";
    return false;
  }
  const auto id = read_id(suite_, entry);
  if (!id) return false;
  event_.record = type;
  event_.record_id = *id;
  return true;
}

bool EventLowerer::field(const ast::PayloadEntry& entry, const EventType& type) {
  if (type.record && entry.key.text == suite_.policy().records[type.record->index].name) {
    return record(entry, *type.record);
  }
  const auto payload = std::ranges::find(type.payload, entry.key.text, &PayloadField::key);
  if (payload == type.payload.end()) {
    std::vector<std::string> names;
    for (const PayloadField& known : type.payload) names.push_back(known.key);
    if (type.record) names.push_back(suite_.policy().records[type.record->index].name);
    report_unknown_key(suite_, entry.key, quoted(type.name) + " declares", names,
                       "declare it: `event " + type.name + " { ... }`");
    return false;
  }
  const auto value = read_value(suite_, entry, suite_.policy().field(payload->target));
  if (value) event_.values.push_back({payload->target, *value});
  return value.has_value();
}

bool EventLowerer::declared(EventId id) {
  const EventType& type = suite_.policy().events[id.index];
  event_.kind = Event::Kind::Declared;
  event_.type = id;
  bool sound = true;
  for (const ast::PayloadEntry& entry : step_.payload) sound = field(entry, type) && sound;
  for (const PayloadField& payload : type.payload) {
    // As the reader of events does: the event's own have their default from here.
    if (payload.target.scope == Scope::Event && payload.initial && !find(payload.key)) {
      event_.values.push_back({payload.target, *payload.initial});
    }
  }
  return sound;
}

bool EventLowerer::built_in(const BuiltIn& known) {
  event_.kind = known.kind;
  event_.type = suite_.policy().event_of(known.kind);
  bool sound = true;
  if (known.kind == Event::Kind::AccountUpdated) {
    for (const AccountValue& value : lower_account_values(suite_, step_.payload)) event_.values.push_back(value.value);
    return event_.values.size() == step_.payload.size();
  }
  for (const std::string_view needed : known.needed) {
    if (find(needed)) continue;
    suite_.report().error("B805", step_.name.span, quoted(step_.name.text) + " does not say " + quoted(needed)).help =
        "write " + quoted(std::string(step_.name.text) + " { " + std::string(needed) + ": ... }");
    sound = false;
  }
  for (const ast::PayloadEntry& entry : step_.payload) sound = key(entry, known) && sound;
  if (sound && known.kind == Event::Kind::PersonAway && event_.away.to < event_.away.from) {
    suite_.report().error("B805", find("to")->value.span, "this ends before it begins").help =
        "`from` and `to` are the first and the last day away";
    return false;
  }
  return sound;
}

bool EventLowerer::key(const ast::PayloadEntry& entry, const BuiltIn& known) {
  const std::string& text = entry.key.text;
  if (std::ranges::find(known.needed, text) != known.needed.end() ||
      std::ranges::find(known.possible, text) != known.possible.end()) {
    return bind(entry);
  }
  const RecordTypeId* type = known.of_record ? suite_.context.names.records.find(text) : nullptr;
  if (type) return record(entry, *type);
  std::vector<std::string> names(known.needed.begin(), known.needed.end());
  names.insert(names.end(), known.possible.begin(), known.possible.end());
  if (known.of_record) {
    for (const std::string& record : suite_.context.names.records.names()) names.push_back(record);
  }
  report_unknown_key(suite_, entry.key, quoted(known.name) + " says", names, "it says " + quoted_list(names));
  return false;
}

bool EventLowerer::bind(const ast::PayloadEntry& entry) {
  const std::string& key = entry.key.text;
  if (key == "handoff") return name_of(entry, kinds::handoff, handoff_names(suite_.policy(), std::nullopt));
  if (key == "escalation") return name_of(entry, kinds::escalation, escalation_names(suite_.policy(), std::nullopt));
  if (key == "item") return item(entry);
  if (key == "until") return until(entry.value);
  if (key == "from") return day(entry, event_.away.from);
  if (key == "to") return day(entry, event_.away.to);
  if (key == "cover") return person(entry, event_.away.cover);
  if (key == "why" || key == "reason") {
    if (entry.value.kind != ast::Expr::Kind::Text) return wrong_kind(entry, "a text in quotes");
    event_.reason = key == "reason" ? entry.value.text : event_.reason;
    return true;
  }
  if (key == "person") {
    std::optional<PersonId> found;
    if (!person(entry, found)) return false;
    event_.person = *found;
    return true;
  }
  if (entry.value.kind != ast::Expr::Kind::Name) return wrong_kind(entry, "the name of a role");
  const auto role = use_role(suite_.context, {entry.value.text, entry.value.span}, nullptr);
  if (role) event_.role = *role;
  return role.has_value();
}

bool EventLowerer::wrong_kind(const ast::PayloadEntry& entry, const std::string& what) {
  suite_.report().error("B805", entry.value.span, quoted(entry.key.text) + " is " + what).help =
      "it is " + describe(entry.value) + " here";
  return false;
}

bool EventLowerer::name_of(const ast::PayloadEntry& entry, NameKind kind, const std::vector<std::string>& names) {
  const auto id = read_id(suite_, entry);
  if (!id) return false;
  event_.name = *id;
  if (std::ranges::find(names, *id) != names.end()) return true;
  suite_.report().unknown(kind, {*id, entry.value.span}, names);
  return false;
}

bool EventLowerer::item(const ast::PayloadEntry& entry) {
  const auto id = read_id(suite_, entry);
  const ast::PayloadEntry* handoff = find("handoff");
  if (!id || !handoff) return false;
  event_.item = *id;
  std::vector<std::string> names;
  for (const Structure& structure : suite_.policy().structures) {
    for (const Handoff& known : structure.handoffs) {
      if (known.name != handoff->value.text) continue;
      for (const ChecklistItem& listed : known.checklist) {
        if (std::ranges::find(names, listed.name) == names.end()) names.push_back(listed.name);
      }
    }
  }
  if (std::ranges::find(names, *id) != names.end()) return true;
  const auto handoffs = handoff_names(suite_.policy(), std::nullopt);
  if (!names.empty()) {
    suite_.report().unknown(kinds::item, {*id, entry.value.span}, names);
  } else if (std::ranges::find(handoffs, handoff->value.text) != handoffs.end()) {
    suite_.report().error("B805", entry.value.span, quoted(handoff->value.text) + " has no checklist").help =
        "name a handoff that has one";
  }
  return false;
}

bool EventLowerer::until(const ast::Expr& value) {
  if (value.kind == ast::Expr::Kind::Date) {
    event_.until = suite_.zone().start_of(Day{value.day.number + 1});  // P6: the end of that day
  } else if (value.kind == ast::Expr::Kind::DateTime) {
    event_.until = instant_of(suite_, {value, value.span});
  } else {
    suite_.report().error("B805", value.span, "`until` is " + describe(value) + ", but a date is needed").help =
        "write `until: 2026-12-31`";
    return false;
  }
  return true;
}

bool EventLowerer::day(const ast::PayloadEntry& entry, Day& into) {
  if (entry.value.kind != ast::Expr::Kind::Date) return wrong_kind(entry, "a date such as 2026-01-15");
  into = entry.value.day;
  return true;
}

bool EventLowerer::person(const ast::PayloadEntry& entry, std::optional<PersonId>& into) {
  const auto id = read_id(suite_, entry);
  if (id) into = use_person(suite_, {*id, false, entry.value.span});
  return into.has_value();
}

}  // namespace

std::vector<AccountValue> lower_account_values(const SuiteContext& suite,
                                               const std::vector<ast::PayloadEntry>& payload) {
  std::vector<AccountValue> values;
  for (const ast::PayloadEntry& entry : payload) {
    if (auto value = read_account_value(suite, entry)) values.push_back({*value, entry.key.span});
  }
  return values;
}

std::optional<SeenEvent> lower_event(const SuiteContext& suite, const ast::TestStep& step) {
  SeenEvent seen;
  seen.event.type_name = step.name.text;
  EventLowerer lowerer(suite, step, seen);
  if (const BuiltIn* known = find_built_in(step.name.text)) {
    seen.sound = lowerer.built_in(*known);
    return seen;
  }
  if (is_built_in_event(step.name.text)) {
    suite.report()
        .error("B190", step.name.span, quoted(step.name.text) + " is not yet executed by this version of baton")
        .help = "leave it out for now";
    return std::nullopt;
  }
  const EventId* id = suite.context.names.events.use(step.name, suite.report());
  if (!id) return std::nullopt;
  seen.sound = lowerer.declared(*id);
  return seen;
}

}  // namespace baton::dsl
