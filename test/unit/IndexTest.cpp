//===- IndexTest.cpp - what an editor gets of a program -------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "core/Index.h"
#include "Unit.h"
#include "core/Join.h"
#include "core/Judge.h"

using namespace nostall;

namespace {

/// Functions of one file that call others, in straight lines.
class Source {
public:
  explicit Source(llvm::StringRef File) : Builder(S) {
    S.MainFile = Builder.string(File);
    this->File = Builder.file(File);
  }
  Source &define(llvm::StringRef Name, std::vector<llvm::StringRef> Callees,
                 Function::Kind K = Function::Plain) {
    FunctionDraft F;
    F.Row.Entity = entity(Name);
    F.Row.K = K;
    F.Row.Loc = {File, ++Line, 1};
    for (llvm::StringRef Callee : Callees) {
      Call C;
      C.Callee = entity(Callee);
      C.Loc = {File, ++Line, 3};
      F.Calls.push_back(C);
    }
    F.Blocks = {{static_cast<uint32_t>(F.Calls.size()), {}}};
    Builder.add(F);
    return *this;
  }
  Source &coroutine(llvm::StringRef Name,
                    std::vector<llvm::StringRef> Callees) {
    return define(Name, Callees, Function::Coroutine);
  }
  Summary S;

private:
  Id entity(llvm::StringRef Name) {
    for (Id I = 0; I < S.Entities.size(); ++I)
      if (S.entityName(I) == Name)
        return I;
    Entity &E = S.Entities.emplace_back();
    E.Name = E.USR = Builder.string(Name);
    return S.Entities.size() - 1;
  }
  FactsBuilder Builder;
  Id File;
  uint32_t Line = 0;
};

const Catalogue &rows() {
  static const Catalogue C = [] {
    Catalogue Out;
    std::vector<yaml::Error> Errors;
    Out.add(llvm::MemoryBufferRef(
                "library: test\n"
                "functions:\n"
                "  - {name: nap, category: sleep, duration: unbounded, "
                "reason: r}\n",
                "rows.yaml"),
            Errors);
    EXPECT(Errors.empty());
    return Out;
  }();
  return C;
}

std::string indexOf(llvm::ArrayRef<Summary> Summaries) {
  return writeIndex(Program(join(Summaries), rows()), "test");
}

/// Where the findings are: `a.cpp:2 b.cpp:4 `.
std::string lint(Facts Joined) {
  Program P(std::move(Joined), rows());
  std::string Out;
  for (const Finding &F : judge(P, rows(), JudgeOptions()))
    Out += F.Chain[0].At.File + ":" + std::to_string(F.Chain[0].At.Line) + " ";
  return Out;
}

std::string lint(llvm::StringRef Bytes, const Summary &Fresh) {
  auto Read = Index::read(Bytes);
  EXPECT(!!Read);
  return Read ? lint((*Read)->join(Fresh)) : "";
}

const Summary Helpers = Source("helpers.cpp")
                            .define("waits", {"deeper"})
                            .define("deeper", {"nap"})
                            .define("quick", {"other"})
                            .define("idle", {})
                            .S;

} // namespace

TEST(anIndexAnswersForTheOtherFiles) {
  Summary Old = Source("a.cpp").coroutine("run", {"waits"}).S;
  std::string Bytes = indexOf({Old, Helpers});
  EXPECT(lint(Bytes, Old) == "a.cpp:2 ");
  // What the file was like before does not count any more.
  EXPECT(lint(Bytes, Source("a.cpp").coroutine("run", {"quick"}).S).empty());
  EXPECT(lint(Bytes, Source("a.cpp").coroutine("run", {"quick", "deeper"}).S) ==
         "a.cpp:3 ");
  EXPECT(lint(Bytes, Source("new.cpp").coroutine("more", {"waits"}).S) ==
         "new.cpp:2 ");
  // Helpers are edited too.
  EXPECT(
      lint(Bytes, Source("helpers.cpp").define("waits", {"quick"}).S).empty());
}

TEST(anIndexKeepsOnlyWhatMatters) {
  auto Read = Index::read(indexOf(Helpers));
  EXPECT(!!Read);
  if (!Read)
    return;
  const Facts &P = (*Read)->facts();
  EXPECT(P.Functions.size() == 4);
  for (const Function &F : P.Functions) {
    llvm::StringRef Name = P.entityName(F.Entity);
    bool Calls = llvm::any_of(P.calls(F),
                              [](const Call &C) { return C.Callee != NoId; });
    EXPECT(Calls == (Name == "waits" || Name == "deeper"));
    // Whether a body does anything is known of all.
    EXPECT((F.Calls.Size != 0) == (Name != "idle"));
  }
}

TEST(ofAnIndexOnlyWhatIsReachedIsJoined) {
  auto Read = Index::read(indexOf(Helpers));
  EXPECT(!!Read);
  if (Read)
    EXPECT((*Read)
               ->join(Source("a.cpp").coroutine("run", {"deeper"}).S)
               .Functions.size() == 2);
}

TEST(ofWhatIsReachedOnlyOnePathIsJoined) {
  Summary Detours = Source("b.cpp")
                        .define("many", {"deeper", "detour", "waits"})
                        .define("detour", {"longer"})
                        .define("longer", {"deeper"})
                        .S;
  auto Read = Index::read(indexOf({Detours, Helpers}));
  EXPECT(!!Read);
  if (!Read)
    return;
  Summary Fresh = Source("a.cpp").coroutine("run", {"many"}).S;
  EXPECT((*Read)->join(Fresh).Functions.size() == 3);
  EXPECT(lint((*Read)->join(Fresh)) == "a.cpp:2 ");
}

TEST(aPathThatComesBackToTheUnitIsNotTheOnlyOne) {
  Summary Old =
      Source("a.cpp").coroutine("run", {"either"}).define("own", {"nap"}).S;
  Summary Others = Source("b.cpp")
                       .define("either", {"back", "detour"})
                       .define("back", {"own"})
                       .define("detour", {"longer"})
                       .define("longer", {"deeper"})
                       .S;
  std::string Bytes = indexOf({Old, Others, Helpers});
  EXPECT(lint(Bytes, Old) == "a.cpp:2 ");
  Source Edited("a.cpp");
  Edited.coroutine("run", {"either"}).define("own", {});
  EXPECT(lint(Bytes, Edited.S) == "a.cpp:2 ");
  // Where there is no other path:
  EXPECT(lint(indexOf({Old, Others}), Edited.S).empty());
}

TEST(aDamagedIndexIsRefused) {
  std::string Bytes = indexOf(Helpers);
  auto IsRefused = [](llvm::StringRef Bytes) {
    auto Read = Index::read(Bytes);
    if (!Read)
      llvm::consumeError(Read.takeError());
    return !Read;
  };
  EXPECT(!IsRefused(Bytes));
  for (size_t Size = 0; Size < Bytes.size(); ++Size)
    EXPECT(IsRefused(llvm::StringRef(Bytes).take_front(Size)));
  for (size_t I = 0; I < Bytes.size(); ++I) {
    std::string Changed = Bytes;
    Changed[I] ^= 0x41;
    // Whatever was read has to be fit for use.
    if (!IsRefused(Changed))
      lint(Changed, Helpers);
  }
}
