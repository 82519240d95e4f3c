//===- Baseline.cpp - findings that are known -----------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Baseline.h"
#include "Config.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

namespace nostall {
namespace {

using llvm::StringRef;

constexpr StringRef Title = "nostall baseline ";
constexpr unsigned Version = 1, Columns = 6;
constexpr StringRef Head =
    "nostall baseline 1\n"
    "# Findings that are known and not reported; --update-baseline writes "
    "them.\n"
    "# file, check, where, call, what waits in the end, line of code\n";

llvm::Error fail(const llvm::Twine &Message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), Message);
}

std::string escaped(StringRef Text) {
  // A comment begins with #.
  std::string Out = Text.starts_with("#") ? "\\" : "";
  for (char C : Text)
    if (C == '\t')
      Out += "\\t";
    else if (C == '\n')
      Out += "\\n";
    else if (C == '\r')
      Out += "\\r";
    else if (C == '\\')
      Out += "\\\\";
    else
      Out += C;
  return Out;
}

std::string unescaped(StringRef Text) {
  std::string Out;
  for (size_t I = 0; I < Text.size(); ++I) {
    if (Text[I] != '\\' || I + 1 == Text.size()) {
      Out += Text[I];
      continue;
    }
    char C = Text[++I];
    Out += C == 't' ? '\t' : C == 'n' ? '\n' : C == 'r' ? '\r' : C;
  }
  return Out;
}

/// \p Text with single spaces, so that it survives a formatter.
std::string normalized(StringRef Text) {
  llvm::SmallVector<StringRef, 16> Words;
  llvm::SplitString(Text, Words);
  return llvm::join(Words, " ");
}

llvm::Expected<KnownFinding> parseLine(StringRef Line) {
  llvm::SmallVector<StringRef, Columns> Fields;
  Line.split(Fields, '\t');
  if (Fields.size() != Columns)
    return fail("expected " + llvm::Twine(Columns) +
                " columns with tabs between them, not " +
                llvm::Twine(Fields.size()));
  KnownFinding Out;
  Out.What = {unescaped(Fields[0]), unescaped(Fields[1]), unescaped(Fields[2]),
              unescaped(Fields[3]), unescaped(Fields[4])};
  Out.Code = unescaped(Fields[5]);
  if (llvm::none_of(allChecks(), [&](const CheckInfo &Check) {
        return Check.Id == Out.What.Check;
      }))
    return fail("there is no check '" + Out.What.Check +
                "'; nostall --list-checks lists them");
  return Out;
}

} // namespace

llvm::Expected<Baseline> Baseline::parse(StringRef Text) {
  Baseline Out;
  auto [First, Rest] = Text.split('\n');
  unsigned Number = 0;
  First = First.rtrim();
  if (!First.consume_front(Title) || First.getAsInteger(10, Number))
    return fail("line 1: this is no baseline of nostall, which begins with '" +
                Title + llvm::Twine(Version) + "'");
  if (Number != Version)
    return fail("line 1: this baseline has the form " + llvm::Twine(Number) +
                ", and this nostall reads " + llvm::Twine(Version) +
                "; delete it and make it again with --update-baseline");
  for (unsigned At = 2; !Rest.empty(); ++At) {
    StringRef Line;
    std::tie(Line, Rest) = Rest.split('\n');
    Line = Line.rtrim('\r');
    if (Line.empty() || Line.starts_with("#"))
      continue;
    if (Line.starts_with("<<<<<<<") || Line.starts_with("=======") ||
        Line.starts_with(">>>>>>>"))
      return fail("line " + llvm::Twine(At) +
                  ": a merge has left a conflict; keep the lines of both "
                  "sides, then run --update-baseline");
    llvm::Expected<KnownFinding> Known = parseLine(Line);
    if (!Known)
      return fail("line " + llvm::Twine(At) + ": " +
                  llvm::toString(Known.takeError()));
    Out.Lines.insert(std::move(*Known));
  }
  return Out;
}

llvm::Expected<Baseline> Baseline::read(StringRef File, bool MayBeMissing) {
  auto Buffer = llvm::MemoryBuffer::getFile(File);
  Baseline Out;
  if (Buffer) {
    llvm::Expected<Baseline> Parsed = parse((*Buffer)->getBuffer());
    if (!Parsed)
      return Parsed.takeError();
    Out = std::move(*Parsed);
  } else if (!MayBeMissing ||
             Buffer.getError() != std::errc::no_such_file_or_directory) {
    return fail(Buffer.getError().message() +
                (MayBeMissing ? "" : "; --update-baseline makes it"));
  }
  llvm::SmallString<256> Path(File);
  if (std::error_code E = llvm::sys::fs::make_absolute(Path))
    return llvm::errorCodeToError(E);
  llvm::sys::path::remove_dots(Path, /*remove_dot_dot=*/true);
  Out.Folder = llvm::sys::path::parent_path(Path).str();
  return Out;
}

KnownFinding Baseline::line(const Finding &F, Sources &Code) const {
  const Place &At = F.Chain[0].At;
  return {identity(F, Folder), normalized(Code.line(At.File, At.Line))};
}

std::vector<KnownFinding> Baseline::silence(std::vector<Finding> &Findings,
                                            Sources &Code) const {
  std::multiset<KnownFinding> Left = Lines;
  // First those whose line is the same: of two calls in a function the new one
  // is reported, not the last one.
  llvm::erase_if(Findings, [&](const Finding &F) {
    auto It = Left.find(line(F, Code));
    if (It == Left.end())
      return false;
    Left.erase(It);
    return true;
  });
  llvm::erase_if(Findings, [&](const Finding &F) {
    Identity What = identity(F, Folder);
    auto It = Left.lower_bound({What, ""});
    if (It == Left.end() || It->What != What)
      return false;
    Left.erase(It);
    return true;
  });
  return std::vector<KnownFinding>(Left.begin(), Left.end());
}

void Baseline::update(
    llvm::ArrayRef<Finding> Findings, Sources &Code,
    llvm::function_ref<bool(const KnownFinding &)> IsObsolete) {
  std::vector<Finding> New(Findings);
  std::vector<KnownFinding> Left = silence(New, Code);
  Lines.clear();
  for (const KnownFinding &Known : Left)
    if (!IsObsolete(Known))
      Lines.insert(Known);
  for (const Finding &F : Findings)
    Lines.insert(line(F, Code));
}

std::string Baseline::text() const {
  std::string Out = Head.str();
  for (const KnownFinding &Known : Lines) {
    const Identity &I = Known.What;
    Out += llvm::join_items("\t", escaped(I.File), escaped(I.Check),
                            escaped(I.Context), escaped(I.Call),
                            escaped(I.Culprit), escaped(Known.Code)) +
           "\n";
  }
  return Out;
}

} // namespace nostall
