//===- Plugin.cpp - refuses the wrong clang-tidy --------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A clang-tidy of another version may load the plugin without a word and find
// none of its checks: the module would register with the LLVM that the plugin
// brought along.
//
//===----------------------------------------------------------------------===//

#include "clang/Basic/Version.h"
#include <cstdio>
#include <cstdlib>
#include <dlfcn.h>

__attribute__((constructor)) static void refuseOtherVersions() {
  // A direct call would ask the plugin's own LLVM; this asks the one that was
  // there first.
  using GetVersion = void(unsigned *, unsigned *, unsigned *);
  auto *Get =
      reinterpret_cast<GetVersion *>(dlsym(RTLD_DEFAULT, "LLVMGetVersion"));
  unsigned Major = 0, Minor = 0, Patch = 0;
  if (Get)
    Get(&Major, &Minor, &Patch);
  if (!Get || Major == CLANG_VERSION_MAJOR)
    return;
  std::fprintf(stderr,
               "nostall: error: this NostallTidy.so is for clang-tidy %d, but "
               "it was loaded into version %u.%u.%u; use clang-tidy-%d, or "
               "build nostall with -DNOSTALL_LLVM_VERSION=%u\n",
               CLANG_VERSION_MAJOR, Major, Minor, Patch, CLANG_VERSION_MAJOR,
               Major);
  // Without the checks it would say that all is well.
  std::_Exit(2);
}
