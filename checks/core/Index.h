//===- Index.h - a linked program for who sees one file ---------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An editor has one translation unit, and that anew after each keystroke. What
// the other ones do comes from an index, which is written where the whole
// program has been linked.
//
// The index is the program's facts once more, and not its effects: the linker
// needs no second way to think. Two things keep it quick. Functions that cannot
// matter to anybody are hollow in it: there is a body, and it does nothing.
// And only the part that the unit depends on is linked with it: what it calls,
// and from there on the calls that effects come from, one path for each. So
// time grows with what the unit calls and not with the program.
//
// Who runs a function cannot be seen from that part: whether all its uses are
// on other threads is kept as it was when the program was linked.
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_CORE_INDEX_H
#define NOSTALL_CORE_INDEX_H

#include "Buckets.h"
#include "Facts.h"
#include "Link.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/Support/Error.h"
#include <memory>
#include <optional>

namespace nostall {

/// The name of an index in the cache's folder.
inline constexpr llvm::StringRef IndexName = "index";

/// Changes whenever the bytes or what they mean do.
inline constexpr uint32_t IndexFormat = 9;

/// The bytes of an index of \p P; \p ToolVersion is for messages.
std::string writeIndex(const Program &P, llvm::StringRef ToolVersion);

/// Thread-safe once it is read.
class Index {
public:
  /// Reads and checks all of \p Bytes. The error is a sentence without the
  /// file's name.
  static llvm::Expected<std::unique_ptr<const Index>>
  read(llvm::StringRef Bytes);

  /// The facts of \p Fresh and of all that it reaches in the other units. What
  /// the index knows of the unit's own file is out of date and left out.
  Facts join(const Summary &Fresh) const;

  /// Whether other threads only run the function; unknown if it is new.
  std::optional<bool> isOffloaded(llvm::StringRef USR) const {
    return areIn(Offloaded, USR);
  }
  /// The same for whether a loop finds it by its name.
  std::optional<bool> isNamed(llvm::StringRef USR) const {
    return areIn(Named, USR);
  }

  const Facts &facts() const { return P; }

private:
  class Slice;
  using Rows = llvm::DenseSet<Id>;
  Index(Facts Stored, Rows Offloaded, Rows Named, Rows Leading);
  std::optional<bool> areIn(const Rows &Functions, llvm::StringRef USR) const;
  Id find(llvm::StringRef USR) const;
  std::vector<FieldWrite> writes(const Summary &Fresh) const;

  const Facts P;
  /// Functions that other threads run.
  const Rows Offloaded;
  /// Functions that a loop finds by their names.
  const Rows Named;
  /// Calls that what their functions do depends on.
  const Rows Leading;
  llvm::DenseMap<llvm::StringRef, Id> EntityOf, SlotOf;
  /// By field: rows of the facts.
  llvm::DenseMap<llvm::StringRef, llvm::SmallVector<uint32_t, 1>> WritesOf;
  /// By entity: functions that are its bodies, that call it, that name it as a
  /// value; entities that are its instances, that override it.
  Buckets<uint32_t> Bodies, Callers, Holders, Instances, Overriders;
  /// By string: functions that put callables into the slot of that name, or
  /// take them out of it.
  Buckets<uint32_t> Writers, Readers;
};

} // namespace nostall

#endif // NOSTALL_CORE_INDEX_H
