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

/// True if the callers of a function may know how the test goes.
inline bool isOfCallers(const Test &T) {
  return T.S == Test::Parameter || T.S == Test::Own;
}
/// The argument of the function that such a test is of, or the field of it.
inline Argument asked(const Test &T) {
  return {T.S == Test::Own ? Argument::Object : Argument::Number,
          T.S == Test::Own ? 0 : T.Index, /*IsField=*/T.Field != 0, T.Field,
          T.Holder};
}

/// True for conditions that numbers, durations and pointers decide.
bool isOnNumbers(const Condition &C);
/// True if no number both is as \p A says, or is not, and the same for \p B:
/// conditions on numbers.
bool excludeEachOther(const Condition &A, bool AHolds, const Condition &B,
                      bool BHolds);
/// True if \p C is asked of a field of the argument \p At.
inline bool isOfField(const Condition &C, const Argument &At) {
  return At.Part != 0 && isOnNumbers(C);
}

/// The tests of a program as conditions on the arguments that they are of.
/// Equal ones are one condition.
class TestConditions {
public:
  explicit TestConditions(const Facts &P);

  /// That the test \p T, of a parameter or of the object, goes as \p Goes says.
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

/// The field \p Name of the object that \p V names, or null if nothing is known
/// of its fields.
const Value *field(const Facts &P, const Value &V, llvm::StringRef Name);

/// True for names of members through which a smart pointer gives what it points
/// to.
bool isAccess(llvm::StringRef Name);

/// True for the constructors of smart pointers.
bool makesSmartPointer(llvm::StringRef Name);

/// The constructors of the owned class that \p Call, of a function that \p R
/// says to construct one, may run.
llvm::SmallVector<Id, 1> constructors(const Facts &P, const Call &Call,
                                      const Row &R);

/// The value that \p A means in \p Call, or null.
const Value *argument(const Facts &P, const Call &Call, const Argument &A);

/// Whether one of \p Calls, a function's, that \p Cond (GivenTo) names gets
/// what the call number \p Giver returned.
bool isGivenTo(const Condition &Cond, llvm::ArrayRef<Call> Calls,
               uint32_t Giver, const Facts &P, const Catalogue &C);

/// Asks \p Cond of \p Call; \p At stands in for the argument it names.
Answer ask(const Condition &Cond, const Argument &At, const Call &Call,
           const Facts &P, const Catalogue &C, StateLookup InState);

/// Asks it of \p V, which callers may know more of.
Answer askValue(const Condition &Cond, const Value &V, const Facts &P,
                const Catalogue &C, StateLookup InState);

/// Asks a condition on numbers of \p V itself.
Answer::Kind ask(const Condition &Cond, const Value &V, const Facts &P,
                 const Catalogue &C);

} // namespace nostall

#endif // NOSTALL_CORE_CONDITIONS_H
