//===- Database.cpp - which commands to run -------------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Database.h"
#include "clang/Driver/Types.h"
#include "clang/Tooling/JSONCompilationDatabase.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include <map>

using namespace clang::tooling;

namespace nostall {
namespace {

namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;
using llvm::StringRef;

constexpr StringRef FileName = "compile_commands.json";

constexpr StringRef HowToMake =
    "make one with 'cmake -DCMAKE_EXPORT_COMPILE_COMMANDS=ON' or 'bear -- "
    "make', name its folder with -p, or give the compiler's flags after --";

std::string absolute(StringRef Path) {
  llvm::SmallString<256> Out(Path);
  if (fs::make_absolute(Out))
    return Path.str(); // The current directory is gone.
  path::remove_dots(Out, /*remove_dot_dot=*/true);
  return std::string(Out);
}

/// \p Path, which is relative to \p Folder if it is relative.
std::string resolve(StringRef Folder, StringRef Path) {
  llvm::SmallString<256> Out;
  if (!path::is_absolute(Path))
    Out = Folder;
  path::append(Out, Path);
  path::remove_dots(Out, /*remove_dot_dot=*/true);
  return std::string(Out);
}

bool isPrecompiledHeader(StringRef Path) {
  return Path.ends_with(".gch") || Path.ends_with(".pch");
}

/// Has commands include the headers themselves that other commands precompile,
/// where only the compiled form is named or found, as Meson does it: `-Ip
/// -include x.h` with p/x.h.gch for g++, `-include-pch p/x.h.pch` for clang.
void includeSources(std::vector<CompileCommand> &Commands) {
  std::map<std::string, std::string> SourceOf;
  for (const CompileCommand &C : Commands)
    if (isPrecompiledHeader(C.Output))
      SourceOf[resolve(C.Directory, C.Output)] = C.Filename;
  for (CompileCommand &C : Commands)
    for (size_t I = 1; I + 1 < C.CommandLine.size(); ++I) {
      std::string &Flag = C.CommandLine[I], &Header = C.CommandLine[I + 1];
      std::vector<std::string> Compiled;
      if (Flag == "-include-pch" && C.CommandLine[I - 1] != "-Xclang")
        Compiled.push_back(resolve(C.Directory, Header));
      else if (Flag == "-include")
        for (StringRef Other : C.CommandLine)
          if (Other.consume_front("-I"))
            Compiled.push_back(
                resolve(resolve(C.Directory, Other), Header + ".gch"));
      for (const std::string &Path : Compiled)
        if (auto It = SourceOf.find(Path); It != SourceOf.end()) {
          Flag = "-include";
          Header = It->second;
          break;
        }
    }
}

/// Commands by the absolute paths of their files.
class ListedCommands : public CompilationDatabase {
public:
  /// Paths that are not absolute are taken from \p Folder.
  ListedCommands(std::vector<CompileCommand> Commands, StringRef Folder)
      : All(std::move(Commands)) {
    for (CompileCommand &C : All) {
      C.Directory = resolve(Folder, C.Directory);
      C.Filename = resolve(C.Directory, C.Filename);
    }
    includeSources(All);
  }

  std::vector<CompileCommand>
  getCompileCommands(StringRef File) const override {
    std::vector<CompileCommand> Out;
    for (const CompileCommand &C : All)
      if (C.Filename == File ||
          (path::filename(C.Filename) == path::filename(File) &&
           fs::equivalent(C.Filename, File)))
        Out.push_back(C);
    return Out;
  }
  std::vector<std::string> getAllFiles() const override {
    std::vector<std::string> Out;
    for (const CompileCommand &C : All)
      Out.push_back(C.Filename);
    return Out;
  }
  std::vector<CompileCommand> getAllCompileCommands() const override {
    return All;
  }

private:
  std::vector<CompileCommand> All;
};

/// LLVM takes folders as they are written, and finds no file in one that is
/// relative to the database; it knows nothing of precompiled headers.
std::unique_ptr<CompilationDatabase>
withMeaning(std::unique_ptr<CompilationDatabase> DB, StringRef Folder) {
  if (!DB)
    return DB;
  std::vector<CompileCommand> All = DB->getAllCompileCommands();
  if (llvm::all_of(All, [](const CompileCommand &C) {
        return path::is_absolute(C.Directory) && !isPrecompiledHeader(C.Output);
      }))
    return DB;
  return inferMissingCompileCommands(
      std::make_unique<ListedCommands>(std::move(All), Folder));
}

/// A database, null if there is none, and its folder.
struct Database {
  CompilationDatabase *Commands = nullptr;
  std::string Folder;
};

/// Loads the databases of folders, each once.
class Databases {
public:
  explicit Databases(std::vector<std::string> &Errors) : Errors(Errors) {}

