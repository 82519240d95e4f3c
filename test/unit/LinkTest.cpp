//===- LinkTest.cpp - programs made of hand-made summaries ----------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "core/Link.h"
#include "Unit.h"
#include "core/Join.h"
#include "core/Judge.h"

using namespace nostall;

namespace {

/// Builds a summary function by function. Each line of a function is a call
/// in its own block order: one block, no branches.
class Unit {
public:
  explicit Unit(llvm::StringRef File) : Builder(S) {
    S.MainFile = Builder.string(File);
    this->File = Builder.file(File);
  }

  Id entity(llvm::StringRef Name, llvm::StringRef USR = "") {
    auto [It, New] =
        Entities.try_emplace(USR.empty() ? Name : USR, S.Entities.size());
    if (New) {
      Entity &E = S.Entities.emplace_back();
      E.Name = Builder.string(Name);
      E.USR = Builder.string(It->first());
    }
    return It->second;
  }
  /// The next lines are in another file.
  Unit &in(llvm::StringRef Header) {
    File = Builder.file(Header);
    return *this;
  }
  Unit &define(llvm::StringRef Name, llvm::StringRef USR = "",
               Function::Kind K = Function::Plain) {
    FunctionDraft F;
    F.Row.Entity = entity(Name, USR);
    F.Row.K = K;
    F.Row.Loc = {File, ++Line, 1};
    F.Blocks = {{}};
    Drafts.push_back(F);
    return *this;
  }
  Unit &pattern() {
    Drafts.back().Row.IsPattern = true;
    return *this;
  }
  Unit &coroutine(llvm::StringRef Name) {
    return define(Name, "", Function::Coroutine);
  }
  /// Adds a call to the last function.
  Unit &calls(llvm::StringRef Name, std::vector<Value> Arguments = {},
              llvm::StringRef USR = "") {
    Call C;
    C.Callee = entity(Name, USR);
    llvm::SmallVector<Id, 4> Values;
    for (const Value &V : Arguments)
      Values.push_back(Builder.value(V));
    C.Arguments = Builder.list(Values);
    return add(C);
  }
  Unit &callsVirtually(llvm::StringRef Name) {
    Call C;
    C.Callee = entity(Name);
    C.IsVirtual = C.HasObject = true;
    return add(C);
  }
  Unit &callsParameter(uint32_t Index) {
    Call C;
    C.F = Call::Indirect;
    C.Target = Builder.value(parameter(Index));
    return add(C);
  }
  Unit &suppressed() {
    CallDetails D;
    D.Suppressed = ~uint64_t(0);
    Drafts.back().Calls.back().Details = Builder.details(D);
    return *this;
  }
  Unit &overrides(llvm::StringRef Name, llvm::StringRef Base) {
    Id E = entity(Name), B = entity(Base);
    S.Entities[E].Overrides = Builder.list(B);
    return *this;
  }
  Value callable(llvm::StringRef Name) {
    Value V;
    V.K = Value::Callable;
    V.Index = entity(Name);
    return V;
  }
  /// Adds storage to the last function.
  Unit &variable(llvm::StringRef Name, Id Parameter = NoId) {
    Drafts.back().Variables.push_back(
        {Builder.string(Name), Parameter, NoId, false});
    return *this;
  }
  static Value parameter(uint32_t Index, Id Variable = NoId) {
    Value V;
    V.K = Value::Parameter;
    V.Index = Index;
    V.Variable = Variable;
    return V;
  }

  /// What was built; nothing can be added any more.
  Summary take() {
    for (const FunctionDraft &F : Drafts)
      Builder.add(F);
    Drafts.clear();
    return S;
  }

