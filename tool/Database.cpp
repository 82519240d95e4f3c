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

/// Loads the databases of folders, each once.
class Databases {
public:
  explicit Databases(std::vector<std::string> &Errors) : Errors(Errors) {}

  /// The database of \p Folder, null if there is none.
  CompilationDatabase *in(StringRef Folder) {
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
    return It->second.get();
  }

  /// The nearest database at or above \p Folder, as clangd looks for it: in
  /// each folder and its `build`.
  CompilationDatabase *above(StringRef Folder) {
    size_t Before = Errors.size();
    for (StringRef D = Folder; !D.empty(); D = path::parent_path(D)) {
      llvm::SmallString<256> Build(D);
      path::append(Build, "build");
      for (StringRef Candidate : {D, StringRef(Build)})
        if (CompilationDatabase *Found = in(Candidate))
          return Found;
      if (Errors.size() != Before)
        return nullptr; // Broken: a farther one would only confuse.
    }
    return nullptr;
  }

private:
  std::vector<std::string> &Errors;
  std::map<std::string, std::unique_ptr<CompilationDatabase>> Loaded;
};

} // namespace

std::vector<CompileCommand> selectCommands(const CommandLine &Line,
                                           std::vector<std::string> &Errors) {
  std::vector<CompileCommand> Out;
  Databases All(Errors);
  CompilationDatabase *Given = Line.Fixed.get();
  if (!Given && !Line.BuildPath.empty()) {
    std::string Folder = absolute(Line.BuildPath);
    if (!fs::is_directory(Folder))
      Folder = path::parent_path(Folder).str();
    size_t Before = Errors.size();
    Given = All.in(Folder);
    if (!Given) {
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
    CompilationDatabase *DB = Given ? Given : All.above(Here);
    if (!DB) {
      if (Errors.size() == Before)
        Errors.push_back("no " + FileName.str() + " in '" + Here.str().str() +
                         "', its build folder or above; " + HowToMake.str());
      return Out;
    }
    Out = DB->getAllCompileCommands();
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
    CompilationDatabase *DB =
        Given ? Given : All.above(path::parent_path(File));
    if (!DB) {
      if (Errors.size() == Before)
        Errors.push_back(Word + ": no " + FileName.str() +
                         " in its folder, a build folder or above; " +
                         HowToMake.str());
      continue;
    }
    std::vector<CompileCommand> Commands = DB->getCompileCommands(File);
    if (Commands.empty())
      Errors.push_back(Word + ": not in the compilation database");
    for (CompileCommand &C : Commands)
      Out.push_back(std::move(C));
  }
  return Out;
}

} // namespace nostall
