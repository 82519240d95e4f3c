//===- SyntheticProgram.cpp - summaries of a made-up program --------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// usage: synthetic_program FOLDER FUNCTIONS
//
// Writes the summaries of a program with so many functions of ten calls each,
// in the proportions of a service: half of the calls go to libraries, the
// others to layers below, from handlers that are coroutines down to wrappers
// of system calls, which one function in four reaches; groups of functions
// that call each other; virtual functions with several overrides; flags and
// callables that are handed down; and inline functions of headers, which every
// file brings along.
// The same arguments give the same files.
//
//===----------------------------------------------------------------------===//

#include "core/FactsBuilder.h"
#include "core/SummaryFile.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/FileSystem.h"
#include <random>

using namespace nostall;

namespace {

constexpr unsigned CallsEach = 10;
constexpr unsigned FunctionsPerFile = 200;
/// Of those, in a header that several files include.
constexpr unsigned InlinePerFile = 50;
constexpr unsigned FilesPerHeader = 8;
constexpr unsigned Layers = 12;
constexpr unsigned FamilySize = 6;

struct Library {
  std::string Name;
  std::vector<std::string> Parameters;
  bool IsC = false;
};
const Library Functions[] = {
    {"usleep", {"unsigned int"}, true},
    {"recv", {"int", "void *", "unsigned long", "int"}, true},
    {"read", {"int", "void *", "unsigned long"}, true},
    {"open", {"char *", "int"}, true},
    {"getaddrinfo", {"char *", "char *", "addrinfo *", "addrinfo **"}, true},
    {"std::mutex::lock", {}, false},
};

/// Functions of libraries that do not block.
constexpr unsigned HarmlessFunctions = 400;

/// What function number N of the program is; the same for every file.
struct Role {
  unsigned Layer;
  bool IsCoroutine, IsVirtual, IsInline;
  /// Only computes.
  bool IsPure;
  /// The header or source that it stands in.
  std::string File;
  std::string Name;
};

class Generator {
public:
  explicit Generator(unsigned Count) : Count(Count) {}

  unsigned files() const {
    return (Count + FunctionsPerFile - 1) / FunctionsPerFile;
  }

  Summary file(unsigned Number) {
    Summary S;
    FactsBuilder B(S);
    Entities.clear();
    S.MainFile = B.string(source(Number));
    for (unsigned N = Number * FunctionsPerFile;
         N < std::min(Count, (Number + 1) * FunctionsPerFile); ++N)
      if (!role(N).IsInline)
        define(S, B, N);
    // The inline functions of all files that share the header.
    unsigned First = Number / FilesPerHeader * FilesPerHeader;
    for (unsigned F = First; F < std::min(files(), First + FilesPerHeader); ++F)
      for (unsigned I = 0; I < InlinePerFile; ++I)
        if (unsigned N = F * FunctionsPerFile + I; N < Count)
          define(S, B, N);
    return S;
  }

private:
  std::string source(unsigned File) const {
    return "/project/src/module" + std::to_string(File / 20) + "/file" +
           std::to_string(File) + ".cpp";
  }

  Role role(unsigned N) const {
    unsigned File = N / FunctionsPerFile;
    Role R;
    R.Layer = N * 7919ull % Count * Layers / Count;
    R.IsInline = N % FunctionsPerFile < InlinePerFile;
    R.IsCoroutine = R.Layer < 2 && !R.IsInline && N % 2 == 0;
    R.IsPure = !R.IsCoroutine && N / 5 % 4 != 0;
    R.IsVirtual = !R.IsCoroutine && N % 20 == 3;
    R.File = R.IsInline ? "/project/include/header" +
                              std::to_string(File / FilesPerHeader) + ".h"
                        : source(File);
    R.Name = "project::module" + std::to_string(File / 20) + "::service" +
             std::to_string(N / 10) + "::operation" + std::to_string(N);
    return R;
  }

