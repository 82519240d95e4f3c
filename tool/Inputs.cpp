//===- Inputs.cpp - what a compilation looked at --------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Inputs.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/xxhash.h"

namespace nostall {
namespace {

namespace vfs = llvm::vfs;

int64_t nanoseconds(llvm::sys::TimePoint<> Time) {
  return Time.time_since_epoch().count();
}

uint64_t hashOfEntries(vfs::FileSystem &FS, const llvm::Twine &Folder) {
  std::vector<std::string> Names;
  std::error_code Error;
  for (vfs::directory_iterator I = FS.dir_begin(Folder, Error), End;
       I != End && !Error; I.increment(Error))
    Names.push_back(I->path().str());
  llvm::sort(Names);
  std::string All;
  for (const std::string &Name : Names)
    All += llvm::sys::path::filename(Name).str() + '\0';
  return llvm::xxh3_64bits(All);
}

/// A file that says what was read of it.
class RecordedFile : public vfs::File {
public:
  RecordedFile(std::unique_ptr<vfs::File> Inner, Input &Seen)
      : Inner(std::move(Inner)), Seen(Seen) {}

  llvm::ErrorOr<vfs::Status> status() override { return Inner->status(); }
  llvm::ErrorOr<std::string> getName() override { return Inner->getName(); }
  std::error_code close() override { return Inner->close(); }
  llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>>
  getBuffer(const llvm::Twine &Name, int64_t FileSize,
            bool RequiresNullTerminator, bool IsVolatile) override {
    llvm::ErrorOr<vfs::Status> Before = Inner->status();
    auto Buffer =
        Inner->getBuffer(Name, FileSize, RequiresNullTerminator, IsVolatile);
    if (Buffer && Before) {
      Seen.K = Input::Read;
      Seen.Hash = llvm::xxh3_64bits((*Buffer)->getBuffer());
      Seen.Size = Before->getSize();
      Seen.Changed = nanoseconds(Before->getLastModificationTime());
    }
    return Buffer;
  }

private:
  std::unique_ptr<vfs::File> Inner;
  Input &Seen;
};

class RecordingFileSystem : public vfs::ProxyFileSystem {
public:
  RecordingFileSystem(llvm::IntrusiveRefCntPtr<vfs::FileSystem> FS,
                      Inputs &Seen)
      : ProxyFileSystem(std::move(FS)), Seen(Seen) {}

  llvm::ErrorOr<vfs::Status> status(const llvm::Twine &Path) override {
    llvm::ErrorOr<vfs::Status> Found = ProxyFileSystem::status(Path);
    see(Path, static_cast<bool>(Found));
    return Found;
  }
  bool exists(const llvm::Twine &Path) override {
    bool Found = ProxyFileSystem::exists(Path);
    see(Path, Found);
    return Found;
  }
  llvm::ErrorOr<std::unique_ptr<vfs::File>>
  openFileForRead(const llvm::Twine &Path) override {
    auto Found = ProxyFileSystem::openFileForRead(Path);
    Input &I = see(Path, static_cast<bool>(Found));
    if (!Found)
      return Found;
    return std::make_unique<RecordedFile>(std::move(*Found), I);
  }
  vfs::directory_iterator dir_begin(const llvm::Twine &Folder,
                                    std::error_code &Error) override {
    auto Begin = ProxyFileSystem::dir_begin(Folder, Error);
    Input &I = see(Folder, !Error);
    if (!Error && I.K < Input::Listed) {
      I.K = Input::Listed;
      I.Hash = hashOfEntries(getUnderlyingFS(), Folder);
    }
    return Begin;
  }

private:
  Input &see(const llvm::Twine &Path, bool Exists) {
    llvm::SmallString<256> Absolute;
    Path.toVector(Absolute);
    makeAbsolute(Absolute);
    Input &I = Seen[std::string(Absolute)];
    if (Exists && I.K == Input::Absent)
      I.K = Input::Present;
    return I;
  }

  Inputs &Seen;
};

} // namespace

llvm::IntrusiveRefCntPtr<vfs::FileSystem>
recordInputs(llvm::IntrusiveRefCntPtr<vfs::FileSystem> FS, Inputs &Seen) {
  return llvm::makeIntrusiveRefCnt<RecordingFileSystem>(std::move(FS), Seen);
}

uint64_t Disk::hash(llvm::StringRef Path, Input::Kind K) {
  if (K == Input::Listed)
    return hashOfEntries(*vfs::getRealFileSystem(), Path);
  auto Buffer = llvm::MemoryBuffer::getFile(Path, /*IsText=*/false,
                                            /*RequiresNullTerminator=*/false);
  return Buffer ? llvm::xxh3_64bits((*Buffer)->getBuffer()) : 0;
}

bool Disk::isUnchanged(llvm::StringRef Path, const Input &Before,
                       int64_t Time) {
  std::lock_guard<std::mutex> Lock(Mutex);
  auto [It, New] = States.try_emplace(Path);
  State &Now = It->second;
  llvm::sys::fs::file_status Status;
  if (New && !llvm::sys::fs::status(Path, Status)) {
    Now.Exists = true;
    Now.Size = Status.getSize();
    Now.Changed = nanoseconds(Status.getLastModificationTime());
  }
  if (Before.K <= Input::Present || !Now.Exists)
    return Now.Exists == (Before.K != Input::Absent);
  if (Before.K == Input::Read) {
    if (Now.Size != Before.Size)
      return false;
    // A file that changed just before it was read may have changed again
    // within the resolution of its time.
    constexpr int64_t Margin = 2'000'000'000;
    if (Now.Changed == Before.Changed && Now.Changed < Time - Margin)
      return true;
  }
  std::optional<uint64_t> &Hash =
      Before.K == Input::Read ? Now.Content : Now.Entries;
  if (!Hash)
    Hash = hash(Path, Before.K);
  return *Hash == Before.Hash;
}

} // namespace nostall
