//===- Session.cpp - what clang-tidy's checks keep between files ----------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tidy/Session.h"
#include "Cache.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

namespace nostall {

namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

std::optional<Session::Version> Session::version(llvm::StringRef File) {
  fs::file_status Status;
  if (File.empty() || fs::status(File, Status))
    return std::nullopt;
  return Version{Status.getLastModificationTime(), Status.getSize()};
}

std::shared_ptr<const Setup> Session::setup(llvm::StringRef ConfigFile) {
  std::optional<Version> Now = version(ConfigFile);
  std::lock_guard<std::mutex> Lock(Mutex);
  Entry<Setup> &E = Setups[ConfigFile.str()];
  if (!E.Value || E.Of != Now) {
    auto New = std::make_shared<Setup>();
    addBuiltinCatalogue(New->C, New->Errors);
    if (!ConfigFile.empty())
      New->Settings = readConfig(ConfigFile, New->C, New->Errors);
    E = {Now, std::move(New)};
  }
  return E.Value;
}

std::shared_ptr<const LoadedIndex> Session::index(llvm::StringRef File) {
  std::optional<Version> Now = version(File);
  if (!Now)
    return nullptr;
  std::lock_guard<std::mutex> Lock(Mutex);
  Entry<LoadedIndex> &E = Indexes[File.str()];
  if (!E.Value || E.Of != Now) {
    auto New = std::make_shared<LoadedIndex>();
    auto Buffer = llvm::MemoryBuffer::getFile(File, /*IsText=*/false,
                                              /*RequiresNullTerminator=*/false);
    if (!Buffer)
      New->Error = Buffer.getError().message();
    else if (auto Read = Index::read((*Buffer)->getBuffer()))
      New->Found = std::move(*Read);
    else
      New->Error = llvm::toString(Read.takeError());
    E = {Now, std::move(New)};
  }
  return E.Value;
}

std::string findIndex(llvm::StringRef Directory) {
  for (llvm::StringRef D = Directory; !D.empty(); D = path::parent_path(D))
    for (llvm::StringRef Below : {"", "build"}) {
      llvm::SmallString<256> Candidate(D);
      path::append(Candidate, Below, CacheName, IndexName);
      if (fs::exists(Candidate))
        return std::string(Candidate);
    }
  return "";
}

} // namespace nostall
