//===- Session.h - what clang-tidy's checks keep between files --*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// clang-tidy makes its checks anew for each file, and clangd for each edit, on
// several threads. The catalogue and the project's index outlive that: they
// are read again only when their files change.
//
// A session remembers which files it has looked at, and where it has looked for
// some in vain: whoever shows findings can ask whether they are out of date.
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TOOL_TIDY_SESSION_H
#define NOSTALL_TOOL_TIDY_SESSION_H

#include "Config.h"
#include "core/Index.h"
#include "llvm/Support/Chrono.h"
#include <map>
#include <memory>
#include <mutex>

namespace nostall {

/// The catalogue with the rows of a configuration file.
struct Setup {
  Catalogue C;
  Config Settings;
  std::vector<yaml::Error> Errors;
};

/// An index, or why there is none.
struct LoadedIndex {
  std::unique_ptr<const Index> Found;
  std::string Error;
};

/// Thread-safe.
class Session {
public:
  /// The one of this process.
  static std::shared_ptr<Session> ofProcess();

  /// The nearest `.nostall.yaml` in \p Directory or above it; empty if none.
  std::string findConfig(llvm::StringRef Directory);

  /// The nearest index at or above \p Directory: in the cache of a compilation
  /// database, which is looked for as clangd does, in each folder and its
  /// `build`. Empty if there is none.
  std::string findIndex(llvm::StringRef Directory);

  /// What \p ConfigFile says; the catalogue alone if it is empty.
  std::shared_ptr<const Setup> setup(llvm::StringRef ConfigFile);

  /// The index in \p File; null if there is no such file.
  std::shared_ptr<const LoadedIndex> index(llvm::StringRef File);

  /// True once if a file has changed, come or gone since it was looked at.
  bool hasChanged();
  /// How often hasChanged() has said yes.
  unsigned revision();

private:
  /// Tells one content of a file from the next.
  struct Version {
    llvm::sys::TimePoint<> Changed;
    uint64_t Size = 0;
    bool operator==(const Version &) const = default;
  };
  using MaybeVersion = std::optional<Version>;
  static MaybeVersion version(llvm::StringRef File);
  /// Looks at a file, and remembers what it saw.
  MaybeVersion look(llvm::StringRef File);
  template <typename Content> struct Entry {
    MaybeVersion Of;
    std::shared_ptr<const Content> Value;
  };

  // Reading an index takes long, and only who asks for one waits.
  std::mutex SetupMutex, IndexMutex, SeenMutex;
  std::map<std::string, Entry<Setup>> Setups;
  std::map<std::string, Entry<LoadedIndex>> Indexes;
  std::map<std::string, MaybeVersion> Seen;
  bool IsOutdated = false;
  unsigned Revision = 0;
};

} // namespace nostall

#endif // NOSTALL_TOOL_TIDY_SESSION_H
