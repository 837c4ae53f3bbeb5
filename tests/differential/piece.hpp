// Text that knows its parts, so that what is generated can be made smaller without being understood.
//
// A Piece is a text, or parts with something between them. What may be left out is marked; what has simpler words that
// could stand in its place lists them. The shrinker tries both, and the check tells what is still a policy.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace baton::differential {

struct Piece {
  std::string before, between, after;
  std::string text;  // of a piece without parts
  std::vector<Piece> parts;
  std::vector<Piece> instead;  // simpler ones that may stand in its place
  bool optional = false;

  Piece() = default;
  Piece(std::string words) : text(std::move(words)) {}  // NOLINT: a text is a piece
  Piece(const char* words) : text(words) {}             // NOLINT
};

// Parts one after the other.
Piece row(std::vector<Piece> parts, std::string between = " ");
Piece list(std::vector<std::string> names);  // "a, b, c": each may be left out
Piece block(Piece head, std::vector<Piece> lines);
Piece optional(Piece piece);
// A text in whose place the others may stand.
Piece simpler(std::string text, const std::vector<std::string>& instead);

std::string to_text(const Piece& piece);

// Leaves out what stands on that line (from 1), if it may be; also a block that is empty then. False: nothing may be.
bool leave_out_line(Piece& piece, std::size_t line);

// Ways to make it smaller, the boldest first; each is one change. `to_text` differs from the piece's.
std::vector<Piece> smaller(const Piece& piece);

}  // namespace baton::differential
