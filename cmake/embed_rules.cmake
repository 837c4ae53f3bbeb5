# baton_embed_rules(TARGET FOLDER): compiles FOLDER/*.baton into TARGET as text, read by dsl/library.hpp.
function(baton_embed_rules target folder)
  file(GLOB modules CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${folder}/*.baton)
  set(output ${PROJECT_BINARY_DIR}/embedded_rules.cpp)
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} "-DMODULES=${modules}" -DOUTPUT=${output} -P ${PROJECT_SOURCE_DIR}/cmake/write_rules.cmake
    DEPENDS ${modules} ${PROJECT_SOURCE_DIR}/cmake/write_rules.cmake
    VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()
