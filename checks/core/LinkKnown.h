//===- LinkKnown.h - what a function has put into its objects ---*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// `peer->state = CLOSED; notify(peer);`: notify() finds the peer closed. What
// is in the fields of parameters, of the function's object and of local structs
// follows from assignments, from branches, and from what called functions do to
// what they are given. Whoever is not given an object does not change it.
//
// Internal to Link.h. Not thread-safe: answers are kept.
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_CORE_LINKKNOWN_H
#define NOSTALL_CORE_LINKKNOWN_H

#include "LinkDetail.h"
#include <map>
#include <set>

namespace nostall {

class Program::Knowledge {
public:
  explicit Knowledge(const Program &Linked);

  /// Whose field is meant.
  struct Base {
    enum Kind : uint8_t { Nobodys, Own, Parameters, Locals };
    Kind K = Nobodys;
    uint32_t Index = 0;

    auto operator<=>(const Base &) const = default;
  };
  /// The object that \p V is or points to, as \p Function names it.
  Base baseOf(uint32_t Function, const Value &V) const;

  /// What is in a field.
  struct Content {
    enum Kind : uint8_t {
      Number,
      NotZero,
      Given, ///< The function's parameter of that number, as it was given.
    };
    Kind K = Number;
    int64_t N = 0;

    bool operator==(const Content &) const = default;
  };
  std::optional<Content> at(uint32_t Function, uint32_t Call, Base Of,
                            StringId Field) const;
  /// True if the field may be another than when the function began.
  bool isChanged(uint32_t Function, uint32_t Call, Base Of,
                 StringId Field) const;
  /// The same where the test of \p G is made.
  bool isChanged(uint32_t Function, const Guard &G, Base Of,
                 StringId Field) const;

private:
  /// A field; 0 stands for all fields of the object.
  using Place = std::pair<Base, StringId>;
  struct State {
    std::map<Place, Content> Now;
    std::set<Place> Changed;
    /// Of these, what called functions have changed.
    std::set<Place> ByOthers;
  };
  /// States at the beginning of blocks; nothing leads to those without one.
  using States = std::vector<std::optional<State>>;

  template <typename Visitor>
  void forEachPassed(uint32_t Function, const Call &Call, uint32_t Body,
                     uint32_t PassesFrom, Visitor Visit) const;
  bool isTouched(uint32_t Function, Base Of, StringId Field) const;
  State before(uint32_t Function, uint32_t Call) const;
  State inBlock(uint32_t Function, size_t Block, uint32_t End) const;
  static bool isChanged(const State &S, Base Of, StringId Field) {
    return S.Changed.contains({Of, Field}) || S.Changed.contains({Of, 0}) ||
           S.Changed.contains({Base(), Field});
  }
  States run(uint32_t Function, unsigned Depth) const;
  const States &states(uint32_t Function) const;
  const std::map<Place, Content> &atEnd(uint32_t Function,
                                        unsigned Depth) const;
  void apply(uint32_t Function, uint32_t CallIndex, State &S,
             unsigned Depth) const;
  void branch(const Block &B, bool Goes, State &S) const;
  static bool join(State &To, const State &From);
  static void forget(State &S, Base Of, StringId Field);

  const Program &Linked;
  const Facts &P;
  /// The fields that each function may change, of what it is given.
  std::vector<std::set<Place>> Touched;
  mutable std::map<uint32_t, States> Known;
  mutable std::map<std::pair<uint32_t, unsigned>, std::map<Place, Content>>
      Ends;
};

} // namespace nostall

#endif // NOSTALL_CORE_LINKKNOWN_H
