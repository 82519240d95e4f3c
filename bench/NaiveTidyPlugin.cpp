//===- NaiveTidyPlugin.cpp - what one AST matcher can do ------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The floor that the benchmark compares with: a clang-tidy check that flags
// direct calls of the sleep functions in a coroutine, and nothing else.
//
//===----------------------------------------------------------------------===//

#include "clang-tidy/ClangTidyCheck.h"
#include "clang-tidy/ClangTidyModule.h"
#include "clang/AST/StmtCXX.h"
#include "clang/ASTMatchers/ASTMatchFinder.h"
#include "clang/Basic/Version.h"
#if CLANG_VERSION_MAJOR < 22
#include "clang-tidy/ClangTidyModuleRegistry.h"
#endif

using namespace clang;
using namespace clang::ast_matchers;

namespace {

AST_MATCHER(FunctionDecl, isCoroutine) {
  return isa_and_nonnull<CoroutineBodyStmt>(Node.getBody());
}

class NaiveSleepCheck : public tidy::ClangTidyCheck {
public:
  using ClangTidyCheck::ClangTidyCheck;

  void registerMatchers(MatchFinder *Finder) override {
    Finder->addMatcher(callExpr(callee(functionDecl(hasAnyName(
                                    "::sleep", "::usleep", "::nanosleep",
                                    "::std::this_thread::sleep_for",
                                    "::std::this_thread::sleep_until"))),
                                forFunction(isCoroutine()))
                           .bind("call"),
                       this);
  }

  void check(const MatchFinder::MatchResult &Result) override {
    diag(Result.Nodes.getNodeAs<CallExpr>("call")->getBeginLoc(),
         "blocking call in a coroutine");
  }
};

class NaiveModule : public tidy::ClangTidyModule {
public:
  void addCheckFactories(tidy::ClangTidyCheckFactories &Factories) override {
    Factories.registerCheck<NaiveSleepCheck>("naive-sleep");
  }
};

tidy::ClangTidyModuleRegistry::Add<NaiveModule>
    Registration("naive", "The naive matcher of nostall's benchmark.");

} // namespace
