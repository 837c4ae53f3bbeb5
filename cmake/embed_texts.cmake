# baton_embed_texts(TARGET HEADER TYPE FUNCTION FILES...): compiles the files into TARGET as texts, in the order of their
# names. HEADER declares `const std::vector<TYPE>& FUNCTION()`; TYPE is an aggregate of a name and a text.
function(baton_embed_texts target header type function)
  set(output ${PROJECT_BINARY_DIR}/embedded_${function}.cpp)
  set(script ${PROJECT_SOURCE_DIR}/cmake/write_texts.cmake)
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DHEADER=${header} -DTYPE=${type} -DFUNCTION=${function} "-DFILES=${ARGN}" -DOUTPUT=${output}
      -P ${script}
    DEPENDS ${ARGN} ${script}
    VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()
