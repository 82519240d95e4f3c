//===- Headers.cpp - reads headers of libraries ---------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Headers.h"
#include "ErrorKeeper.h"
#include "core/Summarize.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendActions.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/StringSaver.h"

using namespace clang;

namespace nostall {
namespace {

using Consumer = llvm::function_ref<void(ASTContext &)>;

class HeadersAction : public ASTFrontendAction {
public:
  HeadersAction(Consumer Look, ErrorKeeper &Errors)
      : Look(Look), Errors(Errors) {}

protected:
  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &CI,
                                                 llvm::StringRef) override {
    CI.getFrontendOpts().SkipFunctionBodies = true;
    CI.getDiagnostics().setClient(&Errors, /*ShouldOwnClient=*/false);
    CI.getDiagnostics().setIgnoreAllWarnings(true);
    return std::make_unique<Reader>(Look, Errors);
  }

private:
  struct Reader : ASTConsumer {
    Reader(Consumer Look, ErrorKeeper &Errors) : Look(Look), Errors(Errors) {}
    bool shouldSkipFunctionBody(Decl *D) override { return canSkipBody(*D); }
    void HandleTranslationUnit(ASTContext &Context) override {
      if (!Errors.Errors)
        Look(Context);
    }
    Consumer Look;
    ErrorKeeper &Errors;
  };
  Consumer Look;
  ErrorKeeper &Errors;
};

} // namespace

std::vector<std::string> splitFlags(llvm::StringRef Text) {
  llvm::BumpPtrAllocator Memory;
  llvm::StringSaver Saver(Memory);
  llvm::SmallVector<const char *, 16> Flags;
  llvm::cl::TokenizeGNUCommandLine(Text, Saver, Flags);
  return {Flags.begin(), Flags.end()};
}

std::string readHeaders(llvm::StringRef Program,
                        llvm::ArrayRef<std::string> Flags, Consumer Look) {
  std::vector<std::string> Arguments{"-xc++", "-std=gnu++2b", "-D_GNU_SOURCE",
                                     "-resource-dir=" NOSTALL_RESOURCE_DIR};
  llvm::append_range(Arguments, Flags);
  ErrorKeeper Errors;
  bool Parsed = tooling::runToolOnCodeWithArgs(
      std::make_unique<HeadersAction>(Look, Errors), Program, Arguments,
      "headers.cpp", "nostall");
  return Errors.Errors || Parsed ? Errors.First : "the flags are not valid";
}

} // namespace nostall
