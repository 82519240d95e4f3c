# Finds LLVM and Clang (NOSTALL_LLVM_VERSION, or wherever Clang_DIR points)
# and offers them as the target nostall_llvm.

set(NOSTALL_LLVM_VERSION 22 CACHE STRING "Major version of LLVM to build with")
list(PREPEND CMAKE_PREFIX_PATH /usr/lib/llvm-${NOSTALL_LLVM_VERSION})
find_package(LLVM REQUIRED CONFIG)
find_package(Clang REQUIRED CONFIG HINTS ${LLVM_DIR}/../clang)
message(STATUS "LLVM ${LLVM_PACKAGE_VERSION} in ${LLVM_INSTALL_PREFIX}")

add_library(nostall_llvm INTERFACE)
target_include_directories(nostall_llvm SYSTEM INTERFACE
  ${LLVM_INCLUDE_DIRS} ${CLANG_INCLUDE_DIRS})
separate_arguments(LLVM_DEFINITIONS_LIST NATIVE_COMMAND "${LLVM_DEFINITIONS}")
target_compile_definitions(nostall_llvm INTERFACE ${LLVM_DEFINITIONS_LIST})
target_link_libraries(nostall_llvm INTERFACE clang-cpp LLVM)
if(NOT LLVM_ENABLE_RTTI)
  target_compile_options(nostall_llvm INTERFACE -fno-rtti)
endif()

set(NOSTALL_RESOURCE_DIR ${LLVM_LIBRARY_DIR}/clang/${LLVM_VERSION_MAJOR})

add_library(nostall_warnings INTERFACE)
target_compile_options(nostall_warnings INTERFACE
  -Wall -Wextra -Werror -Wno-unused-parameter)
