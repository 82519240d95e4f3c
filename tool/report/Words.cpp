//===- Words.cpp - findings in words --------------------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "report/Words.h"
#include "Config.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

namespace nostall {

/// \p Prefix, why the last call of the chain blocks, and what to use instead.
static std::string remedy(llvm::StringRef Prefix, llvm::StringRef Instead,
                          const Finding &F) {
  std::string Out;
  if (!F.Reason.empty())
    Out = Prefix.str() + F.Reason;
  if (!F.Advice.empty())
    Out += "; " + Instead.str() + F.Advice;
  return Out;
}

std::vector<Note> notes(const Finding &F) {
  std::vector<Note> Out;
  const Place &At = F.Chain[0].At;
  if (!F.DestroyedAt.File.empty())
    Out.push_back(
        {F.DestroyedAt, "it is destroyed here, at the end of its scope"});
  if (!F.LockedAt.File.empty())
    Out.push_back({F.LockedAt, "it is locked here"});
  for (const Step &S : llvm::drop_begin(F.Chain)) {
    std::string Text = S.Caller + " calls " + S.Callee;
    if (&S == &F.Chain.back())
      Text += remedy(", which ", "in a coroutine, use instead: ", F);
    Out.push_back({S.At, Text});
  }
  if (std::string Text = remedy("it ", "use instead: ", F);
      F.Chain.size() == 1 && !Text.empty())
    Out.push_back({At, Text});
  if (!F.Offload.empty())
    Out.push_back({At, "off the event loop it can be: " + F.Offload});
  if (!F.ChangedAt.File.empty())
    Out.push_back(
        {F.ChangedAt, "it is reported because this line has changed"});
  if (F.IsNew)
    Out.push_back({At, "it is reported because it was not so before the "
                       "change, though no line on its way has changed"});
  return Out;
}

std::string remedy(const Finding &F) {
  return remedy(F.Chain.back().Callee + " ",
                F.Chain.size() > 1 ? "in a coroutine, use instead: "
                                   : "use instead: ",
                F);
}

std::string fullText(const Finding &F) {
  std::string Out = F.Message;
  for (const Note &N : notes(F))
    Out += "\n" + where(N.At) + ": " + N.Text;
  return Out;
}

llvm::StringRef checkId(const Finding &F) { return allChecks()[F.Check].Id; }

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

std::string where(const Place &At) {
  return shorten(At.File) + ":" + std::to_string(At.Line) + ":" +
         std::to_string(At.Column);
}

std::vector<const Finding *> worstFirst(llvm::ArrayRef<Finding> Findings) {
  std::vector<const Finding *> Out;
  for (size_t Lasts = 0; Lasts < durations().size(); ++Lasts)
    for (const Finding &F : Findings)
      if (static_cast<size_t>(F.Lasts) == Lasts)
        Out.push_back(&F);
  return Out;
}

} // namespace nostall
