// What answers a Table at run time: a diagram if it stays within budget, else bitmaps; both over the same boxes.
#pragma once

#include <optional>
#include <variant>

#include "engine/decide/bitmap.hpp"
#include "engine/decide/diagram.hpp"

namespace baton {

// The row of a table that applies at a point. Empty for a table over budget: its caller asks the conditions.
class Selector {
 public:
  Selector() = default;
  Selector(const Space& space, const Table& table);

  bool empty() const { return std::holds_alternative<std::monostate>(form_); }
  const Diagram* diagram() const { return std::get_if<Diagram>(&form_); }
  const Bitmap* bitmap() const { return std::get_if<Bitmap>(&form_); }

  // The row's number (TableRow::number). `coordinate(DimensionId)` is asked only for what is needed.
  template <class CoordinateOf>
  std::optional<std::uint32_t> evaluate(const CoordinateOf& coordinate) const {
    if (const Diagram* form = diagram()) return form->evaluate(coordinate);
    if (const Bitmap* form = bitmap()) return form->evaluate(coordinate);
    return std::nullopt;
  }

 private:
  std::variant<std::monostate, Diagram, Bitmap> form_;
};

}  // namespace baton
