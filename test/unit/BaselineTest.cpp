//===- BaselineTest.cpp - baselines as text -------------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Baseline.h"
#include "Unit.h"
#include <random>

using namespace nostall;

/// Each with what means something in the file.
static Finding finding(std::string File, std::string Context,
                       std::string Callee) {
  Finding F;
  F.Chain.push_back({{File, 1, 1, 1, 2}, Context, Callee});
  return F;
}

static std::vector<Finding> findings() {
  return {finding("/src/#a\tb\n.cpp", "'f'", "'::usleep'"),
          finding("/src/a\\tb.cpp", "a 'lambda'\r", "'::usleep'"),
          finding("/src/sub/z.cpp", "'f'", "'operator<<'"),
          finding("/src/sub/z.cpp", "'f'", "'operator<<'"),
          finding("/elsewhere/z.cpp", "'<<<<<<< x'", "'g'")};
}

static Baseline known(llvm::ArrayRef<Finding> Findings) {
  llvm::Expected<Baseline> Read =
      Baseline::read("/src/no such baseline", /*MayBeMissing=*/true);
  EXPECT(static_cast<bool>(Read));
  Sources Code;
  Read->update(Findings, Code, [](const KnownFinding &) { return true; });
  return std::move(*Read);
}

TEST(baselinesAreReadAsTheyWereWritten) {
  std::string Text = known(findings()).text();
  llvm::Expected<Baseline> Read = Baseline::parse(Text);
  EXPECT(static_cast<bool>(Read));
  EXPECT(Read && Read->size() == 5 && Read->text() == Text);
  // Paths below the folder are relative to it.
  EXPECT(Text.find("\nsub/z.cpp\t") != std::string::npos);
  EXPECT(Text.find("\n/elsewhere/z.cpp\t") != std::string::npos);
}

TEST(eachLineSilencesOneFinding) {
  Baseline Known = known(findings());
  Sources Code;
  std::vector<Finding> Now = findings();
  EXPECT(Known.silence(Now, Code).empty() && Now.empty());

  Now = findings();
  Now.push_back(Now[3]);
  EXPECT(Known.silence(Now, Code).empty() && Now.size() == 1);

  Now = findings();
  Now.erase(Now.begin() + 3);
  std::vector<KnownFinding> Left = Known.silence(Now, Code);
  EXPECT(Now.empty() && Left.size() == 1 && Left[0].What.File == "sub/z.cpp");
}

TEST(updatesKeepWhatIsNotObsolete) {
  Baseline Known = known(findings());
  Sources Code;
  Known.update({}, Code, [](const KnownFinding &K) {
    return K.What.File != "sub/z.cpp";
  });
  EXPECT(Known.size() == 2);
}

TEST(theOrderOfFindingsDoesNotMatter) {
  std::vector<Finding> Now = findings();
  std::string Text = known(Now).text();
  std::mt19937 Random(1);
  for (int I = 0; I < 10; ++I) {
    std::shuffle(Now.begin(), Now.end(), Random);
    EXPECT(known(Now).text() == Text);
  }
}

TEST(randomBaselinesAreReadOrRefused) {
  std::string Good = known(findings()).text();
  std::mt19937 Random(1);
  unsigned Read = 0, Refused = 0;
  for (unsigned I = 0; I < 5000; ++I) {
    std::string Text = Good;
    for (unsigned Times = Random() % 4 + 1; Times; --Times) {
      size_t At = Random() % Text.size();
      static constexpr char Bytes[] = {'\t', '\n', '\\', '#', '<', 'x', '\0'};
      if (Random() % 2)
        Text[At] = Bytes[Random() % std::size(Bytes)];
      else
        Text.erase(At, Random() % 10);
    }
    llvm::Expected<Baseline> Parsed = Baseline::parse(Text);
    if (!Parsed) {
      ++Refused;
      EXPECT(llvm::toString(Parsed.takeError()).find("line ") == 0);
      continue;
    }
    ++Read;
    // What was understood stays so.
    llvm::Expected<Baseline> Again = Baseline::parse(Parsed->text());
    EXPECT(Again && Again->text() == Parsed->text());
  }
  EXPECT(Read > 100 && Refused > 100);
}
