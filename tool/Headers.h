//===- Headers.h - reads headers of libraries -------------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TOOL_HEADERS_H
#define NOSTALL_TOOL_HEADERS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include <string>
#include <vector>

namespace clang {
class ASTContext;
} // namespace clang

namespace nostall {

/// The words of \p Text, as a shell splits them.
std::vector<std::string> splitFlags(llvm::StringRef Text);

/// Parses \p Program, which includes headers, as C++23 without the bodies of
/// functions, and hands it to \p Look if it has no errors. Returns the first
/// error: `lib.h:3:10: 'x.h' file not found`; empty if there is none.
std::string readHeaders(llvm::StringRef Program,
                        llvm::ArrayRef<std::string> Flags,
                        llvm::function_ref<void(clang::ASTContext &)> Look);

} // namespace nostall

#endif // NOSTALL_TOOL_HEADERS_H
