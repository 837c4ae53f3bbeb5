// The answer of `baton who` for people: who owns what and why, what is under way, what happens next and when.
#pragma once

#include <functional>
#include <string>

#include "engine/flow/engine.hpp"

namespace baton::host {

struct AnswerStyle {
  bool colour = false;  // ANSI
  // The statement that stands at a place, on one line; empty if it is not known. The engine knows no text.
  std::function<std::string(const Origin&)> quote;
};

std::string snapshot_text(const Snapshot& snapshot, const Program& program, const AnswerStyle& style);

// "Mon 2 Feb 2026, 10:00" in the zone.
std::string local_text(const Zone& zone, Instant at);
// How many columns a text takes on a terminal: its characters, near enough.
std::size_t display_width(std::string_view text);

}  // namespace baton::host
