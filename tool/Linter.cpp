//===- Linter.cpp - from summaries to a report ----------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Linter.h"
#include "Effects.h"
#include "TextReporter.h"
#include "core/Describe.h"
#include "core/Judge.h"
#include "core/Link.h"
#include "core/SummaryFile.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/WithColor.h"
#include "llvm/Support/raw_ostream.h"

namespace nostall {

void complain(const llvm::Twine &Message) {
  llvm::WithColor::error(llvm::errs(), "nostall") << Message << '\n';
}

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

std::string describeErrors(const Summary &S) {
  return plural(S.Errors, "compiler error") +
         ", the rest was analysed; first: " + S.Strings[S.FirstError].str();
}

Linter::Linter(const CommandLine &Line) : Line(Line) {
  Settings = loadConfig(Line, C);
  Options.Checks = checksToRun(Line, Settings);
  if (Line.Prof.value_or(Settings.Prof.value_or(Profile::Default)) ==
      Profile::Strict)
    Options.Shortest = Duration::Brief;
  Links.Virtual =
      Line.Virtual.value_or(Settings.Virtual.value_or(VirtualCalls::All));
  Filter =
      Line.HeaderFilter.empty() ? Settings.HeaderFilter : Line.HeaderFilter;
  if (std::string Error;
      !Filter.empty() && !llvm::Regex(Filter).isValid(Error)) {
    complain("--header-filter: not a regular expression: " + Error);
    std::exit(Failed);
  }
}

void Linter::addProblem(const llvm::Twine &Message) {
  Incomplete = true;
  Messages.push_back(("error: " + Message).str());
}

void Linter::addWarning(const llvm::Twine &Message) {
  Messages.push_back(("warning: " + Message).str());
}

void Linter::add(Summary S, bool IsAsked) {
  llvm::StringRef MainFile = S.Strings[S.MainFile];
  auto Report = [&](const llvm::Twine &Message) {
    IsAsked ? addProblem(Message) : addWarning(Message);
  };
  if (S.Errors)
    Report(MainFile + ": " + describeErrors(S));
  // A header says the same to everyone who includes it.
  for (StringId Text : S.list(S.BadComments))
    if (BadComments.insert(S.Strings[Text]).second)
      Report(S.Strings[Text]);
  if (MainFiles.insert(MainFile).second)
    flush();
  Waiting.push_back(std::move(S));
}

void Linter::flush() {
  // Of functions of one place the first one wins: their order must not depend
  // on that of commands or arguments.
  if (Waiting.size() > 1) {
    std::vector<std::pair<std::string, const Summary *>> Sorted;
    for (const Summary &S : Waiting)
      Sorted.emplace_back(writeSummary(S, ""), &S);
    llvm::sort(Sorted);
    for (const auto &[Bytes, S] : Sorted)
      Joined->add(*S);
  } else if (!Waiting.empty()) {
    Joined->add(Waiting.front());
  }
  Waiting.clear();
}

bool Linter::isReported(const Finding &F) const {
  const std::string &File = F.Chain[0].At.File;
  if (!Filter.empty() && !MainFiles.contains(File) &&
      !llvm::Regex(Filter).match(File))
    return false;
  return !Reported || llvm::any_of(F.Chain, [&](const Step &S) {
    return Reported->contains(S.At.File);
  });
}

int Linter::answer(const Program &P) {
  if (Line.ListUnknown)
    listUnknown(P, llvm::outs());
  if (!Line.ExplainEffect.empty() &&
      !explainEffects(P, C, Line.ExplainEffect, llvm::outs())) {
    llvm::outs().flush();
    complain("--explain-effect: these files have no function '" +
             Line.ExplainEffect +
             "'; names are qualified, as in ns::type::function, and * stands "
             "for anything");
    return Failed;
  }
  return Incomplete ? Failed : Clean;
}

int Linter::finish() {
  for (llvm::StringRef Message : Messages)
    if (Message.consume_front("error: "))
      complain(Message);
    else if (Message.consume_front("warning: "))
      llvm::WithColor::warning(llvm::errs(), "nostall") << Message << '\n';

  flush();
  Facts All = Joined->take();
  Joined.reset(); // Its indexes are large.
  Program P(std::move(All), C, Links);
  if (!Line.ExplainEffect.empty() || Line.ListUnknown)
    return answer(P);
  std::vector<Finding> Findings = judge(P, C, Options);
  llvm::erase_if(Findings, [&](const Finding &F) { return !isReported(F); });

  printFindings(Findings, llvm::outs(),
                Line.Color.value_or(llvm::outs().has_colors()));
  llvm::outs().flush();
  if (!Line.Quiet && !MainFiles.empty()) {
    size_t Coroutines = llvm::count_if(
        P.functions(), [](const LinkedFunction &F) { return F.IsContext; });
    llvm::errs() << plural(Findings.size(), "finding") << " in "
                 << plural(Coroutines, "coroutine") << " of "
                 << plural(MainFiles.size(), "file");
    if (std::string Unknown = describeIndirect(unknownsOnLoops(P));
        !Unknown.empty())
      llvm::errs() << "; " << Unknown;
    llvm::errs() << '\n';
  }
  if (Incomplete)
    return Failed;
  return Findings.empty() || Line.ExitZero ? Clean : HasFindings;
}

} // namespace nostall
