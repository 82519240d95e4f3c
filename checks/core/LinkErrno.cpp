//===- LinkErrno.cpp - helpers that say what errno means ------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LinkDetail.h"
#include "llvm/ADT/STLExtras.h"

namespace nostall {

/// True if \p F looks at an error number, makes something of it, and does
/// nothing else.
static bool isErrnoHelper(const Facts &P, const Function &F) {
  return F.ExpectsWouldBlock && llvm::all_of(P.calls(F), [&](const Call &C) {
           return C.F == Call::Return || C.F == Call::Constructor ||
                  (C.Callee != NoId &&
                   (P.Entities[C.Callee].IsBuiltin ||
                    P.entityName(C.Callee) == "__errno_location"));
         });
}

Facts withErrnoHelpers(Facts P) {
  std::vector<bool> IsHelper(P.Entities.size());
  for (const Function &F : P.Functions)
    if (isErrnoHelper(P, F))
      IsHelper[F.Entity] = true;
  for (Function &F : P.Functions)
    F.ExpectsWouldBlock |= llvm::any_of(P.calls(F), [&](const Call &C) {
      return C.Callee != NoId && IsHelper[C.Callee];
    });
  return P;
}

} // namespace nostall
