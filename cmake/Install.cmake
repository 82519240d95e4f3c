# What `cmake --install` and the packages have of the linter; the runtime
# installs itself, see runtime/cmake/install.cmake.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# Programs and plugins: each that is built.
foreach(target nostall nostall-clangd NostallTidy)
  if(TARGET ${target})
    install(TARGETS ${target}
      RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR}
      LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}/nostall)
  endif()
endforeach()
install(PROGRAMS share/nostall-launcher DESTINATION ${CMAKE_INSTALL_BINDIR})

# For the code that is linted; it needs nothing else of nostall.
install(FILES include/nostall/annotations.h
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/nostall)

# For builds.
write_basic_package_version_file(
  ${CMAKE_BINARY_DIR}/nostall-config-version.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES share/cmake/nostall-config.cmake share/cmake/NostallLint.cmake
              ${CMAKE_BINARY_DIR}/nostall-config-version.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/nostall)
install(FILES share/bazel/nostall.bzl DESTINATION ${CMAKE_INSTALL_DATADIR}/nostall)
install(FILES share/catalogue.schema.json share/config.schema.json
  DESTINATION ${CMAKE_INSTALL_DATADIR}/nostall)

# For shells and man, made from the options.
# install_generated(<kind> <folder> <name>)
function(install_generated KIND FOLDER NAME)
  set(FILE ${CMAKE_BINARY_DIR}/generated/${KIND}/${NAME})
  add_custom_command(OUTPUT ${FILE}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/generated/${KIND}
    COMMAND nostall generate ${KIND} > ${FILE}
    DEPENDS nostall VERBATIM)
  add_custom_target(generate_${KIND} ALL DEPENDS ${FILE})
  install(FILES ${FILE} DESTINATION ${FOLDER})
endfunction()
install_generated(bash ${CMAKE_INSTALL_DATADIR}/bash-completion/completions nostall)
install_generated(zsh ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions _nostall)
install_generated(fish ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d nostall.fish)
install_generated(man ${CMAKE_INSTALL_MANDIR}/man1 nostall.1)

install(FILES README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright)
install(DIRECTORY docs DESTINATION ${CMAKE_INSTALL_DOCDIR})
