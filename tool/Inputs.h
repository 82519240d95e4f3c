//===- Inputs.h - what a compilation looked at ------------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A compilation is a function of its command and of what it saw of the disk:
// also of the headers that it looked for in vain, for one that appears there
// later would be taken instead.
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TOOL_INPUTS_H
#define NOSTALL_TOOL_INPUTS_H

#include "llvm/ADT/StringMap.h"
#include "llvm/Support/VirtualFileSystem.h"
#include <map>
#include <mutex>

namespace nostall {

/// What was seen of one path, the least first.
struct Input {
  enum Kind : uint8_t {
    Absent,  ///< There was nothing.
    Present, ///< There was something; what it holds was not read.
    Listed,  ///< A folder whose entries were read.
    Read,    ///< A file.
  };
  Kind K = Absent;
  /// Of the content of a file, or of the names in a folder.
  uint64_t Hash = 0;
  /// A quick hint that a file is the same: its size and time of change (in
  /// nanoseconds).
  uint64_t Size = 0;
  int64_t Changed = 0;

  bool operator==(const Input &) const = default;
};

/// By absolute path.
using Inputs = std::map<std::string, Input>;

/// Passes everything on to \p FS and records it in \p Seen. Not thread-safe.
llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>
recordInputs(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> FS, Inputs &Seen);

/// What paths are like now; looks at each once. Thread-safe.
class Disk {
public:
  /// True if a compilation that began at \p Time (in nanoseconds) and saw
  /// \p Before would see the same now.
  bool isUnchanged(llvm::StringRef Path, const Input &Before, int64_t Time);

private:
  struct State {
    bool Exists = false;
    uint64_t Size = 0;
    int64_t Changed = 0;
    std::optional<uint64_t> Content, Entries;
  };
  uint64_t hash(llvm::StringRef Path, Input::Kind K);

  std::mutex Mutex;
  llvm::StringMap<State> States;
};

} // namespace nostall

#endif // NOSTALL_TOOL_INPUTS_H
