//===- Config.cpp - what .nostall.yaml and the command line say -----------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Config.h"
#include "Embedded.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Regex.h"

namespace nostall {

using llvm::StringRef;

std::string findAbove(StringRef Directory, llvm::ArrayRef<std::string> Names,
                      llvm::function_ref<bool(StringRef)> Exists) {
  llvm::SmallString<256> Path(Directory);
  if (llvm::sys::fs::make_absolute(Path))
    return "";
  for (StringRef D = Path; !D.empty(); D = llvm::sys::path::parent_path(D))
    for (StringRef Name : Names) {
      llvm::SmallString<256> Candidate(D);
      llvm::sys::path::append(Candidate, Name);
      if (Exists(Candidate))
        return std::string(Candidate);
    }
  return "";
}

std::string findConfig(StringRef Directory, llvm::vfs::FileSystem &FS) {
  return findAbove(Directory, {ConfigName.str()},
                   [&](StringRef File) { return FS.exists(File); });
}

Config readConfig(StringRef File, Catalogue &C,
                  std::vector<yaml::Error> &Errors, llvm::vfs::FileSystem &FS) {
  Config Out;
  Out.File = File.str();
  auto Buffer = FS.getBufferForFile(File);
  if (!Buffer) {
    Errors.push_back(
        {File.str(), 0, 0,
         "cannot read the configuration: " + Buffer.getError().message()});
    return Out;
  }
  std::optional<yaml::Node> Root =
      yaml::parse((*Buffer)->getMemBufferRef(), Errors);
  if (!Root || Root->K == yaml::Node::Null)
    return Out;
  yaml::Reader R(File, Errors);
  if (!R.mapping(*Root, "configuration",
                 {"checks", "profile", "virtual", "callbacks", "header_filter",
                  "cache", "cache_dir", "allow", "constants", "functions"}))
    return Out;
  if (const yaml::Node *N = Root->find("checks")) {
    Out.Checks = llvm::join(R.strings(*N, "checks"), ",");
    std::vector<std::string> Unknown;
    selectChecks(Out.Checks, Unknown);
    for (const std::string &Glob : Unknown)
      R.error(*N, "checks: '" + Glob +
                      "' matches no check; nostall --list-checks lists them");
  }
  if (const yaml::Node *N = Root->find("profile"))
    if (auto I = R.choice(*N, "profile", {"default", "strict"}))
      Out.Prof = static_cast<Profile>(*I);
  if (const yaml::Node *N = Root->find("virtual"))
    if (auto I = R.choice(*N, "virtual", {"all", "declared", "none"}))
      Out.Virtual = static_cast<VirtualCalls>(*I);
  if (const yaml::Node *N = Root->find("callbacks"))
    if (auto I = R.choice(*N, "callbacks", {"all", "given"}))
      Out.Judged = static_cast<Callbacks>(*I);
  if (const yaml::Node *N = Root->find("header_filter")) {
    Out.HeaderFilter = R.string(*N, "header_filter");
    if (std::string Why; N->K == yaml::Node::Scalar &&
                         !llvm::Regex(Out.HeaderFilter).isValid(Why))
      R.error(*N, "header_filter: not a regular expression: " + Why);
  }
  if (const yaml::Node *N = Root->find("cache"))
    Out.UseCache = R.boolean(*N, "cache");
  if (const yaml::Node *N = Root->find("cache_dir")) {
    Out.CacheDir = R.string(*N, "cache_dir");
    if (!llvm::sys::path::is_absolute(Out.CacheDir)) {
      llvm::SmallString<256> Folder(llvm::sys::path::parent_path(File));
      llvm::sys::path::append(Folder, Out.CacheDir);
      Out.CacheDir = std::string(Folder);
    }
  }

  Row Users;
  Users.File = File.str();
  Users.Library = "your configuration";
  Users.Layer = 1;
  if (const yaml::Node *N = Root->find("functions"))
    C.addRows(*N, Root->find("constants"), Users, Errors);
  if (const yaml::Node *N = Root->find("allow")) {
    Users.Line = N->Line;
    C.allow(R.strings(*N, "allow"), Users);
  }
  return Out;
}

void addBuiltinCatalogue(Catalogue &C, std::vector<yaml::Error> &Errors) {
  for (const EmbeddedFile &F : embeddedCatalogue())
    C.add(llvm::MemoryBufferRef(F.Text, F.Name), Errors);
}

llvm::ArrayRef<CheckInfo> allChecks() {
  static const std::vector<CheckInfo> Checks = [] {
    std::vector<CheckInfo> Out{
#define CHECK(Id, Category, OnByDefault, Description)                          \
  {Id, Category, OnByDefault, Description, ""},
#include "../checks/Checks.def"
    };
    for (CheckInfo &Check : Out)
      for (const EmbeddedFile &F : embeddedPages())
        if (llvm::sys::path::stem(F.Name) == Check.Id)
          Check.Page = F.Text;
    return Out;
  }();
  return Checks;
}

uint64_t selectChecks(StringRef Globs, std::vector<std::string> &Unknown) {
  uint64_t Bits = 0;
  for (size_t I = 0; I < allChecks().size(); ++I)
    if (allChecks()[I].OnByDefault)
      Bits |= uint64_t(1) << I;
  llvm::SmallVector<StringRef, 8> Parts;
  Globs.split(Parts, ',', -1, /*KeepEmpty=*/false);
  for (StringRef Part : Parts) {
    Part = Part.trim();
    bool Off = Part.consume_front("-");
    std::string Error;
    std::optional<NameGlob> G = NameGlob::create(Part, Error);
    bool Matched = false;
    for (size_t I = 0; I < allChecks().size(); ++I)
      if (G && G->matches(allChecks()[I].Id)) {
        Matched = true;
        if (Off)
          Bits &= ~(uint64_t(1) << I);
        else
          Bits |= uint64_t(1) << I;
      }
    if (!Matched && Part != "*")
      Unknown.push_back(Part.str());
  }
  return Bits;
}

} // namespace nostall
