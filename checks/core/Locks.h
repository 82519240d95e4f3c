//===- Locks.h - for how long a mutex is held ------------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Follows the flow of a function from the call that takes a mutex to those that
// give it back: `unlock`, or the destructor of the guard.
//
// Mutexes are known by the field or global variable that they are; objects are
// not told apart.
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_CORE_LOCKS_H
#define NOSTALL_CORE_LOCKS_H

#include "Link.h"

namespace nostall {

struct Lock {
  enum Kind : uint8_t { Shared = 1, Exclusive = 2 };
  /// The mutex, a field or global variable, or 0 if it is something else.
  StringId Mutex = 0;
  Kind K = Exclusive;
  /// It is held as soon as the call returns.
  bool IsCertain = true;
  /// The local guard that gives it back, or NoId.
  Id Guard = NoId;
};

/// What \p Call takes if it does what \p R says.
std::optional<Lock> lockTaken(const Program &Linked, uint32_t FunctionIndex,
                              const Call &Call, const Row &R);

/// Asks \p Found of each call that may run while \p L is held, which the call
/// \p CallIndex takes, until the answer is yes; then returns true.
bool whileHeld(const Program &Linked, uint32_t FunctionIndex,
               uint32_t CallIndex, const Lock &L,
               llvm::function_ref<bool(uint32_t)> Found);

/// The first `co_await` that may suspend the coroutine while it holds \p L, or
/// NoId. A guard that is handed on is somebody else's matter.
uint32_t awaitWhileHeld(const Program &Linked, const Catalogue &C,
                        uint32_t FunctionIndex, uint32_t CallIndex,
                        const Lock &L);

} // namespace nostall

#endif // NOSTALL_CORE_LOCKS_H
