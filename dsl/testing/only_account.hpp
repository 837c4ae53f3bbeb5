// The account of a test that names none.
#pragma once

#include <string_view>

namespace baton::dsl {

inline constexpr std::string_view only_account = "account";

}  // namespace baton::dsl
