//===- Join.h - the facts of a whole program --------------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Joins summaries into the facts of one program, as a linker joins object
// files: what many TUs know (names, classes, the bodies of inline functions)
// is kept once, so that memory grows with the program and not with the number
// of its headers times the number of its TUs.
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_CORE_JOIN_H
#define NOSTALL_CORE_JOIN_H

#include "FactsBuilder.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace nostall {

class Joiner {
public:
  Joiner() : Builder(Out) {}
  Joiner(const Joiner &) = delete;
  Joiner &operator=(const Joiner &) = delete;

  /// Adds what is new in \p S. Of functions with one USR those of different
  /// places are all kept, for a database may have several programs; of those
  /// of one place the first one wins: add summaries in a fixed order.
  void add(const Facts &S);

  /// What is taken of a function: nothing; that it has a body, but not what it
  /// does; or all of it.
  enum class Part : uint8_t { Nothing, Hollow, Whole };
  /// Adds only some functions, and the names that they need.
  void add(const Facts &S, llvm::function_ref<Part(Id Function)> Which);
  /// Adds what code of \p S puts into some fields.
  void addWrites(const Facts &S, llvm::ArrayRef<FieldWrite> Writes);

  /// The facts of all that was added.
  Facts take() { return std::move(Out); }

private:
  class Unit;

  Facts Out;
  FactsBuilder Builder;
  RowIndex EntityRows, FunctionRows;
};

/// Joins \p Summaries; their order does not matter.
Facts join(llvm::ArrayRef<Summary> Summaries);

} // namespace nostall

#endif // NOSTALL_CORE_JOIN_H
