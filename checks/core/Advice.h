//===- Advice.h - what to use instead ---------------------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_CORE_ADVICE_H
#define NOSTALL_CORE_ADVICE_H

#include "Catalogue.h"

namespace nostall {

/// Spells what \p Call, which matched \p R, should be instead in a coroutine
/// that returns the class \p TaskType (empty for a callback): the operation
/// in that class's framework, else what the library itself offers. Empty if
/// neither is known, or if it needs an argument that the call does not have.
std::string advise(const Facts &P, const Catalogue &C, const Row &R,
                   const Call &Call, llvm::StringRef TaskType);

/// Spells \p Call with the function \p Twin, which is awaited, instead of its
/// callee. Names the function only if that cannot be said.
std::string adviseTwin(const Facts &P, const Call &Call, Id Twin);

/// Spells how to run \p Call on other threads in such a coroutine. Empty if
/// that cannot be said.
std::string adviseOffload(const Facts &P, const Catalogue &C, const Call &Call,
                          llvm::StringRef TaskType);

/// Code that can take the place of a call.
struct Rewrite {
  /// The call as spelledCall() gives it (RewritableCalls.h): if something else
  /// stands there, the file has changed.
  std::string Was;
  /// Empty if there is none.
  std::string Code;
  /// Headers that it needs, or one that has all of them; as they are included.
  std::vector<std::string> Headers;
  std::string Umbrella;

  bool operator==(const Rewrite &) const = default;
};

/// The operation in place of \p Call, which matched \p R, if it certainly
/// compiles and means the same: in the coroutine \p Context, which holds no
/// locks.
Rewrite rewrite(const Facts &P, const Catalogue &C, const Row &R,
                const Call &Call, const Function &Context);

} // namespace nostall

#endif // NOSTALL_CORE_ADVICE_H
