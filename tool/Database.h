//===- Database.h - which commands to run -----------------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TOOL_DATABASE_H
#define NOSTALL_TOOL_DATABASE_H

#include "CommandLine.h"

namespace nostall {

/// The compile commands that \p Line asks for: those of the files it names,
/// or of the whole database. What is wrong is appended to \p Errors, one
/// message each; commands of the other files are returned all the same.
std::vector<clang::tooling::CompileCommand>
selectCommands(const CommandLine &Line, std::vector<std::string> &Errors);

} // namespace nostall

#endif // NOSTALL_TOOL_DATABASE_H
