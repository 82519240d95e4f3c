//===- Revision.cpp - the sources as they were ----------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Revision.h"
#include "System.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"

namespace nostall {

namespace vfs = llvm::vfs;
using llvm::StringRef;

llvm::Expected<std::string> git(llvm::ArrayRef<StringRef> Arguments) {
  auto Fail = [](const llvm::Twine &Message) {
    return llvm::createStringError(llvm::inconvertibleErrorCode(), Message);
  };
  if (!llvm::sys::findProgramByName("git"))
    return Fail("there is no git on the PATH");
  Outcome Ran = run("git", Arguments);
  if (Ran.Code == 0)
    return Ran.Output;
  std::string Problem = Ran.Problem;
  if (Problem.empty())
    Problem = StringRef(Ran.Errors).trim().take_until([](char C) {
      return C == '\n';
    });
  return Fail("git: " + Problem);
}

/// git prints the newer end, and the older one behind a ^; or just one.
static llvm::Expected<std::string> olderEnd(StringRef Range) {
  llvm::Expected<std::string> Ends = git({"rev-parse", "--revs-only", Range});
  if (!Ends)
    return Ends.takeError();
  StringRef Older = Ends->find('^') == std::string::npos
                        ? StringRef(*Ends)
                        : StringRef(*Ends).rsplit('^').second;
  return Older.trim().str();
}

llvm::Expected<Revision> Revision::beforeChange(StringRef Range) {
  llvm::Expected<std::string> Top = git({"rev-parse", "--show-toplevel"});
  if (!Top)
    return Top.takeError();
  llvm::Expected<std::string> Older = olderEnd(Range);
  if (!Older)
    return Older.takeError();
  // Each file is a letter and its name, or, renamed, its two names.
  llvm::Expected<std::string> Changed =
      git({"diff", "--name-status", "--no-relative", "--no-ext-diff",
           "--find-renames", "-z", *Older, "--"});
  if (!Changed)
    return Changed.takeError();

  Revision Out;
  auto Put = [&](StringRef Path, StringRef PathThen) {
    std::string Text;
    if (!PathThen.empty()) {
      // What has no text is no source: a submodule, say.
      if (auto Shown = git({"show", *Older + ":" + PathThen.str()}))
        Text = std::move(*Shown);
      else
        llvm::consumeError(Shown.takeError());
    }
    Out.Texts[inFolder(StringRef(*Top).trim(), Path)] = std::move(Text);
  };
  for (StringRef Rest = *Changed, Letter, Path; !Rest.empty();) {
    std::tie(Letter, Rest) = Rest.split('\0');
    std::tie(Path, Rest) = Rest.split('\0');
    Put(Path, Letter == "A" ? "" : Path);
    if (Letter.starts_with("R")) {
      StringRef PathThen = Path;
      std::tie(Path, Rest) = Rest.split('\0');
      Put(Path, PathThen);
    }
  }
  return std::move(Out);
}

bool Revision::touches(const Inputs &Seen) const {
  return llvm::any_of(Seen, [&](const auto &Entry) {
    llvm::SmallString<256> Path(Entry.first);
    llvm::sys::path::remove_dots(Path, /*remove_dot_dot=*/true);
    return Texts.contains(Path);
  });
}

llvm::IntrusiveRefCntPtr<vfs::FileSystem>
Revision::over(llvm::IntrusiveRefCntPtr<vfs::FileSystem> FS) const {
  auto Then = llvm::makeIntrusiveRefCnt<vfs::InMemoryFileSystem>();
  for (const auto &[Path, Text] : Texts)
    Then->addFileNoOwn(Path, /*ModificationTime=*/0,
                       llvm::MemoryBufferRef(Text, Path));
  auto Out = llvm::makeIntrusiveRefCnt<vfs::OverlayFileSystem>(std::move(FS));
  Out->pushOverlay(std::move(Then));
  return Out;
}

} // namespace nostall
