//===- FactsBuilder.h - fills the tables of facts ---------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Adds rows to Facts and stores equal rows once, where there is a use in it.
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_CORE_FACTSBUILDER_H
#define NOSTALL_CORE_FACTSBUILDER_H

#include "Facts.h"
#include "llvm/ADT/DenseMap.h"

namespace nostall {

/// Finds the row of a table that has some content.
class RowIndex {
public:
  /// The row for which \p IsSame, or \p Next, which it is from now on. Equal
  /// rows have equal hashes.
  template <typename Test> Id find(uint64_t Hash, Id Next, Test IsSame) {
    // Neighbours take what collides; DenseMap keeps two keys for itself.
    for (uint32_t Key = Hash;; ++Key) {
      auto [It, New] = Rows.try_emplace(Key >> 1, Next);
      if (New || IsSame(It->second))
        return It->second;
    }
  }

private:
  llvm::DenseMap<uint32_t, Id> Rows;
};

/// A function with what stands in tables of its own.
struct FunctionDraft {
  struct Block {
    uint32_t End = 0;
    std::vector<Id> Successors;
    Id Test = 0;
  };
  Function Row;
  std::vector<Block> Blocks;
  std::vector<Call> Calls;
  std::vector<Variable> Variables;
};

class FactsBuilder {
public:
  /// \p Out is empty and outlives the builder.
  explicit FactsBuilder(Facts &Out);

  StringId string(llvm::StringRef S);
  ListId list(llvm::ArrayRef<Id> Items);
  ListId strings(llvm::ArrayRef<std::string> Items);
  Id file(llvm::StringRef Path);
  Id type(const Type &T);
  ValueId value(const Value &V);
  Id details(const CallDetails &D);
  Id test(const Test &T);
  void write(const FieldWrite &W);
  void add(const FunctionDraft &F);

private:
  template <typename Row>
  Id unique(std::vector<Row> &Table, RowIndex &Index, const Row &R,
            uint64_t Hash);

  Facts &Out;
  RowIndex StringRows, ListRows, FileRows, TypeRows, ValueRows, DetailRows,
      TestRows, WriteRows;
};

} // namespace nostall

#endif // NOSTALL_CORE_FACTSBUILDER_H
