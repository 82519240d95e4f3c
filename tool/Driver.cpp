//===- Driver.cpp - from compile commands to summaries --------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Driver.h"
#include "Arguments.h"
#include "ErrorKeeper.h"
#include "Instantiate.h"
#include "Suppressions.h"
#include "core/Summarize.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendActions.h"
#include "clang/Sema/SemaConsumer.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/Support/CrashRecoveryContext.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/ThreadPool.h"
#include "llvm/Support/VirtualFileSystem.h"
#include <mutex>

using namespace clang;

namespace nostall {
namespace {

class SummarizeConsumer : public SemaConsumer {
public:
  SummarizeConsumer(UnitResult &Out, llvm::StringRef Root)
      : Out(Out), Root(Root) {}

  bool shouldSkipFunctionBody(Decl *D) override { return canSkipBody(*D); }

  void InitializeSema(Sema &Created) override { S = &Created; }
  void ForgetSema() override { S = nullptr; }
  void HandleTagDeclDefinition(TagDecl *D) override { Templates.add(D); }

  void HandleTranslationUnit(ASTContext &Context) override {
    Templates.complete(*S);
    Suppressions NoLint(Context.getSourceManager(), Context.getLangOpts());
    Out.Facts = summarize(
        Context, [&](SourceLocation Loc) { return NoLint.at(Loc); }, Root);
    addBadComments(NoLint.errors());
  }

private:
  void addBadComments(const std::vector<std::string> &Texts) {
    if (Texts.empty())
      return;
    Summary &Facts = Out.Facts;
    Facts.BadComments = Facts.Lists.size();
    Facts.Lists.push_back(Texts.size());
    for (const std::string &Text : Texts) {
      Facts.Lists.push_back(Facts.Strings.size());
      Facts.Strings.push_back(Text);
    }
  }

  UnitResult &Out;
  llvm::StringRef Root;
  Sema *S = nullptr;
  Instances Templates;
};

class SummarizeAction : public ASTFrontendAction {
public:
  SummarizeAction(UnitResult &Out, llvm::StringRef Root)
      : Out(Out), Root(Root) {}

protected:
  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &CI,
                                                 llvm::StringRef) override {
    // After a missing header the rest is still worth reading.
    CI.getDiagnostics().setFatalsAsError(true);
    return std::make_unique<SummarizeConsumer>(Out, Root);
  }

private:
  UnitResult &Out;
  llvm::StringRef Root;
};

/// Sets up the compiler to read as little as the facts need.
class SummarizeFactory : public tooling::FrontendActionFactory {
public:
  SummarizeFactory(UnitResult &Out, llvm::StringRef Root)
      : Out(Out), Root(Root) {}

  std::unique_ptr<FrontendAction> create() override {
    return std::make_unique<SummarizeAction>(Out, Root);
  }

