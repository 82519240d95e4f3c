//===- Main.cpp - the nostall command -------------------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CommandLine.h"
#include "Config.h"
#include "Database.h"
#include "Driver.h"
#include "Explain.h"
#include "Progress.h"
#include "TextReporter.h"
#include "core/Join.h"
#include "core/Judge.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/Regex.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/Support/WithColor.h"
#include "llvm/Support/raw_ostream.h"

using namespace nostall;

namespace {

void complain(const llvm::Twine &Message) {
  llvm::WithColor::error(llvm::errs(), "nostall") << Message << '\n';
}

/// The catalogue and the settings for a run; exits if they have mistakes.
Config loadConfig(const CommandLine &Line, Catalogue &C) {
  std::vector<yaml::Error> Errors;
  addBuiltinCatalogue(C, Errors);
  std::string File = Line.ConfigFile;
  if (File.empty()) {
    llvm::SmallString<256> Here;
    if (!llvm::sys::fs::current_path(Here))
      File = findConfig(Here);
  }
  Config Settings;
  if (!File.empty())
    Settings = readConfig(File, C, Errors);
  for (const yaml::Error &E : Errors)
    complain(E.str());
  if (!Errors.empty())
    std::exit(Failed);
  return Settings;
}

uint64_t checksToRun(const CommandLine &Line, const Config &Settings) {
  std::vector<std::string> Unknown;
  uint64_t Checks = selectChecks(Settings.Checks + "," + Line.Checks, Unknown);
  for (const std::string &Glob : Unknown)
    complain("'" + Glob + "' in --checks matches no check; nostall " +
             "--list-checks lists them");
  if (!Unknown.empty())
    std::exit(Failed);
  if (Checks == 0) {
    complain("all checks are off; nostall --list-checks lists them");
    std::exit(Failed);
  }
  return Checks;
}

std::string plural(size_t N, llvm::StringRef Word) {
  return std::to_string(N) + " " + Word.str() + (N == 1 ? "" : "s");
}

int lint(const CommandLine &Line) {
  Catalogue C;
  Config Settings = loadConfig(Line, C);
  JudgeOptions Options;
  Options.Checks = checksToRun(Line, Settings);
  if (Line.Prof.value_or(Settings.Prof.value_or(Profile::Default)) ==
      Profile::Strict)
    Options.Shortest = Duration::Brief;
  std::string Filter =
      Line.HeaderFilter.empty() ? Settings.HeaderFilter : Line.HeaderFilter;
  llvm::Regex Headers(Filter);
  if (std::string Error; !Filter.empty() && !Headers.isValid(Error)) {
    complain("--header-filter: not a regular expression: " + Error);
    return Failed;
  }

  std::vector<std::string> Problems;
  std::vector<clang::tooling::CompileCommand> Commands =
      selectCommands(Line, Problems);
  for (const std::string &Problem : Problems)
    complain(Problem);
  bool Incomplete = !Problems.empty();

  Progress Shown(Commands.size(), Line.Quiet);
  std::vector<UnitResult> Units = summarizeAll(
      Commands, C.gccMacros(), Line.Jobs,
      [&](size_t I, llvm::StringRef File) { Shown.step(I, File); });
  Shown.finish();
  for (UnitResult &Unit : Units) {
    if (Unit.Failed)
      complain(Unit.File + ": not analysed: " + Unit.FirstError);
    else if (Unit.Errors)
      complain(Unit.File + ": " + plural(Unit.Errors, "compiler error") +
               ", the rest was analysed; first: " + Unit.FirstError);
    Incomplete |= Unit.Failed || Unit.Errors;
  }

  llvm::erase_if(Units, [](const UnitResult &Unit) { return Unit.Failed; });
  std::vector<std::pair<std::string, UnitResult *>> Sorted;
  for (UnitResult &Unit : Units)
    Sorted.emplace_back(Unit.Facts.Strings[Unit.Facts.MainFile], &Unit);
  llvm::sort(Sorted);
  Joiner Joined;
  llvm::StringSet<> MainFiles;
  for (auto &[MainFile, Unit] : Sorted) {
    MainFiles.insert(MainFile);
    Joined.add(Unit->Facts);
    Unit->Facts = Summary();
  }

  Program P(Joined.take(), C);
  std::vector<Finding> Findings = judge(P, C, Options);
  if (!Filter.empty())
    llvm::erase_if(Findings, [&](const Finding &F) {
      return !MainFiles.contains(F.Chain[0].At.File) &&
             !Headers.match(F.Chain[0].At.File);
    });

  printFindings(Findings, llvm::outs(),
                Line.Color.value_or(llvm::outs().has_colors()));
  llvm::outs().flush();
  if (!Line.Quiet) {
    size_t Coroutines = llvm::count_if(
        P.functions(), [](const LinkedFunction &F) { return F.IsContext; });
    llvm::errs() << plural(Findings.size(), "finding") << " in "
                 << plural(Coroutines, "coroutine") << " of "
                 << plural(MainFiles.size(), "file") << '\n';
  }
  if (Incomplete)
    return Failed;
  return Findings.empty() || Line.ExitZero ? Clean : HasFindings;
}

} // namespace

int main(int Argc, const char **Argv) {
  llvm::InitLLVM Init(Argc, Argv);
  llvm::InitializeAllTargetInfos();
  llvm::InitializeAllTargetMCs();
  llvm::InitializeAllAsmParsers();
  CommandLine Line = parseCommandLine(Argc, Argv);

  switch (Line.What) {
  case CommandLine::Lint:
    return lint(Line);
  case CommandLine::ListChecks: {
    Catalogue C;
    listChecks(checksToRun(Line, loadConfig(Line, C)), llvm::outs());
    return Clean;
  }
  case CommandLine::Explain:
    if (Line.Words.size() != 1) {
      complain("explain: expected the name of one check");
      return Failed;
    }
    if (!explainCheck(Line.Words[0], llvm::outs())) {
      complain("no check is called '" + Line.Words[0] +
               "'; nostall --list-checks lists them");
      return Failed;
    }
    return Clean;
  case CommandLine::CatalogueShow: {
    if (Line.Words.size() != 2 || Line.Words[0] != "show") {
      complain("catalogue: expected 'show' and the name of a function");
      return Failed;
    }
    Catalogue C;
    loadConfig(Line, C);
    if (!showRows(C, Line.Words[1], llvm::outs())) {
      complain("the catalogue has no row for '" + Line.Words[1] + "'");
      return Failed;
    }
    return Clean;
  }
  }
  return Failed;
}
