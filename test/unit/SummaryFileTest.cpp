//===- SummaryFileTest.cpp - summaries as bytes ---------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "core/SummaryFile.h"
#include "Unit.h"
#include "core/FactsBuilder.h"
#include "core/Join.h"
#include "core/Judge.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/xxhash.h"
#include <random>

using namespace nostall;

namespace {

/// A summary with something in each table and each field.
Summary example() {
  Summary S;
  FactsBuilder B(S);
  S.MainFile = B.string("/src/a.cpp");
  S.Errors = 2;
  S.FirstError = B.string("a.cpp:1:2: no");
  Id File = B.file("/src/a.cpp"), Header = B.file("/src/a.h");

  for (const char *Name : {"nap", "run", "C::work", "D::work", "post"}) {
    Entity &E = S.Entities.emplace_back();
    E.Name = B.string(Name);
    E.USR = B.string(std::string("c:") + Name);
    E.Parameters = B.strings({"int", "std::string"});
    E.Shapes = B.list({1, 3});
    E.Returns = B.string("void");
  }
  S.Entities[0].IsC = true;
  S.Entities[1].ReturnsAwaitable = true;
  S.Entities[3].Overrides = B.list({2});
  S.Entities[3].Class = 0;
  S.Entities[4].Pattern = 0;
  S.Entities[4].Effect = Declared::Blocking;
  S.Entities[4].K = Entity::Constructor;
  S.Entities[2].IsDefaulted = true;
  S.Entities[2].Destroys = B.list({3, NoId});

  Type T;
  T.Name = B.string("D");
  T.Bases = B.strings({"C"});
  T.Constructors = B.list({4});
  T.Destructor = 2;
  T.CallOperators = B.list({1, 2});
  T.HasOwnMove = T.OwnsThreads = true;
  B.type(T);

  FunctionDraft F;
  F.Row.Entity = 1;
  F.Row.K = Function::Coroutine;
  F.Row.ExpectsWouldBlock = true;
  F.Row.HasErrors = true;
  F.Row.TakesFormat = true;
  F.Row.Loc = {File, 10, 3};
  F.Row.Returns = 0;
  F.Row.Outer = 2;
  F.Variables.push_back({B.string("fd"), 0, NoId, 3, false, 0, 0});
  F.Variables.push_back({B.string("D::field"), NoId, 0, NoId, true, 7, 8});
  Value Flags;
  Flags.K = Value::Integer;
  Flags.Number = INT64_MIN;
  Flags.Bits = ~uint64_t(0);
  Flags.S = Shape::Number;
  Value Object;
  Object.Variable = 1;
  Object.Type = 0;
  Object.Fields = B.list({B.string("flags"), B.value(Flags)});
  Object.Text = B.string(llvm::StringRef("nul\0l", 5));
  Test Below;
  Below.K = Test::Below;
  Below.Number = INT64_MIN;
  Below.Field = B.string("timeout");
  Test OfHolder;
  OfHolder.K = Test::Is;
  OfHolder.S = Test::Named;
  OfHolder.Field = B.string("D::mode");
  OfHolder.Holder = B.string("E::d");
  Value Choice;
  Choice.K = Value::Choice;
  Choice.Index = B.test(Below);
  Choice.Fields = B.list({0, B.value(Flags), 0, B.value(Value())});
  Value Held;
  Held.In = Value::OfParameter;
  Held.Index = 1;
  Held.Text = OfHolder.Field;
  Held.Holder = OfHolder.Holder;
  Value Scaled;
  Scaled.K = Value::Scaled;
  Scaled.Fields = B.list({0, B.value(Held)});
  Value Callable;
  Callable.K = Value::Callable;
  Callable.Index = 3;
  Value Result;
  Result.K = Value::Result;
  CallDetails D;
  D.ObjectText = B.string("x.y");
  D.ArgumentText = B.strings({"1", ""});
  D.TypeArguments = B.list({0, NoId});
  D.Twin = 2;
  D.Suppressed = 0x12;
  Call C;
  C.Callee = 0;
  C.HasObject = C.IsAwaited = C.SaysNonBlocking = C.IsOnce = true;
  C.DefaultArguments = 1;
  C.ResultVariable = 0;
  C.Loc = {Header, 3, 70000};
  C.Object = B.value(Object);
  C.Arguments = B.list(
      {B.value(Flags), B.value(Callable), B.value(Choice), B.value(Scaled)});
  C.Details = B.details(D);
  F.Calls.push_back(C);
  Call Await;
  Await.F = Call::Await;
  Await.Target = B.value(Result);
  Await.Loc = {File, 4000000000, 2};
  F.Calls.push_back(Await);
  F.Blocks = {
      {1, {1, 2}, B.test(Below)}, {1, {2, 0}, B.test(OfHolder)}, {2, {0}}};
  Value Own;
  Own.K = Value::This;
  Own.Text = OfHolder.Field;
  F.Row.Returned = B.value(Own);
  FieldWrite W;
  W.K = FieldWrite::ByConstructor;
  W.IsOffer = true;
  W.Field = OfHolder.Field;
  W.By = 4;
  W.What = B.value(Flags);
  B.write(W);
  W.K = FieldWrite::BySetter;
  W.What = B.value(Held);
  B.write(W);
  B.add(F);
  return S;
}

std::string message(llvm::StringRef Bytes) {
  llvm::Expected<Summary> S = readSummary(Bytes);
  return S ? "" : llvm::toString(S.takeError());
}

/// \p Bytes with a checksum that fits.
std::string sealed(std::string Bytes) {
  llvm::support::endian::write64le(
      &Bytes[16], llvm::xxh3_64bits(llvm::StringRef(Bytes).drop_front(24)));
  return Bytes;
}

/// Links \p S, so that whatever its tables say is used.
void link(const Summary &S, const Catalogue &C) {
  Program P(join(S), C);
  judge(P, C, JudgeOptions());
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  dumpSummary(S, OS);
}

} // namespace

