//===- SummaryFile.h - summaries as bytes and as text -----------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The format of `.nsum` files. The same summary gives the same bytes, and what
// is read is checked: whatever the bytes are, the result is a summary that can
// be linked, or an error.
//
//   magic "NSUM" · format (4 bytes) · size of the rest (8) · checksum of the
//   rest (8) · version of the tool · main file · tables
//
// Fixed numbers are little-endian, all others LEB128. Checks that comments
// turn off are stored by name: another version may have more of them.
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_CORE_SUMMARYFILE_H
#define NOSTALL_CORE_SUMMARYFILE_H

#include "Facts.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"

namespace nostall {

/// Changes whenever the bytes or what they mean do.
inline constexpr uint32_t SummaryFormat = 13;

/// The bytes of \p S; \p ToolVersion is for messages about other formats.
std::string writeSummary(const Summary &S, llvm::StringRef ToolVersion);

/// Reads all of \p Bytes. The error is a sentence without the file's name.
llvm::Expected<Summary> readSummary(llvm::StringRef Bytes);

/// What the beginning of a summary says.
struct SummaryHeader {
  std::string ToolVersion, MainFile;
  uint64_t Checksum = 0;
};
/// Reads the beginning only: the rest may still be damaged.
llvm::Expected<SummaryHeader> readSummaryHeader(llvm::StringRef Bytes);

/// Prints \p S for people and tests.
void dumpSummary(const Summary &S, llvm::raw_ostream &OS);

} // namespace nostall

#endif // NOSTALL_CORE_SUMMARYFILE_H
