//===- Config.h - what .nostall.yaml and the command line say ---*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A project's `.nostall.yaml`, found upwards from where the tool runs;
// docs/configuration.md describes its keys.
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TOOL_CONFIG_H
#define NOSTALL_TOOL_CONFIG_H

#include "core/Catalogue.h"
#include "core/Judge.h"
#include "core/Yaml.h"
#include "llvm/Support/VirtualFileSystem.h"
#include <optional>
#include <string>
#include <vector>

namespace nostall {

inline constexpr llvm::StringRef ConfigName = ".nostall.yaml";

enum class Profile : uint8_t { Default, Strict };

struct Config {
  /// The file that it was read from; empty if there is none.
  std::string File;
  std::string Checks;
  std::optional<Profile> Prof;
  std::optional<VirtualCalls> Virtual;
  std::optional<Callbacks> Judged;
  std::string HeaderFilter;
  std::optional<bool> UseCache;
  /// From the file's folder, if it is relative there.
  std::string CacheDir;
};

/// The nearest file of one of these \p Names in \p Directory or above it; empty
/// if none \p Exists.
std::string findAbove(llvm::StringRef Directory,
                      llvm::ArrayRef<std::string> Names,
                      llvm::function_ref<bool(llvm::StringRef)> Exists);

/// The nearest `.nostall.yaml` in \p Directory or above it; empty if none.
std::string
findConfig(llvm::StringRef Directory,
           llvm::vfs::FileSystem &FS = *llvm::vfs::getRealFileSystem());

/// Reads \p File and adds its rows to \p C. Each mistake is one error.
Config readConfig(llvm::StringRef File, Catalogue &C,
                  std::vector<yaml::Error> &Errors,
                  llvm::vfs::FileSystem &FS = *llvm::vfs::getRealFileSystem());

/// The built-in catalogue. It has no errors, unless it was built with them.
void addBuiltinCatalogue(Catalogue &C, std::vector<yaml::Error> &Errors);

/// A check as Checks.def lists it.
struct CheckInfo {
  llvm::StringRef Id, Category;
  bool OnByDefault;
  llvm::StringRef Description;
  /// The text of docs/checks/<Id>.md.
  llvm::StringRef Page;
};
llvm::ArrayRef<CheckInfo> allChecks();

/// The checks that the comma-separated globs turn on (clang-tidy's syntax,
/// added to the default ones), a bit each. A glob that matches no check is
/// put into \p Unknown.
uint64_t selectChecks(llvm::StringRef Globs, std::vector<std::string> &Unknown);

} // namespace nostall

#endif // NOSTALL_TOOL_CONFIG_H
