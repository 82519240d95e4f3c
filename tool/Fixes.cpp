//===- Fixes.cpp - fixes as edits of files --------------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Fixes.h"
#include "core/RewritableCalls.h"
#include "clang/Tooling/Inclusions/HeaderIncludes.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang::tooling;

namespace nostall {

std::optional<size_t> offsetOf(llvm::StringRef Code, unsigned Line,
                               unsigned Column) {
  size_t At = 0;
  for (; Line > 1; --Line) {
    At = Code.find('\n', At);
    if (At == llvm::StringRef::npos)
      return std::nullopt;
    ++At;
  }
  At += Column - 1;
  return At <= Code.size() ? std::optional(At) : std::nullopt;
}

std::optional<Edit> editOfCall(const Finding &F, llvm::StringRef Code) {
  if (F.Fix.Code.empty())
    return std::nullopt;
  const Place &P = F.Chain[0].At;
  std::optional<size_t> Begin = offsetOf(Code, P.Line, P.Column);
  std::optional<size_t> End = offsetOf(Code, P.EndLine, P.EndColumn);
  if (!Begin || !End ||
      !llvm::StringRef(squeezed(Code.slice(*Begin, *End))).ends_with(F.Fix.Was))
    return std::nullopt;
  return Edit(P.File, *Begin, *End - *Begin, F.Fix.Code);
}

Edits editsOfHeaders(const Finding &F, llvm::StringRef Code) {
  llvm::StringRef File = F.Chain[0].At.File;
  HeaderIncludes Includes(File, Code, IncludeStyle());
  auto Insert = [&](llvm::StringRef Header) -> std::optional<Edit> {
    if (!Includes.insert(Header, /*IsAngled=*/false, IncludeDirective::Include))
      return std::nullopt;
    return Includes.insert(Header, /*IsAngled=*/true,
                           IncludeDirective::Include);
  };
  // One edit for each place: the order of several would not be defined.
  std::map<unsigned, std::string> Texts;
  if (F.Fix.Umbrella.empty() || Insert(F.Fix.Umbrella))
    for (llvm::StringRef Header : F.Fix.Headers)
      if (std::optional<Edit> E = Insert(Header))
        Texts[E->getOffset()] += E->getReplacementText();
  Edits Out;
  for (auto &[Offset, Text] : Texts) {
    if (Code.contains("\r\n"))
      Text = llvm::join(llvm::split(Text, '\n'), "\r\n");
    Out.emplace_back(File, Offset, 0, Text);
  }
  return Out;
}

Place placeOf(const Edit &E, llvm::StringRef Code) {
  Place Out;
  Out.File = E.getFilePath().str();
  auto Find = [&](size_t Offset, uint32_t &Line, uint32_t &Column) {
    llvm::StringRef Before = Code.take_front(Offset);
    Line = Before.count('\n') + 1;
    Column = Offset - (Before.rfind('\n') + 1) + 1;
  };
  Find(E.getOffset(), Out.Line, Out.Column);
  Find(E.getOffset() + E.getLength(), Out.EndLine, Out.EndColumn);
  return Out;
}

clang::FixItHint hint(const Edit &E, const clang::SourceManager &SM,
                      clang::FileID File) {
  clang::SourceLocation Begin = SM.getComposedLoc(File, E.getOffset());
  return clang::FixItHint::CreateReplacement(
      clang::CharSourceRange::getCharRange(
          Begin, Begin.getLocWithOffset(static_cast<int>(E.getLength()))),
      E.getReplacementText());
}

Edits editsOf(const Finding &F, llvm::StringRef Code) {
  std::optional<Edit> Call = editOfCall(F, Code);
  if (!Call)
    return {};
  Edits Out = editsOfHeaders(F, Code);
  Out.insert(Out.begin(), std::move(*Call));
  return Out;
}

} // namespace nostall
