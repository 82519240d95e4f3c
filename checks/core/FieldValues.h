//===- FieldValues.h - what the fields of objects hold ----------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Branches ask fields that say how an object was set up: `if (durable_)`. Where
// nothing but its making writes to a field, the arguments of its constructor
// say what it holds, if they are constants: for all objects of the program, or
// for those that one variable or field holds. Whatever else may write to the
// field makes it unknown.
//
// Looks at each call of the program once, and at nothing if no branch asks a
// field. Not thread-safe: answers are kept.
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_CORE_FIELDVALUES_H
#define NOSTALL_CORE_FIELDVALUES_H

#include "Catalogue.h"
#include "Facts.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringSet.h"
#include <functional>
#include <map>
#include <optional>

namespace nostall {

/// A field, of an object or of what the object's field Holder holds
/// (qualified).
struct Member {
  StringId Field = 0;
  StringId Holder = 0;
};

class FieldValues {
public:
  /// \p P and \p C must outlive it. For a part of a program \p IsDefined tells
  /// whether the rest defines a function, by its USR.
  FieldValues(const Facts &P, const Catalogue &C,
              std::function<bool(llvm::StringRef)> IsDefined = {});

  /// The number in a field of every object, or in a global variable.
  std::optional<Value> everywhere(StringId Field) const;

  /// The text that a global variable points to, whenever it is asked.
  std::optional<StringId> text(StringId Variable) const;

  /// The number in a field of \p Object, a value of \p Function: an integer, a
  /// parameter of the function, or a field of one or of the function's object.
  /// \p Use is the call that asks.
  std::optional<Value> of(uint32_t Function, const Value &Object, Member M,
                          uint32_t Use = NoId) const {
    return of(Function, Object, M, Use, 0);
  }
  /// The same for the object that a call makes. The constructor's arguments are
  /// those of the call from \p From on.
  std::optional<Value> made(uint32_t Function, const Call &Maker,
                            Id Constructor, uint32_t From, Member M) const {
    return made(Function, Maker, Constructor, From, M, 0);
  }
  /// The number in a field of whatever object the field or global variable
  /// \p Holder holds.
  std::optional<Value> held(StringId Holder, StringId Field) const {
    return held(Holder, Member{Field}, 0);
  }
  /// \p Object, or what the smart pointer points to that it came from.
  const Value &pointee(uint32_t Function, const Value &Object) const;

  /// True if nobody knows whether \p W writes to its field.
  bool isUnseen(const FieldWrite &W) const;

  /// How the test \p T goes, if \p V is what it asks.
  static std::optional<bool> goes(const Test &T, const Value &V);

private:
  /// A call, with its function.
  struct Site {
    uint32_t Function, Call, From;
  };
  /// What several writes put into one place.
  class Sum;
  using Key = std::pair<Id, StringId>;

  void findSites();
  uint32_t indexOf(uint32_t Function, const Call &Call) const {
    return &Call - P.calls(P.Functions[Function]).data();
  }
  const Call &call(const Site &S) const {
    return P.Calls[P.Functions[S.Function].Calls.Begin + S.Call];
  }
  const Call &call(uint32_t Function, uint32_t Index) const {
    return P.Calls[P.Functions[Function].Calls.Begin + Index];
  }
  bool isAssigned(StringId Field) const {
    return Assigned.contains(P.Strings[Field].rsplit("::").first);
  }
  void addGiven(Id Constructor, const Value &What, Sum &To,
                unsigned Depth) const;
  std::optional<Value> given(uint32_t Function, const Call &Maker,
                             uint32_t From, const Value &What,
                             unsigned Depth) const;
  void addLater(StringId Field, bool AlsoAtHome, Sum &To) const;
  void addHeld(const FieldWrite &W, Member M, Sum &To, unsigned Depth) const;
  std::optional<Value> argument(uint32_t Function, const Call &Call,
                                uint32_t Index) const;
  std::optional<Value> initial(Id Constructor, StringId Field,
                               unsigned Depth) const;
  std::optional<Value> find(StringId Field) const;
  std::optional<Value> of(uint32_t Function, const Value &Object, Member M,
                          uint32_t Use, unsigned Depth) const;
  std::optional<Value> made(uint32_t Function, const Call &Maker,
                            Id Constructor, uint32_t From, Member M,
                            unsigned Depth) const;
  std::optional<Value> madeToHold(Id Constructor, Member M) const;
  std::optional<Value> ofResult(uint32_t Function, const Call &Made, Member M,
                                unsigned Depth) const;
  std::optional<Value> ofVariable(uint32_t Function, Id Variable, Member M,
                                  uint32_t Use, unsigned Depth) const;
  /// What a method leaves in a field of its own object.
  struct Left {
    bool Writes = false;
    /// Nothing if it is not known.
    std::optional<Value> What = {};
  };
  Left left(Id Method, StringId Field, unsigned Depth) const;
  bool returnsThis(const Call &Call, unsigned Depth = 0) const;
  const Value &rootOf(uint32_t Function, const Value &Object) const;
  bool isCertain(uint32_t Function, uint32_t Call, uint32_t Use) const;
  bool isSetByOthers(uint32_t Function, Id Variable, StringId Field) const;
  std::optional<Value> begun(uint32_t Function, const Value &Root, Member M,
                             unsigned Depth) const;
  std::optional<Value> afterSetters(uint32_t Function, const Value &Object,
                                    Member M, uint32_t Use,
                                    unsigned Depth) const;

  std::optional<Value> held(StringId Holder, Member M, unsigned Depth) const;
  std::optional<Value> find(StringId Holder, Member M, unsigned Depth) const;
  const Row *maker(const Call &Call) const;

  const Facts &P;
  const Catalogue &C;
  const std::function<bool(llvm::StringRef)> IsDefined;
  llvm::DenseMap<StringId, llvm::SmallVector<FieldWrite, 2>> Writes;
  /// The bodies of functions, by entity.
  llvm::DenseMap<Id, llvm::SmallVector<uint32_t, 1>> Bodies;
  /// For constructors, the calls of them; for fields and globals, the calls
  /// that make or assign what they hold.
  llvm::DenseMap<Id, llvm::SmallVector<Site, 2>> Makers;
  llvm::DenseMap<StringId, llvm::SmallVector<Site, 1>> Stores;
  /// Fields that methods of their objects write to.
  llvm::DenseSet<StringId> Set;
  /// Classes of whose objects an unknown one was assigned to.
  llvm::StringSet<> Assigned;
  mutable llvm::DenseMap<StringId, std::optional<Value>> Everywhere;
  mutable llvm::DenseMap<Key, std::optional<Value>> Initial;
  mutable std::map<std::tuple<StringId, StringId, StringId>,
                   std::optional<Value>>
      Held;
  /// Of the library's functions.
  mutable llvm::DenseMap<Id, const Row *> Rows;
};

} // namespace nostall

#endif // NOSTALL_CORE_FIELDVALUES_H
