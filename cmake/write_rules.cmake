# Writes OUTPUT, a C++ source that holds every file of MODULES as a string (see dsl/library.hpp).
set(text "#include \"dsl/library.hpp\"\n\nnamespace baton::dsl {\n\nconst std::vector<LibraryModule>& library_modules() {\n  static const std::vector<LibraryModule> modules = {\n")
foreach(module ${MODULES})
  get_filename_component(name ${module} NAME_WE)
  file(READ ${module} body)
  string(APPEND text "      {\"${name}\", R\"baton~(${body})baton~\"},\n")
endforeach()
string(APPEND text "  };\n  return modules;\n}\n\n}  // namespace baton::dsl\n")
file(WRITE ${OUTPUT} "${text}")
