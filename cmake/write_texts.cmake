# Writes OUTPUT, a C++ source that holds every file of FILES as a string (see embed_texts.cmake).
set(text "#include \"${HEADER}\"\n\nnamespace baton::dsl {\n\nconst std::vector<${TYPE}>& ${FUNCTION}() {\n  static const std::vector<${TYPE}> texts = {\n")
foreach(path ${FILES})
  get_filename_component(name ${path} NAME_WE)
  file(READ ${path} body)
  string(APPEND text "      {\"${name}\", R\"baton~(${body})baton~\"},\n")
endforeach()
string(APPEND text "  };\n  return texts;\n}\n\n}  // namespace baton::dsl\n")
file(WRITE ${OUTPUT} "${text}")
