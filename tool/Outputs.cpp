//===- Outputs.cpp - where the findings of a run go -----------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Outputs.h"
#include "TextReporter.h"
#include "report/Renderers.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"

namespace nostall {

static llvm::Error fail(const llvm::Twine &Message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), Message);
}

llvm::Expected<std::vector<Output>>
pairOutputs(llvm::ArrayRef<FormatArgument> Formats,
            llvm::ArrayRef<OutputArgument> Files) {
  std::vector<Output> Out;
  for (const FormatArgument &F : Formats)
    Out.push_back({F.F, ""});
  if (Out.empty())
    Out.push_back({});
  for (const OutputArgument &O : Files) {
    if (O.File.empty())
      return fail("--output: expected the name of a file");
    size_t Before = llvm::count_if(Formats, [&](const FormatArgument &F) {
      return F.Position < O.Position;
    });
    if (Before == 0 && !Formats.empty())
      return fail("--output=" + O.File +
                  " has no --format before it, to which it would belong");
    std::string &File = Out[Before ? Before - 1 : 0].File;
    if (!File.empty())
      return fail("--output=" + O.File + ": this format goes to '" + File +
                  "' already; repeat the --format before it");
    File = O.File;
  }
  if (llvm::count_if(Out, [](const Output &O) { return O.File.empty(); }) > 1)
    return fail("only one --format can go to the standard output; put an "
                "--output behind each of the others");
  return Out;
}

static void render(Format F, llvm::ArrayRef<Finding> Findings,
                   llvm::raw_ostream &OS, TextStyle Text) {
  switch (F) {
  case Format::Text:
    return printFindings(shortened(Findings, Text.MaxSame), OS, Text.Color);
  case Format::Json:
    return renderJson(Findings, OS);
  case Format::Sarif:
    return renderSarif(Findings, OS);
  case Format::Github:
    return renderGithub(Findings, OS);
  case Format::Gitlab:
    return renderGitlab(Findings, OS);
  case Format::Checkstyle:
    return renderCheckstyle(Findings, OS);
  case Format::Junit:
    return renderJunit(Findings, OS);
  case Format::Html:
    return renderHtml(Findings, OS);
  }
}

static llvm::Error
writeFile(llvm::StringRef Path,
          llvm::function_ref<void(llvm::raw_ostream &)> Write) {
  auto CannotWrite = [&](const llvm::Twine &Why) {
    return fail("cannot write '" + Path + "': " + Why);
  };
  // A device, a pipe or a link is written to; a new file in its place would
  // be another thing.
  llvm::sys::fs::file_status Status;
  if (!llvm::sys::fs::status(Path, Status, /*follow=*/false) &&
      Status.type() != llvm::sys::fs::file_type::regular_file) {
    std::error_code Error;
    llvm::raw_fd_ostream OS(Path, Error);
    if (!Error)
      Write(OS);
    OS.flush();
    if (!Error)
      Error = OS.error();
    OS.clear_error();
    return Error ? CannotWrite(Error.message()) : llvm::Error::success();
  }
  llvm::Error E = llvm::writeToOutput(Path, [&](llvm::raw_ostream &OS) {
    Write(OS);
    return llvm::Error::success();
  });
  if (!E)
    return E;
  std::string Why;
  llvm::handleAllErrors(
      std::move(E),
      [&](const llvm::FileError &F) { Why = F.messageWithoutFileInfo(); },
      [&](const llvm::ErrorInfoBase &I) { Why = I.message(); });
  return CannotWrite(Why);
}

llvm::Error writeFile(llvm::StringRef Path, llvm::StringRef Bytes) {
  return writeFile(Path, [&](llvm::raw_ostream &OS) { OS << Bytes; });
}

llvm::Error write(const Output &To, llvm::ArrayRef<Finding> Findings,
                  TextStyle Text) {
  if (!To.File.empty()) {
    Text.Color = false;
    return writeFile(To.File, [&](llvm::raw_ostream &OS) {
      render(To.F, Findings, OS, Text);
    });
  }
  render(To.F, Findings, llvm::outs(), Text);
  llvm::outs().flush();
  return llvm::Error::success();
}

} // namespace nostall
