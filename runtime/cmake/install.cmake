# What `cmake --install` installs: the libraries, their headers, and how CMake
# (find_package(nostall)) and pkg-config find them.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

install(DIRECTORY include/nostall DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})

# nostall_pkg_config(<name> <library> <description> <requires> <libs>)
function(nostall_pkg_config NAME LIBRARY DESCRIPTION REQUIRES LIBS)
  file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/${NAME}.pc
"prefix=\${pcfiledir}/../..
includedir=\${prefix}/${CMAKE_INSTALL_INCLUDEDIR}
libdir=\${prefix}/${CMAKE_INSTALL_LIBDIR}

Name: ${NAME}
Description: ${DESCRIPTION}
Version: ${PROJECT_VERSION}
Requires: ${REQUIRES}
Cflags: -I\${includedir}
Libs: -L\${libdir} -l${LIBRARY} ${LIBS}
")
  install(FILES ${CMAKE_CURRENT_BINARY_DIR}/${NAME}.pc
    DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endfunction()

set(runtime_libs "-pthread")
if(NOSTALL_HAVE_BACKTRACE)
  string(APPEND runtime_libs " -lbacktrace")
endif()
nostall_pkg_config(nostall nostall_runtime
  "Coroutine runtime with a stall detector" "" "${runtime_libs}")
set(libraries nostall_runtime)
foreach(part
    "http|HTTP client and server|nostall|-lhttp_parser"
    "curl|HTTPS client over libcurl|nostall-http libcurl|"
    "pg|PostgreSQL over libpq|nostall libpq|"
    "redis|Redis over hiredis|nostall hiredis|")
  string(REPLACE "|" ";" part "${part}")
  list(GET part 0 name)
  list(GET part 1 description)
  list(GET part 2 requires)
  list(GET part 3 libs)
  if(TARGET nostall_${name})
    set_target_properties(nostall_${name} PROPERTIES EXPORT_NAME ${name})
    list(APPEND libraries nostall_${name})
    nostall_pkg_config(nostall-${name} nostall_${name}
      "${description}, for the nostall runtime" "${requires}" "${libs}")
  endif()
endforeach()
set_target_properties(nostall_runtime PROPERTIES EXPORT_NAME runtime)

install(TARGETS ${libraries} EXPORT nostall-runtime
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
set(package ${CMAKE_INSTALL_LIBDIR}/cmake/nostall)
install(EXPORT nostall-runtime NAMESPACE nostall::
  FILE nostall-runtime.cmake DESTINATION ${package})
write_basic_package_version_file(
  ${CMAKE_CURRENT_BINARY_DIR}/nostall-config-version.cmake
  VERSION ${PROJECT_VERSION} COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_LIST_DIR}/../../share/cmake/nostall-config.cmake
              ${CMAKE_CURRENT_BINARY_DIR}/nostall-config-version.cmake
  DESTINATION ${package})
