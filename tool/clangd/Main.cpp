//===- Main.cpp - clangd with nostall's checks ----------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// All of clangd, from its libraries, with the checks linked in. What has to be
// set in clangd to see them is decided here, so that nobody has to set it: the
// linker lets __wrap_NAME stand for the function NAME of clangd (see
// CMakeLists.txt). clangd's own headers are not packaged.
//
//===----------------------------------------------------------------------===//

#include "Arguments.h"
#include "Compat.h"
#include "clang-tidy/ClangTidyOptions.h"
#include "clangd/Relay.h"
#include "tidy/Session.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

using namespace clang;

namespace clang::clangd {

int clangdMain(int Argc, char *Argv[]);

class SymbolIndex;

namespace remote {
/// The libraries want one, but the real one needs gRPC.
std::unique_ptr<SymbolIndex> getClient(llvm::StringRef Address,
                                       llvm::StringRef ProjectRoot) {
  llvm::errs() << "nostall-clangd: remote indexes are not supported\n";
  return nullptr;
}
} // namespace remote
} // namespace clang::clangd

namespace {

/// The globs that turn nostall's checks on or off for a file. What its
/// `.clang-tidy` or `.clangd` say of them by name counts, then what
/// `.nostall.yaml` says; its mistakes are reported by the checks.
std::string checksFor(llvm::StringRef File, llvm::StringRef Given) {
  if (Given.contains("nostall-"))
    return Given.str();
  std::shared_ptr<nostall::Session> Known = nostall::Session::ofProcess();
  std::string Config = Known->findConfig(llvm::sys::path::parent_path(File));
  std::vector<std::string> Unknown;
  uint64_t On =
      nostall::selectChecks(Known->setup(Config)->Settings.Checks, Unknown);
  std::string Out = Given.str();
  for (size_t I = 0; I < nostall::allChecks().size(); ++I)
    if (On >> I & 1)
      Out += "," + nostall::allChecks()[I].Id.str();
  return Out;
}

/// A large index takes long to read: begins with that while clangd reads the
/// headers of the first file.
void readIndexEarly(std::shared_ptr<nostall::Session> Known,
                    llvm::StringRef Directory) {
  static std::once_flag Once;
  std::call_once(Once, [&] {
    std::thread([Known, File = Known->findIndex(Directory)] {
      Known->index(File);
    }).detach();
  });
}

} // namespace

//===----------------------------------------------------------------------===//
// Instead of functions of clangd
//===----------------------------------------------------------------------===//

// clang::clangd::provideDefaultChecks(): the checks where a project names none.
#define DEFAULT_CHECKS "_ZN5clang6clangd20provideDefaultChecksEv"
nostall::compat::TidyProvider
theirDefaultChecks() asm("__real_" DEFAULT_CHECKS);
nostall::compat::TidyProvider ourDefaultChecks() asm("__wrap_" DEFAULT_CHECKS);

nostall::compat::TidyProvider ourDefaultChecks() {
  static const auto Theirs = theirDefaultChecks();
  static const auto Ours = [](tidy::ClangTidyOptions &Options,
                              llvm::StringRef File) {
    Theirs(Options, File);
    Options.Checks = checksFor(File, Options.Checks.value_or(""));
  };
  return Ours;
}

// clang::clangd::isFastTidyCheck(StringRef): only checks that were measured run
// in clangd, unless FastCheckFilter is set. Ours were: docs/editors.md.
#define IS_FAST "_ZN5clang6clangd15isFastTidyCheckEN4llvm9StringRefE"
std::optional<bool> isFastForThem(llvm::StringRef) asm("__real_" IS_FAST);
std::optional<bool> isFastForUs(llvm::StringRef) asm("__wrap_" IS_FAST);

std::optional<bool> isFastForUs(llvm::StringRef Check) {
  return Check.starts_with("nostall-") ? true : isFastForThem(Check);
}

// clang::clangd::CommandMangler::operator(): makes a compile command one for
// clangd. Two commands that differ in their output are not the same to clangd,
// yet it keeps what it has read of their headers.
#define MANGLE                                                                 \
  "_ZNK5clang6clangd14CommandManglerclERNS_7tooling14CompileCommandEN4llvm9"   \
  "StringRefE"
void mangleForThem(const void *This, tooling::CompileCommand &Command,
                   llvm::StringRef File) asm("__real_" MANGLE);
void mangleForUs(const void *This, tooling::CompileCommand &Command,
                 llvm::StringRef File) asm("__wrap_" MANGLE);

void mangleForUs(const void *This, tooling::CompileCommand &Command,
                 llvm::StringRef File) {
  std::shared_ptr<nostall::Session> Known = nostall::Session::ofProcess();
  nostall::addMacros(Command.CommandLine, Known->setup("")->C.macros());
  readIndexEarly(Known, Command.Directory);
  mangleForThem(This, Command, File);
  Command.Output += "#" + std::to_string(Known->revision());
}

int main(int Argc, char *Argv[]) {
  // clangd looks for the compiler's own headers beside itself.
  static char ResourceDir[] = "--resource-dir=" NOSTALL_RESOURCE_DIR;
  std::vector<char *> Arguments(Argv, Argv + Argc);
  if (llvm::none_of(llvm::drop_begin(Arguments), [](llvm::StringRef A) {
        return A.ltrim('-').starts_with("resource-dir");
      }))
    Arguments.insert(Arguments.begin() + 1, ResourceDir);
  Arguments.push_back(nullptr);
  nostall::relayInput(
      [Known = nostall::Session::ofProcess()] { return Known->hasChanged(); });
  return clangd::clangdMain(static_cast<int>(Arguments.size() - 1),
                            Arguments.data());
}
