//===- Linter.h - from summaries to a report --------------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TOOL_LINTER_H
#define NOSTALL_TOOL_LINTER_H

#include "Baseline.h"
#include "CommandLine.h"
#include "Diff.h"
#include "LineFilter.h"
#include "Revision.h"
#include "core/Join.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/Regex.h"
#include <map>

namespace nostall {

/// Prints `nostall: error: …`.
void complain(const llvm::Twine &Message);

/// The catalogue and the settings for a run; exits if they have mistakes.
Config loadConfig(const CommandLine &Line, Catalogue &C);

/// The checks that are on; exits if there are none.
uint64_t checksToRun(const CommandLine &Line, const Config &Settings);

/// `2 compiler errors, the rest was analysed; first: …`.
std::string describeErrors(const Summary &S);

/// Takes the summaries of a run and reports what is found in all of them.
class Linter {
public:
  /// Exits if the configuration has mistakes.
  explicit Linter(const CommandLine &Line);
  /// For the program as it was: what it finds is for compareWith().
  Linter(const CommandLine &Line, const Revision &Then);

  const Config &settings() const { return Settings; }
  const Catalogue &catalogue() const { return C; }

  /// Something could not be done: it is said at the end, and is the exit code.
  void addProblem(const llvm::Twine &Message);
  void addWarning(const llvm::Twine &Message);
  /// A part of the program is not known: a problem if it was asked for.
  void addErrors(const Summary &S, bool IsAsked);
  void addGap(const llvm::Twine &Message, bool IsAsked);
  /// Summaries come in the order of their main files. What is wrong with one
  /// that was not asked for is no problem of the run.
  void add(Summary S, bool IsAsked = true);
  /// Only findings whose chains lead through these files are reported.
  void reportOnly(const llvm::StringSet<> &Files) { Reported = Files; }
  /// The run is of a whole project: finish() leaves an index (core/Index.h) in
  /// this file.
  void writeIndexTo(std::string File) { IndexFile = std::move(File); }

  /// Takes what \p Then, the program before the change, finds: of what a change
  /// made not all is on its lines.
  void compareWith(Linter &Then);

  /// Links, judges and reports. Returns the exit code.
  int finish();

private:
  /// What is missing may be there.
  bool isPartial() const { return Incomplete || HasGaps; }
  void setOptions();
  void flush();
  Program link();
  void writeIndex(const Program &P);
  /// Answers what was asked of the linked program instead of linting it.
  int answer(const Program &P);

  void readBaseline();
  void readDiff();
  void readLineFilter();
  void dropHeaders(std::vector<Finding> &Findings) const;
  void keepChanges(std::vector<Finding> &Findings);
  void keepReported(std::vector<Finding> &Findings) const;
  /// Leaves what the baseline does not know.
  void applyBaseline(std::vector<Finding> &Findings, const Program &P);
  void writeBaseline(llvm::ArrayRef<Finding> New);
  /// True if the run would have found it, were it there still.
  bool wasLookedFor(const KnownFinding &K,
                    const llvm::StringSet<> &Files) const;
  void writeReports(llvm::ArrayRef<Finding> Findings);
  void writeFixes(llvm::ArrayRef<Finding> Findings);
  /// Changes files; returns how many findings are fixed.
  size_t fix(llvm::ArrayRef<Finding> Findings);
  void summarizeRun(llvm::ArrayRef<Finding> Findings, const Program &P) const;

  const CommandLine &Line;
  Catalogue C;
  Config Settings;
  JudgeOptions Options;
  LinkOptions Links;
  std::string Filter, IndexFile;
  bool Incomplete = false, HasGaps = false;
  std::vector<std::string> Messages;
  /// Of a compiler error, without its place: the files that it comes first in.
  struct Repeated {
    size_t Files = 0;
    std::string More;
  };
  std::map<std::string, Repeated> FirstErrors;
  llvm::StringSet<> MainFiles, BadComments;
  std::optional<llvm::StringSet<>> Reported;
  std::optional<Joiner> Joined{std::in_place};
  /// Summaries of one main file, under several commands.
  std::vector<Summary> Waiting;
  std::optional<Baseline> Known;
  /// What the baseline silenced, and what it knows and is not there any more.
  size_t Silent = 0;
  std::vector<KnownFinding> Fixed;
  std::optional<ChangedLines> Changes;
  std::optional<LineFilter> Lines;
  /// What was found before the change.
  std::optional<Baseline> KnownBefore;
  Sources Code;
};

} // namespace nostall

#endif // NOSTALL_TOOL_LINTER_H
