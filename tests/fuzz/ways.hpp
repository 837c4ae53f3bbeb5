// Which ways through the readers an input took: what tells a fuzzer that it is worth changing further.
#pragma once

namespace baton::fuzz {

// Has anything since the last call taken a way that nothing took before? Never, where the readers do not say which way
// they go: GCC's sanitized builds do (cmake/layers.cmake); Clang's libFuzzer has eyes of its own.
bool took_a_new_way();

}  // namespace baton::fuzz
