//===- Contention.h - mutexes that are held for long ------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A mutex is taken in no time, unless another thread holds it while it waits
// for something itself: then whoever wants it waits as long.
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_CORE_CONTENTION_H
#define NOSTALL_CORE_CONTENTION_H

#include "Locks.h"
#include "llvm/ADT/DenseMap.h"

namespace nostall {

class Contention {
public:
  /// \p Linked must outlive it.
  explicit Contention(const Program &Linked);

  /// True if \p E, an effect of the function \p FunctionIndex, takes a mutex
  /// that another thread holds during slow work.
  bool isContended(uint32_t FunctionIndex, const Effect &E) const;

private:
  void addHeld(uint32_t FunctionIndex);
  bool isSlowUnder(uint32_t FunctionIndex, uint32_t CallIndex,
                   const Lock &L) const;

  const Program &Linked;
  const Facts &P;
  /// How each mutex is held for long: bits of Lock::Kind.
  llvm::DenseMap<StringId, uint8_t> Held;
};

} // namespace nostall

#endif // NOSTALL_CORE_CONTENTION_H
