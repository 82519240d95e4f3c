//===- System.cpp - folders and programs of this machine ------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "System.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"
#include <optional>

namespace nostall {

namespace fs = llvm::sys::fs;
using llvm::StringRef;

std::string inFolder(StringRef Folder, StringRef Name) {
  llvm::SmallString<256> Out(Folder);
  llvm::sys::path::append(Out, Name);
  return std::string(Out);
}

std::string here() {
  llvm::SmallString<256> Out;
  return fs::current_path(Out) ? "." : std::string(Out);
}

static std::string contents(StringRef Path) {
  auto Buffer = llvm::MemoryBuffer::getFile(Path);
  return Buffer ? (*Buffer)->getBuffer().str() : "";
}

Outcome run(StringRef Program, llvm::ArrayRef<StringRef> Arguments,
            unsigned Seconds) {
  Outcome Out;
  auto Path = llvm::sys::findProgramByName(Program);
  llvm::SmallString<128> Output, Errors;
  std::error_code E = Path.getError();
  if (!E)
    E = fs::createTemporaryFile("nostall", "out", Output);
  llvm::FileRemover RemoveOutput(Output);
  if (!E)
    E = fs::createTemporaryFile("nostall", "err", Errors);
  llvm::FileRemover RemoveErrors(Errors);
  if (E) {
    Out.Problem = E.message();
    return Out;
  }
  llvm::SmallVector<StringRef, 8> All{Program};
  llvm::append_range(All, Arguments);
  std::optional<StringRef> Redirects[] = {StringRef(""), StringRef(Output),
                                          StringRef(Errors)};
  Out.Code = llvm::sys::ExecuteAndWait(*Path, All, std::nullopt, Redirects,
                                       Seconds, 0, &Out.Problem);
  Out.Output = contents(Output);
  Out.Errors = contents(Errors);
  return Out;
}

} // namespace nostall
