// A line of input to an Event: CloudEvents 1.0 in JSON, bound to the policy's names and types.
//
// Reading has two halves, as the contract orders its tests: `read` says whether the line is readable and what it is
// about, `bind` whether it is valid for this policy. What depends on the account's state is the engine's to judge.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "engine/flow/event.hpp"
#include "engine/host/json.hpp"
#include "engine/host/vocabulary.hpp"

namespace baton::host {

// What every CloudEvent says about itself. Views into the line's reader.
struct Envelope {
  std::string_view source, id, type;
  std::optional<std::string_view> subject, sequence;
  std::optional<Instant> at;
  const JsonValue* data = nullptr;  // may be missing
};

class EventReader {
 public:
  explicit EventReader(const Vocabulary& vocabulary) : vocabulary_(vocabulary) {}

  // The envelope is valid until the next call. The error says why the line is not readable.
  std::expected<Envelope, std::string> read(std::string_view line);
  // The account that the line last read names, if as much of it could be read. Valid until the next call of `read`.
  std::optional<std::string_view> subject_of_last() const;
  // nullptr: the policy does not declare it.
  const EventName* declared(const Envelope& envelope) const { return vocabulary_.event(envelope.type); }
  // `envelope` is the last one read, of a declared type.
  std::expected<Event, std::string> bind(const Envelope& envelope) const;

 private:
  const Vocabulary& vocabulary_;
  JsonReader json_;
  const JsonValue* object_ = nullptr;  // the line last read; nullptr: it was no JSON object
};

}  // namespace baton::host
