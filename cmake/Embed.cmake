# Writes files as string literals: embed(<output> <function> <file>...)
# defines `llvm::ArrayRef<EmbeddedFile> <function>()`; see tool/Embedded.h.
# Run as a script (cmake -P) by add_custom_command, so that a changed file is
# embedded again.

set(TEXT "#include \"Embedded.h\"\n\n")
string(APPEND TEXT "llvm::ArrayRef<nostall::EmbeddedFile> nostall::${FUNCTION}() {\n")
string(APPEND TEXT "  static const EmbeddedFile Files[] = {\n")
foreach(FILE IN LISTS FILES)
  file(READ "${FILE}" CONTENT)
  get_filename_component(NAME "${FILE}" NAME)
  # A literal has a length limit in the standard; pieces are joined again.
  string(LENGTH "${CONTENT}" LENGTH)
  string(APPEND TEXT "      {\"${NAME}\",")
  set(AT 0)
  while(AT LESS LENGTH)
    string(SUBSTRING "${CONTENT}" ${AT} 16000 PIECE)
    string(APPEND TEXT "\n       R\"nostall(${PIECE})nostall\"")
    math(EXPR AT "${AT} + 16000")
  endwhile()
  string(APPEND TEXT "},\n")
endforeach()
string(APPEND TEXT "  };\n  return Files;\n}\n")
file(WRITE "${OUTPUT}" "${TEXT}")
