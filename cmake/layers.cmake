# baton_layer(NAME FOLDER USES...): the static library baton_NAME (alias baton::NAME) from all sources in FOLDER.
function(baton_layer name folder)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${folder}/*.cpp)
  add_library(baton_${name} STATIC ${sources})
  add_library(baton::${name} ALIAS baton_${name})
  set_target_properties(baton_${name} PROPERTIES EXPORT_NAME ${name})
  target_include_directories(baton_${name} PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/baton>)
  target_compile_features(baton_${name} PUBLIC cxx_std_23)
  baton_standard_headers(baton_${name})
  target_link_libraries(baton_${name} PUBLIC ${ARGN})
  baton_warnings(baton_${name})
  baton_instrument(baton_${name})
endfunction()

# Sanitizers watch what is shipped. The tests' own sources are not instrumented: that would double the time they
# take to compile, and what they check is the code below them. Nulls and misaligned pointers, which the address
# sanitizer stops at when they are used, would make the undefined-behaviour checks twice as slow to compile.
function(baton_instrument target)
  if(BATON_SANITIZE)
    target_compile_options(${target} PRIVATE -fsanitize=${BATON_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer
      -fno-sanitize=null,alignment,object-size,vptr)
    target_link_options(${target} PUBLIC -fsanitize=${BATON_SANITIZE})
  endif()
endfunction()

# Warnings, the same for every target of the project.
function(baton_warnings target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor)
  # GCC 12 warns of its own std::string and std::optional when it optimises (GCC bugs 105329, 105562 and 105651).
  target_compile_options(${target} PRIVATE
    $<$<NOT:$<CONFIG:Debug>>:-Wno-restrict> $<$<NOT:$<CONFIG:Debug>>:-Wno-maybe-uninitialized>
    $<$<NOT:$<CONFIG:Debug>>:-Wno-stringop-overflow> $<$<NOT:$<CONFIG:Debug>>:-Wno-stringop-overread>
    $<$<NOT:$<CONFIG:Debug>>:-Wno-array-bounds>)
  if(BATON_WERROR)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
endfunction()

# Read once for all sources of the target: a quarter of the time that a clean build takes.
function(baton_standard_headers target)
  target_precompile_headers(${target} PRIVATE
    <algorithm> <array> <expected> <functional> <map> <memory> <optional> <set> <span> <string> <string_view>
    <tuple> <utility> <variant> <vector>)
endfunction()
