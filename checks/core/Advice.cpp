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
static std::string callText(const Facts &P, const Call &Call, Id Callee) {
  llvm::ArrayRef<StringId> Texts = P.list(P.details(Call).ArgumentText);
  if (Callee == NoId || Call.F != Call::Plain || llvm::is_contained(Texts, 0u))
    return "";
  llvm::StringRef Name = P.entityName(Callee);
  if (Name.contains("operator") || Name.contains('('))
    return "";
  std::string Out = Name.str();
  llvm::StringRef Object = P.Strings[P.details(Call).ObjectText];
  if (Call.HasObject) {
    if (Object.empty())
      return "";
    bool IsPointer = Object.consume_front("(*") && Object.consume_back(")");
    Out = (Object + (IsPointer ? "->" : ".") + Name.rsplit("::").second).str();
  }
  llvm::ListSeparator Comma;
  Out += "(";
  for (StringId Text : Texts)
    Out += (llvm::StringRef(Comma) + P.Strings[Text]).str();
  return Out + ")";
}

std::string advise(const Facts &P, const Catalogue &C, const Row &R,
                   const Call &Call, llvm::StringRef TaskType) {
  Words Arguments, Meaning;
  llvm::ArrayRef<StringId> Texts = P.list(P.details(Call).ArgumentText);
  for (size_t I = 0; I < Texts.size(); ++I)
    Arguments[std::to_string(I)] = P.Strings[Texts[I]].str();
  Arguments["this"] = P.Strings[P.details(Call).ObjectText].str();

  if (const Framework *F = C.framework(TaskType, Meaning["ns"]))
    if (auto It = F->Operations.find(R.Operation); It != F->Operations.end()) {
      for (const auto &[Name, Value] : R.OperationArguments)
        Meaning[Name] = fill(Value, Arguments).value_or("");
      if (std::optional<std::string> Spelled = fill(It->second, Meaning))
        return *Spelled;
    }
  return fill(R.Instead, Arguments).value_or("");
}

std::string adviseTwin(const Facts &P, const Call &Call, Id Twin) {
  bool TakesTheSame =
      P.Entities[Twin].Parameters == P.Entities[Call.Callee].Parameters;
  std::string Text = TakesTheSame ? callText(P, Call, Twin) : "";
  return "co_await " + (Text.empty() ? P.entityName(Twin).str() : Text);
}

std::string adviseOffload(const Facts &P, const Catalogue &C, const Call &Call,
                          llvm::StringRef TaskType) {
  Words Meaning;
  const Framework *F = C.framework(TaskType, Meaning["ns"]);
  if (!F)
    return "";
  Meaning["call"] = callText(P, Call, Call.Callee);
  if (Call.Callee != NoId)
    Meaning["result"] = P.Strings[P.Entities[Call.Callee].Returns].str();
  return fill(F->Offload, Meaning).value_or("");
}

} // namespace nostall
