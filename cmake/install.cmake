# `cmake --install`: the program, its manual pages and completions, its libraries and headers, the shipped rules, and a
# package for find_package(baton).
include(CMakePackageConfigHelpers)

set(layers baton_model baton_decide baton_flow baton_dsl baton_host)
install(TARGETS baton RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS ${layers} EXPORT baton-targets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY engine dsl DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/baton
  FILES_MATCHING PATTERN "*.hpp" PATTERN reference EXCLUDE)
install(DIRECTORY rules DESTINATION ${CMAKE_INSTALL_DATADIR}/baton FILES_MATCHING PATTERN "*.baton" PATTERN tests EXCLUDE)
install(DIRECTORY ${PROJECT_BINARY_DIR}/share/ DESTINATION ${CMAKE_INSTALL_DATADIR} OPTIONAL PATTERN written EXCLUDE)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/baton)
install(EXPORT baton-targets NAMESPACE baton:: DESTINATION ${package_dir})
configure_package_config_file(cmake/baton-config.cmake.in ${PROJECT_BINARY_DIR}/baton-config.cmake
  INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/baton-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/baton-config.cmake ${PROJECT_BINARY_DIR}/baton-config-version.cmake
  DESTINATION ${package_dir})