  /// Some function of the layer below \p Layer, or of the one that it has.
  unsigned callee(unsigned N, unsigned Layer, std::mt19937 &Random) const {
    // One call in twenty stays among neighbours, in both directions.
    if (Random() % 20 == 0)
      return std::min<unsigned>(Count - 1, N / 5 * 5 + Random() % 5);
    for (int Try = 0; Try < 30; ++Try) {
      // Mostly near by: programs are made of modules.
      bool IsNear = Random() % 4;
      unsigned Other =
          (IsNear ? N / 4000 * 4000 + Random() % 4000 : Random()) % Count;
      Role R = role(Other);
      if (R.Layer > Layer && !R.IsCoroutine &&
          (R.IsPure || (IsNear && !role(N).IsPure)))
        return Other;
    }
    return N;
  }

  Id entity(Summary &S, FactsBuilder &B, unsigned N) {
    auto [It, New] = Entities.try_emplace(N, S.Entities.size());
    if (!New)
      return It->second;
    Id I = It->second;
    Role R = role(N);
    Entity E;
    E.USR = B.string("c:@N@project@S@service@F@" + R.Name + "#I#&&1F#v#");
    E.Name = B.string(R.Name);
    E.Parameters = B.strings({"int", "int", "std::function"});
    E.Shapes = B.list({1, 1, 3});
    E.Returns = B.string(R.IsCoroutine ? "asio::awaitable<void>" : "int");
    S.Entities.push_back(E);
    if (R.IsVirtual) {
      unsigned Base = N / 20 / FamilySize * FamilySize * 20 + 3;
      ListId Overrides = Base == N ? 0 : B.list({entity(S, B, Base)});
      S.Entities[I].Class = B.type(classOf(B, N));
      S.Entities[I].Overrides = Overrides;
    }
    return I;
  }
  Id library(Summary &S, FactsBuilder &B, unsigned Number, const Library &L) {
    auto [It, New] = Entities.try_emplace(Count + Number, S.Entities.size());
    if (New) {
      Entity E;
      E.USR = B.string("c:@F@" + L.Name);
      E.Name = B.string(L.Name);
      E.IsC = L.IsC;
      E.Parameters = B.strings(L.Parameters);
      E.Returns = B.string("int");
      S.Entities.push_back(E);
    }
    return It->second;
  }
  Type classOf(FactsBuilder &B, unsigned N) {
    Type T;
    T.Name = B.string("project::implementation" + std::to_string(N));
    T.Bases =
        B.strings({"project::interface" + std::to_string(N / 20 / FamilySize)});
    return T;
  }

  void define(Summary &S, FactsBuilder &B, unsigned N) {
    std::mt19937 Random(N);
    Role R = role(N);
    FunctionDraft F;
    F.Row.Entity = entity(S, B, N);
    F.Row.K = R.IsCoroutine ? Function::Coroutine : Function::Plain;
    Id File = B.file(R.File);
    uint32_t Line = 20 * (N % FunctionsPerFile) + 1;
    F.Row.Loc = {File, Line, 6};
    Type Task;
    Task.Name = B.string("asio::awaitable");
    F.Row.Returns = R.IsCoroutine ? B.type(Task) : NoId;
    for (Id I = 0; I < 3; ++I)
      F.Variables.push_back({B.string("argument"), I});
    F.Variables.push_back({B.string("local")});

    for (unsigned I = 0; I < CallsEach; ++I) {
      Call C;
      C.Loc = {File, ++Line, 3};
      C.Loc.setEnd(Line, 40);
      Value Other;
      Other.S = Shape::Class;
      Other.Variable = 3;
      ValueId Arguments[] = {pick(S, B, 0, Random), pick(S, B, 1, Random),
                             B.value(Other)};
      C.Arguments = B.list(Arguments);
      if (I == 0 && R.Layer == Layers - 1 && !R.IsPure)
        callLibrary(S, B, C, N, Random);
      else if (I % 2)
        callHarmless(S, B, C, Random);
      else if (I == 2 && N % 10 == 0)
        callParameter(B, C);
      else
        callFunction(S, B, C, N, R.Layer, Random);
      F.Calls.push_back(C);
    }
    F.Blocks = {{2, {1, 2}}, {6, {2}}, {CallsEach, {}}};
    // A third of the branches ask for a parameter.
    if (N % 3 == 0) {
      Test Asks;
      Asks.K = Test::Is;
      Asks.Index = N % 2;
      Asks.Number = N % 5;
      F.Blocks[0].Test = B.test(Asks);
    }
    B.add(F);
  }

