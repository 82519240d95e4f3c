//===- Suppressions.cpp - NOLINT comments ---------------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Suppressions.h"
#include "clang-tidy/NoLintDirectiveHandler.h"
#include "clang/Tooling/Core/Diagnostic.h"
#include "llvm/Support/Path.h"

using namespace clang;

namespace nostall {

/// A comment that begins or ends a block alone.
struct Suppressions::Unmatched {
  std::string File;
  unsigned At = 0;
  bool IsBegin = false;

  llvm::StringRef message() const {
    return IsBegin
               ? "NOLINTBEGIN has no NOLINTEND with the same list of checks "
                 "behind it; end the block, or use NOLINTNEXTLINE"
               : "NOLINTEND has no NOLINTBEGIN with the same list of checks "
                 "before it; begin the block, or remove this comment";
  }
};

/// clang-tidy's code asks for the diagnostic that it may suppress: hand it
/// one, for each check.
class Suppressions::Lookup : public DiagnosticConsumer {
public:
  uint64_t Bits = 0;
  std::vector<Unmatched> Found;

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
      for (const tooling::Diagnostic &D : Errors)
        Found.push_back({D.Message.FilePath, D.Message.FileOffset,
                         llvm::StringRef(D.Message.Message)
                             .contains("'NOLINTBEGIN' comment without")});
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

void Suppressions::readBlocks(FileID File, llvm::StringRef Text) {
  // clang-tidy's code looks for blocks when it is first asked for a line that
  // has no comment of its own.
  SourceLocation Begin = SM.getLocForStartOfFile(File);
  for (size_t Line = 0; at(Begin.getLocWithOffset(Line)) & 1; ++Line) {
    Line = Text.find('\n', Line);
    if (Line == llvm::StringRef::npos)
      return;
  }
}

std::vector<std::string> Suppressions::errors() {
  std::vector<std::string> Out;
  for (unsigned I = 0; I < SM.local_sloc_entry_size(); ++I) {
    const SrcMgr::SLocEntry &Entry = SM.getLocalSLocEntry(I);
    if (!Entry.isFile() ||
        SrcMgr::isSystem(Entry.getFile().getFileCharacteristic()))
      continue;
    FileID File =
        SM.getFileID(SourceLocation::getFromRawEncoding(Entry.getOffset()));
    std::optional<llvm::StringRef> Text = SM.getBufferDataOrNone(File);
    if (!Text ||
        !(Text->contains("NOLINTBEGIN") || Text->contains("NOLINTEND")))
      continue;
    readBlocks(File, *Text);
    llvm::StringRef Name = SM.getFilename(SM.getLocForStartOfFile(File));
    llvm::SmallString<256> Path(Name);
    SM.getFileManager().makeAbsolutePath(Path);
    llvm::sys::path::remove_dots(Path, /*remove_dot_dot=*/true);
    for (const Unmatched &U : Consumer->Found)
      if (U.File == Name)
        Out.push_back((Path + ":" + llvm::Twine(SM.getLineNumber(File, U.At)) +
                       ":" + llvm::Twine(SM.getColumnNumber(File, U.At)) +
                       ": " + U.message())
                          .str());
  }
  // A file may have been included more than once.
  llvm::sort(Out);
  Out.erase(llvm::unique(Out), Out.end());
  return Out;
}

uint64_t Suppressions::at(SourceLocation Loc) {
  if (Loc.isInvalid() || !mentionsNoLint(Loc))
    return 0;
  Consumer->Bits = 0; // In a system header nobody is asked.
  Engine->Report(Loc, DiagnosticId) << "";
  return Consumer->Bits;
}

} // namespace nostall
