//===- Baseline.h - findings that are known ---------------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A baseline is a text file that a project keeps beside its code: one line for
// each finding that is known, sorted, without line numbers. docs/reports.md
// describes it.
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TOOL_BASELINE_H
#define NOSTALL_TOOL_BASELINE_H

#include "report/Fingerprints.h"
#include "report/Sources.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/Error.h"
#include <set>

namespace nostall {

/// One line of a baseline.
struct KnownFinding {
  Identity What;
  /// The line of code, to tell apart several of one identity.
  std::string Code;

  auto operator<=>(const KnownFinding &) const = default;
};

class Baseline {
public:
  /// The baseline in \p File, which need not be there if \p MayBeMissing.
  static llvm::Expected<Baseline> read(llvm::StringRef File, bool MayBeMissing);
  /// The baseline in \p Text; the error names the line.
  static llvm::Expected<Baseline> parse(llvm::StringRef Text);

  /// Takes the known ones away from \p Findings, each line for one of them,
  /// and returns the lines that are left.
  std::vector<KnownFinding> silence(std::vector<Finding> &Findings,
                                    Sources &Code) const;

  /// Forgets the lines that \p IsObsolete, and knows \p Findings from now on.
  void update(llvm::ArrayRef<Finding> Findings, Sources &Code,
              llvm::function_ref<bool(const KnownFinding &)> IsObsolete);

  /// The bytes of the file.
  std::string text() const;
  size_t size() const { return Lines.size(); }
  /// What paths are seen from: the folder of the file.
  llvm::StringRef folder() const { return Folder; }

private:
  KnownFinding line(const Finding &F, Sources &Code) const;

  std::string Folder;
  std::multiset<KnownFinding> Lines;
};

} // namespace nostall

#endif // NOSTALL_TOOL_BASELINE_H
