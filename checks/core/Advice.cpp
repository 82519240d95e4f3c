//===- Advice.cpp - what to use instead -----------------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Advice.h"
#include "llvm/ADT/StringExtras.h"

namespace nostall {

using Words = std::map<std::string, std::string>;

/// Replaces each `$word` of \p Text. Words without a value stand as they are,
/// without the dollar, for the reader to fill in.
static std::string fill(llvm::StringRef Text, const Words &W) {
  std::string Out;
  while (!Text.empty()) {
    auto [Before, After] = Text.split('$');
    Out += Before;
    if (Before.size() == Text.size())
      break;
    llvm::StringRef Word = After.take_while(
        [](char C) { return llvm::isAlnum(C) || C == '_'; });
    auto It = W.find(Word.str());
    Out += It != W.end() && !It->second.empty() ? It->second
           : !Word.empty() && llvm::isDigit(Word[0])
               ? "..."
               : Word.str();
    Text = After.drop_front(Word.size());
  }
  return Out;
}

/// How the call is written, as far as that is known.
static std::string callText(const Call &Call, const Entity *Callee) {
  if (!Callee)
    return "the call";
  std::string Name = Callee->Name;
  if (Call.F == Call::Constructor)
    Name = Callee->Returns;
  else if (Call.F == Call::Destructor)
    return "the destructor";
  else if (Call.HasObject && !Call.ObjectText.empty())
    Name = Call.ObjectText + "." +
           llvm::StringRef(Name).rsplit("::").second.str();
  return Name + "(" + llvm::join(Call.ArgumentText, ", ") + ")";
}

std::string advise(const Catalogue &C, const Row &R, const Call &Call,
                   const Entity *Callee, llvm::StringRef TaskType) {
  Words Arguments;
  for (size_t I = 0; I < Call.ArgumentText.size(); ++I)
    Arguments[std::to_string(I)] = Call.ArgumentText[I];
  Arguments["this"] = Call.ObjectText;

  Words Meaning;
  const Framework *F = C.framework(TaskType, Meaning["ns"]);
  if (F)
    if (auto It = F->Operations.find(R.Operation); It != F->Operations.end()) {
      for (const auto &[Name, Value] : R.OperationArguments)
        Meaning[Name] = fill(Value, Arguments);
      return fill(It->second, Meaning);
    }
  if (!R.Instead.empty())
    return fill(R.Instead, Arguments);
  if (!F)
    return "";
  Meaning["call"] = callText(Call, Callee);
  Meaning["result"] = Callee ? Callee->Returns : "auto";
  return fill(F->Offload, Meaning);
}

} // namespace nostall
