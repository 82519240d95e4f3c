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
#include <set>

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

/// `recv, recvfrom`, and the overload.
static std::string title(const Row &R, llvm::ArrayRef<std::string> Names) {
  std::string Out = llvm::join(Names, ", ");
  if (!R.HasParameters)
    return Out;
  std::vector<std::string> Types;
  for (const NameGlob &G : R.Parameters)
    Types.push_back(G.text().str());
  return Out + " (" + llvm::join(Types, ", ") + ")";
}

/// All that a row says of its functions, a line each.
static void printEffect(const Catalogue &C, const Row &R,
                        llvm::raw_ostream &OS) {
  for (const NameGlob &G : R.Returns)
    print("returning", G.text(), OS);
  if (R.NeverBlocks)
    print("blocks", "never: " + R.Reason, OS);
  if (R.Cat != NoCategory) {
    print("check", allChecks()[R.Cat].Id, OS);
    print("duration", durations()[static_cast<size_t>(R.Lasts)], OS);
    print("because it", R.Reason, OS);
  }
  for (const Condition &Cond : R.When)
    print("only if", describe(C, Cond, describe(Cond.Arg)), OS);
  for (const Condition &Cond : R.Unless)
    print("unless", describe(C, Cond, describe(Cond.Arg)), OS);
  print("calls", R.Invokes, OS);
  print("offloads", R.Offloads, OS);
  print("runs on loop", R.RunsOnLoop, OS);
  auto PrintChange = [&](StringRef What, const StateChange &Change) {
    std::vector<std::string> When;
    for (const Condition &Cond : Change.When)
      When.push_back(describe(C, Cond, describe(Cond.Arg)));
    print(What,
          describe(Change.On) + " " + C.stateName(Change.State).str() +
              (When.empty() ? "" : ", if " + llvm::join(When, " and ")),
          OS);
  };
  for (const StateChange &Change : R.Changes)
    PrintChange(Change.Set ? "makes" : "ends", Change);
  for (const StateChange &Change : R.Ready)
    PrintChange("callback has", Change);
  static constexpr llvm::StringLiteral Hops[] = {
      "", "a thread pool", "the loop", "a new process, where it returns 0"};
  print("hops to", Hops[static_cast<unsigned>(R.HopsTo)].str(), OS);
  print("operation", R.Operation, OS);
  print("instead", R.Instead, OS);
  print("source", R.Source, OS);
}

static std::string place(const Row &R) {
  return R.File + ":" + std::to_string(R.Line);
}

bool showRows(const Catalogue &C, StringRef Name, llvm::raw_ostream &OS) {
  bool Any = false;
  for (const Row *R : C.search(Name)) {
    OS << (Any ? "\n" : "") << title(*R, R->Names) << '\n';
    Any = true;
    printEffect(C, *R, OS);
    print("row", place(*R), OS);
  }
  return Any;
}

bool searchRows(const Catalogue &C, llvm::ArrayRef<std::string> Words,
                llvm::raw_ostream &OS) {
  bool Any = false;
  for (const std::unique_ptr<Row> &R : C.rows()) {
    std::string Says = R->NeverBlocks ? "never blocks" : "does not decide";
    if (R->Cat != NoCategory)
      Says = allChecks()[R->Cat].Id.str();
    if (!R->Reason.empty())
      Says += ": " + R->Reason;
    for (const std::string &Name : R->Names) {
      std::string Text = title(*R, Name) + ": " + Says + " [" + place(*R) + "]";
      if (!llvm::all_of(Words, [&](StringRef Word) {
            return StringRef(Text).contains_insensitive(Word);
          }))
        continue;
      OS << Text << '\n';
      Any = true;
    }
  }
  return Any;
}

/// What each function's rows say, by name and overload.
static std::map<std::string, std::set<std::string>>
effects(const Catalogue &C) {
  std::map<std::string, std::set<std::string>> Out;
  for (const std::unique_ptr<Row> &R : C.rows()) {
    std::string Text;
    llvm::raw_string_ostream OS(Text);
    printEffect(C, *R, OS);
    for (const std::string &Name : R->Names) {
      std::set<std::string> &Lines = Out[title(*R, Name)];
      for (StringRef Line : llvm::split(StringRef(Text).rtrim(), '\n'))
        Lines.insert(Line.str());
    }
  }
  return Out;
}

bool diffRows(const Catalogue &Old, const Catalogue &New,
              llvm::raw_ostream &OS) {
  auto Before = effects(Old), After = effects(New);
  bool Any = false;
  std::set<std::string> Names;
  for (const auto *Effects : {&Before, &After})
    for (const auto &Entry : *Effects)
      Names.insert(Entry.first);
  for (const std::string &Name : Names) {
    const std::set<std::string> &Was = Before[Name], &Is = After[Name];
    if (Was == Is)
      continue;
    Any = true;
    OS << (Was.empty() ? "+ " : Is.empty() ? "- " : "~ ") << Name << '\n';
    for (const std::string &Line : Was)
      if (!Is.count(Line))
        OS << "  -" << Line << '\n';
    for (const std::string &Line : Is)
      if (!Was.count(Line))
        OS << "  +" << Line << '\n';
  }
  return Any;
}

} // namespace nostall
