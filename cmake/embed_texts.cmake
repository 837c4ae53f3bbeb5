# baton_embed_texts(TARGET HEADER TYPE FUNCTION FILES... [NAMESPACE NAME] [BASE FOLDER]): compiles the files into TARGET as
# texts, in the order of their names. HEADER declares `const std::vector<TYPE>& FUNCTION()` in the namespace (baton::dsl);
# TYPE is an aggregate of a name and a text. The name is the file's without its ending; with BASE its path in that folder.
function(baton_embed_texts target header type function)
  cmake_parse_arguments(PARSE_ARGV 4 texts "" "NAMESPACE;BASE" "")
  if(NOT texts_NAMESPACE)
    set(texts_NAMESPACE baton::dsl)
  endif()
  set(files ${texts_UNPARSED_ARGUMENTS})
  set(output ${PROJECT_BINARY_DIR}/embedded_${function}.cpp)
  set(script ${PROJECT_SOURCE_DIR}/cmake/write_texts.cmake)
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DHEADER=${header} -DTYPE=${type} -DFUNCTION=${function} "-DFILES=${files}" -DOUTPUT=${output}
      -DNAMESPACE=${texts_NAMESPACE} -DBASE=${texts_BASE} -P ${script}
    DEPENDS ${files} ${script}
    VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()
