//===- TextReporter.cpp - findings as compilers print them ----------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TextReporter.h"
#include "Compat.h"
#include "Fixes.h"
#include "core/Describe.h"
#include "report/Words.h"
#include "clang/Basic/FileManager.h"
#include "clang/Basic/LangOptions.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace nostall {
namespace {

class Printer {
public:
  Printer(llvm::raw_ostream &OS, bool Color)
      : Consumer(OS, handle(Options, Color)),
        Engine(llvm::IntrusiveRefCntPtr<DiagnosticIDs>(new DiagnosticIDs),
               Options.handle(), &Consumer, /*ShouldOwnClient=*/false),
        Files(FileSystemOptions()), SM(Engine, Files) {
    Consumer.BeginSourceFile(LangOptions(), nullptr);
  }
  ~Printer() { Consumer.EndSourceFile(); }

  void print(const Shown &S) {
    const Finding &F = *S.F;
    const Place &At = F.Chain[0].At;
    SourceLocation Begin = location(At.File, At.Line, At.Column);
    // Headers stand too far from the call to be shown with it.
    std::optional<Edit> Fix;
    if (Begin.isValid())
      Fix = editOfCall(F, SM.getBufferData(SM.getFileID(Begin)));
    print(DiagnosticsEngine::Warning, At,
          F.Message + " [" + checkId(F).str() + "]", Fix);
    for (const Note &N : notes(F))
      print(DiagnosticsEngine::Note, N.At, N.Text);
    if (S.LeftOut)
      print(DiagnosticsEngine::Note, F.Chain.back().At,
            plural(S.LeftOut, "more finding") +
                " of this call; --max-same=0 shows all");
  }

private:
  void print(DiagnosticsEngine::Level Level, const Place &At,
             llvm::StringRef Text, const std::optional<Edit> &Fix = {}) {
    SourceLocation Begin = location(At.File, At.Line, At.Column);
    SourceLocation End = location(At.File, At.EndLine, At.EndColumn);
    auto Report = Engine.Report(Begin, Engine.getCustomDiagID(Level, "%0"));
    Report << Text;
    if (Begin.isValid() && End.isValid())
      Report << CharSourceRange::getCharRange(Begin, End);
    if (Fix)
      Report << hint(*Fix, SM, SM.getFileID(Begin));
  }

  static auto handle(compat::DiagnosticOptions &Options, bool Color)
      -> decltype(Options.handle()) {
    Options.get().ShowColors = Color;
    return Options.handle();
  }

  SourceLocation location(llvm::StringRef Path, unsigned Line,
                          unsigned Column) {
    auto File = Files.getOptionalFileRef(shorten(Path));
    if (!File || !Line)
      return SourceLocation();
    FileID Id = SM.getOrCreateFileID(*File, SrcMgr::C_User);
    return SM.translateLineCol(Id, Line, Column);
  }

  compat::DiagnosticOptions Options;
  TextDiagnosticPrinter Consumer;
  DiagnosticsEngine Engine;
  FileManager Files;
  SourceManager SM;
};

} // namespace

void printFindings(llvm::ArrayRef<Shown> Findings, llvm::raw_ostream &OS,
                   bool Color) {
  Printer P(OS, Color);
  for (const Shown &S : Findings)
    P.print(S);
}

} // namespace nostall