  bool runInvocation(std::shared_ptr<CompilerInvocation> Invocation,
                     FileManager *Files,
                     std::shared_ptr<PCHContainerOperations> PCH,
                     DiagnosticConsumer *Diagnostics) override {
    Invocation->getFrontendOpts().SkipFunctionBodies = true;
    // The analyses behind warnings cost as much as ours.
    Invocation->getDiagnosticOpts().IgnoreWarnings = true;
    Invocation->getDiagnosticOpts().ErrorLimit = 0;
    Invocation->getDiagnosticOpts().ShowCarets =
        false; // No "1 error generated".
    return FrontendActionFactory::runInvocation(std::move(Invocation), Files,
                                                std::move(PCH), Diagnostics);
  }

private:
  UnitResult &Out;
  llvm::StringRef Root;
};

std::string cacheKey(const Job &J,
                     const tooling::CommandLineArguments &Arguments) {
  std::vector<std::string> Parts{J.Command.Directory, J.File};
  llvm::append_range(Parts, Arguments);
  for (const char *Name : {"CPATH", "C_INCLUDE_PATH", "CPLUS_INCLUDE_PATH"})
    Parts.push_back(llvm::sys::Process::GetEnv(Name).value_or(""));
  return Cache::key(Parts);
}

void fail(UnitResult &Out, std::string Why) {
  Out.Facts = Summary();
  Out.Failed = true;
  Out.Why = std::move(Why);
}

/// Runs the compiler in the job's directory.
void parse(const Job &J, const tooling::CommandLineArguments &Arguments,
           llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> FS,
           llvm::StringRef Root, UnitResult &Out) {
  // The compiler shares ownership of it.
  llvm::IntrusiveRefCntPtr<FileManager> Files(
      new FileManager(FileSystemOptions(), FS));
  ErrorKeeper Errors;
  SummarizeFactory Action(Out, Root);
  tooling::ToolInvocation Compiler(Arguments, &Action, Files.get(),
                                   std::make_shared<PCHContainerOperations>());
  Compiler.setDiagnosticConsumer(&Errors);
  if (!Compiler.run() && !Out.Facts.MainFile)
    return fail(Out, Errors.First.empty()
                         ? "the compile command does not compile one file"
                         : Errors.First);
  Out.Facts.Errors = Errors.Errors;
  if (Errors.Errors) {
    Out.Facts.FirstError = Out.Facts.Strings.size();
    Out.Facts.Strings.push_back(Errors.First);
  }
}

void run(const Job &J, const DriverOptions &Options, UnitResult &Out) {
  // A file system of its own: the working directory differs from unit to unit.
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> FS(
      llvm::vfs::createPhysicalFileSystem().release());
  if (Options.Then)
    FS = Options.Then->over(std::move(FS));
  if (std::error_code E = FS->setCurrentWorkingDirectory(J.Command.Directory))
    return fail(Out, "cannot enter the directory '" + J.Command.Directory +
                         "' of its compile command: " + E.message());
  if (!FS->exists(J.Command.Filename))
    return fail(Out, "no such file, but the compilation database names it; "
                     "make the database again");

  if (std::optional<std::string> Why = whyUnreadable(J.Command))
    return fail(Out, *Why);
  tooling::CommandLineArguments Arguments =
      compilerArguments(J.Command, Options.Macros);
  Cache *Known = Options.CacheOf ? Options.CacheOf(J) : nullptr;
  std::string Key;
  if (Known) {
    Key = cacheKey(J, Arguments);
    std::optional<Summary> Found = Known->find(Key, Out.Seen);
    if (Found && !(Options.Then && Options.Then->touches(Out.Seen))) {
      Out.Facts = std::move(*Found);
      return;
    }
    Out.Seen.clear();
  }
  int64_t Time = std::chrono::nanoseconds(
                     std::chrono::system_clock::now().time_since_epoch())
                     .count();
  parse(J, Arguments, recordInputs(FS, Out.Seen), Options.Root, Out);
  // The cache is of what is on the disk.
  if (Known && !Out.Failed && !Options.Then)
    Known->store(Key, Out.Seen, Time, Out.Facts);
}

/// Hands results on in the order of their numbers.
class InOrder {
public:
  InOrder(size_t Size, llvm::function_ref<void(UnitResult)> Consume)
      : Waiting(Size), Consume(Consume) {}

  void add(size_t Number, UnitResult Result) {
    Waiting[Number] = std::move(Result);
    for (; Next < Waiting.size() && Waiting[Next]; ++Next) {
      Consume(std::move(*Waiting[Next]));
      Waiting[Next].reset();
    }
  }

private:
  std::vector<std::optional<UnitResult>> Waiting;
  size_t Next = 0;
  llvm::function_ref<void(UnitResult)> Consume;
};

} // namespace

void summarizeAll(llvm::ArrayRef<Job> Jobs, const DriverOptions &Options,
                  llvm::function_ref<void(size_t, llvm::StringRef)> Progress,
                  llvm::function_ref<void(UnitResult)> Consume) {
  std::mutex Mutex;
  size_t Started = 0;
  InOrder Results(Jobs.size(), Consume);
  llvm::CrashRecoveryContext::Enable();
  llvm::DefaultThreadPool Pool(llvm::hardware_concurrency(Options.Jobs));
  for (size_t I = 0; I < Jobs.size(); ++I)
    Pool.async([&, I] {
      UnitResult Out;
      Out.File = Jobs[I].File;
      {
        std::lock_guard<std::mutex> Lock(Mutex);
        Progress(++Started, Out.File);
      }
      llvm::CrashRecoveryContext Guard;
      if (!Guard.RunSafely([&] { run(Jobs[I], Options, Out); }))
        fail(Out, "the compiler crashed on it; please report this");
      std::lock_guard<std::mutex> Lock(Mutex);
      Results.add(I, std::move(Out));
    });
  Pool.wait();
}

bool isKnown(const Job &J, const DriverOptions &Options) {
  Cache *Known = Options.CacheOf ? Options.CacheOf(J) : nullptr;
  Inputs Seen;
  return Known &&
         Known->find(cacheKey(J, compilerArguments(J.Command, Options.Macros)),
                     Seen);
}

} // namespace nostall
