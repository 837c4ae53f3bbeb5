#include "engine/decide/selector.hpp"

namespace baton {

Selector::Selector(const Space& space, const Table& table) {
  if (!table.within_budget) return;
  if (auto diagram = Diagram::build(space, table)) {
    form_ = std::move(*diagram);
  } else if (auto bitmap = Bitmap::build(space, table)) {
    form_ = std::move(*bitmap);
  }
}

}  // namespace baton
