#include "engine/host/event_reader.hpp"

#include <fmt/format.h>

#include "engine/host/text.hpp"

namespace baton::host {
namespace {

using Done = std::expected<void, std::string>;

std::unexpected<std::string> error(std::string words) {
  return std::unexpected(std::move(words));
}

std::string one_line(std::string_view text) {
  return cut_utf8(text, 80);
}

// The members of one event's data, bound one after another into `event`.
class Binding {
 public:
  Binding(const Vocabulary& vocabulary, const JsonReader& json, const JsonValue* data, Event& event)
      : vocabulary_(vocabulary), json_(json), data_(data), event_(event) {}

  Done bind() {
    switch (event_.kind) {
      case Event::Kind::Declared:
        return declared();
      case Event::Kind::AccountUpdated:
        return account_updated();
      case Event::Kind::ItemDone:
        return item_done();
      case Event::Kind::HandoffAccepted:
        return handoff();
      case Event::Kind::HandoffReturned:
        return handoff_returned();
      case Event::Kind::SeatAssigned:
        return seat_assigned();
      case Event::Kind::SeatReleased:
        return role_and_record();
      case Event::Kind::EscalationAcknowledged:
      case Event::Kind::EscalationClosed:
        return escalation();
      case Event::Kind::PersonLeft:
        return person();
      case Event::Kind::PersonAway:
        return person_away();
    }
    return {};
  }

 private:
  const JsonValue* member(std::string_view key) const { return data_ == nullptr ? nullptr : json_.member(*data_, key); }

  // A text that must be there.
  std::expected<std::string_view, std::string> needed_text(std::string_view key) const {
    const JsonValue* value = member(key);
    if (value == nullptr) return error(fmt::format("`{}` is missing", key));
    if (value->kind != JsonValue::Kind::String) {
      return error(fmt::format("`{}` is {}: it is a text, in quotes", key, describe(*value)));
    }
    return value->text;
  }

  Done record_id(RecordTypeId type, const JsonValue& value) {
    const std::string& name = vocabulary_.policy().records[type.index].name;
    if (value.kind != JsonValue::Kind::String) {
      return error(fmt::format("`{}` is {}: an id is a text, in quotes", name, describe(value)));
    }
    if (const auto checked = check_id(value.text); !checked) {
      return error(fmt::format("`{}` {}", name, checked.error()));
    }
    event_.record = type;
    event_.record_id = value.text;
    return {};
  }

  // The record that an event names by the type's name, if it names one.
  Done any_record() {
    if (data_ == nullptr) return {};
    for (const auto* value = json_.first_child(*data_); value != nullptr; value = json_.next_sibling(*data_, *value)) {
      const auto type = vocabulary_.record_type(value->key);
      if (!type || value->kind == JsonValue::Kind::Null) continue;
      if (event_.record) {
        return error(fmt::format("`{}` and `{}` are both given: an event is about one record",
                                 vocabulary_.policy().records[event_.record->index].name, value->key));
      }
      if (auto done = record_id(*type, *value); !done) return done;
    }
    return {};
  }

  Done declared() {
    const EventType& type = vocabulary_.policy().events[event_.type->index];
    if (type.record) {
      const std::string& name = vocabulary_.policy().records[type.record->index].name;
      const JsonValue* id = member(name);
      if (id == nullptr) return error(fmt::format("`{}` is missing: it names the {} that this is about", name, name));
      if (auto done = record_id(*type.record, *id); !done) return done;
    }
    for (const PayloadField& payload : type.payload) {
      if (auto done = payload_field(payload); !done) return done;
    }
    return {};
  }

  Done payload_field(const PayloadField& payload) {
    const JsonValue* value = member(payload.key);
    if (value == nullptr) {
      // What updates a field leaves it as it is; the event's own has its default from here.
      if (payload.target.scope == Scope::Event && payload.initial) {
        event_.values.push_back({payload.target, *payload.initial});
      }
      return {};
    }
    const auto bound = bind_value(payload.key, *value, vocabulary_.policy().field(payload.target), vocabulary_);
    if (!bound) return error(bound.error());
    event_.values.push_back({payload.target, *bound});
    return {};
  }

