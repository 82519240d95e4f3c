//===- Causes.cpp - findings by the call that they end in -----------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "report/Causes.h"
#include "llvm/ADT/STLExtras.h"
#include <map>

namespace nostall {

std::vector<Cause> causes(llvm::ArrayRef<Finding> Findings) {
  using Key = std::tuple<llvm::StringRef, unsigned, unsigned, llvm::StringRef,
                         Category>;
  std::map<Key, size_t> Known;
  std::vector<Cause> Out;
  for (const Finding &F : Findings) {
    const Step &Last = F.Chain.back();
    auto [It, New] = Known.try_emplace(
        Key(Last.At.File, Last.At.Line, Last.At.Column, Last.Callee, F.Check),
        Out.size());
    if (New)
      Out.emplace_back();
    Out[It->second].Findings.push_back(&F);
  }
  return Out;
}

std::vector<Shown> shortened(llvm::ArrayRef<Finding> Findings,
                             unsigned MaxSame) {
  std::vector<Shown> Out;
  for (Cause &C : causes(Findings)) {
    size_t Kept = C.Findings.size();
    if (MaxSame && Kept > MaxSame) {
      Kept = MaxSame;
      llvm::sort(C.Findings, [](const Finding *A, const Finding *B) {
        return std::pair(A->Chain.size(), A) < std::pair(B->Chain.size(), B);
      });
    }
    // The order of findings is that of their addresses.
    auto Last = std::max_element(C.Findings.begin(), C.Findings.begin() + Kept);
    for (auto It = C.Findings.begin(); It != C.Findings.begin() + Kept; ++It)
      Out.push_back({*It, It == Last ? C.Findings.size() - Kept : 0});
  }
  llvm::sort(Out, [](const Shown &A, const Shown &B) { return A.F < B.F; });
  return Out;
}

} // namespace nostall
