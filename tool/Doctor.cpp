//===- Doctor.cpp - nostall doctor ----------------------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Doctor.h"
#include "Arguments.h"
#include "Caches.h"
#include "Driver.h"
#include "Embedded.h"
#include "Init.h"
#include "Linter.h"
#include "System.h"
#include "Version.h"
#include "core/Describe.h"
#include "core/Index.h"
#include "core/Judge.h"
#include "core/Link.h"
#include "clang/Basic/Version.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/raw_ostream.h"
#include <set>

namespace nostall {
namespace {

namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;
using llvm::StringRef;
using llvm::Twine;

/// The first line that a program says of itself; empty if it does not run.
std::string versionOf(StringRef Program) {
  Outcome Ran = run(Program, {"--version"}, /*Seconds=*/10);
  return Ran.Code == 0 ? StringRef(Ran.Output).split('\n').first.str() : "";
}

/// What the analysis of the built-in snippet gave.
struct SelfTest {
  std::vector<Finding> Findings;
  /// Why it could not be analysed.
  std::string Error;
};

class Doctor {
public:
  explicit Doctor(const CommandLine &Line) : Line(Line) {}

  int examine() {
    program();
    configuration();
    database();
    clangd();
    selfTest();
    return Healthy ? Clean : Failed;
  }

private:
  void ok(StringRef What, const Twine &State) {
    llvm::outs() << "ok       " << What << ": " << State << '\n';
  }
  void problem(StringRef What, const Twine &State, const Twine &Remedy) {
    llvm::outs() << "problem  " << What << ": " << State << '\n';
    if (std::string Text = Remedy.str(); !Text.empty())
      llvm::outs() << "         remedy: " << Text << '\n';
    Healthy = false;
  }

  void program() {
    ok("program", "nostall " NOSTALL_VERSION ", built with " +
                      clang::getClangFullVersion());
    std::string Folder = NOSTALL_RESOURCE_DIR;
    if (fs::exists(inFolder(Folder, "include/stddef.h")))
      ok("headers of clang", Folder);
    else
      problem("headers of clang", "not in " + Folder,
              "install libclang-common-" + Twine(CLANG_VERSION_MAJOR) + "-dev");
  }

  void configuration() {
    std::vector<yaml::Error> Errors;
    addBuiltinCatalogue(C, Errors);
    std::string File =
        Line.ConfigFile.empty() ? findConfig(here()) : Line.ConfigFile;
    if (File.empty())
      return ok("configuration", "none; 'nostall init' writes one");
    Settings = readConfig(File, C, Errors);
    if (Errors.empty())
      return ok("configuration", File);
    for (const yaml::Error &E : Errors)
      problem("configuration", E.str(),
              "docs/configuration.md describes the keys");
  }

  void database() {
    std::vector<std::string> Problems;
    std::vector<Job> Jobs = selectJobs(Line, Problems);
    for (const std::string &P : Problems) {
      auto [What, Remedy] = StringRef(P).split("; ");
      problem("database", What, Remedy);
    }
    if (Jobs.empty())
      return;
    std::vector<std::string> Gone, Unreadable;
    for (const Job &J : Jobs) {
      if (!fs::exists(J.File) || !fs::is_directory(J.Command.Directory))
        Gone.push_back(J.File);
      else if (std::optional<std::string> Why = whyUnreadable(J.Command))
        Unreadable.push_back(J.File + ": " + *Why);
    }
    if (!Unreadable.empty())
      problem("database",
              plural(Unreadable.size(), "command") + " cannot be read, first " +
                  Unreadable[0],
              "");
    if (!Gone.empty())
      problem("database",
              plural(Gone.size(), "file") + " of " + Jobs[0].DatabaseFolder +
                  " or their folders are gone, the first is " + Gone[0],
              "make the database again, as for CMake with 'cmake build'");
    if (Gone.empty() && Unreadable.empty())
      ok("database", Jobs[0].DatabaseFolder + ", " +
                         plural(Jobs.size(), "compile command"));
    compilers(Jobs);
    cache(Jobs);
  }

  void compilers(llvm::ArrayRef<Job> Jobs) {
    std::set<std::string> Names;
    for (const Job &J : Jobs)
      if (auto Command = withoutLaunchers(J.Command.CommandLine);
          !Command.empty())
        Names.insert(Command.front());
    for (const std::string &Name : Names) {
      llvm::ErrorOr<std::string> Path = llvm::sys::findProgramByName(Name);
      std::string Version = Path ? versionOf(*Path) : "";
      if (Version.empty())
        problem("compiler",
                "the database's '" + Name +
                    "' does not run here, so its headers may be missing",
                "install it, or configure the build again with one that is "
                "there");
      else
        ok("compiler", Twine(Name) + ", " + Version);
    }
  }

