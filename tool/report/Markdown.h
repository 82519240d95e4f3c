//===- Markdown.h - the pages of the checks, in parts -----------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TOOL_REPORT_MARKDOWN_H
#define NOSTALL_TOOL_REPORT_MARKDOWN_H

#include "llvm/ADT/StringRef.h"
#include <string>

namespace nostall {

/// What stands under the heading \p Title of the page; empty if it has none.
llvm::StringRef section(llvm::StringRef Page, llvm::StringRef Title);

/// The page with the text alone where it links to other pages: they are not
/// there where the page is shown.
std::string withoutRelativeLinks(llvm::StringRef Page);

/// The text without the marks for headings and code, each paragraph on a line.
std::string plainText(llvm::StringRef Markdown);

/// `Waits for a lock.` of `waits for a lock`.
std::string sentence(llvm::StringRef Text);

/// `NostallBlockingDns` of `nostall-blocking-dns`.
std::string camelCase(llvm::StringRef Words);

} // namespace nostall

#endif // NOSTALL_TOOL_REPORT_MARKDOWN_H
