//===- Cache.h - summaries of earlier runs ----------------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A folder with a file for each compile command: what the compilation saw of
// the disk, and the summary that came out. An entry is used if a compilation
// would see the same now. Entries are replaced as a whole, so runs may be
// killed, or use one folder at the same time.
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TOOL_CACHE_H
#define NOSTALL_TOOL_CACHE_H

#include "Inputs.h"
#include "core/Facts.h"

namespace nostall {

/// The name of a cache beside a compilation database.
inline constexpr llvm::StringRef CacheName = ".nostall-cache";

/// Thread-safe.
class Cache {
public:
  Cache(std::string Folder, Disk &Now) : Folder(std::move(Folder)), Now(Now) {}

  /// The key of what \p Parts say: all that a compilation depends on but for
  /// its inputs. The program itself is always a part.
  static std::string key(llvm::ArrayRef<std::string> Parts);

  /// The summary that was stored for \p Key, if it still holds, and what its
  /// compilation saw.
  std::optional<Summary> find(llvm::StringRef Key, Inputs &Seen);

  /// Stores a summary; \p Time is when its compilation began, in nanoseconds.
  void store(llvm::StringRef Key, const Inputs &Seen, int64_t Time,
             const Summary &S);

  /// Removes what nobody used for a month, or what is too much. Says what
  /// went wrong since the beginning.
  std::vector<std::string> close();

private:
  void report(llvm::StringRef What, std::string &Kept);
  std::string path(llvm::StringRef Key) const;

  const std::string Folder;
  Disk &Now;
  std::mutex Mutex;
  std::string Damaged, NotWritten;
};

} // namespace nostall

#endif // NOSTALL_TOOL_CACHE_H
