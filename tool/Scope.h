//===- Scope.h - what of a run was asked for --------------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A header stands for the files that include it, and with --whole-program a
// file for all findings whose chain leads through it. So more is parsed than
// was named.
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TOOL_SCOPE_H
#define NOSTALL_TOOL_SCOPE_H

#include "Database.h"
#include "Inputs.h"
#include "llvm/ADT/StringSet.h"

namespace nostall {

/// Not thread-safe.
class Scope {
public:
  /// Takes the headers out of \p Jobs.
  explicit Scope(std::vector<Job> &Jobs);

  /// True if \p J was named, or read a header that was named.
  bool add(const Job &J, const Inputs &Seen);

  /// The headers that nobody read.
  std::vector<Job> unreadHeaders() const;

  /// What was named and what was added, by absolute path.
  const llvm::StringSet<> &files() const { return Files; }

private:
  std::vector<Job> Headers;
  llvm::StringSet<> Read, Files;
};

} // namespace nostall

#endif // NOSTALL_TOOL_SCOPE_H
