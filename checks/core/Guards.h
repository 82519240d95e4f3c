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

/// A test of a parameter that goes one way.
struct Guard {
  Id Test = 0;
  bool Goes = true;

  auto operator<=>(const Guard &) const = default;
};

class Guards {
public:
  explicit Guards(const Facts &P);

  /// What is true whenever \p Call of \p F runs; not all, if it is much.
  llvm::ArrayRef<Guard> at(const Function &F, uint32_t Call) const;

private:
  void add(const Function &F);

  const Facts &P;
  /// For each block its guards, a part of All.
  std::vector<Range> OfBlock;
  std::vector<Guard> All;
};

} // namespace nostall

#endif // NOSTALL_CORE_GUARDS_H
