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
#include "report/Causes.h"
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

Contexts contextsOf(const Program &P) {
  Contexts Out;
  for (size_t I = 0; I < P.functions().size(); ++I)
    if (P.functions()[I].IsContext)
      ++(P.facts().Functions[I].K == Function::Coroutine ? Out.Coroutines
                                                         : Out.Others);
  return Out;
}

void printStatistics(llvm::ArrayRef<Finding> Findings, const Program &P,
                     size_t Units, llvm::raw_ostream &OS) {
  Counts Checks, Categories, Files, Calls;
  for (const Finding &F : Findings) {
    ++Checks[checkId(F).str()];
    ++Categories[allChecks()[F.Check].Category.str()];
    ++Files[shorten(F.Chain[0].At.File)];
  }
  print("findings by check", Checks, OS);
  print("findings by category", Categories, OS);
  print("findings by file", Files, OS);
  for (const Cause &C : causes(Findings))
    Calls[C.call().Callee + " at " + where(C.call().At)] += C.Findings.size();
  print("findings by blocking call", Calls, OS);

  Contexts Looked = contextsOf(P);
  Unknowns U = unknownsOnLoops(P);
  size_t Trusted = 0;
  for (const Unknowns::Callee &Callee : U.Callees)
    Trusted += Callee.Calls;
  OS << "looked at:\n"
     << llvm::format("%7zu  ", Units) << "files with what they include\n"
     << llvm::format("%7zu  ", P.functions().size()) << "functions\n"
     << llvm::format("%7zu  ", Looked.Coroutines) << "coroutines\n"
     << llvm::format("%7zu  ", Looked.Others)
     << "other functions on event loops\n"
     << "taken on trust:\n"
     << llvm::format("%7zu  ", Trusted) << "calls of "
     << plural(U.Callees.size(), "function")
     << " without a body and a row; --list-unknown lists them\n"
     << llvm::format("%7zu  ", U.Indirect)
     << "calls through pointers or std::function\n";
}

} // namespace nostall
