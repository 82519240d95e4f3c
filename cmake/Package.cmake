# `./x package`: a .deb and a .tar.gz of the linter and, from its own build
# folder, of the runtime.
set(CPACK_GENERATOR "DEB;TGZ")
set(CPACK_PACKAGE_NAME nostall)
set(CPACK_PACKAGE_VENDOR nostall)
set(CPACK_PACKAGE_CONTACT "${NOSTALL_CONTACT}")
set(CPACK_PACKAGE_HOMEPAGE_URL "${NOSTALL_URL}")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY
  "linter that finds what blocks the event loop in C++ coroutines")
set(CPACK_PACKAGE_DESCRIPTION
  "Finds calls that block the event loop in C++20 coroutines and callbacks,
directly or through any chain of calls, and says what to use instead. With a
coroutine runtime that reports the line which stalls its loop.")
set(CPACK_RESOURCE_FILE_LICENSE ${CMAKE_SOURCE_DIR}/LICENSE)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_CMAKE_PROJECTS
  "${CMAKE_BINARY_DIR};nostall;ALL;/"
  "${CMAKE_BINARY_DIR}/runtime/gcc;nostall_runtime;ALL;/")

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Clang's own headers; a C++ standard library and what the integrations need
# are there already where they are used.
set(CPACK_DEBIAN_PACKAGE_DEPENDS
  "libclang-common-${LLVM_VERSION_MAJOR}-dev")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "g++, clang-tidy-${LLVM_VERSION_MAJOR}")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS
  "cmake, pkg-config, pre-commit, libhttp-parser-dev, libcurl4-openssl-dev, libpq-dev, libhiredis-dev")
include(CPack)
