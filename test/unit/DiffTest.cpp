//===- DiffTest.cpp - which lines diffs touch -----------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Diff.h"
#include "Unit.h"
#include <random>

using namespace nostall;

static Diff parsed(llvm::StringRef Text) {
  llvm::Expected<Diff> D = parseDiff(Text);
  EXPECT(static_cast<bool>(D));
  if (D)
    return std::move(*D);
  llvm::consumeError(D.takeError());
  return Diff();
}

static std::string errorOf(llvm::StringRef Text) {
  llvm::Expected<Diff> D = parseDiff(Text);
  return D ? "" : llvm::toString(D.takeError());
}

static bool has(const Diff &D, llvm::StringRef New,
                std::vector<LineRange> Changed) {
  for (const FileDiff &F : D.Files)
    if (F.New == New)
      return F.Changed == Changed;
  return false;
}

static constexpr llvm::StringRef Git = "diff --git a/src/a.cpp b/src/a.cpp\n"
                                       "index 0123456..789abcd 100644\n"
                                       "--- a/src/a.cpp\n"
                                       "+++ b/src/a.cpp\n"
                                       "@@ -3,5 +3,6 @@ void f() {\n"
                                       " three\n"
                                       "-four\n"
                                       "+four, changed\n"
                                       " five\n"
                                       "+five and a half\n"
                                       " six\n"
                                       " seven\n"
                                       "@@ -20,3 +21,2 @@\n"
                                       " twenty\n"
                                       "-twenty-one\n"
                                       " twenty-two\n";

TEST(addedChangedAndRemovedLines) {
  Diff D = parsed(Git);
  EXPECT(D.HasPrefixes && D.Files.size() == 1);
  EXPECT(D.Files[0].Old == "a/src/a.cpp");
  // Where something was removed, what follows has changed.
  EXPECT(has(D, "b/src/a.cpp", {{4, 4}, {6, 6}, {22, 22}}));
}

TEST(carriageReturnsAreNoPartOfPaths) {
  std::string Text;
  for (char C : Git)
    Text += C == '\n' ? std::string("\r\n") : std::string(1, C);
  EXPECT(has(parsed(Text), "b/src/a.cpp", {{4, 4}, {6, 6}, {22, 22}}));
}

TEST(hunksWithoutContext) {
  Diff D = parsed("--- a/x\n+++ b/x\n"
                  "@@ -0,0 +1,2 @@\n+one\n+two\n"
                  "@@ -5 +7 @@\n-old\n+new\n"
                  "@@ -9,2 +10,0 @@\n-gone\n-gone too\n");
  EXPECT(has(D, "b/x", {{1, 2}, {7, 7}, {11, 11}}));
}

TEST(filesThatAreNewOrGone) {
  Diff D = parsed("diff --git a/new b/new\nnew file mode 100644\n"
                  "--- /dev/null\n+++ b/new\n@@ -0,0 +1 @@\n+one\n"
                  "diff --git a/gone b/gone\ndeleted file mode 100644\n"
                  "--- a/gone\n+++ /dev/null\n@@ -1 +0,0 @@\n-one\n");
  EXPECT(D.HasPrefixes && D.Files.size() == 2);
  EXPECT(has(D, "b/new", {{1, 1}}));
  EXPECT(D.Files[1].New.empty() && D.Files[1].Old == "a/gone");
}

TEST(renamesAndBinariesHaveNoHunks) {
  Diff D = parsed("diff --git a/old.cpp b/new.cpp\nsimilarity index 100%\n"
                  "rename from old.cpp\nrename to new.cpp\n"
                  "diff --git a/x.png b/x.png\n"
                  "Binary files a/x.png and b/x.png differ\n");
  EXPECT(D.Files.empty());
  D = parsed("diff --git a/lib/old.cpp b/src/new.cpp\nsimilarity index 90%\n"
             "--- a/lib/old.cpp\n+++ b/src/new.cpp\n@@ -1 +1 @@\n-a\n+b\n");
  EXPECT(D.HasPrefixes && has(D, "b/src/new.cpp", {{1, 1}}));
}

TEST(theEndOfAFileWithoutANewline) {
  Diff D = parsed("--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n one\n-two\n"
                  "\\ No newline at end of file\n+two!\n"
                  "\\ No newline at end of file\n");
  EXPECT(has(D, "b/x", {{2, 2}}));
}

TEST(linesThatLookLikeHeads) {
  Diff D = parsed("--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@\n"
                  "--- a comment\n+++ another\n @@ -1 +1 @@\n same\n");
  EXPECT(D.Files.size() == 1 && has(D, "b/x", {{1, 1}}));
}

