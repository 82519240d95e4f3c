//===- Explain.h - what the tool knows, for people --------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TOOL_EXPLAIN_H
#define NOSTALL_TOOL_EXPLAIN_H

#include "core/Catalogue.h"
#include "llvm/Support/raw_ostream.h"

namespace nostall {

/// `--list-checks`: the checks in \p On, a line each.
void listChecks(uint64_t On, llvm::raw_ostream &OS);

/// `explain CHECK`: the check's page. False if there is no such check.
bool explainCheck(llvm::StringRef Check, llvm::raw_ostream &OS);

/// `catalogue show NAME`: all rows that speak of a function. False if none.
bool showRows(const Catalogue &C, llvm::StringRef Name, llvm::raw_ostream &OS);

/// `catalogue search WORD…`: the functions whose rows have all of the words, a
/// line each. False if none.
bool searchRows(const Catalogue &C, llvm::ArrayRef<std::string> Words,
                llvm::raw_ostream &OS);

/// `catalogue diff OLD NEW`: the functions of which the two say different
/// things. False if there are none.
bool diffRows(const Catalogue &Old, const Catalogue &New,
              llvm::raw_ostream &OS);

} // namespace nostall

#endif // NOSTALL_TOOL_EXPLAIN_H
