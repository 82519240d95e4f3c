//===- Guards.h - what has to be true where a call runs ---------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// `if (wait) sem_wait(s);` waits only for callers that say so: tests of
// parameters guard the calls that every path reaches by the same side of them.
//
// Const after construction.
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_CORE_GUARDS_H
#define NOSTALL_CORE_GUARDS_H

#include "Facts.h"

namespace nostall {

/// A test of a parameter or of the function's object that goes one way.
struct Guard {
  Id Test = 0;
  bool Goes = true;

  auto operator<=>(const Guard &) const = default;
};

class Guards {
public:
  /// \p Pruned are functions with blocks that nothing leads to.
  Guards(const Facts &P, llvm::ArrayRef<uint32_t> Pruned);

  /// What is true whenever \p Call of \p F runs; not all, if it is much.
  llvm::ArrayRef<Guard> at(const Function &F, uint32_t Call) const;

  /// False if nothing leads to \p Call of \p F.
  bool runs(const Function &F, uint32_t Call) const {
    return !Unreached[block(F, Call)];
  }

private:
  size_t block(const Function &F, uint32_t Call) const;
  void add(const Function &F);

  const Facts &P;
  /// For each block its guards, a part of All.
  std::vector<Range> OfBlock;
  std::vector<bool> Unreached;
  std::vector<Guard> All;
};

} // namespace nostall

#endif // NOSTALL_CORE_GUARDS_H
