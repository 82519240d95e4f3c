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
  /// What \p ConfigFile says; the catalogue alone if it is empty.
  std::shared_ptr<const Setup> setup(llvm::StringRef ConfigFile);

  /// The index in \p File; null if there is no such file.
  std::shared_ptr<const LoadedIndex> index(llvm::StringRef File);

private:
  /// Tells one content of a file from the next.
  struct Version {
    llvm::sys::TimePoint<> Changed;
    uint64_t Size = 0;
    bool operator==(const Version &) const = default;
  };
  static std::optional<Version> version(llvm::StringRef File);
  template <typename Content> struct Entry {
    std::optional<Version> Of;
    std::shared_ptr<const Content> Value;
  };

  std::mutex Mutex;
  std::map<std::string, Entry<Setup>> Setups;
  std::map<std::string, Entry<LoadedIndex>> Indexes;
};

/// The nearest index at or above \p Directory: in the cache of a compilation
/// database, which is looked for as clangd does, in each folder and its
/// `build`. Empty if there is none.
std::string findIndex(llvm::StringRef Directory);

} // namespace nostall

#endif // NOSTALL_TOOL_TIDY_SESSION_H