  Summary S;

private:
  Unit &add(Call C) {
    C.Loc = {File, ++Line, 3};
    FunctionDraft &F = Drafts.back();
    F.Calls.push_back(C);
    F.Blocks[0].End = F.Calls.size();
    return *this;
  }
  FactsBuilder Builder;
  llvm::StringMap<Id> Entities;
  std::vector<FunctionDraft> Drafts;
  Id File;
  uint32_t Line = 0;
};

Value integer(int64_t N) {
  Value V;
  V.K = Value::Integer;
  V.Number = N;
  V.Bits = N;
  V.IsZero = N == 0;
  return V;
}

constexpr char Rows[] = R"(
library: test
functions:
  - {name: nap, category: sleep, duration: unbounded, reason: r}
  - {name: load, category: file, duration: disk, reason: r}
  - {name: receive, category: socket, duration: network, reason: r,
     unless: [{arg: 1, has: 0x40}]}
  - {name: control, category: lock, duration: unbounded, reason: r,
     when: [{arg: 0, is: 7}]}
  - {name: quick, blocks: never, reason: r}
  - {name: spawn, offloads: all}
)";

/// The findings of the program that \p Summaries make, a line each:
/// `file:line message < callee < callee`.
std::string lint(llvm::ArrayRef<Summary> Summaries,
                 const char *More = nullptr) {
  Catalogue C;
  std::vector<yaml::Error> Errors;
  C.add(llvm::MemoryBufferRef(Rows, "rows.yaml"), Errors);
  if (More)
    C.add(llvm::MemoryBufferRef(More, "more.yaml"), Errors);
  EXPECT(Errors.empty());
  Program P(join(Summaries), C);
  std::string Out;
  for (const Finding &F : judge(P, C, JudgeOptions())) {
    Out += F.Chain[0].At.File + ":" + std::to_string(F.Chain[0].At.Line) + " " +
           categories()[F.Check].str();
    for (const Step &S : F.Chain)
      Out += " < " + S.Callee;
    Out += "\n";
  }
  return Out;
}

std::string lint(Unit &A) { return lint(A.take()); }

} // namespace

TEST(aDirectCallIsAFinding) {
  Unit A("a.cpp");
  A.coroutine("run").calls("nap").calls("quick").calls("unknown");
  A.define("plain").calls("nap");
  EXPECT(lint(A) == "a.cpp:2 sleep < '::nap'\n");
}

TEST(aChainGoesAcrossSummaries) {
  Unit A("a.cpp"), B("b.cpp"), C("c.cpp");
  A.coroutine("run").calls("lib::open");
  B.define("lib::open").calls("lib::read");
  C.define("lib::read").calls("load");
  EXPECT(lint({A.take(), B.take(), C.take()}) ==
         "a.cpp:2 file < 'lib::open' < 'lib::read' < '::load'\n");
  EXPECT(lint({A.take(), B.take()}).empty());
  EXPECT(lint({A.take(), C.take()}).empty());
}

TEST(theOrderOfSummariesDoesNotMatter) {
  Unit A("a.cpp"), B("b.cpp"), C("c.cpp");
  A.coroutine("run").calls("left").calls("right");
  B.define("left").calls("nap").calls("right");
  B.coroutine("other").calls("right");
  C.define("right").calls("left").calls("load");
  std::string All = lint({A.take(), B.take(), C.take()});
  EXPECT(!All.empty());
  EXPECT(All == lint({C.take(), B.take(), A.take()}));
  EXPECT(All == lint({B.take(), C.take(), A.take()}));
  EXPECT(All == lint({B.take(), A.take(), C.take()}));
}

TEST(localFunctionsOfOneNameAreApart) {
  Unit A("a.cpp"), B("b.cpp");
  A.define("helper", "helper@a.cpp").calls("nap");
  A.coroutine("in_a").calls("helper", {}, "helper@a.cpp");
  B.define("helper", "helper@b.cpp").calls("quick");
  B.coroutine("in_b").calls("helper", {}, "helper@b.cpp");
  EXPECT(lint({A.take(), B.take()}) ==
         "a.cpp:4 sleep < '::helper' < '::nap'\n");
}

