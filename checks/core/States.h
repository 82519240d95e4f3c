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
#include "Guards.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringMap.h"
#include <optional>
#include <set>

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
  States(const Facts &P, const Catalogue &C, const TestConditions &Tests,
         const Guards &Guarded)
      : P(P), C(C), Tests(Tests), Guarded(Guarded) {}

  /// Analyses a function, if any of its calls changes a state: by a row of the
  /// catalogue, or by what is inferred of project code. Returns what the
  /// function does itself.
  StateChanges analyse(uint32_t Function, const Lookups &Ask);

  /// From now on, \p Variable of \p Function, or the field \p Part of it, is in
  /// \p State when the function is called. Returns false if that was known.
  bool give(uint32_t Function, Id Variable, StringId Part, uint32_t State) {
    return Given[Function].insert({Variable, Part, State}).second;
  }
  /// The fields of \p Variable whose states are followed in \p Function.
  std::vector<StringId> parts(uint32_t Function, Id Variable) const;

  /// True if \p V is in \p State just before the call.
  /// \p At says which part of the object \p V is meant.
  bool holds(uint32_t Function, uint32_t CallIndex, const Value &V,
             uint32_t State, const Argument &At = {}) const;
  /// If \p V is, unchanged, what an object holds that the function was given,
  /// or a field of its own object: the argument that decides its states.
  std::optional<Argument> given(uint32_t Function, const Value &V) const;
  /// The condition on the function's parameters under which \p V is in
  /// \p State just before the call, if there is one.
  const Condition *whenHolds(uint32_t Function, uint32_t CallIndex,
                             const Value &V, uint32_t State,
                             const Argument &At) const;
  bool isOffLoop(uint32_t Function, uint32_t CallIndex) const;

  /// Names of fields, and of classes that wrap them, that were found to be set
  /// up since the last time: other functions may have to be analysed again.
  std::vector<std::string> takeNewSettings() {
    return std::exchange(NewSettings, {});
  }

private:
  struct Result {
    /// Before each call; empty if no state holds anywhere.
    std::vector<llvm::BitVector> Before;
    /// States that a call's own result is in, where no variable holds it.
    llvm::DenseMap<std::pair<uint32_t, uint32_t>, bool> OfResult;
    /// Where the states of a variable's field are kept, behind those of the
    /// variables.
    llvm::DenseMap<std::pair<Id, StringId>, Id> Parts;
  };
  struct Assumption {
    Condition Cond;
    Result Then;
  };
  bool holdsIn(const Result &R, uint32_t CallIndex, const Value &V,
               uint32_t State, StringId Part) const;
  Id changed(const Function &F, const Call &Call, const Argument &On,
             const Result &R) const;
  void findParts(const Function &F, const Lookups &Ask, Result &R) const;
  bool changesStates(const Function &F, const Lookups &Ask) const;
  void enter(const Function &F, const Result &R, llvm::BitVector &Bits) const;
  StateChanges found(uint32_t Function, const llvm::BitVector &AtExit) const;
  void want(const Condition &Cond);
  Answer::Kind assumed(const Condition &Cond) const;
  Condition condition(Id Test, bool Goes) const;
  std::optional<bool> goes(const Block &B) const;
  llvm::BitVector flow(const Function &F, const Lookups &Ask, Result &R);
  void apply(const Function &F, uint32_t CallIndex, const Lookups &Ask,
             llvm::BitVector &Bits, Result &R);
  void change(const Function &F, uint32_t CallIndex, const StateChange &Change,
              llvm::BitVector &Bits, Result &R);
  bool isAssignment(const Call &Call) const;
  void assign(const Call &Call, llvm::BitVector &Bits) const;
  void remember(const Function &F, Id Variable, uint32_t State,
                const Result &R);
  Answer::Kind holding(const std::vector<Condition> &When, const Call &Call,
                       const llvm::BitVector &Bits,
                       std::vector<Condition> *Open = nullptr) const;
  uint32_t bit(Id Variable, uint32_t State) const {
    return Variable * C.states() + State;
  }

  const Facts &P;
  const Catalogue &C;
  const TestConditions &Tests;
  const Guards &Guarded;
  /// Of the function that is being analysed: a condition on a parameter that is
  /// taken for granted, or null, and those that something depends on.
  const Condition *Assumed = nullptr;
  std::vector<Condition> Wanted;
  llvm::DenseMap<uint32_t, Result> Results;
  llvm::DenseMap<uint32_t, std::vector<Assumption>> Assumptions;
  /// A field that any method puts into a state counts as being in it; so does
  /// an object that wraps such a field.
  llvm::DenseSet<std::pair<StringId, uint32_t>> Fields;
  /// The same for a field of an object in a field.
  std::set<std::tuple<StringId, StringId, uint32_t>> PartsOfFields;
  llvm::StringMap<llvm::BitVector> Wrappers;
  std::vector<std::string> NewSettings;
  /// States of a function's variables, or fields of them, when it is called.
  llvm::DenseMap<uint32_t, std::set<std::tuple<Id, StringId, uint32_t>>> Given;
};

} // namespace nostall

#endif // NOSTALL_CORE_STATES_H
