// The matrix as pictures: one self-contained HTML page, readable in light and dark and on paper, or one SVG for a
// slide.
#pragma once

#include <span>
#include <string>

#include "engine/host/matrix.hpp"

namespace baton::host {

// How to read a cell that holds several roles; empty: none does.
std::string stack_words(const Matrix& matrix);

std::string matrix_html(const Policy& policy, std::span<const Matrix> matrices);
std::string matrix_svg(const Policy& policy, std::span<const Matrix> matrices);

}  // namespace baton::host
