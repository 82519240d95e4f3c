//===- Statistics.cpp - what a run found, in numbers ----------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Statistics.h"
#include "Config.h"
#include "Effects.h"
#include "core/Describe.h"
#include "report/Words.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Format.h"
#include <map>

namespace nostall {
namespace {

using Counts = std::map<std::string, size_t>;

void print(llvm::StringRef Title, const Counts &By, llvm::raw_ostream &OS) {
  if (By.empty())
    return;
  OS << Title << ":\n";
  std::vector<std::pair<std::string, size_t>> Sorted(By.begin(), By.end());
  llvm::sort(Sorted, [](const auto &A, const auto &B) {
    return std::tie(B.second, A.first) < std::tie(A.second, B.first);
  });
  for (const auto &[Name, Count] : Sorted)
    OS << llvm::format("%7zu  ", Count) << Name << '\n';
}

} // namespace

void printStatistics(llvm::ArrayRef<Finding> Findings, const Program &P,
                     size_t Units, llvm::raw_ostream &OS) {
  Counts Checks, Categories, Files;
  for (const Finding &F : Findings) {
    ++Checks[checkId(F).str()];
    ++Categories[allChecks()[F.Check].Category.str()];
    ++Files[shorten(F.Chain[0].At.File)];
  }
  print("findings by check", Checks, OS);
  print("findings by category", Categories, OS);
  print("findings by file", Files, OS);

  size_t Coroutines = 0, Callbacks = 0;
  for (size_t I = 0; I < P.functions().size(); ++I)
    if (P.functions()[I].IsContext)
      ++(P.facts().Functions[I].K == Function::Coroutine ? Coroutines
                                                         : Callbacks);
  Unknowns U = unknownsOnLoops(P);
  size_t Calls = 0;
  for (const Unknowns::Callee &Callee : U.Callees)
    Calls += Callee.Calls;
  OS << "looked at:\n"
     << llvm::format("%7zu  ", Units) << "files with what they include\n"
     << llvm::format("%7zu  ", P.functions().size()) << "functions\n"
     << llvm::format("%7zu  ", Coroutines) << "coroutines\n"
     << llvm::format("%7zu  ", Callbacks) << "other functions on event loops\n"
     << "taken on trust:\n"
     << llvm::format("%7zu  ", Calls) << "calls of "
     << plural(U.Callees.size(), "function")
     << " without a body and a row; --list-unknown lists them\n"
     << llvm::format("%7zu  ", U.Indirect)
     << "calls through pointers or std::function\n";
}

} // namespace nostall
