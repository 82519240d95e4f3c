//===- Diff.cpp - which lines a change touches ----------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Diff.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

namespace nostall {
namespace {

using llvm::StringRef;

llvm::Error fail(const llvm::Twine &Message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), Message);
}

/// What git and C write behind a backslash; 0 if that is no such letter.
char escapedBy(char Letter) {
  switch (Letter) {
  case 'a':
    return '\a';
  case 'b':
    return '\b';
  case 'f':
    return '\f';
  case 'n':
    return '\n';
  case 'r':
    return '\r';
  case 't':
    return '\t';
  case 'v':
    return '\v';
  default:
    return Letter == '"' || Letter == '\\' ? Letter : 0;
  }
}

/// A path in quotation marks, as git writes those with unusual characters.
std::string unquoted(StringRef Text) {
  std::string Out;
  for (size_t I = 1; I < Text.size() && Text[I] != '"'; ++I) {
    if (Text[I] != '\\' || I + 1 == Text.size()) {
      Out += Text[I];
      continue;
    }
    StringRef Octal = Text.substr(I + 1, 3);
    unsigned Byte;
    if (Octal.size() == 3 && !Octal.getAsInteger(8, Byte) && Byte < 256) {
      Out += static_cast<char>(Byte);
      I += 3;
    } else if (char C = escapedBy(Text[++I])) {
      Out += C;
    } else {
      Out += {'\\', Text[I]};
    }
  }
  return Out;
}

/// The path of a `---` or `+++` line; a tab ends it, a time may follow.
std::string pathOf(StringRef Text) {
  if (Text.starts_with("\""))
    return unquoted(Text);
  Text = Text.take_front(Text.find('\t'));
  return Text == "/dev/null" ? "" : Text.str();
}

/// True if other components stand before the same path on both sides, or those
/// that git uses.
bool hasPrefixes(const FileDiff &F) {
  auto IsGits = [](StringRef Component) {
    return Component.size() == 1 && StringRef("abciwo").contains(Component);
  };
  auto [OldFirst, OldRest] = StringRef(F.Old).split('/');
  auto [NewFirst, NewRest] = StringRef(F.New).split('/');
  if (F.Old.empty() || F.New.empty()) {
    StringRef Only = F.Old.empty() ? NewFirst : OldFirst;
    return IsGits(Only);
  }
  return OldFirst != NewFirst && !OldRest.empty() && !NewRest.empty() &&
         (OldRest == NewRest || (IsGits(OldFirst) && IsGits(NewFirst)));
}

class Parser {
public:
  explicit Parser(StringRef Text) : Rest(Text) {}

  llvm::Expected<Diff> parse() {
    bool IsDiff = Rest.trim().empty();
    while (next()) {
      if (Line.starts_with("@@@ "))
        return error("a combined diff, of a merge, does not say which lines "
                     "are new; compare with one revision");
      if (Line.starts_with("diff --git ")) {
        IsDiff = true;
        InFile = false; // It may have no hunks: renamed, binary.
      } else if (Line.starts_with("--- ") && peek().starts_with("+++ ")) {
        IsDiff = true;
        beginFile();
      } else if (Line.starts_with("@@ -")) {
        if (!InFile)
          return error("a hunk that no '---' and '+++' lines stand before");
        if (llvm::Error E = hunk())
          return E;
      }
    }
    if (!IsDiff)
      return fail("this is no unified diff; 'git diff' and 'diff -u' make one");
    Out.HasPrefixes =
        !Out.Files.empty() && llvm::all_of(Out.Files, hasPrefixes);
    return std::move(Out);
  }

private:
  bool next() {
    if (Rest.empty())
      return false;
    std::tie(Line, Rest) = Rest.split('\n');
    Line = Line.rtrim('\r');
    ++Number;
    return true;
  }
  StringRef peek() const { return Rest; }
  llvm::Error error(const llvm::Twine &Message) const {
    return fail("line " + llvm::Twine(Number) + ": " + Message);
  }

  void beginFile() {
    FileDiff F;
    F.Old = pathOf(Line.drop_front(4));
    next();
    F.New = pathOf(Line.drop_front(4));
    Out.Files.push_back(std::move(F));
    InFile = true;
  }

  void changed(unsigned At) {
    std::vector<LineRange> &Ranges = Out.Files.back().Changed;
    if (!Ranges.empty() && At <= Ranges.back().Last)
      return;
    if (!Ranges.empty() && Ranges.back().Last + 1 == At)
      Ranges.back().Last = At;
    else
      Ranges.push_back({At, At});
  }