TEST(anInlineFunctionOfTwoSummariesCountsOnce) {
  auto WithHeader = [](const char *File) {
    Unit U(File);
    U.in("shared.h").coroutine("inline_run").calls("helper");
    U.define("helper").calls("nap");
    return U.take();
  };
  EXPECT(lint({WithHeader("a.cpp"), WithHeader("b.cpp")}) ==
         "shared.h:2 sleep < '::helper' < '::nap'\n");
}

TEST(aVirtualCallReachesTheOverrides) {
  Unit A("a.cpp"), B("b.cpp"), C("c.cpp");
  A.coroutine("run").callsVirtually("base::work");
  A.coroutine("direct").calls("base::work");
  B.overrides("derived::work", "base::work");
  B.define("derived::work").calls("quick");
  C.overrides("derived::work", "base::work");
  C.overrides("deeper::work", "derived::work");
  C.define("deeper::work").calls("nap");
  EXPECT(lint({A.take(), B.take(), C.take()}) ==
         "a.cpp:2 sleep < 'base::work' < '::nap'\n");
  EXPECT(lint({A.take(), B.take()}).empty());
}

TEST(recursionEnds) {
  Unit A("a.cpp");
  A.define("self").calls("self").calls("nap");
  A.define("even").calls("odd");
  A.define("odd").calls("even").calls("load");
  A.define("quiet").calls("quiet");
  A.coroutine("run").calls("self").calls("even").calls("quiet");
  EXPECT(lint(A) == "a.cpp:12 sleep < '::self' < '::nap'\n"
                    "a.cpp:13 file < '::even' < '::odd' < '::load'\n");
}

TEST(awaitingACoroutineDoesNotBlock) {
  Unit A("a.cpp");
  A.coroutine("inner").calls("nap");
  A.coroutine("outer").calls("inner");
  EXPECT(lint(A) == "a.cpp:2 sleep < '::nap'\n");
}

TEST(conditionsAreCarriedUp) {
  Unit A("a.cpp"), B("b.cpp");
  // read(flags, fd) -> read_n(fd, flags) -> receive(fd, flags)
  A.define("read_n").calls("receive", {Unit::parameter(0), Unit::parameter(1)});
  B.define("read").calls("read_n", {Unit::parameter(1), Unit::parameter(0)});
  B.coroutine("run")
      .calls("read", {integer(0), integer(3)})
      .calls("read", {integer(0x40), integer(3)})
      .calls("read", {integer(0x48), integer(0)})
      .calls("read", {Value(), integer(3)})
      .calls("read_n", {integer(0x40), integer(0)})
      .calls("read_n", {integer(0), integer(0x40)});
  EXPECT(lint({A.take(), B.take()}) ==
         "b.cpp:4 socket < '::read' < '::read_n' < '::receive'\n"
         "b.cpp:7 socket < '::read' < '::read_n' < '::receive'\n"
         "b.cpp:8 socket < '::read_n' < '::receive'\n");
}

TEST(whatMustHoldHasToBeKnown) {
  Unit A("a.cpp");
  A.define("set").calls("control", {Unit::parameter(0)});
  A.coroutine("run")
      .calls("control", {integer(7)})
      .calls("control", {integer(8)})
      .calls("control", {Value()})
      .calls("set", {integer(7)})
      .calls("set", {integer(8)})
      .calls("set", {Value()})
      .calls("control", {Unit::parameter(0)});
  EXPECT(lint(A) == "a.cpp:4 lock < '::control'\n"
                    "a.cpp:7 lock < '::set' < '::control'\n");
}

TEST(theShortestPathIsShown) {
  Unit A("a.cpp");
  A.define("one").calls("two").calls("three");
  A.define("two").calls("three");
  A.define("three").calls("nap");
  A.coroutine("run").calls("one");
  EXPECT(lint(A) == "a.cpp:9 sleep < '::one' < '::three' < '::nap'\n");
}

TEST(oneFindingForEachCheckAndPlace) {
  Unit A("a.cpp");
  A.define("both").calls("nap").calls("nap").calls("load");
  A.coroutine("run").calls("both");
  EXPECT(lint(A) == "a.cpp:6 sleep < '::both' < '::nap'\n"
                    "a.cpp:6 file < '::both' < '::load'\n");
}

