//===- Arguments.cpp - what the compiler is called with -------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Arguments.h"
#include "Compat.h"
#include "llvm/Option/ArgList.h"
#include "llvm/Support/Path.h"

using namespace clang;

namespace nostall {
namespace {

using llvm::StringRef;
using tooling::CommandLineArguments;

/// The compiler's name without folder and `.exe`. This style knows both kinds
/// of slashes.
StringRef programName(StringRef Path) {
  StringRef Name =
      llvm::sys::path::filename(Path, llvm::sys::path::Style::windows);
  Name.consume_back_insensitive(".exe");
  return Name;
}

bool isLauncher(StringRef Path) {
  return llvm::is_contained({"ccache", "distcc", "sccache", "icecc", "gomacc",
                             "buildcache", "rewrapper", "env", "nice", "time",
                             "nostall-launcher"},
                            programName(Path));
}

/// Removes what clang's driver does not know: databases come from g++ too.
CommandLineArguments
withoutUnknownFlags(const CommandLineArguments &Arguments) {
  llvm::SmallVector<const char *, 64> Raw;
  for (const std::string &A : llvm::drop_begin(Arguments))
    Raw.push_back(A.c_str());
  unsigned MissingIndex, MissingCount;
  llvm::opt::InputArgList Parsed =
      compat::getDriverOptTable().ParseArgs(Raw, MissingIndex, MissingCount);
  std::vector<bool> Drop(Raw.size());
  for (const llvm::opt::Arg *A : Parsed.filtered(compat::options::OPT_UNKNOWN))
    Drop[A->getIndex()] = true;
  // Warnings that only g++ knows are no errors here. The map of modules is for
  // the compiler that made them.
  for (size_t I = 0; I < Raw.size(); ++I)
    if (StringRef A = Raw[I]; A.starts_with("-Werror") ||
                              A == "-pedantic-errors" || A.starts_with("@"))
      Drop[I] = true;
  CommandLineArguments Out{Arguments.front()};
  for (size_t I = 0; I < Raw.size(); ++I)
    if (!Drop[I])
      Out.push_back(Arguments[I + 1]);
  return Out;
}

/// Precompiled headers are of the compiler that made them: the header itself
/// is read instead.
CommandLineArguments
withoutPrecompiledHeaders(const CommandLineArguments &Arguments) {
  CommandLineArguments Out;
  for (size_t I = 0; I < Arguments.size(); ++I) {
    bool IsPassedOn = Arguments[I] == "-Xclang" && I + 1 < Arguments.size();
    StringRef Flag = Arguments[I + IsPassedOn];
    if (Flag == "-include-pch") {
      I += IsPassedOn ? 3 : 1;
    } else if (IsPassedOn) {
      Out.insert(Out.end(), {Arguments[I], Flag.str()});
      ++I;
    } else if (Flag == "-include" && I + 1 < Arguments.size()) {
      // Clang's driver would look for x.h.gch; behind it nobody does.
      Out.insert(Out.end(), {"-Xclang", "-include", "-Xclang", Arguments[++I]});
    } else {
      Out.push_back(Arguments[I]);
    }
  }
  return Out;
}

/// True if g++ compiles this as C++20 or later.
bool isGcc20(llvm::ArrayRef<std::string> Arguments) {
  StringRef Compiler = programName(Arguments.front());
  if (Compiler.contains("clang") ||
      !(Compiler.contains("g++") || Compiler.contains("gcc") ||
        Compiler.contains("c++")))
    return false;
  bool Is20 = false;
  for (StringRef A : Arguments) {
    if (A == "-fcoroutines")
      return true;
    if (A.consume_front("-std=c++") || A.consume_front("-std=gnu++"))
      Is20 = A.starts_with("2");
  }
  return Is20;
}

} // namespace

std::vector<std::string> withoutLaunchers(llvm::ArrayRef<std::string> Rest) {
  while (Rest.size() > 1 && isLauncher(Rest.front())) {
    Rest = Rest.drop_front();
    // Its own options and variables.
    while (Rest.size() > 1 && (StringRef(Rest.front()).starts_with("-") ||
                               StringRef(Rest.front()).contains('=')))
      Rest = Rest.drop_front();
  }
  return Rest.vec();
}

void addMacros(std::vector<std::string> &CommandLine,
               llvm::ArrayRef<Macro> Macros) {
  std::vector<std::string> Own = withoutLaunchers(CommandLine);
  if (Own.empty())
    return;
  const bool IsGcc = isGcc20(Own);
  // The command's own flags stand behind them, and win.
  auto At = CommandLine.end() - Own.size() + 1;
  for (const Macro &M : Macros)
    if (M.isFor(CLANG_VERSION_MAJOR, IsGcc))
      At = CommandLine.insert(At, "-D" + M.Definition);
}

std::optional<std::string>
whyUnreadable(const tooling::CompileCommand &Command) {
  std::vector<std::string> Line = withoutLaunchers(Command.CommandLine);
  if (Line.empty())
    return "its compile command is empty; make the database again";
  std::string Name = programName(Line.front()).lower();
  if (Name == "cl" || StringRef(Name).starts_with("clang-cl") ||
      llvm::is_contained(Line, "--driver-mode=cl"))
    return "its compile command is for " + Name +
           ", and only those of g++ and clang++ can be read; configure "
           "another build with one of these, and name its folder with -p";
  for (StringRef A : Line)
    if (A.consume_front("@") && !A.ends_with(".modmap"))
      return "its compile command reads the response file '" + A.str() +
             "', which is not there; build the project once, which makes it";
  return std::nullopt;
}

CommandLineArguments compilerArguments(const tooling::CompileCommand &Command,
                                       llvm::ArrayRef<Macro> Macros) {
  tooling::ArgumentsAdjuster Adjust = tooling::combineAdjusters(
      tooling::getClangStripOutputAdjuster(),
      tooling::combineAdjusters(
          tooling::getClangStripDependencyFileAdjuster(),
          tooling::combineAdjusters(tooling::getStripPluginsAdjuster(),
                                    tooling::getClangSyntaxOnlyAdjuster())));
  CommandLineArguments Line = withoutLaunchers(Command.CommandLine);
  addMacros(Line, Macros);
  CommandLineArguments Arguments = withoutPrecompiledHeaders(
      withoutUnknownFlags(Adjust(Line, Command.Filename)));
  if (llvm::none_of(Arguments,
                    [](StringRef A) { return A.starts_with("-resource-dir"); }))
    Arguments.insert(Arguments.begin() + 1,
                     "-resource-dir=" NOSTALL_RESOURCE_DIR);
  // What the compiler would guess of a name with a mistake is not in the code.
  Arguments.insert(Arguments.begin() + 1, "-fno-spell-checking");
  return Arguments;
}

} // namespace nostall