  void cache(llvm::ArrayRef<Job> Jobs) {
    Caches Known(Line, Settings);
    std::string Folder = Known.folder(Jobs[0]);
    if (Folder.empty())
      return ok("cache", "turned off");
    std::string Parent = Folder;
    while (!Parent.empty() && !fs::exists(Parent))
      Parent = path::parent_path(Parent).str();
    if (!fs::is_directory(Parent) || fs::access(Parent, fs::AccessMode::Write))
      return problem("cache", "cannot write " + Folder,
                     "name another one with --cache-dir or cache_dir");
    size_t Held = llvm::count_if(Jobs, [&](const Job &J) {
      return isKnown(
          J, {C.macros(), 0, [&](const Job &J) { return Known.of(J); }});
    });
    std::vector<std::string> Damage = Known.close();
    if (!Damage.empty())
      problem("cache", StringRef(Damage.front()).split(';').first,
              "the next run makes it again; if that does not help, delete " +
                  Folder);
    else
      ok("cache", Folder + ", knows " + Twine(Held) + " of " +
                      plural(Jobs.size(), "compile command"));
    index(Folder);
  }

  /// What editors show of other files comes from an index in the cache.
  void index(StringRef CacheFolder) {
    std::string File = inFolder(CacheFolder, IndexName);
    auto Bytes = llvm::MemoryBuffer::getFile(File, /*IsText=*/false,
                                             /*RequiresNullTerminator=*/false);
    if (!Bytes)
      return ok("index for editors", "none; a run of 'nostall' makes it");
    auto Read = Index::read((*Bytes)->getBuffer());
    if (Read)
      ok("index for editors", File);
    else
      problem("index for editors",
              Twine(File) + ": " + llvm::toString(Read.takeError()),
              "run 'nostall' over the whole database again");
  }

  void clangd() {
    std::string Beside =
        path::parent_path(
            fs::getMainExecutable(nullptr,
                                  reinterpret_cast<void *>(&nostall::examine)))
            .str();
    std::string Editor = inFolder(Beside, "nostall-clangd");
    ok("nostall-clangd", fs::exists(Editor) ? Editor : "not installed");
  }

  SelfTest analyse(const std::string &File) {
    Job J;
    J.File = J.Command.Filename = File;
    J.Command.Directory = path::parent_path(File).str();
    J.Command.CommandLine = {"clang++", "-std=c++20", "-c", File};
    SelfTest Out;
    Joiner Joined;
    summarizeAll(
        J, {C.macros()}, [](size_t, StringRef) {},
        [&](const UnitResult &Unit) {
          if (Unit.Failed)
            Out.Error = Unit.Why;
          else if (Unit.Facts.Errors)
            Out.Error = Unit.Facts.Strings[Unit.Facts.FirstError];
          Joined.add(Unit.Facts);
        });
    // What the project says of functions is not what is tested.
    Catalogue Own;
    std::vector<yaml::Error> Errors;
    addBuiltinCatalogue(Own, Errors);
    Program P(Joined.take(), Own, {});
    Out.Findings = judge(P, Own, {});
    return Out;
  }

  void selfTest() {
    StringRef Text;
    for (const EmbeddedFile &F : embeddedTemplates())
      if (F.Name == "self_test.cpp")
        Text = F.Text;
    size_t Marked = Text.take_front(Text.find("// The one")).count('\n') + 1;
    llvm::SmallString<128> File;
    int Open;
    if (std::error_code E =
            fs::createTemporaryFile("nostall", "cpp", Open, File))
      return problem("self-test", "no temporary file: " + E.message(),
                     "see that there is a folder for them, as TMPDIR names it");
    llvm::FileRemover Remover(File);
    llvm::raw_fd_ostream(Open, /*shouldClose=*/true) << Text;

    SelfTest Result = analyse(std::string(File));
    if (!Result.Error.empty())
      return problem("self-test", Result.Error,
                     "install a C++ standard library with coroutines, such as "
                     "that of g++ 12");
    if (Result.Findings.size() != 1 ||
        Result.Findings[0].Chain[0].At.Line != Marked)
      return problem("self-test",
                     "found " + plural(Result.Findings.size(), "stall") +
                         " in a file that has one",
                     "please report this");
    ok("self-test", "finds a sleep in a coroutine, behind a helper");
  }

  const CommandLine &Line;
  Catalogue C;
  Config Settings;
  bool Healthy = true;
};

} // namespace

int examine(const CommandLine &Line) { return Doctor(Line).examine(); }

} // namespace nostall
