//===- Session.cpp - what clang-tidy's checks keep between files ----------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tidy/Session.h"
#include "Cache.h"
#include "llvm/Support/FileSystem.h"

namespace nostall {

namespace fs = llvm::sys::fs;

std::shared_ptr<Session> Session::ofProcess() {
  static const auto Only = std::make_shared<Session>();
  return Only;
}

Session::MaybeVersion Session::version(llvm::StringRef File) {
  fs::file_status Status;
  if (File.empty() || fs::status(File, Status))
    return std::nullopt;
  return Version{Status.getLastModificationTime(), Status.getSize()};
}

Session::MaybeVersion Session::look(llvm::StringRef File) {
  MaybeVersion Now = version(File);
  std::lock_guard<std::mutex> Lock(SeenMutex);
  auto [It, IsNew] = Seen.try_emplace(File.str(), Now);
  // Others may still show what the file was before.
  IsOutdated |= std::exchange(It->second, Now) != Now;
  return Now;
}

bool Session::hasChanged() {
  std::vector<std::string> Files;
  {
    std::lock_guard<std::mutex> Lock(SeenMutex);
    for (const auto &[File, Unused] : Seen)
      Files.push_back(File);
  }
  for (llvm::StringRef File : Files)
    look(File);
  std::lock_guard<std::mutex> Lock(SeenMutex);
  Revision += IsOutdated;
  return std::exchange(IsOutdated, false);
}

unsigned Session::revision() {
  std::lock_guard<std::mutex> Lock(SeenMutex);
  return Revision;
}

std::string Session::findConfig(llvm::StringRef Directory) {
  return findAbove(Directory, {ConfigName.str()}, [&](llvm::StringRef File) {
    return look(File).has_value();
  });
}

std::string Session::findIndex(llvm::StringRef Directory) {
  std::string Index = (CacheName + "/" + IndexName).str();
  return findAbove(
      Directory, {Index, "build/" + Index},
      [&](llvm::StringRef File) { return look(File).has_value(); });
}

std::shared_ptr<const Setup> Session::setup(llvm::StringRef ConfigFile) {
  MaybeVersion Now = look(ConfigFile);
  std::lock_guard<std::mutex> Lock(SetupMutex);
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
  MaybeVersion Now = look(File);
  if (!Now)
    return nullptr;
  std::lock_guard<std::mutex> Lock(IndexMutex);
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

} // namespace nostall
