//===- LinkDetail.h - parts of linking --------------------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the sources of Program share. Internal to Link.h.
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_CORE_LINKDETAIL_H
#define NOSTALL_CORE_LINKDETAIL_H

#include "Conditions.h"
#include "Link.h"

namespace nostall {

/// Where a call leads: to a library function that the catalogue knows, or to
/// a body.
struct Program::Edge {
  uint32_t Entity;
  uint32_t Function = NoId;
  /// The call's arguments from this one on are the callee's parameters, if
  /// they are at all.
  std::optional<uint32_t> PassesFrom = 0;
};

/// What a value calls: functions, or a parameter of the enclosing function.
struct Program::Callable {
  llvm::SmallVector<uint32_t, 1> Entities;
  std::optional<uint32_t> Parameter;
};

/// Arguments of \p Call that are in \p Set, with their values.
inline llvm::SmallVector<const Value *, 4> select(const ArgumentSet &Set,
                                                  const Call &Call) {
  llvm::SmallVector<const Value *, 4> Out;
  if (Set.All)
    for (const Value &V : Call.Arguments)
      Out.push_back(&V);
  for (const Argument &A : Set.Some)
    if (const Value *V = argument(Call, A))
      Out.push_back(V);
  return Out;
}

} // namespace nostall

#endif // NOSTALL_CORE_LINKDETAIL_H
