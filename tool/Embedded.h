//===- Embedded.h - data files within the program ---------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The definitions are generated from checks/catalogue, docs/checks and
// share/init and tool/report by cmake/Embed.cmake.
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TOOL_EMBEDDED_H
#define NOSTALL_TOOL_EMBEDDED_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

namespace nostall {

struct EmbeddedFile {
  llvm::StringRef Name, Text;
};

llvm::ArrayRef<EmbeddedFile> embeddedCatalogue();
llvm::ArrayRef<EmbeddedFile> embeddedPages();
llvm::ArrayRef<EmbeddedFile> embeddedTemplates();
/// The page of `--report`: its frame, its style and its script.
llvm::ArrayRef<EmbeddedFile> embeddedReportPage();

} // namespace nostall

#endif // NOSTALL_TOOL_EMBEDDED_H
