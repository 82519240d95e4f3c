//===- Analysis.cpp - the findings of one AST -----------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tidy/Analysis.h"
#include "Suppressions.h"
#include "core/Join.h"
#include "core/Summarize.h"
#include "clang/AST/ASTContext.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/Path.h"

using namespace clang;

namespace nostall {
namespace {

namespace path = llvm::sys::path;

constexpr llvm::StringRef None = "none";

class Analysis {
public:
  Analysis(ASTContext &Context, const TidyOptions &Options, Session &Known)
      : Context(Context), Options(Options), Known(Known) {}

  AnalysisResult run(uint64_t Checks) {
    SourceManager &SM = Context.getSourceManager();
    Suppressions NoLint(SM, Context.getLangOpts());
    Fresh =
        summarize(Context, [&](SourceLocation Loc) { return NoLint.at(Loc); });
    Setup = Known.setup(configFile());
    for (const yaml::Error &E : Setup->Errors)
      Out.Problems.push_back(E.str());

    std::string File = indexFile();
    std::shared_ptr<const LoadedIndex> Others = Known.index(File);
    if (Others && !Others->Error.empty())
      Out.Problems.push_back(File + ": " + Others->Error);
    else if (!Others && !File.empty() && File == Options.Index)
      Out.Problems.push_back("nostall.Index: there is no file '" + File +
                             "'; nostall makes it when it lints the project");
    Program P = Others && Others->Found ? link(*Others->Found) : link();

    JudgeOptions Judging;
    Judging.Checks = Checks;
    if (profile() == Profile::Strict)
      Judging.Shortest = Duration::Brief;
    Out.Findings = judge(P, Setup->C, Judging);
    // Other files' findings are theirs to report.
    llvm::StringSet<> Files;
    for (const Function &F : Fresh.Functions)
      Files.insert(Fresh.file(F.Loc));
    llvm::erase_if(Out.Findings, [&](const Finding &F) {
      return !Files.contains(F.Chain[0].At.File);
    });
    return std::move(Out);
  }

private:
  Program link(const Index &Others) {
    LinkOptions Linking{virtualCalls(), callbacks()};
    Linking.IsOffloaded = [&](llvm::StringRef USR) {
      return Others.isOffloaded(USR);
    };
    Linking.IsNamed = [&](llvm::StringRef USR) { return Others.isNamed(USR); };
    return Program(Others.join(Fresh), Setup->C, Linking);
  }
  Program link() {
    Joiner J;
    J.add(Fresh);
    return Program(J.take(), Setup->C, {virtualCalls(), callbacks()});
  }

  llvm::StringRef folder() const {
    return path::parent_path(Fresh.Strings[Fresh.MainFile]);
  }
  std::string configFile() const {
    if (!Options.Config.empty())
      return Options.Config == None ? "" : Options.Config;
    return Known.findConfig(folder());
  }
  /// Compilers run where the compilation database is, most of the time.
  std::string indexFile() const {
    if (!Options.Index.empty())
      return Options.Index == None ? "" : Options.Index;
    if (const Config &C = Setup->Settings; !C.CacheDir.empty())
      return C.CacheDir + "/" + IndexName.str();
    auto Directory = Context.getSourceManager()
                         .getFileManager()
                         .getVirtualFileSystem()
                         .getCurrentWorkingDirectory();
    if (Directory)
      if (std::string Found = Known.findIndex(*Directory); !Found.empty())
        return Found;
    return Known.findIndex(folder());
  }

  template <typename Enum>
  std::optional<Enum>
  option(llvm::StringRef Name, llvm::StringRef Text,
         llvm::ArrayRef<std::pair<llvm::StringRef, Enum>> Choices) {
    std::string Names;
    for (const auto &[Choice, E] : Choices) {
      if (Text == Choice)
        return E;
      Names += (Names.empty() ? "" : ", ") + Choice.str();
    }
    if (!Text.empty())
      Out.Problems.push_back(("nostall." + Name + ": expected one of " + Names +
                              "; found '" + Text + "'")
                                 .str());
    return std::nullopt;
  }
  Profile profile() {
    return option<Profile>(
               "Profile", Options.Profile,
               {{"default", Profile::Default}, {"strict", Profile::Strict}})
        .value_or(Setup->Settings.Prof.value_or(Profile::Default));
  }
  VirtualCalls virtualCalls() {
    return option<VirtualCalls>("Virtual", Options.Virtual,
                                {{"all", VirtualCalls::All},
                                 {"declared", VirtualCalls::Declared},
                                 {"none", VirtualCalls::None}})
        .value_or(Setup->Settings.Virtual.value_or(VirtualCalls::All));
  }
  Callbacks callbacks() {
    return option<Callbacks>(
               "Callbacks", Options.Callbacks,
               {{"all", Callbacks::All}, {"given", Callbacks::Given}})
        .value_or(Setup->Settings.Judged.value_or(Callbacks::All));
  }

  ASTContext &Context;
  const TidyOptions &Options;
  Session &Known;
  std::shared_ptr<const nostall::Setup> Setup;
  Summary Fresh;
  AnalysisResult Out;
};

} // namespace

AnalysisResult analyse(ASTContext &Context, const TidyOptions &Options,
                       uint64_t Checks, Session &Known) {
  return Analysis(Context, Options, Known).run(Checks);
}

} // namespace nostall
