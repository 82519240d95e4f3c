//===- Summaries.cpp - summaries as files ---------------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Summaries.h"
#include "Driver.h"
#include "Linter.h"
#include "Progress.h"
#include "Version.h"
#include "core/SummaryFile.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Support/xxhash.h"

namespace nostall {
namespace {

namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;
using llvm::StringRef;

constexpr StringRef Extension = ".nsum";

//===----------------------------------------------------------------------===//
// Writing
//===----------------------------------------------------------------------===//

/// Where the summaries of some jobs go.
class Outputs {
public:
  /// False if \p Output does not do for \p Count jobs; says why.
  bool open(StringRef Output, size_t Count, std::string &Error) {
    Path = Output.str();
    IsFolder =
        Count != 1 || fs::is_directory(Path) || path::is_separator(Path.back());
    if (!IsFolder)
      return true;
    if (Count > 1 && Output.ends_with(Extension)) {
      Error = "-o " + Path + " names one file for " + std::to_string(Count) +
              " compile commands; name a folder";
      return false;
    }
    if (std::error_code E = fs::create_directories(Path)) {
      Error = "cannot make the folder '" + Path + "': " + E.message();
      return false;
    }
    return true;
  }

  /// In a folder, files of one name and commands of one file are apart.
  std::string of(const Job &J) const {
    if (!IsFolder)
      return Path;
    std::string Id = J.File;
    for (const std::string &Argument : J.Command.CommandLine)
      Id += '\0' + Argument;
    llvm::SmallString<256> Out(Path);
    path::append(Out, path::filename(J.File) + "-" +
                          llvm::utohexstr(llvm::xxh3_64bits(Id), true, 16) +
                          Extension);
    return std::string(Out);
  }

private:
  std::string Path;
  bool IsFolder = false;
};

bool write(StringRef Path, StringRef Bytes) {
  llvm::Error E = writeFile(Path, Bytes);
  if (!E)
    return true;
  complain(llvm::toString(std::move(E)));
  return false;
}

/// What was read, as make and ninja want it.
std::string dependencies(StringRef Target, const Inputs &Seen) {
  auto Escape = [](StringRef Path) {
    std::string Out;
    for (char C : Path) {
      if (C == ' ' || C == '#' || C == '\\')
        Out += '\\';
      else if (C == '$')
        Out += '$';
      Out += C;
    }
    return Out;
  };
  std::string Out = Escape(Target) + ":";
  for (const auto &[Path, I] : Seen)
    if (I.K == Input::Read)
      Out += " \\\n  " + Escape(Path);
  return Out + "\n";
}

} // namespace

int summarizeFiles(const CommandLine &Line) {
  Catalogue C;
  std::vector<yaml::Error> Errors;
  addBuiltinCatalogue(C, Errors);

  std::vector<std::string> Problems;
  std::vector<Job> Jobs = selectJobs(Line, Problems);
  Outputs To;
  bool Ready = false;
  if (Line.Output.empty() && !Line.Dump)
    Problems.push_back("summarize: name the output with -o: a file, or a "
                       "folder for several");
  else if (std::string Error; !Line.Dump && !Jobs.empty() &&
                              !To.open(Line.Output, Jobs.size(), Error))
    Problems.push_back("summarize: " + Error);
  else if (!Line.Depfile.empty() && (Jobs.size() != 1 || Line.Dump))
    Problems.push_back("summarize: --depfile goes with one file and its -o");
  else
    Ready = true;
  for (const std::string &Problem : Problems)
    complain(Problem);
  if (!Ready)
    return Failed;
  bool Incomplete = !Problems.empty();

  Progress Shown(Jobs.size(), Line.Quiet);
  DriverOptions Options;
  Options.Macros = C.macros();
  Options.Jobs = Line.Jobs;
  if (!Line.Root.empty()) {
    llvm::SmallString<256> Root(Line.Root);
    if (!fs::make_absolute(Root))
      path::remove_dots(Root, /*remove_dot_dot=*/true);
    Options.Root = StringRef(Root).rtrim('/').str();
  }
  size_t Next = 0;
  summarizeAll(
      Jobs, Options, [&](size_t I, StringRef File) { Shown.step(I, File); },
      [&](UnitResult Unit) {
        const Job &J = Jobs[Next++];
        if (Unit.Failed || Unit.Facts.Errors) {
          Shown.finish();
          complain(Unit.File + ": " +
                   (Unit.Failed ? "not analysed: " + Unit.Why
                                : describeErrors(Unit.Facts)));
          Incomplete = true;
        }
        if (Unit.Failed)
          return;
        for (StringId Text : Unit.Facts.list(Unit.Facts.BadComments)) {
          Shown.finish();
          complain(Unit.Facts.Strings[Text]);
          Incomplete = true;
        }
        if (Line.Dump)
          return dumpSummary(Unit.Facts, llvm::outs());
        std::string Path = To.of(J);
        Incomplete |= !write(Path, writeSummary(Unit.Facts, NOSTALL_VERSION));
        if (!Line.Depfile.empty())
          Incomplete |= !write(Line.Depfile, dependencies(Path, Unit.Seen));
      });
  Shown.finish();
  return Incomplete ? Failed : Clean;
}

//===----------------------------------------------------------------------===//
// Linking
//===----------------------------------------------------------------------===//

namespace {

using Buffer = std::unique_ptr<llvm::MemoryBuffer>;

llvm::Expected<Buffer> open(StringRef Path) {
  auto File = llvm::MemoryBuffer::getFile(Path, /*IsText=*/false,
                                          /*RequiresNullTerminator=*/false);
  if (!File)
    return llvm::errorCodeToError(File.getError());
  return std::move(*File);
}

llvm::Expected<SummaryHeader> readHeader(StringRef Path) {
  llvm::Expected<Buffer> File = open(Path);
  if (!File)
    return File.takeError();
  return readSummaryHeader((*File)->getBuffer());
}

llvm::Expected<Summary> read(StringRef Path) {
  llvm::Expected<Buffer> File = open(Path);
  if (!File)
    return File.takeError();
  return readSummary((*File)->getBuffer());
}

/// The summaries below a folder.
std::vector<std::string> summariesIn(StringRef Folder, std::error_code &Error) {
  std::vector<std::string> Out;
  for (fs::recursive_directory_iterator I(Folder, Error), End;
       I != End && !Error; I.increment(Error))
    if (StringRef(I->path()).ends_with(Extension))
      Out.push_back(I->path());
  return Out;
}

} // namespace

int linkFiles(const CommandLine &Line) {
  Linter Lint(Line);
  std::vector<std::string> Paths;
  if (Line.Words.empty())
    Lint.addProblem("link: name summaries, or folders that have them");
  for (const std::string &Word : Line.Words) {
    if (!fs::is_directory(Word)) {
      Paths.push_back(Word);
      continue;
    }
    std::error_code Error;
    std::vector<std::string> Found = summariesIn(Word, Error);
    if (Error)
      Lint.addProblem(Word + ": " + Error.message());
    else if (Found.empty())
      Lint.addProblem(Word + ": has no " + Extension +
                      " files; 'nostall summarize' makes them");
    Paths.insert(Paths.end(), Found.begin(), Found.end());
  }
  llvm::sort(Paths);
  Paths.erase(llvm::unique(Paths), Paths.end());

  // First only what decides their order: all of them may not fit into memory.
  std::vector<std::pair<std::string, std::string>> ByMainFile;
  auto Refuse = [&](StringRef Path, llvm::Error E) {
    Lint.addProblem(Path + ": " + llvm::toString(std::move(E)));
  };
  for (const std::string &Path : Paths)
    if (llvm::Expected<SummaryHeader> H = readHeader(Path))
      ByMainFile.emplace_back(H->MainFile, Path);
    else
      Refuse(Path, H.takeError());
  llvm::sort(ByMainFile);
  for (const auto &[MainFile, Path] : ByMainFile)
    if (llvm::Expected<Summary> S = read(Path))
      Lint.add(std::move(*S));
    else
      Refuse(Path, S.takeError());
  return Lint.finish();
}

} // namespace nostall
