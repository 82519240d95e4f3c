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
#include "llvm/ADT/SmallVector.h"
#include <map>
#include <optional>

namespace nostall {

/// A test of a parameter or of the function's object that goes one way.
struct Guard {
  Id Test = 0;
  bool Goes = true;
  /// When the test was made: at the end of a block of the function or, if that
  /// is NoId, before a call.
  uint32_t Block = NoId, Call = 0;

  bool operator==(const Guard &O) const {
    return Test == O.Test && Goes == O.Goes;
  }
};

using GuardSet = llvm::SmallVector<Guard, 4>;

/// What linking finds out of a program's tests.
struct TestOutcomes {
  /// Functions with blocks that nothing leads to any more.
  std::vector<uint32_t> Pruned;
  /// What else is true if the test of a block (a row of the facts) goes a way.
  std::map<std::pair<Id, bool>, GuardSet> Implied;
};

/// What is true at the beginning of each block of \p F; nothing for those that
/// nothing leads to.
std::vector<std::optional<GuardSet>>
guardsOfBlocks(const Facts &P, const Function &F, const TestOutcomes &Known);

class Guards {
public:
  Guards(const Facts &P, const TestOutcomes &Known);

  /// What is true whenever \p Call of \p F runs; not all, if it is much.
  llvm::ArrayRef<Guard> at(const Function &F, uint32_t Call) const;

  /// False if nothing leads to \p Call of \p F.
  bool runs(const Function &F, uint32_t Call) const {
    return !Unreached[block(F, Call)];
  }

private:
  size_t block(const Function &F, uint32_t Call) const;
  void add(const Function &F, const TestOutcomes &Known);

  const Facts &P;
  /// For each block its guards, a part of All.
  std::vector<Range> OfBlock;
  std::vector<bool> Unreached;
  std::vector<Guard> All;
};

} // namespace nostall

#endif // NOSTALL_CORE_GUARDS_H
