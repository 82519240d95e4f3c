//===- Advice.cpp - what to use instead -----------------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Advice.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include <optional>

namespace nostall {

using Words = std::map<std::string, std::string>;

/// Replaces each `$word` of \p Text; nothing if one has no value.
static std::optional<std::string> fill(llvm::StringRef Text, const Words &W) {
  std::string Out;
  while (true) {
    auto [Before, After] = Text.split('$');
    Out += Before;
    if (Before.size() == Text.size())
      return Out;
    llvm::StringRef Word =
        After.take_while([](char C) { return llvm::isAlnum(C) || C == '_'; });
    auto It = W.find(Word.str());
    if (It == W.end() || It->second.empty())
      return std::nullopt;
    Out += It->second;
    Text = After.drop_front(Word.size());
  }
}

/// How the call is written; empty if that is not known, or if it is none that
/// can be handed on.
static std::string callText(const Call &Call, const Entity *Callee) {
  if (!Callee || Call.F != Call::Plain ||
      llvm::is_contained(Call.ArgumentText, ""))
    return "";
  llvm::StringRef Name = Callee->Name;
  if (Name.contains("operator") || Name.contains('('))
    return "";
  std::string Out = Name.str();
  if (Call.HasObject)
    Out = (Call.ObjectText.empty() ? "" : Call.ObjectText + ".") +
          Name.rsplit("::").second.str();
  return Out + "(" + llvm::join(Call.ArgumentText, ", ") + ")";
}

std::string advise(const Catalogue &C, const Row &R, const Call &Call,
                   llvm::StringRef TaskType) {
  Words Arguments, Meaning;
  for (size_t I = 0; I < Call.ArgumentText.size(); ++I)
    Arguments[std::to_string(I)] = Call.ArgumentText[I];
  Arguments["this"] = Call.ObjectText;

  if (const Framework *F = C.framework(TaskType, Meaning["ns"]))
    if (auto It = F->Operations.find(R.Operation); It != F->Operations.end()) {
      for (const auto &[Name, Value] : R.OperationArguments)
        Meaning[Name] = fill(Value, Arguments).value_or("");
      if (std::optional<std::string> Spelled = fill(It->second, Meaning))
        return *Spelled;
    }
  return fill(R.Instead, Arguments).value_or("");
}

std::string adviseOffload(const Catalogue &C, const Call &Call,
                          const Entity *Callee, llvm::StringRef TaskType) {
  Words Meaning;
  const Framework *F = C.framework(TaskType, Meaning["ns"]);
  if (!F)
    return "";
  Meaning["call"] = callText(Call, Callee);
  Meaning["result"] = Callee ? Callee->Returns : "";
  return fill(F->Offload, Meaning).value_or("");
}

} // namespace nostall
