//===- LineFilter.h - lines whose findings are reported ---------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The JSON of clang-tidy's --line-filter, which clang-tidy-diff.py and others
// write: [{"name": "a.cpp", "lines": [[1, 3], [5, 7]]}, {"name": "b.h"}].
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TOOL_LINEFILTER_H
#define NOSTALL_TOOL_LINEFILTER_H

#include "core/Judge.h"
#include "llvm/Support/Error.h"

namespace nostall {

class LineFilter {
public:
  struct File {
    /// What its path ends in.
    std::string Name;
    /// First and last lines; all lines if there are none.
    std::vector<std::pair<uint64_t, uint64_t>> Lines;
  };

  static llvm::Expected<LineFilter> parse(llvm::StringRef Json);

  /// True if \p At begins on one of the lines. The first file that its path
  /// ends in decides.
  bool contains(const Place &At) const;

private:
  std::vector<File> Files;
};

} // namespace nostall

#endif // NOSTALL_TOOL_LINEFILTER_H
