//===- Sources.h - the text of the code that findings are in ----*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TOOL_REPORT_SOURCES_H
#define NOSTALL_TOOL_REPORT_SOURCES_H

#include "llvm/ADT/StringMap.h"
#include "llvm/Support/VirtualFileSystem.h"
#include <memory>
#include <string>
#include <vector>

namespace nostall {

/// Reads each file once. Not thread-safe.
class Sources {
public:
  explicit Sources(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> FS =
                       llvm::vfs::getRealFileSystem())
      : FS(std::move(FS)) {}

  /// Line \p Number (from 1) of \p File without its end; empty if there is
  /// none.
  llvm::StringRef line(llvm::StringRef File, unsigned Number);
  /// All of \p File; empty if it cannot be read.
  llvm::StringRef text(llvm::StringRef File);
  /// How many lines \p File has; 0 if it cannot be read.
  unsigned lines(llvm::StringRef File);

  /// A column in bytes, counted in UTF-16 code units, as many editors do.
  unsigned utf16Column(llvm::StringRef File, unsigned Line, unsigned Column);

private:
  struct Text {
    std::unique_ptr<llvm::MemoryBuffer> Buffer;
    std::vector<llvm::StringRef> Lines;
  };
  const Text &read(llvm::StringRef File);

  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> FS;
  llvm::StringMap<Text> Files;
};

} // namespace nostall

#endif // NOSTALL_TOOL_REPORT_SOURCES_H
