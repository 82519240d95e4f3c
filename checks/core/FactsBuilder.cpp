//===- FactsBuilder.cpp - fills the tables of facts -----------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FactsBuilder.h"
#include "llvm/ADT/Hashing.h"
#include "llvm/Support/xxhash.h"

namespace nostall {

using llvm::hash_combine;

FactsBuilder::FactsBuilder(Facts &Out) : Out(Out) {
  // The rows that are there from the beginning.
  StringRows.find(llvm::xxh3_64bits(llvm::StringRef()), 0,
                  [](Id) { return true; });
  Out.Values.clear();
  value(Value());
  Out.Details.clear();
  details(CallDetails());
  // Never found: 0 is no test.
  Out.Tests = {Test()};
}

template <typename Row>
Id FactsBuilder::unique(std::vector<Row> &Table, RowIndex &Index, const Row &R,
                        uint64_t Hash) {
  Id I = Index.find(Hash, Table.size(),
                    [&](Id Known) { return Table[Known] == R; });
  if (I == Table.size())
    Table.push_back(R);
  return I;
}

StringId FactsBuilder::string(llvm::StringRef S) {
  Id I = StringRows.find(llvm::xxh3_64bits(S), Out.Strings.size(),
                         [&](Id Known) { return Out.Strings[Known] == S; });
  if (I == Out.Strings.size())
    Out.Strings.push_back(S);
  return I;
}

ListId FactsBuilder::list(llvm::ArrayRef<Id> Items) {
  if (Items.empty())
    return 0;
  Id I = ListRows.find(llvm::hash_combine_range(Items.begin(), Items.end()),
                       Out.Lists.size(),
                       [&](Id Known) { return Out.list(Known) == Items; });
  if (I == Out.Lists.size()) {
    Out.Lists.push_back(Items.size());
    Out.Lists.insert(Out.Lists.end(), Items.begin(), Items.end());
  }
  return I;
}

ListId FactsBuilder::strings(llvm::ArrayRef<std::string> Items) {
  std::vector<Id> Ids;
  for (const std::string &S : Items)
    Ids.push_back(string(S));
  return list(Ids);
}

Id FactsBuilder::file(llvm::StringRef Path) {
  StringId S = string(Path);
  return unique(Out.Files, FileRows, S, hash_combine(S));
}

Id FactsBuilder::type(const Type &T) {
  return unique(Out.Types, TypeRows, T,
                hash_combine(T.Name, T.Bases, T.Arguments, T.Constructors,
                             T.Destructor, T.Lock, T.CallOperators));
}

ValueId FactsBuilder::value(const Value &V) {
  return unique(Out.Values, ValueRows, V,
                hash_combine(V.K, V.S, V.In, V.IsZero, V.Index, V.Number,
                             V.Bits, V.Variable, V.Type, V.Fields, V.Text,
                             V.Holder));
}

Id FactsBuilder::details(const CallDetails &D) {
  return unique(Out.Details, DetailRows, D,
                hash_combine(D.ObjectText, D.ArgumentText, D.TypeArguments,
                             D.Twin, D.Suppressed));
}

Id FactsBuilder::test(const Test &T) {
  return unique(Out.Tests, TestRows, T,
                hash_combine(T.K, T.S, T.Index, T.Field, T.Holder, T.Number));
}

void FactsBuilder::write(const FieldWrite &W) {
  unique(Out.Writes, WriteRows, W,
         hash_combine(W.K, W.IsOffer, W.Field, W.By, W.What));
}

void FactsBuilder::add(const FunctionDraft &F) {
  auto Rows = [](const auto &Table, const auto &New) {
    return Range{static_cast<Id>(Table.size()), static_cast<Id>(New.size())};
  };
  Function Row = F.Row;
  Row.Blocks = Rows(Out.Blocks, F.Blocks);
  Row.Calls = Rows(Out.Calls, F.Calls);
  Row.Variables = Rows(Out.Variables, F.Variables);
  for (const FunctionDraft::Block &B : F.Blocks)
    Out.Blocks.push_back({B.End, list(B.Successors), B.Test});
  Out.Calls.insert(Out.Calls.end(), F.Calls.begin(), F.Calls.end());
  Out.Variables.insert(Out.Variables.end(), F.Variables.begin(),
                       F.Variables.end());
  Out.Functions.push_back(Row);
}

} // namespace nostall
