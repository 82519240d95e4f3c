//===- Buckets.h - items by number ------------------------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_CORE_BUCKETS_H
#define NOSTALL_CORE_BUCKETS_H

#include "llvm/ADT/ArrayRef.h"
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

namespace nostall {

/// Lists of items, one for each number below some bound, in two arrays: a list
/// of millions of small vectors without their cost.
template <typename Item> class Buckets {
public:
  Buckets() = default;
  /// Each list has its items in the order of \p Pairs.
  Buckets(size_t Count, llvm::ArrayRef<std::pair<uint32_t, Item>> Pairs)
      : Ends(Count + 1), Items(Pairs.size()) {
    // Ends[I + 1] is where list I goes on, and at last where it ends.
    for (const auto &[Number, I] : Pairs)
      if (Number + 2 < Ends.size())
        ++Ends[Number + 2];
    std::partial_sum(Ends.begin(), Ends.end(), Ends.begin());
    for (const auto &[Number, I] : Pairs)
      Items[Ends[Number + 1]++] = I;
  }

  llvm::ArrayRef<Item> operator[](uint32_t Number) const {
    return llvm::ArrayRef(Items).slice(Ends[Number],
                                       Ends[Number + 1] - Ends[Number]);
  }

private:
  std::vector<uint32_t> Ends;
  std::vector<Item> Items;
};

} // namespace nostall

#endif // NOSTALL_CORE_BUCKETS_H
