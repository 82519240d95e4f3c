//===- LinkOrigins.h - where descriptors come from --------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Internal to Program, like LinkDetail.h: finds out for parameters and fields
// whether everything that can get there was set up alike.
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_CORE_LINKORIGINS_H
#define NOSTALL_CORE_LINKORIGINS_H

#include "LinkDetail.h"
#include <map>

namespace nostall {

class Program::OriginFinder {
public:
  /// All arguments must outlive it.
  OriginFinder(Program &Linked, const Handovers &Handed,
               const Buckets<Site> &Makers);

  /// Gives parameters and fields the states that all their origins have, as far
  /// as is known by now. Returns the functions that learned something.
  std::vector<uint32_t> give();
  /// True if give() has learned something of fields since the last time.
  bool takeSettled() { return std::exchange(IsSettled, false); }

private:
  /// Where a descriptor can be.
  struct Place {
    enum Kind : uint8_t {
      Variable, ///< The variable Which of the function Of.
      Field,    ///< The field or global variable Of, of whatever object.
      Result,   ///< What the function Of returns.
      Output,   ///< What it puts where its parameter Which points to.
    };
    Kind K;
    uint32_t Of;
    uint32_t Which = 0;

    auto operator<=>(const Place &) const = default;
  };
  struct Origins {
    /// Something gets there that is in the state, or that may not be.
    bool IsGood = false, IsDoubtful = false;
    /// Of a local: callees put something there.
    bool IsOutput = false;
    /// Where it goes on to.
    std::vector<Place> To;
  };
  /// What becomes of a callable.
  struct CallableUse {
    bool Escapes = false;
    std::vector<Giver> By;

    void add(const CallableUse &O) {
      Escapes |= O.Escapes;
      By.insert(By.end(), O.By.begin(), O.By.end());
    }
  };
  /// A call, and the argument of it whose state matters.
  struct Question {
    Site At;
    Argument Of;
  };

  void collectWrites(uint32_t I, uint32_t J);
  void collectUses(uint32_t I, uint32_t J);
  bool setsAgain(uint32_t I, const Call &Call, const Row &R,
                 const StateChange &Cleared) const;
  CallableUse usesOf(Site At, uint32_t Number);
  const CallableUse &usesOfParameter(uint32_t I, uint32_t Number);
  std::optional<std::vector<Giver>> callersByValue(uint32_t I);
  std::optional<Place> place(uint32_t I, const Value &V) const;
  void link(const Place &From, const Place &To);
  void flow(uint32_t I, uint32_t J, const Value &V, const Place &To);
  void flowResult(uint32_t I, uint32_t J, const Place &To);
  void flowOutput(uint32_t I, uint32_t J, uint32_t Number, const Place &To);
  bool flowWrites(uint32_t I, Id Variable, const Place &To);
  void expand(const Place &To);
  void expandVariable(const Place &To);
  void expandParameter(const Place &To, uint32_t Number);
  void find(llvm::ArrayRef<Question> Questions);

  Program &Linked;
  const Facts &P;
  States &Flow;
  const Handovers &Handed;
  const Buckets<Site> &Makers;
  /// Calls that put something into a field, and what callees put there, behind
  /// which parameter.
  llvm::DenseMap<StringId, std::vector<CallSite>> Writes;
  llvm::DenseMap<StringId, std::vector<std::pair<CallSite, uint32_t>>> Taken;
  /// Of callables (entities), of what slots hold, and of parameters.
  std::map<Id, CallableUse> Uses;
  std::map<StringId, CallableUse> SlotUses;
  std::map<std::pair<uint32_t, uint32_t>, CallableUse> ParameterUses;
  llvm::DenseMap<Id, std::vector<StringId>> SlotsOf;
  unsigned Depth = 0;
  /// For each state, the calls that ask for it, and those that end it.
  std::map<uint32_t, std::vector<Question>> Asked, Cleared;

  /// Of one state.
  uint32_t State = 0;
  std::map<Place, Origins> Found;
  std::vector<Place> Work;
  bool IsSettled = false;
};

} // namespace nostall

#endif // NOSTALL_CORE_LINKORIGINS_H
