//===- Database.cpp - which commands to run -------------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Database.h"
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
          It->second = CompilationDatabase::loadFromDirectory(Folder, Error);
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
             std::vector<Job> &Out) {
  for (CompileCommand &C : Commands) {
    llvm::SmallString<256> Path;
    if (!path::is_absolute(C.Filename))
      Path = C.Directory;
    path::append(Path, C.Filename);
    path::remove_dots(Path, /*remove_dot_dot=*/true);
    Out.push_back({std::string(Path), std::move(C), DB.Folder});
  }
}

std::vector<Job> findJobs(const CommandLine &Line,
                          std::vector<std::string> &Errors) {
  std::vector<Job> Out;
  Databases All(Errors);
  Database Given{Line.Fixed.get(), ""};
  if (!Given.Commands && !Line.BuildPath.empty()) {
    std::string Folder = absolute(Line.BuildPath);
    if (!fs::is_directory(Folder))
      Folder = path::parent_path(Folder).str();
    size_t Before = Errors.size();
    Given = All.in(Folder);
    if (!Given.Commands) {
      if (Errors.size() == Before)
        Errors.push_back("no " + FileName.str() + " in '" + Line.BuildPath +
                         "'; " + HowToMake.str());
      return Out;
    }
  }

  if (Line.Words.empty()) {
    if (Line.Fixed) {
      Errors.push_back("no files given: with flags after --, name the files "
                       "before it");
      return Out;
    }
    llvm::SmallString<256> Here;
    if (std::error_code E = fs::current_path(Here)) {
      Errors.push_back("no current directory: " + E.message());
      return Out;
    }
    size_t Before = Errors.size();
    Database DB = Given.Commands ? Given : All.above(Here);
    if (!DB.Commands) {
      if (Errors.size() == Before)
        Errors.push_back("no " + FileName.str() + " in '" + Here.str().str() +
                         "', its build folder or above; " + HowToMake.str());
      return Out;
    }
    addJobs(DB, DB.Commands->getAllCompileCommands(), Out);
    if (Out.empty())
      Errors.push_back("the compilation database has no files to lint; name "
                       "some, or make the database again");
    return Out;
  }

  for (const std::string &Word : Line.Words) {
    std::string File = absolute(Word);
    if (!fs::exists(File)) {
      Errors.push_back(Word + ": no such file");
      continue;
    }
    if (fs::is_directory(File)) {
      Errors.push_back(Word + ": is a directory; name files, or none to lint "
                              "the whole compilation database");
      continue;
    }
    size_t Before = Errors.size();
    Database DB = Given.Commands ? Given : All.above(path::parent_path(File));
    if (!DB.Commands) {
      if (Errors.size() == Before)
        Errors.push_back(Word + ": no " + FileName.str() +
                         " in its folder, a build folder or above; " +
                         HowToMake.str());
      continue;
    }
    std::vector<CompileCommand> Commands =
        DB.Commands->getCompileCommands(File);
    if (Commands.empty())
      Errors.push_back(Word + ": not in the compilation database");
    addJobs(DB, std::move(Commands), Out);
  }
  return Out;
}

} // namespace

std::vector<Job> selectJobs(const CommandLine &Line,
                            std::vector<std::string> &Errors) {
  std::vector<Job> Out = findJobs(Line, Errors);
  auto Key = [](const Job &J) {
    return std::tie(J.File, J.Command.Directory, J.Command.CommandLine);
  };
  llvm::sort(Out, [&](const Job &A, const Job &B) { return Key(A) < Key(B); });
  Out.erase(llvm::unique(Out, [&](const Job &A,
                                  const Job &B) { return Key(A) == Key(B); }),
            Out.end());
  return Out;
}

} // namespace nostall
