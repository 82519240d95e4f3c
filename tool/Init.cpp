//===- Init.cpp - nostall init --------------------------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Init.h"
#include "Embedded.h"
#include "Linter.h"
#include "System.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

namespace nostall {
namespace {

namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;
using llvm::StringRef;

/// A file that init can write.
struct Part {
  /// In share/init, and in the project.
  StringRef Template, Target;
  StringRef Purpose;
};

constexpr Part Configuration{"nostall.yaml", ".nostall.yaml",
                             "the configuration of nostall"};
constexpr Part PreCommit{"pre-commit-config.yaml", ".pre-commit-config.yaml",
                         "hooks for pre-commit"};
constexpr Part GitHub{"github.yml", ".github/workflows/nostall.yml",
                      "a workflow for GitHub Actions"};
constexpr Part GitLab{"gitlab-ci.yml", ".gitlab-ci.yml", "a job for GitLab CI"};

/// The folder of the repository, or the current one if there is none.
std::string projectFolder() {
  std::string Here = here();
  for (StringRef D = Here; !D.empty(); D = path::parent_path(D))
    if (fs::exists(inFolder(D, ".git")))
      return D.str();
  return Here;
}

/// True if one of the project's remotes is at \p Host.
bool isHostedAt(StringRef Folder, StringRef Host) {
  auto Settings = llvm::MemoryBuffer::getFile(inFolder(Folder, ".git/config"));
  return Settings && (*Settings)->getBuffer().contains(Host);
}

/// What was asked for; without a word, what goes with the project.
std::vector<Part> parts(const CommandLine &Line, StringRef Folder) {
  std::vector<Part> Out;
  const InitParts &Asked = Line.Parts;
  bool All = !(Asked.PreCommit || Asked.GitHub || Asked.GitLab);
  if (All)
    Out.push_back(Configuration);
  if (All || Asked.PreCommit)
    Out.push_back(PreCommit);
  if (Asked.GitHub || (All && isHostedAt(Folder, "github.")))
    Out.push_back(GitHub);
  if (Asked.GitLab || (All && isHostedAt(Folder, "gitlab.")))
    Out.push_back(GitLab);
  return Out;
}

StringRef textOf(const Part &P) {
  for (const EmbeddedFile &F : embeddedTemplates())
    if (F.Name == P.Template)
      return F.Text;
  llvm_unreachable("share/init lacks a template");
}

/// Says what a file would have to have that is there already.
void leaveAlone(const Part &P, StringRef Path) {
  StringRef Wanted = textOf(P);
  llvm::outs() << "left alone " << P.Target << ": it exists";
  auto Found = llvm::MemoryBuffer::getFile(Path);
  StringRef Text = Found ? (*Found)->getBuffer() : "";
  if (P.Template == Configuration.Template || Text == Wanted ||
      Text.contains("nostall")) {
    llvm::outs() << '\n';
    return;
  }
  llvm::outs() << "; this would be " << P.Purpose << ":\n";
  llvm::SmallVector<StringRef, 32> Lines;
  Wanted.rtrim().split(Lines, '\n');
  for (StringRef L : Lines)
    llvm::outs() << "  " << L << '\n';
}

bool write(const Part &P, StringRef Path) {
  std::error_code Error = fs::create_directories(path::parent_path(Path));
  if (!Error) {
    // Fails if somebody else has just made it.
    llvm::raw_fd_ostream OS(Path, Error, fs::CD_CreateNew);
    if (!Error) {
      OS << textOf(P);
      OS.close();
      Error = OS.error();
      OS.clear_error();
    }
  }
  if (Error) {
    complain("cannot write '" + Path + "': " + Error.message());
    return false;
  }
  llvm::outs() << "wrote " << P.Target << ": " << P.Purpose << '\n';
  return true;
}

} // namespace

int initProject(const CommandLine &Line) {
  std::string Folder = projectFolder();
  bool Done = true;
  llvm::outs() << "in " << Folder << ":\n";
  for (const Part &P : parts(Line, Folder)) {
    std::string Path = inFolder(Folder, P.Target);
    if (fs::exists(Path))
      leaveAlone(P, Path);
    else
      Done &= write(P, Path);
  }
  if (Done)
    llvm::outs() << "next: 'nostall doctor' says whether all is in place, "
                    "'nostall' lints\n";
  return Done ? Clean : Failed;
}

} // namespace nostall