TEST(whatIsWrittenIsRead) {
  for (const Summary &S : {Summary(), example()}) {
    std::string Bytes = writeSummary(S, "1.2.3");
    llvm::Expected<Summary> Read = readSummary(Bytes);
    EXPECT(static_cast<bool>(Read));
    if (!Read) {
      llvm::consumeError(Read.takeError());
      continue;
    }
    EXPECT(*Read == S);
    EXPECT(writeSummary(*Read, "1.2.3") == Bytes);
  }
}

TEST(theHeaderSaysWhatItIs) {
  llvm::Expected<SummaryHeader> H =
      readSummaryHeader(writeSummary(example(), "1.2.3"));
  EXPECT(H && H->ToolVersion == "1.2.3" && H->MainFile == "/src/a.cpp");
}

TEST(otherFilesAreRefused) {
  EXPECT(message("") == "is no summary; 'nostall summarize' makes them");
  EXPECT(message("#include <a>") == message(""));
  std::string Bytes = writeSummary(example(), "1.2.3");
  for (size_t Size = 4; Size < Bytes.size(); ++Size)
    EXPECT(message(Bytes.substr(0, Size)) == "is cut off; make it again");
  EXPECT(message(Bytes + "x") == "is damaged; make it again");
  std::string Foreign = Bytes;
  Foreign[4] = 77;
  EXPECT(message(Foreign) == "has format 77 of nostall 1.2.3, this nostall "
                             "reads format " +
                                 std::to_string(SummaryFormat) +
                                 "; make it again");
  for (size_t I = 24; I < Bytes.size(); ++I) {
    std::string Damaged = Bytes;
    Damaged[I] ^= 0x10;
    EXPECT(message(Damaged) == "is damaged; make it again");
  }
}

TEST(commentsOfOtherVersionsCount) {
  Summary S;
  FactsBuilder B(S);
  CallDetails D;
  D.Suppressed = ~uint64_t(0);
  B.details(D);
  std::string Bytes = writeSummary(S, "");
  llvm::Expected<Summary> Read = readSummary(Bytes);
  // NOLINT without names means all checks that there are.
  EXPECT(Read && Read->Details[1].Suppressed ==
                     ~uint64_t(0) >> (64 - categories().size()));
  // A check that this version does not have is forgotten, the others stay.
  Summary Two = S;
  Two.Details[1].Suppressed = 3;
  Bytes = writeSummary(Two, "");
  size_t At = Bytes.find("nostall-blocking-sleep");
  EXPECT(At != std::string::npos);
  Bytes[At + 8] = 'B';
  Read = readSummary(sealed(Bytes));
  EXPECT(Read && Read->Details[1].Suppressed == 2);
}

TEST(damagedTablesAreRefusedOrHarmless) {
  Catalogue C;
  std::vector<yaml::Error> Errors;
  C.add(llvm::MemoryBufferRef(
            "library: t\nfunctions:\n"
            "  - {name: nap, category: sleep, duration: disk, reason: r, "
            "unless: [{arg: 0, has: 4}, {arg: this, type: D}]}\n"
            "  - {name: post, offloads: all}\n",
            "rows.yaml"),
        Errors);
  EXPECT(Errors.empty());
  const std::string Bytes = writeSummary(example(), "1.2.3");
  std::mt19937 Random(1);
  auto Below = [&](size_t N) { return Random() % N; };
  unsigned Accepted = 0, Refused = 0;
  for (int Round = 0; Round < 20000; ++Round) {
    std::string Mutated = Bytes;
    for (size_t N = 1 + Below(3); N > 0; --N) {
      char &Byte = Mutated[24 + Below(Mutated.size() - 24)];
      Byte = Below(2) ? Random() : Byte ^ 1 << Below(8);
    }
    if (Below(8) == 0) {
      Mutated.resize(24 + Below(Mutated.size() - 24));
      llvm::support::endian::write64le(&Mutated[8], Mutated.size() - 24);
    }
    llvm::Expected<Summary> S = readSummary(sealed(Mutated));
    if (S) {
      ++Accepted;
      link(*S, C);
    } else {
      ++Refused;
      llvm::consumeError(S.takeError());
    }
  }
  EXPECT(Accepted > 100 && Refused > 100);
}
