#include "tests/differential/piece.hpp"

#include <algorithm>
#include <functional>

namespace baton::differential {
namespace {

void write(const Piece& piece, std::string& out) {
  out += piece.before;
  out += piece.text;
  for (std::size_t i = 0; i < piece.parts.size(); ++i) {
    if (i > 0) out += piece.between;
    write(piece.parts[i], out);
  }
  out += piece.after;
}

// Visits the piece and all within it, the wide ones first.
void visit(Piece& root, const std::function<void(Piece&)>& take) {
  std::vector<Piece*> level{&root};
  while (!level.empty()) {
    std::vector<Piece*> next;
    for (Piece* piece : level) {
      take(*piece);
      for (Piece& part : piece->parts) next.push_back(&part);
    }
    level = std::move(next);
  }
}

// Leaves out `count` optional parts in a row, beginning with each.
void leave_out(Piece& at, std::size_t count, const std::function<void()>& found) {
  for (std::size_t begin = 0; begin + count <= at.parts.size(); begin += std::max<std::size_t>(1, count / 2)) {
    const auto first = at.parts.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto last = first + static_cast<std::ptrdiff_t>(count);
    if (!std::all_of(first, last, [](const Piece& part) { return part.optional; })) continue;
    const std::vector<Piece> kept = at.parts;
    at.parts.erase(first, last);
    found();
    at.parts = kept;
  }
}

void replace(Piece& at, const std::function<void()>& found) {
  const Piece kept = at;
  for (const Piece& simpler : kept.instead) {
    at = simpler;
    at.optional = kept.optional;
    found();
  }
  at = kept;
}

std::size_t lines_of(const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count(text, '\n'));
}

bool is_empty_block(const Piece& piece) {
  return piece.parts.size() == 2 && piece.parts[1].before == " {\n" && piece.parts[1].parts.empty();
}

bool leave_out(Piece& piece, std::size_t line, std::size_t at) {
  at += lines_of(piece.before);
  for (std::size_t i = 0; i < piece.parts.size(); ++i) {
    if (i > 0) at += lines_of(piece.between);
    Piece& part = piece.parts[i];
    const std::size_t height = lines_of(to_text(part));
    const bool here = at == line && height == 0 && part.optional;
    const bool within = !here && line >= at && line <= at + height && leave_out(part, line, at);
    if (here || (within && part.optional && is_empty_block(part))) {
      piece.parts.erase(piece.parts.begin() + static_cast<std::ptrdiff_t>(i));
    }
    if (here || within) return true;
    at += height;
  }
  return false;
}

}  // namespace

bool leave_out_line(Piece& piece, std::size_t line) {
  return leave_out(piece, line, 1);
}

Piece row(std::vector<Piece> parts, std::string between) {
  Piece piece;
  piece.parts = std::move(parts);
  piece.between = std::move(between);
  return piece;
}

Piece list(std::vector<std::string> names) {
  std::vector<Piece> parts;
  for (std::string& name : names) parts.push_back(optional(std::move(name)));
  return row(std::move(parts), ", ");
}

Piece block(Piece head, std::vector<Piece> lines) {
  Piece body = row(std::move(lines), "\n");
  body.before = " {\n";
  body.after = "\n}";
  return row({std::move(head), std::move(body)}, "");
}

Piece optional(Piece piece) {
  piece.optional = true;
  return piece;
}

Piece simpler(std::string text, const std::vector<std::string>& instead) {
  Piece piece(std::move(text));
  for (const std::string& other : instead) {
    if (other != piece.text) piece.instead.emplace_back(other);
  }
  return piece;
}

std::string to_text(const Piece& piece) {
  std::string text;
  write(piece, text);
  return text;
}

std::vector<Piece> smaller(const Piece& piece) {
  std::vector<Piece> found;
  Piece root = piece;
  const auto keep = [&] { found.push_back(root); };
  std::size_t widest = 1;
  visit(root, [&](const Piece& at) { widest = std::max(widest, at.parts.size()); });
  for (std::size_t count = widest; count > 0; count /= 2) {
    visit(root, [&](Piece& at) { leave_out(at, count, keep); });
  }
  visit(root, [&](Piece& at) { replace(at, keep); });
  return found;
}

}  // namespace baton::differential
