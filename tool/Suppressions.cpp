//===- Suppressions.cpp - NOLINT comments ---------------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Suppressions.h"
#include "clang-tidy/NoLintDirectiveHandler.h"
#include "clang/Tooling/Core/Diagnostic.h"

using namespace clang;

namespace nostall {

/// clang-tidy's code asks for the diagnostic that it may suppress: hand it
/// one, for each check.
class Suppressions::Lookup : public DiagnosticConsumer {
public:
  uint64_t Bits = 0;

  void HandleDiagnostic(DiagnosticsEngine::Level Level,
                        const Diagnostic &Info) override {
    static constexpr llvm::StringRef Checks[] = {
#define CHECK(Id, Category, OnByDefault, Description) Id,
#include "../checks/Checks.def"
    };
    Bits = 0;
    for (size_t I = 0; I < std::size(Checks); ++I) {
      llvm::SmallVector<tooling::Diagnostic, 1> Errors;
      if (Handler.shouldSuppress(Level, Info, Checks[I], Errors,
                                 /*AllowIO=*/true,
                                 /*EnableNoLintBlocks=*/true))
        Bits |= uint64_t(1) << I;
    }
  }

private:
  tidy::NoLintDirectiveHandler Handler;
};

Suppressions::Suppressions(SourceManager &SM, const LangOptions &LangOpts)
    : SM(SM), Consumer(std::make_unique<Lookup>()) {
  Engine = std::make_unique<DiagnosticsEngine>(
      llvm::IntrusiveRefCntPtr<DiagnosticIDs>(new DiagnosticIDs),
      Options.handle(), Consumer.get(), /*ShouldOwnClient=*/false);
  Engine->setSourceManager(&SM);
  Consumer->BeginSourceFile(LangOpts);
  DiagnosticId = Engine->getCustomDiagID(DiagnosticsEngine::Warning, "%0");
}

Suppressions::~Suppressions() { Consumer->EndSourceFile(); }

bool Suppressions::mentionsNoLint(SourceLocation Loc) {
  // Most files have no such comment: look once.
  bool Any = false;
  auto Mentions = [&](SourceLocation L) {
    FileID File = SM.getFileID(L);
    auto [It, New] = Files.try_emplace(File, false);
    if (New)
      if (std::optional<llvm::StringRef> Text = SM.getBufferDataOrNone(File))
        It->second = Text->contains("NOLINT");
    return It->second;
  };
  Any = Mentions(SM.getExpansionLoc(Loc));
  for (; Loc.isMacroID() && !Any; Loc = SM.getImmediateMacroCallerLoc(Loc))
    Any = Mentions(SM.getSpellingLoc(Loc));
  return Any;
}

uint64_t Suppressions::at(SourceLocation Loc) {
  if (Loc.isInvalid() || !mentionsNoLint(Loc))
    return 0;
  Engine->Report(Loc, DiagnosticId) << "";
  return Consumer->Bits;
}

} // namespace nostall
