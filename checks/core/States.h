//===- States.h - what earlier calls did to a call's arguments --*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A forward data-flow analysis over each function's flow graph: which states
// (a non-blocking descriptor, a future that is ready) certainly hold for a
// variable before a call, and whether a coroutine is certainly off its loop.
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_CORE_STATES_H
#define NOSTALL_CORE_STATES_H

#include "Catalogue.h"
#include "Conditions.h"
#include "Facts.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringSet.h"

namespace nostall {

/// The rows of the catalogue for a call.
using RowLookup = llvm::function_ref<llvm::ArrayRef<const Row *>(const Call &)>;

/// What a function certainly does to the states of its parameters and of its
/// result.
using StateChanges = std::vector<StateChange>;
using ChangeLookup = llvm::function_ref<const StateChanges *(const Call &)>;
/// Where a coroutine goes on after an await of project code.
using HopLookup = llvm::function_ref<Hop(uint32_t AwaitIndex)>;
/// A question about a call.
using CallTest = llvm::function_ref<bool(const Call &)>;

/// What the analysis asks of the program.
struct Lookups {
  RowLookup Rows;
  ChangeLookup Inferred;
  HopLookup Hops;
  CallTest IsTask;  ///< Calls a coroutine of the project.
  CallTest HasBody; ///< Calls another function of the project.
};

class States {
public:
  explicit States(const Catalogue &C) : C(C) {}

  /// Analyses \p F, if any of its calls changes a state: by a row of the
  /// catalogue, or by what is inferred of project code. Returns what
  /// \p F does itself.
  StateChanges analyse(const Function &F, const Summary &S, const Lookups &Ask);

  /// True if \p V is in \p State just before the call.
  bool holds(const Function &F, const Summary &S, uint32_t CallIndex,
             const Value &V, uint32_t State) const;
  bool isOffLoop(const Function &F, uint32_t CallIndex) const;

private:
  struct Result {
    /// Before each call; empty if the function changes no state.
    std::vector<llvm::BitVector> Before;
    /// States that a call's own result is in, where no variable holds it.
    llvm::DenseMap<std::pair<uint32_t, uint32_t>, bool> OfResult;
  };
  void apply(const Function &F, const Summary &S, uint32_t CallIndex,
             const Lookups &Ask, llvm::BitVector &Bits, Result &R);
  void change(const Function &F, const Summary &S, uint32_t CallIndex,
              const StateChange &Change, llvm::BitVector &Bits, Result &R);
  void remember(const Function &F, const Summary &S, Id Variable,
                uint32_t State);
  Answer::Kind holding(const std::vector<Condition> &When, const Call &Call,
                       const Summary &S, const llvm::BitVector &Bits) const;
  uint32_t bit(Id Variable, uint32_t State) const {
    return Variable * C.states() + State;
  }

  const Catalogue &C;
  llvm::DenseMap<const Function *, Result> Results;
  /// A field that any method puts into a state counts as being in it; so does
  /// an object that wraps such a field.
  llvm::StringSet<> Fields, Wrappers;
};

} // namespace nostall

#endif // NOSTALL_CORE_STATES_H
