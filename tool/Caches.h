//===- Caches.h - the caches of the databases of a run ----------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TOOL_CACHES_H
#define NOSTALL_TOOL_CACHES_H

#include "Cache.h"
#include "CommandLine.h"
#include "Database.h"
#include <map>
#include <memory>
#include <mutex>

namespace nostall {

/// Each database has its own cache, unless one is named for all.
class Caches {
public:
  Caches(const CommandLine &Line, const Config &Settings)
      : IsOn(Line.UseCache &&
             (!Line.CacheDir.empty() || Settings.UseCache.value_or(true))),
        Folder(Line.CacheDir.empty() ? Settings.CacheDir : Line.CacheDir) {}

  /// The folder of the cache for a job; empty if there is none.
  std::string folder(const Job &J) const {
    if (!IsOn || !Folder.empty() || J.DatabaseFolder.empty())
      return IsOn ? Folder : "";
    return J.DatabaseFolder + "/" + CacheName.str();
  }

  /// The cache for a job, or null. Thread-safe.
  Cache *of(const Job &J) {
    std::string Path = folder(J);
    if (Path.empty())
      return nullptr;
    std::lock_guard<std::mutex> Lock(Mutex);
    std::unique_ptr<Cache> &C = All[Path];
    if (!C)
      C = std::make_unique<Cache>(Path, Now);
    return C.get();
  }

  /// Says what went wrong.
  std::vector<std::string> close() {
    std::vector<std::string> Out;
    for (auto &[Path, C] : All)
      llvm::append_range(Out, C->close());
    return Out;
  }

private:
  const bool IsOn;
  const std::string Folder;
  Disk Now;
  std::mutex Mutex;
  std::map<std::string, std::unique_ptr<Cache>> All;
};

} // namespace nostall

#endif // NOSTALL_TOOL_CACHES_H