TEST(aSuppressedCallCutsTheChain) {
  Unit A("a.cpp");
  A.define("silent").calls("nap").suppressed();
  A.define("middle").calls("loud").suppressed();
  A.define("loud").calls("nap");
  A.coroutine("run").calls("silent").calls("middle").calls("loud");
  EXPECT(lint(A) == "a.cpp:10 sleep < '::loud' < '::nap'\n");
}

TEST(aCallableRunsWhereItIsCalled) {
  Unit A("a.cpp"), B("b.cpp");
  A.define("run_it").callsParameter(0);
  A.define("run_second").calls("run_it", {Unit::parameter(1)});
  B.define("slow").calls("nap");
  B.define("fast").calls("quick");
  B.coroutine("run")
      .calls("run_it", {B.callable("slow")})
      .calls("run_it", {B.callable("fast")})
      .calls("run_second", {B.callable("fast"), B.callable("slow")})
      .calls("run_second", {B.callable("slow"), B.callable("fast")})
      .calls("spawn", {B.callable("slow")})
      .calls("unknown", {B.callable("slow")});
  std::string Found = lint({A.take(), B.take()});
  EXPECT(Found == lint({B.take(), A.take()}));
  EXPECT(llvm::StringRef(Found).count('\n') == 2);
  EXPECT(llvm::StringRef(Found).contains("b.cpp:6 sleep"));
  EXPECT(llvm::StringRef(Found).contains("b.cpp:8 sleep"));
}

TEST(callbacksOfALoopAreContexts) {
  Unit A("a.cpp");
  A.define("callback").calls("nap");
  A.define("other").calls("nap");
  A.define("setup").calls("post", {A.callable("callback")});
  EXPECT(lint(A.take()).empty());
  EXPECT(lint(A.take(), "library: more\nfunctions:\n"
                        "  - {name: post, runs_on_loop: all}\n") ==
         "a.cpp:2 sleep < '::nap'\n");
}

TEST(rowsWinOverBodies) {
  Unit A("a.cpp");
  A.define("quick").calls("nap");
  A.define("load").calls("quick");
  A.coroutine("run").calls("quick").calls("load");
  EXPECT(lint(A) == "a.cpp:7 file < '::load'\n");
}

TEST(declarationsWinOverBodies) {
  Unit A("a.cpp");
  A.S.Entities[A.entity("vouched")].Effect = Declared::NonBlocking;
  A.S.Entities[A.entity("warned")].Effect = Declared::Blocking;
  A.define("vouched").calls("nap");
  A.coroutine("run").calls("vouched").calls("warned");
  EXPECT(lint(A) == "a.cpp:5 wait < '::warned'\n");
}

TEST(anInstantiationStandsInForItsTemplate) {
  Unit A("a.cpp"), B("b.cpp");
  A.coroutine("run").calls("make<int>");
  A.S.Entities[A.entity("make<int>")].Pattern = A.entity("make");
  B.define("make").pattern().calls("nap");
  EXPECT(lint({A.take(), B.take()}) ==
         "a.cpp:2 sleep < '::make<int>' < '::nap'\n");
}

//===----------------------------------------------------------------------===//
// Large programs: nothing recurses along the call graph, no step is quadratic
//===----------------------------------------------------------------------===//

namespace {

std::string numbered(const char *Name, unsigned I) {
  return Name + std::to_string(I);
}

size_t linesOf(llvm::StringRef Text) { return Text.count('\n'); }

} // namespace

TEST(aChainMayBeLong) {
  constexpr unsigned Length = 100000;
  Unit A("a.cpp");
  A.coroutine("run").calls("link0");
  // The callee comes last, and then first.
  for (unsigned I = 0; I < Length; ++I)
    A.define(numbered("link", I)).calls(numbered("link", I + 1));
  A.define(numbered("link", Length)).calls("nap");
  A.define("knil0").calls("nap");
  for (unsigned I = 1; I < Length; ++I)
    A.define(numbered("knil", I)).calls(numbered("knil", I - 1));
  A.coroutine("nur").calls(numbered("knil", Length - 1));
  std::string Found = lint(A);
  EXPECT(linesOf(Found) == 2);
  EXPECT(llvm::StringRef(Found).count(" < ") == 2 * Length + 3);
}