  /// `12,3`, or `12` for one line.
  static bool range(StringRef &Text, unsigned &First, unsigned &Count) {
    Count = 1;
    return !Text.consumeInteger(10, First) &&
           (!Text.consume_front(",") || !Text.consumeInteger(10, Count));
  }

  llvm::Error hunk() {
    StringRef Header = Line.drop_front(4);
    unsigned OldFirst, OldCount, At, NewCount;
    if (!range(Header, OldFirst, OldCount) || !Header.consume_front(" +") ||
        !range(Header, At, NewCount) || !Header.consume_front(" @@"))
      return error("expected '@@ -LINE,COUNT +LINE,COUNT @@'");
    // A hunk without new lines names the line before it.
    At += NewCount == 0;
    bool Removed = false;
    while (OldCount || NewCount) {
      if (!next())
        return error("the diff ends within a hunk");
      // Mail programs strip spaces: an empty line is one of the context.
      char Kind = Line.empty() ? ' ' : Line[0];
      bool InOld = Kind == ' ' || Kind == '-',
           InNew = Kind == ' ' || Kind == '+';
      if (Kind == '\\')
        continue; // "No newline at end of file"
      if ((!InOld && !InNew) || (InOld && !OldCount) || (InNew && !NewCount))
        return error("this is not what the head of the hunk announces");
      if (Kind == '+' || (Kind == ' ' && Removed))
        changed(At);
      Removed = Kind == '-';
      At += InNew;
      OldCount -= InOld;
      NewCount -= InNew;
    }
    if (Removed)
      changed(At);
    return llvm::Error::success();
  }

  StringRef Rest, Line;
  unsigned Number = 0;
  bool InFile = false;
  Diff Out;
};

std::string realPath(StringRef Path) {
  llvm::SmallString<256> Real;
  return llvm::sys::fs::real_path(Path, Real) ? Path.str() : Real.str().str();
}

/// The file that the diff calls \p Path; empty if there is none.
std::string findFile(StringRef Path, bool HasPrefix,
                     llvm::ArrayRef<std::string> Folders) {
  std::string Stripped = Path.split('/').second.str();
  std::string Spellings[] = {Path.str(), Stripped};
  if (HasPrefix)
    std::swap(Spellings[0], Spellings[1]);
  for (StringRef Spelling : Spellings)
    for (const std::string &Folder : Folders) {
      llvm::SmallString<256> Full;
      if (llvm::sys::path::is_relative(Spelling))
        Full = Folder;
      llvm::sys::path::append(Full, Spelling);
      if (!Spelling.empty() && llvm::sys::fs::is_regular_file(Full))
        return realPath(Full);
    }
  return "";
}

} // namespace

llvm::Expected<Diff> parseDiff(StringRef Text) { return Parser(Text).parse(); }

ChangedLines::ChangedLines(const Diff &D, llvm::ArrayRef<std::string> Folders) {
  for (const FileDiff &F : D.Files)
    if (std::string Path = findFile(F.New, D.HasPrefixes, Folders);
        !F.New.empty() && !Path.empty())
      llvm::append_range(Lines[Path], F.Changed);
}

const std::vector<LineRange> *ChangedLines::linesOf(StringRef File) {
  auto [It, New] = RealPaths.try_emplace(File);
  if (New)
    It->second = realPath(File);
  auto Found = Lines.find(It->second);
  return Found == Lines.end() ? nullptr : &Found->second;
}

bool ChangedLines::contains(const Place &At) {
  const std::vector<LineRange> *Changed = linesOf(At.File);
  return Changed && llvm::any_of(*Changed, [&](LineRange R) {
           return At.Line <= R.Last && R.First <= At.EndLine;
         });
}

void ChangedLines::keepChanged(std::vector<Finding> &Findings) {
  llvm::erase_if(Findings, [&](Finding &F) {
    if (contains(F.Chain[0].At) || contains(F.DestroyedAt) ||
        contains(F.LockedAt))
      return false;
    for (const Step &S : llvm::drop_begin(F.Chain))
      if (contains(S.At)) {
        F.ChangedAt = S.At;
        return false;
      }
    if (!contains(F.ContextAt))
      return true;
    F.ChangedAt = F.ContextAt;
    return false;
  });
}

} // namespace nostall
