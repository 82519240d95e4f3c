//===- TextReporter.cpp - findings as compilers print them ----------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TextReporter.h"
#include "Compat.h"
#include "Config.h"
#include "clang/Basic/FileManager.h"
#include "clang/Basic/LangOptions.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

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

  void print(DiagnosticsEngine::Level Level, const Place &At,
             llvm::StringRef Text) {
    SourceLocation Begin = location(At.File, At.Line, At.Column);
    SourceLocation End = location(At.File, At.EndLine, At.EndColumn);
    auto Report = Engine.Report(Begin, Engine.getCustomDiagID(Level, "%0"));
    Report << Text;
    if (Begin.isValid() && End.isValid())
      Report << CharSourceRange::getCharRange(Begin, End);
  }

private:
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

std::string shorten(llvm::StringRef Path) {
  static const std::string Here = [] {
    llvm::SmallString<256> Path;
    if (llvm::sys::fs::current_path(Path))
      Path = "//"; // There is none: nothing begins like that.
    Path += llvm::sys::path::get_separator();
    return std::string(Path);
  }();
  Path.consume_front(Here);
  return Path.str();
}

/// Why the last call of the chain blocks, and what to use instead.
static std::string remedy(llvm::StringRef Prefix, const Finding &F) {
  std::string Out;
  if (!F.Reason.empty())
    Out = Prefix.str() + F.Reason;
  if (!F.Advice.empty())
    Out += (F.Chain.size() > 1 ? "; in a coroutine, use instead: "
                               : "; use instead: ") +
           F.Advice;
  return Out;
}

void printFindings(llvm::ArrayRef<Finding> Findings, llvm::raw_ostream &OS,
                   bool Color) {
  Printer P(OS, Color);
  for (const Finding &F : Findings) {
    P.print(DiagnosticsEngine::Warning, F.Chain[0].At,
            F.Message + " [" + allChecks()[F.Check].Id.str() + "]");
    if (!F.DestroyedAt.File.empty())
      P.print(DiagnosticsEngine::Note, F.DestroyedAt,
              "it is destroyed here, at the end of its scope");
    for (const Step &S : llvm::drop_begin(F.Chain)) {
      std::string Note = S.Caller + " calls " + S.Callee;
      if (&S == &F.Chain.back())
        Note += remedy(", which ", F);
      P.print(DiagnosticsEngine::Note, S.At, Note);
    }
    if (std::string Note = remedy("it ", F);
        F.Chain.size() == 1 && !Note.empty())
      P.print(DiagnosticsEngine::Note, F.Chain[0].At, Note);
    if (!F.Offload.empty())
      P.print(DiagnosticsEngine::Note, F.Chain[0].At,
              "off the event loop it can be: " + F.Offload);
  }
}

} // namespace nostall
