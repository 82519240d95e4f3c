//===- Driver.h - from compile commands to summaries ------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TOOL_DRIVER_H
#define NOSTALL_TOOL_DRIVER_H

#include "Cache.h"
#include "Database.h"
#include "Revision.h"
#include "core/Catalogue.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace nostall {

/// One translation unit, parsed or taken from the cache.
struct UnitResult {
  std::string File;
  Summary Facts;
  /// Nothing could be parsed; Why says why.
  bool Failed = false;
  std::string Why;
  /// What the compilation saw.
  Inputs Seen;
};

struct DriverOptions {
  llvm::ArrayRef<Macro> Macros;
  /// Units at once (0: one a core).
  unsigned Jobs = 0;
  /// The cache to use for a job, or null; none if there is no such function.
  llvm::function_ref<Cache *(const Job &)> CacheOf = nullptr;
  /// Paths below this folder are summarised as relative ones, if it is given.
  std::string Root = "";
  /// Parses files as they were then, if it is given.
  const Revision *Then = nullptr;
};

/// Parses and summarises every job that the cache does not know; what is
/// finished is in the cache at once. A unit that fails or crashes does not
/// stop the others.
///
/// \p Progress is called before each unit with its number and name, and
/// \p Consume with each result, in the order of \p Jobs: one call at a time.
void summarizeAll(llvm::ArrayRef<Job> Jobs, const DriverOptions &Options,
                  llvm::function_ref<void(size_t, llvm::StringRef)> Progress,
                  llvm::function_ref<void(UnitResult)> Consume);

/// True if the cache knows what a run would say of \p J. Thread-safe.
bool isKnown(const Job &J, const DriverOptions &Options);

} // namespace nostall

#endif // NOSTALL_TOOL_DRIVER_H