TEST(aCycleMayBeLarge) {
  constexpr unsigned Size = 10000;
  Unit A("a.cpp");
  for (unsigned I = 0; I < Size; ++I)
    A.define(numbered("node", I))
        .calls(numbered("node", (I + 1) % Size))
        .calls(numbered("node", (I + 7919) % Size));
  A.define("entry").calls("node0");
  A.define("node_of_sleep").calls("nap").calls("node5");
  A.define("node").calls("node_of_sleep");
  A.coroutine("quiet").calls("entry");
  A.coroutine("run").calls("node");
  EXPECT(linesOf(lint(A)) == 1);
  Unit B("b.cpp");
  B.define("entry").calls("node0");
  for (unsigned I = 0; I < Size; ++I)
    B.define(numbered("node", I))
        .calls(numbered("node", (I + 1) % Size))
        .calls(I == Size / 2 ? "nap" : "quick");
  B.coroutine("run").calls("entry");
  EXPECT(linesOf(lint(B)) == 1);
}

TEST(whatIsHandedOnMayGoFar) {
  constexpr unsigned Length = 20000;
  Unit A("a.cpp");
  A.define("slow").calls("nap");
  // Each hands its parameter to the next: the last one spawns or calls it.
  for (unsigned I = 0; I < Length; ++I) {
    A.define(numbered("away", I))
        .calls(numbered("away", I + 1), {Unit::parameter(0)});
    A.define(numbered("here", I))
        .calls(numbered("here", I + 1), {Unit::parameter(0)});
    // Each runs on the thread that the one before was started on.
    A.define(numbered("worker", I)).calls(numbered("worker", I + 1));
  }
  A.define(numbered("away", Length)).calls("spawn", {Unit::parameter(0)});
  A.define(numbered("here", Length)).callsParameter(0);
  A.coroutine(numbered("worker", Length)).calls("nap");
  A.coroutine("run")
      .calls("away0", {A.callable("slow")})
      .calls("here0", {A.callable("slow")})
      .calls("spawn", {A.callable("worker0")});
  EXPECT(linesOf(lint(A)) == 1);
}

TEST(statesMayComeFromFar) {
  constexpr unsigned Length = 20000;
  Unit A("a.cpp");
  for (unsigned I = 0; I < Length; ++I)
    A.define(numbered("prepare", I))
        .variable("fd", 0)
        .calls(numbered("prepare", I + 1), {Unit::parameter(0, 0)});
  A.define(numbered("prepare", Length))
      .variable("fd", 0)
      .calls("set_quick", {Unit::parameter(0, 0)});
  Value Local;
  Local.Variable = 0;
  A.coroutine("quiet")
      .variable("fd")
      .calls("prepare0", {Local})
      .calls("use", {Local});
  A.coroutine("run").variable("fd").calls("use", {Local});
  EXPECT(linesOf(lint(A.take(), R"(
library: more
functions:
  - {name: set_quick, sets: [{state: quick, on: 0}]}
  - {name: use, category: socket, duration: network, reason: r,
     unless: [{arg: 0, state: quick}]}
)")) == 1);
}

TEST(aFamilyMayBeLarge) {
  constexpr unsigned Size = 2000;
  Unit A("a.cpp");
  for (unsigned I = 0; I < Size; ++I) {
    A.overrides(numbered("derived", I), "base::work");
    A.define(numbered("derived", I)).calls(I % 2 ? "nap" : "load");
    A.define(numbered("user", I)).callsVirtually("base::work");
  }
  A.coroutine("run").calls("user7");
  EXPECT(linesOf(lint(A)) == 2);
}
