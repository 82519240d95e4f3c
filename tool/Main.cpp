//===- Main.cpp - the nostall command -------------------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Caches.h"
#include "CatalogueCheck.h"
#include "Doctor.h"
#include "Driver.h"
#include "Explain.h"
#include "Init.h"
#include "Linter.h"
#include "Progress.h"
#include "Scope.h"
#include "Suggest.h"
#include "Summaries.h"
#include "core/Index.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/Support/raw_ostream.h"

using namespace nostall;

namespace {

/// Parses or looks up what is to be linted, and hands it to a linter.
class Run {
public:
  /// Files are as they were \p Then, if it is given.
  Run(const CommandLine &Line, Linter &Lint, const Revision *Then = nullptr)
      : Line(Line), Lint(Lint), Known(Line, Lint.settings()), Then(Then) {}

  void take(std::vector<Job> Jobs) {
    Scope Asked(Jobs);
    summarize(Jobs, Asked);
    std::vector<Job> Unread = Asked.unreadHeaders();
    for (Job &Header : Unread) {
      Lint.addWarning(Header.File +
                      ": no file of the compilation database includes it; it "
                      "is analysed by itself, with the flags of a neighbour");
      Header.Why = Job::Named;
    }
    summarize(Unread, Asked);
    // Of some files only, it would be half an index.
    if (Line.Words.empty() && !Jobs.empty())
      if (std::string Folder = Known.folder(Jobs.front()); !Folder.empty())
        Lint.writeIndexTo(Folder + "/" + IndexName.str());
    if (Line.WholeProgram && !Line.Words.empty())
      Lint.reportOnly(Asked.files());
    for (const std::string &Warning : Known.close())
      Lint.addWarning(Warning);
  }

private:
  void summarize(llvm::ArrayRef<Job> Jobs, Scope &Asked) {
    Progress Shown(Jobs.size(), Line.Quiet);
    size_t Next = 0;
    summarizeAll(
        Jobs,
        {Lint.catalogue().macros(), Line.Jobs,
         [&](const Job &J) { return Known.of(J); }, "", Then},
        [&](size_t I, llvm::StringRef File) { Shown.step(I, File); },
        [&](UnitResult Unit) {
          const Job &J = Jobs[Next++];
          bool IsAsked = Asked.add(J, Unit.Seen);
          if (IsAsked || Line.WholeProgram)
            add(std::move(Unit), IsAsked);
        });
    Shown.finish();
  }

  void add(UnitResult Unit, bool IsAsked) {
    if (!Unit.Failed)
      Lint.add(std::move(Unit.Facts), IsAsked);
    else
      Lint.addGap(Unit.File + ": not analysed: " + Unit.Why, IsAsked);
  }

  const CommandLine &Line;
  Linter &Lint;
  Caches Known;
  const Revision *Then;
};

/// Lints the program as it was before a change, for \p Lint.
void lintBefore(llvm::StringRef Change, const CommandLine &Line,
                std::vector<Job> Jobs, Linter &Lint) {
  llvm::Expected<Revision> Then = Revision::beforeChange(Change);
  if (!Then)
    return Lint.addProblem("--diff: " + llvm::toString(Then.takeError()));
  Linter Old(Line, *Then);
  Run(Line, Old, &*Then).take(std::move(Jobs));
  Lint.compareWith(Old);
}

int lint(const CommandLine &Line) {
  Linter Lint(Line);
  std::vector<std::string> Problems;
  std::vector<Job> Jobs = selectJobs(Line, Problems);
  for (const std::string &Problem : Problems)
    Lint.addProblem(Problem);
  Run(Line, Lint).take(Jobs);
  if (Line.Diff && !Line.Diff->empty())
    lintBefore(*Line.Diff, Line, std::move(Jobs), Lint);
  return Lint.finish();
}

/// Reads a catalogue file; says what is wrong with it.
bool readRows(const std::string &Path, Catalogue &C) {
  auto Buffer = llvm::MemoryBuffer::getFile(Path);
  if (!Buffer) {
    complain("cannot read the catalogue file '" + Path +
             "': " + Buffer.getError().message());
    return false;
  }
  std::vector<yaml::Error> Errors;
  C.add((*Buffer)->getMemBufferRef(), Errors);
  for (const yaml::Error &E : Errors)
    complain(E.str());
  return Errors.empty();
}

int diffCatalogues(const std::string &OldPath, const std::string &NewPath) {
  Catalogue Old, New;
  bool Read = readRows(OldPath, Old);
  if (!readRows(NewPath, New) || !Read)
    return Failed;
  return diffRows(Old, New, llvm::outs()) ? HasFindings : Clean;
}

/// `catalogue suggest`: with a compilation database, what the library's sources
/// do counts too.
int suggest(CommandLine &Line) {
  Line.Headers = {Line.Words.begin() + 1, Line.Words.end()};
  Line.Words.clear();
  if (!Line.BuildPath.empty())
    return lint(Line);
  Catalogue C;
  loadConfig(Line, C);
  return suggestRows(Line, C, /*Linked=*/nullptr, llvm::outs());
}

int catalogue(CommandLine &Line) {
  llvm::ArrayRef<std::string> Words = Line.Words;
  llvm::StringRef Command;
  if (!Words.empty()) {
    Command = Words.front();
    Words = Words.drop_front();
  }
  if (Command == "check")
    return checkCatalogue(Words, Line.CompileFlags, llvm::outs());
  if (Command == "diff" && Words.size() == 2)
    return diffCatalogues(Words[0], Words[1]);
  if (Command == "suggest" && !Words.empty())
    return suggest(Line);
  bool Show = Command == "show" && Words.size() == 1;
  if (!Show && (Command != "search" || Words.empty())) {
    complain("catalogue: expected 'show' and the name of a function, 'search' "
             "and words, 'diff' and two files, 'check' and files, or 'suggest' "
             "and headers");
    return Failed;
  }
  Catalogue C;
  loadConfig(Line, C);
  if (Show ? showRows(C, Words[0], llvm::outs())
           : searchRows(C, Words, llvm::outs()))
    return Clean;
  complain("the catalogue has no row for '" + llvm::join(Words, " ") + "'");
  return Failed;
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
  case CommandLine::Summarize:
    return summarizeFiles(Line);
  case CommandLine::Link:
    return linkFiles(Line);
  case CommandLine::Init:
    return initProject(Line);
  case CommandLine::Doctor:
    return examine(Line);
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
  case CommandLine::Catalogue:
    return catalogue(Line);
  }
  return Failed;
}
