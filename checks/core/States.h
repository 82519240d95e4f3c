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
/// True if \p On means what \p Call returns; the object of a constructor is its
/// result.
inline bool isResult(const Call &Call, const Argument &On) {
  return On.K == Argument::Return ||
         (On.K == Argument::Object && Call.F == Call::Constructor);
}

/// A field that is given what something else is or holds.
struct Kept {
  Value Field;
  const Value *What;
};
/// A question about a call.
using CallTest = llvm::function_ref<bool(const Call &)>;

/// Asks a condition on a number that is in a field of an argument.
using FieldQuestion =
    llvm::function_ref<Answer(const Call &, const Condition &)>;

/// What the analysis asks of the program.
struct Lookups {
  RowLookup Rows;
  ChangeLookup Inferred;
  HopLookup Hops;
  CallTest IsTask;  ///< Calls a coroutine of the project.
  CallTest HasBody; ///< Calls another function of the project.
  FieldQuestion OfField;
  /// The callee may set its argument of that number up, as it is told.
  llvm::function_ref<bool(const Call &, uint32_t Number)> SetsUp;
};

class States {
public:
  States(const Facts &P, const Catalogue &C, const TestConditions &Tests,
         const Guards &Guarded)
      : P(P), C(C), Tests(Tests), Guarded(Guarded) {
    findGetters();
  }

  /// Analyses a function, if any of its calls changes a state: by a row of the
  /// catalogue, or by what is inferred of project code. Returns what the
  /// function does itself.
  StateChanges analyse(uint32_t Function, const Lookups &Ask);

  /// From now on, calls of \p Callee give their object what \p From is or owns.
  void setAssigns(Id Callee, const Argument &From) {
    Assigns.try_emplace(Callee, From);
  }
  /// From now on, \p Variable of \p Function, or the field \p Part of it, is in
  /// \p State when the function is called. Returns false if that was known.
  bool give(uint32_t Function, Id Variable, StringId Part, uint32_t State) {
    return Given[Function].insert({Variable, Part, State}).second;
  }
  /// The fields of \p V whose states are followed in \p Function.
  std::vector<StringId> parts(uint32_t Function, const Value &V) const;
  /// The variable that \p V is, or is the field of, and that field.
  std::pair<Id, StringId> place(uint32_t Function, const Value &V) const {
    Spot S = spot(P.Functions[Function], V);
    return {S.Variable, S.Part};
  }
  /// What \p Call of \p F puts into a field, if it does.
  std::optional<Kept> kept(const Function &F, const Call &Call) const;
  /// True if \p Function puts one of its parameters into a field.
  bool keepsParameter(uint32_t Function) const;
  /// From now on, \p Field, or the field \p Part of what it holds, is in
  /// \p State in all objects. Returns false if that was known.
  bool settle(StringId Field, StringId Part, uint32_t State);

