//===- Conditions.h - do a call's arguments make it block? ------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_CORE_CONDITIONS_H
#define NOSTALL_CORE_CONDITIONS_H

#include "Catalogue.h"
#include "Facts.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace nostall {

/// The answer to a condition, where the catalogue's three answers are not
/// enough: a parameter of the enclosing function leaves it to the callers.
struct Answer {
  enum Kind : uint8_t { No, Yes, Unknown, Carried };
  Kind K = Unknown;
  /// For Carried: the enclosing function's argument that decides.
  Argument Arg;
  /// For Carried: if not 0, it is Yes if this test of the enclosing function
  /// goes as Goes says, whatever the condition was.
  Id Test = 0;
  bool Goes = true;
};

/// The tests of a program as conditions on the arguments that they are of.
/// Equal ones are one condition.
class TestConditions {
public:
  explicit TestConditions(const Facts &P);

  /// That the test \p T, of a parameter, goes as \p Goes says.
  const Condition *find(Id T, bool Goes) const {
    return &All[ByTest[T] + !Goes];
  }
  bool owns(const Condition *C) const {
    return !std::less<>()(C, All.data()) &&
           std::less<>()(C, All.data() + All.size());
  }

private:
  /// First that the test holds, then that it does not.
  std::vector<Condition> All;
  std::vector<uint32_t> ByTest;
};

/// Tells whether a value is in a state just before the call.
using StateLookup = llvm::function_ref<bool(const Value &, uint32_t State)>;

/// The value that \p A means in \p Call, or null.
const Value *argument(const Facts &P, const Call &Call, const Argument &A);

/// Asks \p Cond of \p Call; \p At stands in for the argument it names.
Answer ask(const Condition &Cond, const Argument &At, const Call &Call,
           const Facts &P, const Catalogue &C, StateLookup InState);

} // namespace nostall

#endif // NOSTALL_CORE_CONDITIONS_H
