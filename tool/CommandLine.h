//===- CommandLine.h - what the user asked for ------------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TOOL_COMMANDLINE_H
#define NOSTALL_TOOL_COMMANDLINE_H

#include "Config.h"
#include "Outputs.h"
#include "clang/Tooling/CompilationDatabase.h"
#include <memory>

namespace nostall {

/// Exit codes of the tool.
enum ExitCode { Clean = 0, HasFindings = 1, Failed = 2 };

/// What `nostall init` writes; all that goes with the project if nothing is
/// asked for.
struct InitParts {
  bool PreCommit = false, GitHub = false, GitLab = false;
};

struct CommandLine {
  enum Command {
    Lint,
    Summarize,
    Link,
    Init,
    Doctor,
    ListChecks,
    Explain,
    Catalogue
  };
  Command What = Lint;
  /// Files to lint, or the words after a subcommand.
  std::vector<std::string> Words;
  /// Flags after `--`, as a database, if there are any.
  std::unique_ptr<clang::tooling::CompilationDatabase> Fixed;
  std::string BuildPath, ConfigFile, Checks, HeaderFilter, ExplainEffect;
  bool ListUnknown = false;
  std::optional<Profile> Prof;
  std::optional<VirtualCalls> Virtual;
  std::optional<Callbacks> Judged;
  unsigned Jobs = 0;
  bool UseCache = true;
  /// Named files are linked with the rest of the database.
  bool WholeProgram = false;
  std::string CacheDir;
  /// For Summarize.
  std::string Output, Depfile, Root;
  bool Dump = false;
  /// For Catalogue.
  std::string CompileFlags;
  /// Propose rows for what these declare.
  std::vector<std::string> Headers;
  /// Also for what has rows.
  bool All = false;
  InitParts Parts;
  bool ExitZero = false, Quiet = false, Statistics = false;
  /// At least one, and at most one of them without a file.
  std::vector<nostall::Output> Reports;
  /// The folder of the page; empty if none is wanted.
  std::string ReportFolder;
  /// Text shows as many findings of one cause; 0 for all.
  unsigned MaxSame = 5;
  std::string Baseline;
  bool UpdateBaseline = false;
  /// Report changes only: those since a revision, or of the diff on the
  /// standard input if it is empty.
  std::optional<std::string> Diff;
  /// JSON; empty for all lines.
  std::string LineFilter;
  /// Change the files; write the changes to a file, unless that is empty.
  bool Fix = false;
  std::string ExportFixes;
  /// Colours on a terminal (unset: look whether it is one).
  std::optional<bool> Color;
};

/// Parses the arguments. Prints help, version or what is wrong, and exits, if
/// that is all there is to do.
CommandLine parseCommandLine(int Argc, const char **Argv);

} // namespace nostall

#endif // NOSTALL_TOOL_COMMANDLINE_H