  /// A parameter that is handed on, a number, or something else.
  ValueId pick(Summary &S, FactsBuilder &B, unsigned Parameter,
               std::mt19937 &Random) {
    Value V;
    V.S = Shape::Number;
    switch (Random() % 4) {
    case 0:
      V.K = Value::Parameter;
      V.Index = V.Variable = Parameter;
      break;
    case 1:
      V.K = Value::Integer;
      V.Number = V.Bits = Random() % 8 == 0 ? 0x40 : Random() % 16;
      V.IsZero = V.Number == 0;
      break;
    default:
      V.Variable = 3;
    }
    return B.value(V);
  }
  void callHarmless(Summary &S, FactsBuilder &B, Call &C,
                    std::mt19937 &Random) {
    unsigned Which = Random() % HarmlessFunctions;
    C.Callee = library(S, B, Which + std::size(Functions),
                       {"library::container::function" + std::to_string(Which),
                        {"unsigned long"}});
    C.HasObject = true;
    CallDetails D;
    D.ArgumentText =
        B.strings({"argument" + std::to_string(Random() % 1000), "local", ""});
    C.Details = B.details(D);
  }
  void callLibrary(Summary &S, FactsBuilder &B, Call &C, unsigned N,
                   std::mt19937 &Random) {
    // Each module waits for something else.
    unsigned Which = N / 4000 % std::size(Functions);
    const Library &L = Functions[Which];
    C.Callee = library(S, B, Which, L);
    Value Flags;
    Flags.S = Shape::Number;
    Flags.K = Value::Parameter;
    Flags.Index = Flags.Variable = 1;
    CallDetails D;
    std::vector<Id> Arguments, Texts;
    for (size_t I = 0; I < L.Parameters.size(); ++I) {
      Arguments.push_back(I + 1 == L.Parameters.size() ? B.value(Flags) : 0);
      Texts.push_back(B.string("argument" + std::to_string(Random() % 1000)));
    }
    C.Arguments = B.list(Arguments);
    C.HasObject = !L.IsC;
    D.ArgumentText = B.list(Texts);
    C.Details = B.details(D);
  }
  void callParameter(FactsBuilder &B, Call &C) {
    Value Target;
    Target.K = Value::Parameter;
    Target.Index = Target.Variable = 2;
    C.F = Call::Indirect;
    C.Target = B.value(Target);
  }
  void callFunction(Summary &S, FactsBuilder &B, Call &C, unsigned N,
                    unsigned Layer, std::mt19937 &Random) {
    unsigned Other = callee(N, Layer, Random);
    C.Callee = entity(S, B, Other);
    if (role(Other).IsVirtual) {
      C.IsVirtual = C.HasObject = true;
      Value Object;
      Object.S = Shape::Class;
      Object.Variable = 3;
      C.Object = B.value(Object);
    }
    // A lambda stands for a function here: only its number matters.
    if (Other % 10 == 0) {
      Value Callback;
      Callback.K = Value::Callable;
      Callback.Index = entity(S, B, callee(N, Layer, Random));
      std::vector<Id> Arguments(S.list(C.Arguments));
      Arguments[2] = B.value(Callback);
      C.Arguments = B.list(Arguments);
    }
  }

  const unsigned Count;
  llvm::DenseMap<unsigned, Id> Entities;
};

} // namespace

int main(int Argc, const char **Argv) {
  unsigned Count = 0;
  if (Argc != 3 || llvm::StringRef(Argv[2]).getAsInteger(10, Count) || !Count) {
    llvm::errs() << "usage: synthetic_program FOLDER FUNCTIONS\n";
    return 2;
  }
  if (std::error_code E = llvm::sys::fs::create_directories(Argv[1])) {
    llvm::errs() << Argv[1] << ": " << E.message() << '\n';
    return 2;
  }
  Generator G(Count);
  for (unsigned I = 0; I < G.files(); ++I) {
    std::string Path =
        std::string(Argv[1]) + "/file" + std::to_string(I) + ".nsum";
    std::error_code E;
    llvm::raw_fd_ostream OS(Path, E);
    if (E) {
      llvm::errs() << Path << ": " << E.message() << '\n';
      return 2;
    }
    OS << writeSummary(G.file(I), "synthetic");
  }
  return 0;
}