  Database in(StringRef Folder) {
    auto [It, New] = Loaded.try_emplace(Folder.str());
    if (New) {
      llvm::SmallString<256> File(Folder);
      path::append(File, FileName);
      std::string Error;
      if (fs::exists(File)) {
        if (JSONCompilationDatabase::loadFromFile(
                File, Error, JSONCommandLineSyntax::AutoDetect))
          It->second = withMeaning(
              CompilationDatabase::loadFromDirectory(Folder, Error), Folder);
        if (!It->second)
          Errors.push_back(
              std::string(File) +
              ": not a compilation database: " + StringRef(Error).trim().str());
      } else {
        File = Folder;
        path::append(File, "compile_flags.txt");
        if (fs::exists(File))
          It->second = CompilationDatabase::loadFromDirectory(Folder, Error);
      }
    }
    return {It->second.get(), Folder.str()};
  }

  /// The nearest database at or above \p Folder, as clangd looks for it: in
  /// each folder and its `build`.
  Database above(StringRef Folder) {
    size_t Before = Errors.size();
    for (StringRef D = Folder; !D.empty(); D = path::parent_path(D)) {
      llvm::SmallString<256> Build(D);
      path::append(Build, "build");
      for (StringRef Candidate : {D, StringRef(Build)})
        if (Database Found = in(Candidate); Found.Commands)
          return Found;
      if (Errors.size() != Before)
        return {}; // Broken: a farther one would only confuse.
    }
    return {};
  }

private:
  std::vector<std::string> &Errors;
  std::map<std::string, std::unique_ptr<CompilationDatabase>> Loaded;
};

void addJobs(const Database &DB, std::vector<CompileCommand> Commands,
             Job::Role Why, std::vector<Job> &Out) {
  for (CompileCommand &C : Commands) {
    std::string File = resolve(C.Directory, C.Filename);
    Out.push_back({File, std::move(C), DB.Folder, Why});
  }
}

/// True if a compiler does not compile such a file by itself.
bool isIncluded(StringRef File) {
  using namespace clang::driver::types;
  StringRef Extension = path::extension(File);
  Extension.consume_front(".");
  ID Type = lookupTypeForExtension(Extension);
  return Type == TY_INVALID || Type == TY_Object || onlyPrecompileType(Type);
}

/// Given flags decide what language a header is in, not its name.
void readAsCxx(CompileCommand &C) {
  bool IsCxx = llvm::any_of(C.CommandLine, [](StringRef A) {
    return A.starts_with("-std=c++") || A.starts_with("-std=gnu++");
  });
  bool IsSaid = llvm::any_of(C.CommandLine,
                             [](StringRef A) { return A.starts_with("-x"); });
  if (IsCxx && !IsSaid && path::extension(C.Filename) == ".h")
    C.CommandLine.insert(C.CommandLine.begin() + 1, "-xc++-header");
}

/// Finds the jobs of a command line.
class Selector {
public:
  Selector(const CommandLine &Line, std::vector<std::string> &Errors)
      : Line(Line), Errors(Errors), All(Errors) {}

  std::vector<Job> select() {
    if (!findGiven())
      return {};
    if (Line.Words.empty())
      addWhole();
    for (const std::string &Word : Line.Words)
      addNamed(Word);
    for (const Database &DB : WantedWhole)
      addJobs(DB, DB.Commands->getAllCompileCommands(), Job::Other, Out);
    return std::move(Out);
  }

private:
  /// The database that the options name, if they name one; false if it is
  /// not there.
  bool findGiven() {
    if (Line.Fixed || Line.BuildPath.empty()) {
      Given.Commands = Line.Fixed.get();
      return true;
    }
    std::string Folder = absolute(Line.BuildPath);
    if (fs::is_regular_file(Folder))
      Folder = path::parent_path(Folder).str();
    size_t Before = Errors.size();
    Given = All.in(Folder);
    if (!Given.Commands && Errors.size() == Before)
      Errors.push_back("no " + FileName.str() + " in '" + Line.BuildPath +
                       "'; " + HowToMake.str());
    return Given.Commands;
  }

  void addWhole() {
    if (Line.Fixed) {
      Errors.push_back("no files given: with flags after --, name the files "
                       "before it");
      return;
    }
    llvm::SmallString<256> Here;
    if (std::error_code E = fs::current_path(Here)) {
      Errors.push_back("no current directory: " + E.message());
      return;
    }
    size_t Before = Errors.size();
    Database DB = Given.Commands ? Given : All.above(Here);
    if (!DB.Commands) {
      if (Errors.size() == Before)
        Errors.push_back("no " + FileName.str() + " in '" + Here.str().str() +
                         "', its build folder or above; " +
                         hint(Here).value_or(HowToMake.str()));
      return;
    }
    addJobs(DB, DB.Commands->getAllCompileCommands(), Job::Named, Out);
    if (Out.empty())
      Errors.push_back(
          "the compilation database has no files to lint: a project of "
          "headers alone needs a source that includes them, such as a test, "
          "or 'nostall x.hpp -- -std=c++20 -Iinclude'");
  }

