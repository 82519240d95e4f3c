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

/// One translation unit to parse.
struct Job {
  /// The absolute path of the source.
  std::string File;
  clang::tooling::CompileCommand Command;
  /// The folder of the compilation database; empty if there is none.
  std::string DatabaseFolder;
  enum Role {
    Named,  ///< The user asks for it.
    Header, ///< A header that the user named; the command is guessed, for the
            ///< case that no other job reads it.
    Other,  ///< Of the same database: it may read such a header, or be linked
            ///< with what was named.
  };
  Role Why = Named;
};

/// The jobs that \p Line asks for: those of the files and folders it names, or
/// of the whole database; in an order that does not depend on theirs. What is
/// wrong is appended to \p Errors, one message each; jobs of the other files
/// are returned all the same.
std::vector<Job> selectJobs(const CommandLine &Line,
                            std::vector<std::string> &Errors);

} // namespace nostall

#endif // NOSTALL_TOOL_DATABASE_H