  Done account_updated() {
    if (data_ == nullptr) return {};
    for (const auto* value = json_.first_child(*data_); value != nullptr; value = json_.next_sibling(*data_, *value)) {
      const auto id = vocabulary_.account_field(value->key);
      if (!id) continue;  // what the policy does not declare changes nothing
      const auto bound = bind_value(value->key, *value, vocabulary_.policy().account_fields[id->index], vocabulary_);
      if (!bound) return error(bound.error());
      FieldRef target;
      target.field = *id;
      event_.values.push_back({target, *bound});
    }
    return {};
  }

  Done handoff() {
    const auto name = needed_text("handoff");
    if (!name) return error(name.error());
    if (!vocabulary_.is_handoff(*name)) return error(fmt::format("no handoff is called `{}`", one_line(*name)));
    event_.name = *name;
    return any_record();
  }

  Done item_done() {
    if (auto done = handoff(); !done) return done;
    const auto item = needed_text("item");
    if (!item) return error(item.error());
    if (!vocabulary_.is_item(event_.name, *item)) {
      return error(fmt::format("the handoff `{}` has no item `{}`", event_.name, one_line(*item)));
    }
    event_.item = *item;
    return {};
  }

  Done handoff_returned() {
    if (auto done = handoff(); !done) return done;
    const JsonValue* reason = member("reason");
    if (reason != nullptr && reason->kind == JsonValue::Kind::String) event_.reason = reason->text;
    return {};
  }

  Done escalation() {
    const auto name = needed_text("escalation");
    if (!name) return error(name.error());
    if (!vocabulary_.is_escalation(*name)) return error(fmt::format("no escalation is called `{}`", one_line(*name)));
    event_.name = *name;
    return any_record();
  }

  Done role_and_record() {
    const auto name = needed_text("role");
    if (!name) return error(name.error());
    const auto role = vocabulary_.role(*name);
    if (!role) return error(fmt::format("no role is called `{}`", one_line(*name)));
    event_.role = *role;
    return any_record();
  }

  std::expected<PersonId, std::string> known_person(std::string_view key) const {
    const auto id = needed_text(key);
    if (!id) return error(id.error());
    const auto found = vocabulary_.person(*id);
    if (!found) return error(fmt::format("nobody in org.yaml has the id `{}`", one_line(*id)));
    return *found;
  }

  Done person() {
    const auto found = known_person("person");
    if (!found) return error(found.error());
    event_.person = *found;
    return {};
  }

  Done seat_assigned() {
    if (auto done = role_and_record(); !done) return done;
    if (auto done = person(); !done) return done;
    const JsonValue* until = member("until");
    if (until == nullptr || until->kind == JsonValue::Kind::Null) return {};
    if (const auto day = bind_day("until", *until)) {
      event_.until = vocabulary_.org().zone.start_of(Day{day->number + 1});  // P6: the end of that day
      return {};
    }
    const auto at = until->kind == JsonValue::Kind::String ? parse_rfc3339(until->text) : error("");
    if (!at) {
      return error(
          fmt::format("`until` is {}: it is a date, written 2026-12-31, or a time, written 2026-12-31T09:00:00Z",
                      describe(*until)));
    }
    event_.until = *at;
    return {};
  }

  std::expected<Day, std::string> needed_day(std::string_view key) const {
    const JsonValue* value = member(key);
    if (value == nullptr) return error(fmt::format("`{}` is missing", key));
    return bind_day(key, *value);
  }

  Done person_away() {
    if (auto done = person(); !done) return done;
    const auto from = needed_day("from");
    if (!from) return error(from.error());
    const auto to = needed_day("to");
    if (!to) return error(to.error());
    if (*to < *from) return error(fmt::format("`to` is {}, before `from`, {}", to_string(*to), to_string(*from)));
    event_.away = {*from, *to, std::nullopt};
    const JsonValue* cover = member("cover");
    if (cover == nullptr || cover->kind == JsonValue::Kind::Null) return {};
    const auto found = known_person("cover");
    if (!found) return error(found.error());
    event_.away.cover = *found;
    return {};
  }