  /// True if \p V is in \p State just before the call.
  /// \p At says which part of the object \p V is meant.
  bool holds(uint32_t Function, uint32_t CallIndex, const Value &V,
             uint32_t State, const Argument &At = {}) const;
  /// True if \p V was set up so, or made so since; \p Part is the field of it
  /// that is meant, or 0.
  bool isSet(uint32_t Function, uint32_t CallIndex, const Value &V,
             uint32_t State, StringId Part) const;
  /// If \p V is, unchanged, what an object holds that the function was given,
  /// or a field of its own object: the argument that decides the states of
  /// \p Part of it.
  std::optional<Argument> given(uint32_t Function, const Value &V,
                                StringId Part) const;
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
    /// Calls that run only where such a call has failed that sets states.
    llvm::BitVector Failed;
    /// States that a call's own result is in, where no variable holds it.
    llvm::DenseMap<std::pair<uint32_t, uint32_t>, bool> OfResult;
    /// Where the states of a variable's field are kept, behind those of the
    /// variables.
    llvm::DenseMap<std::pair<Id, StringId>, Id> Parts;
    /// What a variable's field was made with.
    llvm::DenseMap<std::pair<Id, StringId>, const Value *> Origins;
    /// Variables and the states that the function puts them into, and those
    /// that it takes away from what it has put into them.
    std::set<std::pair<Id, uint32_t>> Noted;
    llvm::DenseSet<std::pair<Id, uint32_t>> Withdrawn;
    /// Fields of other objects, and the states that the function puts them
    /// into.
    std::set<std::pair<StringId, uint32_t>> NotedFields;
  };
  /// A field of a field.
  struct Path {
    StringId Outer, Part;
  };
  /// A variable, or a field of the object that it is.
  struct Spot {
    Id Variable = NoId;
    StringId Part = 0;
  };
  /// Instead of a part: the states that the whole certainly is not in.
  static constexpr StringId Denied = NoId;

  void findGetters();
  StringId join(StringId Outer, StringId Part) const;
  const Path *path(StringId Part) const;
  Spot spot(const Function &F, const Value &V) const;
  /// \p V, or the smart pointer that it came through.
  const Value &pointee(const Function &F, const Value &V) const;
  Id at(const Spot &S, StringId Part, const Result &R) const;
  std::vector<StringId> parts(const Spot &S, const Result &R) const;
  bool inState(const Spot &S, StringId Part, uint32_t State,
               const llvm::BitVector &Bits, const Result &R) const;
  void copy(const Function &F, const Spot &To, const Value &What,
            const llvm::BitVector &Before, llvm::BitVector &Bits,
            const Result &R) const;
  void keep(const Function &F, const Call &Call, llvm::BitVector &Bits,
            const Result &R) const;
  void keepArgument(const Function &F, const Call &Call,
                    const StateChange &Change, llvm::BitVector &Bits,
                    Result &R);
  const Value *origin(uint32_t Function, Id Variable, StringId &Part) const;
  StateChanges keptParameters(const Function &F) const;
  bool isDenied(const Value &V, uint32_t State, const llvm::BitVector &Bits,
                const Result &R) const;
  bool isSettled(const Function &F, const Value &V, uint32_t State,
                 StringId Part) const;
  bool isFieldIn(StringId Field, StringId Part, uint32_t State) const;
  void await(const Function &F, const Call &Awaited, llvm::BitVector &Bits,
             const Result &R) const;
  void use(const Function &F, const Value &V, llvm::BitVector &Bits,
           const Result &R) const;
  struct Assumption {
    Condition Cond;
    Result Then;
  };
  bool holdsIn(const Function &F, const Result &R, uint32_t CallIndex,
               const Value &V, uint32_t State, StringId Part) const;
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
  bool isFailure(const Function &F, const Block &B, RowLookup Rows) const;
  llvm::BitVector flow(const Function &F, const Lookups &Ask, Result &R);
  /// A state that a variable (or a field of one) is in if a call returns what
  /// a test lets through.
  struct Outcome {
    uint32_t Call = 0;
    uint32_t State = 0;
    Id Where = NoId;
    const StateChange *Change = nullptr;
  };
  using Outcomes = std::vector<Outcome>;
  Outcomes outcomes(const Function &F, const Lookups &Ask,
                    const Result &R) const;
  Id absent(const Function &F, const Test &T, bool Goes, const Result &R) const;
  void branch(const Function &F, const Block &B, bool Goes, const Outcomes &All,
              const Result &R, llvm::BitVector &Bits) const;
  bool isImplied(const Function &F, const Outcome &O, const Test &T, bool Goes,
                 const llvm::BitVector &Bits, const Result &R) const;
  bool isCertain(const Function &F, const Value &V, bool WantsZero,
                 const Outcome &For, const Outcomes &All, const Result &R,
                 const llvm::BitVector &Bits) const;
  StateChanges returnedOutcomes(const Function &F, const Lookups &Ask) const;
  void apply(const Function &F, uint32_t CallIndex, const Lookups &Ask,
             llvm::BitVector &Bits, Result &R);
  bool isChosen(const Function &F, uint32_t CallIndex) const;
  void change(const Function &F, uint32_t CallIndex, const StateChange &Change,
              llvm::BitVector &Bits, Result &R);
  const Value *assigned(const Call &Call) const;
  void assign(const Call &Call, llvm::BitVector &Bits) const;
  void note(Id Variable, uint32_t State, Result &R) const;
  void changeResults(const Function &F, uint32_t CallIndex,
                     const StateChange &Change, Id Variable,
                     llvm::BitVector &Bits) const;
  void noteField(const Function &F, uint32_t CallIndex,
                 const StateChange &Change, Result &R) const;
  void remember(const Function &F, Id Variable, uint32_t State,
                const Result &R);
  Answer::Kind holding(const Function &F, const std::vector<Condition> &When,
                       const Call &Call, const llvm::BitVector &Bits,
                       const Result &R,
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
  const Lookups *Asking = nullptr;
  std::vector<Condition> Wanted;
  /// What the catalogue knows to assign.
  llvm::DenseMap<Id, Argument> Assigns;
  /// The field that a method returns, and does nothing else.
  llvm::DenseMap<Id, StringId> Getters;
  llvm::DenseMap<uint32_t, Result> Results;
  llvm::DenseMap<uint32_t, std::vector<Assumption>> Assumptions;
  /// A field that any method puts into a state counts as being in it; so does
  /// an object that wraps such a field.
  llvm::DenseSet<std::pair<StringId, uint32_t>> Fields;
  /// The same for a field of an object in a field.
  std::set<std::tuple<StringId, StringId, uint32_t>> PartsOfFields;
  llvm::StringMap<llvm::BitVector> Wrappers;
  std::vector<std::string> NewSettings;
  /// Fields of fields have Ids behind those of the facts' strings.
  mutable std::vector<Path> Paths;
  mutable llvm::DenseMap<std::pair<StringId, StringId>, StringId> PathIds;
  /// States of a function's variables, or fields of them, when it is called.
  llvm::DenseMap<uint32_t, std::set<std::tuple<Id, StringId, uint32_t>>> Given;
};

} // namespace nostall

#endif // NOSTALL_CORE_STATES_H
