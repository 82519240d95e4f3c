# nostall_add_lint(<target>...)
#
# Lints the sources of these targets together, with `cmake --build <folder>
# --target nostall-lint`. Building the targets also writes what each source
# contributes to the program (see nostall-launcher), so that in the next run
# only what has changed is read again.
#
# Variables: NOSTALL_EXECUTABLE and NOSTALL_LAUNCHER, if they are not found;
# NOSTALL_LINT_OPTIONS, more options for `nostall link`.

include_guard(GLOBAL)
cmake_policy(VERSION 3.20)

# Beside an installed module is the rest of the installation.
find_program(NOSTALL_EXECUTABLE nostall
  HINTS "${CMAKE_CURRENT_LIST_DIR}/../../../bin"
        "${CMAKE_CURRENT_LIST_DIR}/../../../../bin"
        "${CMAKE_CURRENT_LIST_DIR}/../../build/bin")
find_program(NOSTALL_LAUNCHER nostall-launcher
  HINTS "${CMAKE_CURRENT_LIST_DIR}/../../../bin"
        "${CMAKE_CURRENT_LIST_DIR}/../../../../bin"
        "${CMAKE_CURRENT_LIST_DIR}/..")

function(nostall_add_lint)
  foreach(program NOSTALL_EXECUTABLE NOSTALL_LAUNCHER)
    if(NOT ${program})
      message(FATAL_ERROR
        "nostall_add_lint: cannot find the program; set ${program}")
    endif()
  endforeach()
  foreach(target IN LISTS ARGN)
    _nostall_launch(${target})
  endforeach()
  get_property(known GLOBAL PROPERTY NOSTALL_LINT_TARGETS)
  if(NOT known)
    # When all targets are known.
    cmake_language(DEFER DIRECTORY "${CMAKE_SOURCE_DIR}"
      CALL _nostall_lint_target)
  endif()
  set_property(GLOBAL APPEND PROPERTY NOSTALL_LINT_TARGETS ${ARGN})
endfunction()

function(_nostall_launch target)
  if(NOT TARGET ${target})
    message(FATAL_ERROR "nostall_add_lint: there is no target '${target}'")
  endif()
  get_target_property(type ${target} TYPE)
  if(NOT type MATCHES "EXECUTABLE|STATIC|SHARED|MODULE|OBJECT")
    message(FATAL_ERROR "nostall_add_lint: '${target}' compiles nothing; name "
      "a target that includes its headers, such as a test")
  endif()
  foreach(language C CXX)
    get_target_property(launcher ${target} ${language}_COMPILER_LAUNCHER)
    if(NOT launcher)
      set(launcher "")
    endif()
    set_property(TARGET ${target} PROPERTY ${language}_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env "NOSTALL=${NOSTALL_EXECUTABLE}"
      "${NOSTALL_LAUNCHER}" ${launcher})
  endforeach()
endfunction()

function(_nostall_lint_target)
  get_property(targets GLOBAL PROPERTY NOSTALL_LINT_TARGETS)
  set(summaries "")
  set(sources "\\.(c|cc|cpp|cxx|c\\+\\+|C|cppm|ixx)\\.(o|obj)$")
  foreach(target IN LISTS targets)
    set(objects "$<FILTER:$<TARGET_OBJECTS:${target}>,INCLUDE,${sources}>")
    string(APPEND summaries
      "$<$<BOOL:${objects}>:\"$<JOIN:${objects},.nsum\"\n\">.nsum\">\n")
  endforeach()
  set(list "${CMAKE_BINARY_DIR}/nostall-lint-$<CONFIG>.rsp")
  file(GENERATE OUTPUT "${list}" CONTENT "${summaries}")
  add_custom_target(nostall-lint
    COMMAND "${NOSTALL_EXECUTABLE}" link ${NOSTALL_LINT_OPTIONS} "@${list}"
    WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}"
    USES_TERMINAL VERBATIM)
  add_dependencies(nostall-lint ${targets})
endfunction()
