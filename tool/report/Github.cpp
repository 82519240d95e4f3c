//===- Github.cpp - GitHub's workflow commands ----------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "core/Describe.h"
#include "report/Renderers.h"
#include "report/Words.h"
#include <algorithm>

namespace nostall {
namespace {

// GitHub shows that many warnings of a step and drops the others silently.
constexpr size_t MostAnnotations = 10;

std::string escaped(llvm::StringRef Text, llvm::StringRef Special) {
  std::string Out;
  for (char C : Text) {
    if (!Special.contains(C)) {
      Out += C;
      continue;
    }
    static constexpr char Digits[] = "0123456789ABCDEF";
    Out += {'%', Digits[C >> 4], Digits[C & 15]};
  }
  return Out;
}

std::string message(llvm::StringRef Text) { return escaped(Text, "%\r\n"); }
std::string property(llvm::StringRef Text) { return escaped(Text, "%\r\n:,"); }

void annotation(const Finding &F, llvm::raw_ostream &OS) {
  const Place &At = F.Chain[0].At;
  OS << "::" << (F.Lasts == Duration::Brief ? "notice" : "warning")
     << " file=" << property(shorten(At.File)) << ",line=" << At.Line
     << ",endLine=" << At.EndLine;
  // GitHub wants columns for a single line only.
  if (At.Line == At.EndLine)
    OS << ",col=" << At.Column << ",endColumn=" << At.EndColumn;
  OS << ",title=" << property(checkId(F)) << "::" << message(fullText(F))
     << '\n';
}

/// In the log a line is a line, whatever is in the names.
std::string oneLine(std::string Text) {
  std::replace(Text.begin(), Text.end(), '\n', ' ');
  std::replace(Text.begin(), Text.end(), '\r', ' ');
  return Text;
}

} // namespace

void renderGithub(llvm::ArrayRef<Finding> Findings, llvm::raw_ostream &OS) {
  std::vector<const Finding *> Worst = worstFirst(Findings);
  llvm::ArrayRef<const Finding *> All = Worst;
  for (const Finding *F : All.take_front(MostAnnotations))
    annotation(*F, OS);
  llvm::ArrayRef<const Finding *> Others =
      All.drop_front(std::min(All.size(), MostAnnotations));
  if (Others.empty())
    return;
  OS << "::notice title=nostall::" << Others.size() << " of "
     << plural(All.size(), "finding")
     << " are in the log of this step only: GitHub shows no more than "
     << MostAnnotations << " annotations of a step\n";
  OS << "::group::" << plural(Others.size(), "finding")
     << " without an annotation\n";
  for (const Finding *F : Others)
    OS << oneLine(where(F->Chain[0].At) + ": " + F->Message + " [" +
                  checkId(*F).str() + "]")
       << '\n';
  OS << "::endgroup::\n";
}

} // namespace nostall
