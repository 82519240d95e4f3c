//===- Fingerprints.cpp - what a finding is, wherever it stands -----------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "report/Fingerprints.h"
#include "report/Words.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/xxhash.h"

namespace nostall {

Identity identity(const Finding &F, llvm::StringRef Folder) {
  llvm::StringRef File = F.Chain[0].At.File;
  if (llvm::StringRef Rest = File;
      !Folder.empty() && Rest.consume_front(Folder) && Rest.consume_front("/"))
    File = Rest;
  return {File.str(), checkId(F).str(), F.Chain[0].Caller, F.Chain[0].Callee,
          F.Chain.back().Callee};
}

std::vector<std::string> fingerprints(llvm::ArrayRef<Finding> Findings) {
  llvm::SmallString<256> Here;
  if (llvm::sys::fs::current_path(Here))
    Here.clear(); // There is none.
  std::map<Identity, unsigned> Seen;
  std::vector<std::string> Out;
  for (const Finding &F : Findings) {
    Identity I = identity(F, Here);
    std::string Text = llvm::join_items(std::string_view("\0", 1), I.Check,
                                        I.File, I.Context, I.Call, I.Culprit);
    Out.push_back(
        llvm::utohexstr(llvm::xxh3_64bits(Text), /*LowerCase=*/true, 16) + ":" +
        std::to_string(++Seen[I]));
  }
  return Out;
}

} // namespace nostall
