//===- ApplyFixes.cpp - what is done with fixes ---------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ApplyFixes.h"
#include "Fixes.h"
#include "Outputs.h"
#include "report/Sources.h"
#include "report/Words.h"
#include "clang/Tooling/DiagnosticsYaml.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"
#include <set>

using namespace clang::tooling;

namespace nostall {

static void edit(const Edit &E, std::string &Code) {
  Code.replace(E.getOffset(), E.getLength(), E.getReplacementText().str());
}

/// The text of a file with the fixes of \p Findings, which are all in it.
/// Nothing if it has changed since they were found.
static std::optional<std::string>
fixed(llvm::ArrayRef<const Finding *> Findings, llvm::StringRef Before) {
  std::string Code = Before.str();
  // What is further up stays where it is, and headers come last.
  for (const Finding *F : llvm::reverse(Findings))
    if (std::optional<Edit> E = editOfCall(*F, Code))
      edit(*E, Code);
    else
      return std::nullopt;
  for (const Finding *F : Findings) {
    Edits Headers = editsOfHeaders(*F, Code);
    for (const Edit &E : llvm::reverse(Headers))
      edit(E, Code);
  }
  return Code;
}

FixResult applyFixes(llvm::ArrayRef<Finding> Findings) {
  FixResult Out;
  std::map<std::string, std::vector<const Finding *>> ByFile;
  for (const Finding &F : Findings)
    if (!F.Fix.Code.empty())
      ByFile[F.Chain[0].At.File].push_back(&F);
  for (const auto &[File, Fixes] : ByFile) {
    auto Buffer = llvm::MemoryBuffer::getFile(File);
    std::optional<std::string> After;
    if (Buffer)
      After = fixed(Fixes, (*Buffer)->getBuffer());
    if (!After) {
      Out.Problems.push_back(shorten(File) + " has changed since it was "
                                             "analysed; run nostall again");
      continue;
    }
    auto Permissions = llvm::sys::fs::getPermissions(File);
    if (llvm::Error E = writeFile(File, *After)) {
      Out.Problems.push_back(llvm::toString(std::move(E)));
      continue;
    }
    if (Permissions)
      llvm::sys::fs::setPermissions(File, *Permissions);
    Out.Fixed += Fixes.size();
    ++Out.Files;
  }
  return Out;
}

llvm::Error exportFixes(llvm::ArrayRef<Finding> Findings,
                        llvm::StringRef File) {
  llvm::SmallString<256> Here;
  llvm::sys::fs::current_path(Here);
  Sources Code;
  auto Message = [&](const Place &At, llvm::StringRef Text) {
    DiagnosticMessage Out(Text);
    Out.FilePath = At.File;
    Out.FileOffset =
        offsetOf(Code.text(At.File), At.Line, At.Column).value_or(0);
    return Out;
  };
  TranslationUnitDiagnostics All;
  // A header is to be included once for each file.
  std::set<Edit> Known;
  for (const Finding &F : Findings) {
    const Place &At = F.Chain[0].At;
    Diagnostic D(checkId(F), Diagnostic::Warning, Here);
    D.Message = Message(At, F.Message);
    for (const Edit &E : editsOf(F, Code.text(At.File)))
      if (Known.insert(E).second)
        if (llvm::Error Problem = D.Message.Fix[At.File].add(E))
          return Problem;
    for (const Note &N : notes(F))
      D.Notes.push_back(Message(N.At, N.Text));
    All.Diagnostics.push_back(std::move(D));
  }
  if (!Findings.empty())
    All.MainSourceFile = Findings[0].Chain[0].At.File;
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  llvm::yaml::Output Yaml(OS);
  Yaml << All;
  return writeFile(File, Text);
}

} // namespace nostall
