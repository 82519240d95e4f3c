//===- Main.cpp - the nostall command -------------------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CatalogueCheck.h"
#include "Driver.h"
#include "Explain.h"
#include "Linter.h"
#include "Progress.h"
#include "Summaries.h"
#include "core/Index.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/Support/raw_ostream.h"

using namespace nostall;

namespace {

/// The caches of the databases of a run.
class Caches {
public:
  Caches(const CommandLine &Line, const Config &Settings, Disk &Now)
      : IsOn(Line.UseCache &&
             (!Line.CacheDir.empty() || Settings.UseCache.value_or(true))),
        Folder(Line.CacheDir.empty() ? Settings.CacheDir : Line.CacheDir),
        Now(Now) {}

  /// The folder for a job; empty if it has no cache.
  std::string folder(const Job &J) const {
    if (!IsOn || !Folder.empty() || J.DatabaseFolder.empty())
      return IsOn ? Folder : "";
    return J.DatabaseFolder + "/" + CacheName.str();
  }

  /// The cache for a job, or null. Thread-safe.
  Cache *of(const Job &J) {
    std::string Path = folder(J);
    if (Path.empty())
      return nullptr;
    std::lock_guard<std::mutex> Lock(Mutex);
    std::unique_ptr<Cache> &C = All[Path];
    if (!C)
      C = std::make_unique<Cache>(Path, Now);
    return C.get();
  }

  /// Says what went wrong.
  std::vector<std::string> close() {
    std::vector<std::string> Out;
    for (auto &[Path, C] : All)
      llvm::append_range(Out, C->close());
    return Out;
  }

private:
  const bool IsOn;
  const std::string Folder;
  Disk &Now;
  std::mutex Mutex;
  std::map<std::string, std::unique_ptr<Cache>> All;
};

int lint(const CommandLine &Line) {
  Linter Lint(Line);
  std::vector<std::string> Problems;
  std::vector<Job> Jobs = selectJobs(Line, Problems);
  for (const std::string &Problem : Problems)
    Lint.addProblem(Problem);

  Disk Now;
  Caches Known(Line, Lint.settings(), Now);
  Progress Shown(Jobs.size(), Line.Quiet);
  summarizeAll(
      Jobs,
      {Lint.catalogue().gccMacros(), Line.Jobs,
       [&](const Job &J) { return Known.of(J); }},
      [&](size_t I, llvm::StringRef File) { Shown.step(I, File); },
      [&](UnitResult Unit) {
        if (Unit.Failed)
          Lint.addProblem(Unit.File + ": not analysed: " + Unit.Why);
        else
          Lint.add(std::move(Unit.Facts));
      });
  Shown.finish();
  for (const std::string &Warning : Known.close())
    Lint.addWarning(Warning);
  // Of some files only, it would be half an index.
  if (Line.Words.empty() && !Jobs.empty())
    if (std::string Folder = Known.folder(Jobs.front()); !Folder.empty())
      Lint.writeIndexTo(Folder + "/" + IndexName.str());
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

int catalogue(const CommandLine &Line) {
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
  bool Show = Command == "show" && Words.size() == 1;
  if (!Show && (Command != "search" || Words.empty())) {
    complain("catalogue: expected 'show' and the name of a function, 'search' "
             "and words, 'diff' and two files, or 'check' and files");
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
