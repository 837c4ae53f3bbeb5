#include "engine/decide/analyse.hpp"

namespace baton {

void Analyst::check_moves() {}

}  // namespace baton
