//===- Json.h - what the JSON formats share ---------------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TOOL_REPORT_JSON_H
#define NOSTALL_TOOL_REPORT_JSON_H

#include "llvm/Support/JSON.h"

namespace nostall {

/// Names and paths may have any bytes; JSON is UTF-8.
inline std::string utf8(llvm::StringRef Text) {
  return llvm::json::isUTF8(Text) ? Text.str() : llvm::json::fixUTF8(Text);
}

/// A key with a text, unless that is empty.
inline void text(llvm::json::OStream &J, llvm::StringRef Key,
                 llvm::StringRef Text) {
  if (!Text.empty())
    J.attribute(Key, utf8(Text));
}

} // namespace nostall

#endif // NOSTALL_TOOL_REPORT_JSON_H
