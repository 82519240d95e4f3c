//===- Explain.cpp - what the tool knows, for people ----------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Explain.h"
#include "Config.h"
#include "core/Describe.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Format.h"

namespace nostall {

using llvm::StringRef;

void listChecks(uint64_t On, llvm::raw_ostream &OS) {
  for (size_t I = 0; I < allChecks().size(); ++I)
    if (On >> I & 1)
      OS << llvm::left_justify(allChecks()[I].Id, 30) << ' '
         << allChecks()[I].Description << '\n';
}

bool explainCheck(StringRef Check, llvm::raw_ostream &OS) {
  for (const CheckInfo &Info : allChecks())
    if (Info.Id == Check || Info.Id == "nostall-" + Check.str()) {
      OS << Info.Page;
      return true;
    }
  return false;
}

static void print(StringRef Label, StringRef Text, llvm::raw_ostream &OS) {
  if (!Text.empty())
    OS << "  " << llvm::left_justify(Label, 13) << Text << '\n';
}

static void print(StringRef Label, const ArgumentSet &Set,
                  llvm::raw_ostream &OS) {
  std::vector<std::string> Items;
  for (const Argument &A : Set.Some)
    Items.push_back(describe(A));
  print(Label, Set.All ? "every callable argument" : llvm::join(Items, ", "),
        OS);
}

bool showRows(const Catalogue &C, StringRef Name, llvm::raw_ostream &OS) {
  bool Any = false;
  for (const Row *R : C.search(Name)) {
    OS << (Any ? "\n" : "") << llvm::join(R->Names, ", ");
    if (R->HasParameters) {
      std::vector<std::string> Types;
      for (const NameGlob &G : R->Parameters)
        Types.push_back(G.text().str());
      OS << " (" << llvm::join(Types, ", ") << ")";
    }
    OS << '\n';
    for (const NameGlob &G : R->Returns)
      print("returning", G.text(), OS);
    Any = true;
    if (R->NeverBlocks)
      print("blocks", "never: " + R->Reason, OS);
    if (R->Cat != NoCategory) {
      print("check", allChecks()[R->Cat].Id, OS);
      print("duration", durations()[static_cast<size_t>(R->Lasts)], OS);
      print("because it", R->Reason, OS);
    }
    for (const Condition &Cond : R->When)
      print("only if", describe(C, Cond, describe(Cond.Arg)), OS);
    for (const Condition &Cond : R->Unless)
      print("unless", describe(C, Cond, describe(Cond.Arg)), OS);
    print("calls", R->Invokes, OS);
    print("offloads", R->Offloads, OS);
    print("runs on loop", R->RunsOnLoop, OS);
    for (const StateChange &Change : R->Changes) {
      std::vector<std::string> When;
      for (const Condition &Cond : Change.When)
        When.push_back(describe(C, Cond, describe(Cond.Arg)));
      print(Change.Set ? "makes" : "ends",
            describe(Change.On) + " " + C.stateName(Change.State).str() +
                (When.empty() ? "" : ", if " + llvm::join(When, " and ")),
            OS);
    }
    if (R->HopsTo != Hop::None)
      print("hops to", R->HopsTo == Hop::Pool ? "a thread pool" : "the loop",
            OS);
    print("operation", R->Operation, OS);
    print("instead", R->Instead, OS);
    print("source", R->Source, OS);
    print("row", R->File + ":" + std::to_string(R->Line), OS);
  }
  return Any;
}

} // namespace nostall