  const Vocabulary& vocabulary_;
  const JsonReader& json_;
  const JsonValue* data_;
  Event& event_;
};

// An attribute that is a text and not empty, if it is there at all.
std::expected<std::optional<std::string_view>, std::string> attribute(const JsonReader& json, const JsonValue& object,
                                                                      std::string_view key) {
  const JsonValue* value = json.member(object, key);
  if (value == nullptr || value->kind == JsonValue::Kind::Null) return std::nullopt;
  if (value->kind != JsonValue::Kind::String) {
    return error(fmt::format("`{}` is {}: it is a text, in quotes", key, describe(*value)));
  }
  return value->text;
}

std::expected<std::string_view, std::string> needed_attribute(const JsonReader& json, const JsonValue& object,
                                                              std::string_view key) {
  const auto found = attribute(json, object, key);
  if (!found) return error(found.error());
  if (!*found) return error(fmt::format("`{}` is missing", key));
  if ((*found)->empty()) return error(fmt::format("`{}` is empty", key));
  return **found;
}

}  // namespace

std::expected<Envelope, std::string> EventReader::read(std::string_view line) {
  object_ = nullptr;
  const auto parsed = json_.parse_object(line);
  if (!parsed) return error(parsed.error());
  object_ = *parsed;
  const JsonValue& object = **parsed;
  const auto version = needed_attribute(json_, object, "specversion");
  if (!version) return error(version.error());
  if (*version != "1.0") return error(fmt::format("`specversion` is `{}`: it must be `1.0`", one_line(*version)));

  Envelope envelope;
  for (auto [key, into] : {std::pair{"id", &envelope.id}, {"source", &envelope.source}, {"type", &envelope.type}}) {
    const auto text = needed_attribute(json_, object, key);
    if (!text) return error(text.error());
    *into = *text;
  }
  for (auto [key, into] : {std::pair{"subject", &envelope.subject}, {"sequence", &envelope.sequence}}) {
    const auto text = attribute(json_, object, key);
    if (!text) return error(text.error());
    *into = *text;
  }
  const auto time = attribute(json_, object, "time");
  if (!time) return error(time.error());
  if (*time) {
    const auto at = parse_rfc3339(**time);
    if (!at) return error(fmt::format("`time` is `{}`: {}", one_line(**time), at.error()));
    envelope.at = *at;
  }
  envelope.data = json_.member(object, "data");
  return envelope;
}

std::optional<std::string_view> EventReader::subject_of_last() const {
  const JsonValue* subject = object_ == nullptr ? nullptr : json_.member(*object_, "subject");
  if (subject == nullptr || subject->kind != JsonValue::Kind::String) return std::nullopt;
  return subject->text;
}

std::expected<Event, std::string> EventReader::bind(const Envelope& envelope) const {
  const EventName& name = *declared(envelope);
  if (name.later_version) return error(fmt::format("`{}` is not yet understood by this version", envelope.type));
  if (!envelope.at) return error("`time` is missing");
  if (!envelope.subject) return error("`subject` is missing: it names the account");
  if (const auto checked = check_id(*envelope.subject); !checked) {
    return error(fmt::format("`subject` {}", checked.error()));
  }
  if (is_about_org(name.kind) && *envelope.subject != "org") {
    return error(fmt::format("`subject` is `{}`: `{}` is about the org, its subject is `org`",
                             one_line(*envelope.subject), envelope.type));
  }
  if (!is_about_org(name.kind) && *envelope.subject == "org") {
    return error(fmt::format("`subject` is `org`: `{}` is about an account", envelope.type));
  }
  const JsonValue* data = envelope.data;
  if (data != nullptr && data->kind == JsonValue::Kind::Null) data = nullptr;
  if (data != nullptr && data->kind != JsonValue::Kind::Object) {
    return error(fmt::format("`data` is {}: it is an object", describe(*data)));
  }
  Event event;
  event.kind = name.kind;
  event.type = name.type;
  event.at = *envelope.at;
  event.source = envelope.source;
  event.id = envelope.id;
  event.type_name = envelope.type;
  event.subject = *envelope.subject;
  if (auto bound = Binding(vocabulary_, json_, data, event).bind(); !bound) return error(bound.error());
  return event;
}

}  // namespace baton::host