  /// What to type if a build folder of another name has a database.
  static std::optional<std::string> hint(StringRef Folder) {
    std::error_code Error;
    for (fs::directory_iterator I(Folder, Error), End; I != End && !Error;
         I.increment(Error)) {
      llvm::SmallString<256> File(I->path());
      path::append(File, FileName);
      if (fs::exists(File))
        return "there is one in '" + path::filename(I->path()).str() +
               "': use -p " + path::filename(I->path()).str();
    }
    return std::nullopt;
  }

  void addNamed(const std::string &Word) {
    std::string File = absolute(Word);
    if (!fs::exists(File)) {
      bool IsPath = StringRef(Word).find_first_of("./") != StringRef::npos;
      Errors.push_back(
          Word + ": no such file" +
          (IsPath ? "" : ", nor a command; nostall --help lists the commands"));
      return;
    }
    bool IsFolder = fs::is_directory(File);
    if (IsFolder && Line.Fixed) {
      Errors.push_back(Word + ": is a directory; with flags after --, name "
                              "files");
      return;
    }
    size_t Before = Errors.size();
    Database DB = Given.Commands ? Given
                  : IsFolder     ? All.above(File)
                                 : All.above(path::parent_path(File));
    if (!DB.Commands) {
      if (Errors.size() == Before)
        Errors.push_back(Word + ": no " + FileName.str() +
                         " in its folder, a build folder or above; " +
                         HowToMake.str());
      return;
    }
    if (IsFolder)
      addBelow(DB, Word, File);
    else
      addFile(DB, Word, File);
  }

  void addBelow(const Database &DB, const std::string &Word,
                const std::string &Folder) {
    std::vector<Job> Jobs;
    addJobs(DB, DB.Commands->getAllCompileCommands(), Job::Named, Jobs);
    llvm::erase_if(Jobs, [&](const Job &J) {
      StringRef Rest = J.File;
      return !Rest.consume_front(Folder) ||
             !(Rest.starts_with("/") || StringRef(Folder).ends_with("/"));
    });
    if (Jobs.empty())
      Errors.push_back(Word + ": no file of the compilation database is in "
                              "this folder");
    llvm::move(Jobs, std::back_inserter(Out));
    want(DB, Line.WholeProgram);
  }

  void addFile(const Database &DB, const std::string &Word,
               const std::string &File) {
    std::vector<CompileCommand> Commands =
        DB.Commands->getCompileCommands(File);
    Job::Role Why = Job::Named;
    if (Line.Fixed)
      llvm::for_each(Commands, readAsCxx);
    bool IsGuessed = llvm::all_of(
        Commands, [](const CompileCommand &C) { return !C.Heuristic.empty(); });
    if (Commands.empty())
      Errors.push_back(Word + (Line.Fixed
                                   ? ": the command after -- does not name it"
                                   : ": not in the compilation database"));
    if (IsGuessed && Line.What == CommandLine::Lint && isIncluded(File))
      Why = Job::Header;
    addJobs(DB, std::move(Commands), Why, Out);
    want(DB, Line.WholeProgram || Why == Job::Header);
  }

  /// Other jobs of the database may be needed too.
  void want(const Database &DB, bool IsNeeded) {
    bool IsNew = llvm::none_of(WantedWhole, [&](const Database &Other) {
      return Other.Commands == DB.Commands;
    });
    if (IsNeeded && IsNew && !Line.Fixed)
      WantedWhole.push_back(DB);
  }

  const CommandLine &Line;
  std::vector<std::string> &Errors;
  Databases All;
  Database Given;
  std::vector<Database> WantedWhole;
  std::vector<Job> Out;
};

} // namespace

std::vector<Job> selectJobs(const CommandLine &Line,
                            std::vector<std::string> &Errors) {
  std::vector<Job> Out = Selector(Line, Errors).select();
  auto Key = [](const Job &J) {
    return std::tie(J.File, J.Command.Directory, J.Command.CommandLine);
  };
  llvm::sort(Out, [&](const Job &A, const Job &B) {
    return std::tuple_cat(Key(A), std::tie(A.Why)) <
           std::tuple_cat(Key(B), std::tie(B.Why));
  });
  Out.erase(llvm::unique(Out, [&](const Job &A,
                                  const Job &B) { return Key(A) == Key(B); }),
            Out.end());
  return Out;
}

} // namespace nostall
