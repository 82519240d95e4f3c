//===- Scope.cpp - what of a run was asked for ----------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Scope.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

namespace nostall {
namespace {

/// Links and dots give one file many names.
bool isSameFile(llvm::StringRef A, llvm::StringRef B) {
  return A == B ||
         (llvm::sys::path::filename(A) == llvm::sys::path::filename(B) &&
          llvm::sys::fs::equivalent(A, B));
}

} // namespace

Scope::Scope(std::vector<Job> &Jobs) {
  auto IsHeader = [](const Job &J) { return J.Why == Job::Header; };
  llvm::copy_if(Jobs, std::back_inserter(Headers), IsHeader);
  llvm::erase_if(Jobs, IsHeader);
  for (const Job &H : Headers)
    Files.insert(H.File);
}

bool Scope::add(const Job &J, const Inputs &Seen) {
  bool IsAsked = J.Why == Job::Named;
  for (const Job &H : Headers)
    for (const auto &[Path, I] : Seen)
      if (I.K == Input::Read && isSameFile(Path, H.File)) {
        IsAsked = true;
        Read.insert(H.File);
        llvm::SmallString<256> Name(Path);
        llvm::sys::path::remove_dots(Name, /*remove_dot_dot=*/true);
        Files.insert(Name);
      }
  if (IsAsked)
    Files.insert(J.File);
  return IsAsked;
}

std::vector<Job> Scope::unreadHeaders() const {
  std::vector<Job> Out;
  llvm::copy_if(Headers, std::back_inserter(Out),
                [&](const Job &H) { return !Read.contains(H.File); });
  return Out;
}

} // namespace nostall