TEST(pathsWithSpacesTimesAndQuotes) {
  Diff D = parsed("--- a/with space.cpp\t\n+++ b/with space.cpp\t\n"
                  "@@ -1 +1 @@\n-a\n+b\n"
                  "--- \"a/\\303\\244 \\\"q\\\" \\t\\\\.cpp\"\n"
                  "+++ \"b/\\303\\244 \\\"q\\\" \\t\\\\.cpp\"\n"
                  "@@ -1 +1 @@\n-a\n+b\n"
                  "--- a/t.cpp\t2026-01-01 10:00:00.0 +0000\n"
                  "+++ b/t.cpp\t2026-01-02 10:00:00.0 +0000\n"
                  "@@ -1 +1 @@\n-a\n+b\n");
  EXPECT(D.HasPrefixes && has(D, "b/with space.cpp", {{1, 1}}) &&
         has(D, "b/\xc3\xa4 \"q\" \t\\.cpp", {{1, 1}}) &&
         has(D, "b/t.cpp", {{1, 1}}));
}

TEST(prefixesAreToldFromFolders) {
  auto HasPrefixes = [](std::string Old, std::string New) {
    return parsed("--- " + Old + "\n+++ " + New + "\n@@ -1 +1 @@\n-a\n+b\n")
        .HasPrefixes;
  };
  EXPECT(HasPrefixes("a/x.cpp", "b/x.cpp"));
  EXPECT(HasPrefixes("i/x.cpp", "w/x.cpp"));
  EXPECT(HasPrefixes("b/x.cpp", "a/x.cpp"));
  EXPECT(HasPrefixes("project.orig/x.cpp", "project/x.cpp"));
  EXPECT(HasPrefixes("a/lib/x.cpp", "b/src/x.cpp"));
  EXPECT(!HasPrefixes("x.cpp", "x.cpp"));
  EXPECT(!HasPrefixes("src/x.cpp", "src/x.cpp"));
  EXPECT(!HasPrefixes("a/x.cpp", "a/x.cpp"));
  EXPECT(!HasPrefixes("x.cpp.orig", "x.cpp"));
  EXPECT(!HasPrefixes("src/x.cpp", "lib/y.cpp"));
}

TEST(nothingHasChangedInAnEmptyDiff) {
  EXPECT(parsed("").Files.empty());
  EXPECT(parsed("\n \n").Files.empty());
}

TEST(whatIsWrongNamesItsLine) {
  EXPECT(errorOf("nothing\n") ==
         "this is no unified diff; 'git diff' and 'diff -u' make one");
  EXPECT(errorOf("--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n one\n") ==
         "line 4: the diff ends within a hunk");
  EXPECT(errorOf("--- a/x\n+++ b/x\n@@ -1,1 +1,1 @@\n+one\n+two\n") ==
         "line 5: this is not what the head of the hunk announces");
  EXPECT(errorOf("--- a/x\n+++ b/x\n@@ -1 +1 @@\n*one\n") ==
         "line 4: this is not what the head of the hunk announces");
  EXPECT(errorOf("--- a/x\n+++ b/x\n@@ -1,x +1 @@\n") ==
         "line 3: expected '@@ -LINE,COUNT +LINE,COUNT @@'");
  EXPECT(errorOf("@@ -1 +1 @@\n-a\n+b\n") ==
         "line 1: a hunk that no '---' and '+++' lines stand before");
  EXPECT(errorOf("diff --cc x\n--- a/x\n+++ b/x\n@@@ -1,1 -1,1 +1,1 @@@\n") ==
         "line 4: a combined diff, of a merge, does not say which lines are "
         "new; compare with one revision");
}

/// Some bytes are changed, removed or doubled, and whole lines.
static std::string mutated(std::string Text, std::mt19937 &Random) {
  static constexpr llvm::StringLiteral Bytes =
      llvm::StringLiteral::withInnerNUL("@+- \\\n\"/\t,0199999999\0\xff");
  for (unsigned Times = Random() % 8 + 1; Times && !Text.empty(); --Times) {
    size_t At = Random() % Text.size(), Length = Random() % 20;
    switch (Random() % 4) {
    case 0:
      Text[At] = Bytes[Random() % Bytes.size()];
      break;
    case 1:
      Text.erase(At, Length);
      break;
    case 2:
      Text.insert(At, Text.substr(Random() % Text.size(), Length));
      break;
    case 3:
      Text.insert(At, 1, Bytes[Random() % Bytes.size()]);
      break;
    }
  }
  return Text;
}

TEST(randomDiffsAreReadOrRefused) {
  std::mt19937 Random(1);
  unsigned Read = 0, Refused = 0;
  for (unsigned I = 0; I < 20000; ++I) {
    llvm::Expected<Diff> D = parseDiff(mutated(Git.str(), Random));
    if (!D) {
      ++Refused;
      EXPECT(!llvm::toString(D.takeError()).empty());
      continue;
    }
    ++Read;
    for (const FileDiff &F : D->Files)
      for (size_t J = 0; J < F.Changed.size(); ++J)
        EXPECT(F.Changed[J].First <= F.Changed[J].Last &&
               (J == 0 || F.Changed[J - 1].Last < F.Changed[J].First));
  }
  EXPECT(Read > 100 && Refused > 100);
}
