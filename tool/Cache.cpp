//===- Cache.cpp - summaries of earlier runs ------------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Cache.h"
#include "Version.h"
#include "core/SummaryFile.h"
#include "clang/Basic/Version.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/CachePruning.h"
#include "llvm/Support/EndianStream.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/LEB128.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/xxhash.h"

namespace nostall {
namespace {

namespace fs = llvm::sys::fs;
using llvm::StringRef;

//   magic "NSIN" · format (4 bytes) · size of the inputs (8) · checksum of the
//   inputs (8) · inputs · summary
constexpr StringRef Magic = "NSIN";
constexpr uint32_t Format = 1;
constexpr size_t HeaderSize = 4 + 4 + 8 + 8;

std::string writeInputs(const Inputs &Seen, int64_t Time) {
  std::string Out, Previous;
  llvm::raw_string_ostream OS(Out);
  llvm::encodeULEB128(Time, OS);
  // Paths are sorted, and most begin as the one before.
  for (const auto &[Path, I] : Seen) {
    size_t Same = std::mismatch(Path.begin(), Path.end(), Previous.begin(),
                                Previous.end())
                      .first -
                  Path.begin();
    llvm::encodeULEB128(Same, OS);
    llvm::encodeULEB128(Path.size() - Same, OS);
    OS << StringRef(Path).drop_front(Same);
    OS << static_cast<char>(I.K);
    if (I.K >= Input::Listed)
      llvm::encodeULEB128(I.Hash, OS);
    if (I.K == Input::Read) {
      llvm::encodeULEB128(I.Size, OS);
      llvm::encodeULEB128(I.Changed, OS);
    }
    Previous = Path;
  }
  return Out;
}

/// Calls \p Visit(Path, Input, Time) for each of the inputs, until it says
/// false; false if that is no list of inputs.
template <typename Visitor> bool forEachInput(StringRef Bytes, Visitor Visit) {
  const uint8_t *At = Bytes.bytes_begin(), *End = Bytes.bytes_end();
  const char *Error = nullptr;
  auto Number = [&] {
    return llvm::decodeULEB128AndInc(At, At + std::min<size_t>(End - At, 10),
                                     &Error);
  };
  int64_t Time = Number();
  std::string Path;
  while (At != End && !Error) {
    uint64_t Same = Number(), Size = Number();
    if (Error || Same > Path.size() || Size >= static_cast<size_t>(End - At))
      return false;
    Path.resize(Same);
    Path.append(At, At + Size);
    At += Size;
    Input I;
    I.K = static_cast<Input::Kind>(*At++);
    if (I.K >= Input::Listed)
      I.Hash = Number();
    if (I.K == Input::Read) {
      I.Size = Number();
      I.Changed = Number();
    }
    if (Error || I.K > Input::Read)
      return false;
    if (!Visit(Path, I, Time))
      return true;
  }
  return !Error;
}

std::string writeEntry(const Inputs &Seen, int64_t Time, const Summary &S) {
  std::string List = writeInputs(Seen, Time);
  std::string Out = Magic.str();
  llvm::raw_string_ostream OS(Out);
  llvm::support::endian::write<uint32_t>(OS, Format, llvm::endianness::little);
  llvm::support::endian::write<uint64_t>(OS, List.size(),
                                         llvm::endianness::little);
  llvm::support::endian::write<uint64_t>(OS, llvm::xxh3_64bits(List),
                                         llvm::endianness::little);
  OS << List << writeSummary(S, NOSTALL_VERSION);
  return Out;
}

/// Identifies this program: another build may find other facts.
std::string hashOfProgram() {
  static const std::string Hash = [] {
    std::string Path =
        fs::getMainExecutable(nullptr, reinterpret_cast<void *>(&writeEntry));
    auto Buffer = llvm::MemoryBuffer::getFile(Path);
    return Buffer ? llvm::utohexstr(llvm::xxh3_64bits((*Buffer)->getBuffer()))
                  : NOSTALL_VERSION;
  }();
  return Hash;
}

} // namespace

std::string Cache::key(llvm::ArrayRef<std::string> Parts) {
  std::string All = hashOfProgram() + clang::getClangFullVersion() + '\0';
  for (const std::string &Part : Parts)
    All += Part + '\0';
  llvm::XXH128_hash_t Hash =
      llvm::xxh3_128bits(llvm::arrayRefFromStringRef(All));
  return llvm::utohexstr(Hash.high64, /*LowerCase=*/true, 16) +
         llvm::utohexstr(Hash.low64, /*LowerCase=*/true, 16);
}

std::string Cache::path(StringRef Key) const {
  // LLVM prunes what has this name.
  llvm::SmallString<256> Out(Folder);
  llvm::sys::path::append(Out, "llvmcache-" + Key);
  return std::string(Out);
}

void Cache::report(StringRef What, std::string &Kept) {
  std::lock_guard<std::mutex> Lock(Mutex);
  if (Kept.empty())
    Kept = What.str();
}

std::optional<Summary> Cache::find(StringRef Key, Inputs &Seen) {
  std::string Path = path(Key);
  llvm::Expected<fs::file_t> File = fs::openNativeFileForRead(Path);
  if (!File) {
    llvm::consumeError(File.takeError());
    return std::nullopt;
  }
  auto Buffer =
      llvm::MemoryBuffer::getOpenFile(*File, Path, /*FileSize=*/-1,
                                      /*RequiresNullTerminator=*/false);
  // It is in use.
  (void)fs::setLastAccessAndModificationTime(*File,
                                             std::chrono::system_clock::now());
  fs::closeFile(*File);
  if (!Buffer)
    return std::nullopt;

  auto Refuse = [&](const llvm::Twine &Why) {
    report((Path + ": the cache entry " + Why).str(), Damaged);
    return std::nullopt;
  };
  StringRef Bytes = (*Buffer)->getBuffer();
  if (Bytes.size() < HeaderSize || !Bytes.starts_with(Magic))
    return Refuse("is damaged");
  using namespace llvm::support;
  if (endian::read32le(Bytes.data() + 4) != Format)
    return Refuse("has another format");
  uint64_t Size = endian::read64le(Bytes.data() + 8);
  uint64_t Checksum = endian::read64le(Bytes.data() + 16);
  Bytes = Bytes.drop_front(HeaderSize);
  if (Size > Bytes.size())
    return Refuse("is cut off");
  if (llvm::xxh3_64bits(Bytes.take_front(Size)) != Checksum)
    return Refuse("is damaged");
  bool Holds = true;
  if (!forEachInput(Bytes.take_front(Size),
                    [&](StringRef Path, const Input &I, int64_t Time) {
                      Seen.emplace_hint(Seen.end(), Path, I);
                      return Holds = Now.isUnchanged(Path, I, Time);
                    }))
    return Refuse("is damaged");
  if (!Holds)
    return std::nullopt;
  llvm::Expected<Summary> S = readSummary(Bytes.drop_front(Size));
  if (!S)
    return Refuse(StringRef(llvm::toString(S.takeError())).split(';').first);
  return std::move(*S);
}

void Cache::store(StringRef Key, const Inputs &Seen, int64_t Time,
                  const Summary &S) {
  auto Write = [](StringRef Path, StringRef Bytes) {
    return llvm::writeToOutput(Path, [&](llvm::raw_ostream &OS) {
      OS << Bytes;
      return llvm::Error::success();
    });
  };
  std::error_code Error = fs::create_directories(Folder);
  if (!Error) {
    // Nobody wants it in a repository.
    llvm::SmallString<256> Ignore(Folder);
    llvm::sys::path::append(Ignore, ".gitignore");
    if (!fs::exists(Ignore))
      llvm::consumeError(Write(Ignore, "*\n"));
    Error = llvm::errorToErrorCode(Write(path(Key), writeEntry(Seen, Time, S)));
  }
  if (Error)
    report("cannot write the cache '" + Folder + "': " + Error.message() +
               "; --cache-dir names another one, --no-cache turns it off",
           NotWritten);
}

std::vector<std::string> Cache::close() {
  llvm::CachePruningPolicy Policy;
  Policy.Expiration = std::chrono::hours(30 * 24);
  Policy.MaxSizePercentageOfAvailableSpace = 50;
  Policy.MaxSizeBytes = uint64_t(4) << 30;
  llvm::pruneCache(Folder, Policy);
  std::vector<std::string> Out;
  if (!Damaged.empty())
    Out.push_back(Damaged + "; it was made again");
  if (!NotWritten.empty())
    Out.push_back(NotWritten);
  return Out;
}

} // namespace nostall
