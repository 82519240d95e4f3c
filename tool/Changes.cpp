//===- Changes.cpp - diffs from the standard input and from git -----------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Diff.h"
#include "Revision.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Process.h"

namespace nostall {
namespace {

using llvm::StringRef;

llvm::Error fail(const llvm::Twine &Message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), Message);
}

llvm::Expected<std::string> standardInput() {
  auto Buffer = llvm::MemoryBuffer::getSTDIN();
  if (!Buffer)
    return fail(Buffer.getError().message());
  return (*Buffer)->getBuffer().str();
}

/// The folders that paths of a diff may count from, the likeliest first.
std::vector<std::string> foldersFor(StringRef Text) {
  std::vector<std::string> Out;
  llvm::SmallString<256> Here;
  if (!llvm::sys::fs::current_path(Here))
    Out.push_back(Here.str().str());
  llvm::Expected<std::string> Top = git({"rev-parse", "--show-toplevel"});
  if (!Top) {
    llvm::consumeError(Top.takeError()); // There need not be a repository.
    return Out;
  }
  // git counts from the top, whatever folder it is called in.
  bool IsGits = Text.contains("diff --git ");
  Out.insert(IsGits ? Out.begin() : Out.end(), StringRef(*Top).trim().str());
  return Out;
}

} // namespace

llvm::Expected<ChangedLines> readChanges(StringRef Revision) {
  bool FromGit = !Revision.empty();
  if (!FromGit && llvm::sys::Process::StandardInIsUserInput())
    return fail("expected a diff on the standard input, as in 'git diff | "
                "nostall --diff'; --diff=REVISION asks git");
  if (Revision.starts_with("-"))
    return fail("'" + Revision + "' is no revision");
  llvm::Expected<std::string> Text =
      FromGit ? git({"diff", "--no-color", "--no-ext-diff", "--no-relative",
                     "--src-prefix=a/", "--dst-prefix=b/", "--unified=0",
                     Revision, "--"})
              : standardInput();
  if (!Text)
    return Text.takeError();
  llvm::Expected<Diff> Parsed = parseDiff(*Text);
  if (!Parsed)
    return Parsed.takeError();
  return ChangedLines(*Parsed, foldersFor(*Text));
}

} // namespace nostall
