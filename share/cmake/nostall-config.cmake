# find_package(nostall [version] [COMPONENTS lint runtime http curl pg redis])
#
# lint: nostall_add_lint(<target>...), see NostallLint.cmake.
# The others: the targets nostall::runtime, nostall::http and so on.
include(CMakeFindDependencyMacro)

if(EXISTS "${CMAKE_CURRENT_LIST_DIR}/NostallLint.cmake")
  include("${CMAKE_CURRENT_LIST_DIR}/NostallLint.cmake")
  set(nostall_lint_FOUND TRUE)
endif()

if(EXISTS "${CMAKE_CURRENT_LIST_DIR}/nostall-runtime.cmake")
  find_dependency(Threads)
  # Only nostall::curl needs it.
  find_package(CURL QUIET)
  include("${CMAKE_CURRENT_LIST_DIR}/nostall-runtime.cmake")
  foreach(component IN ITEMS runtime http curl pg redis)
    if(TARGET nostall::${component})
      set(nostall_${component}_FOUND TRUE)
    endif()
  endforeach()
endif()

foreach(component IN LISTS nostall_FIND_COMPONENTS)
  if(nostall_FIND_REQUIRED_${component} AND NOT nostall_${component}_FOUND)
    set(nostall_FOUND FALSE)
    set(nostall_NOT_FOUND_MESSAGE
      "this installation of nostall lacks '${component}'")
  endif()
endforeach()
