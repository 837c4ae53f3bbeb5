// The matrix as text for a terminal, and as a table that GitHub renders.
#pragma once

#include <string>

#include "engine/host/matrix.hpp"

namespace baton::host {

// A cell reads "AE; AM from day 90¹": the usual role, then who owns instead and when.
std::string matrix_text(const Policy& policy, const Matrix& matrix, bool colour);
std::string matrix_markdown(const Policy& policy, const Matrix& matrix);

}  // namespace baton::host
