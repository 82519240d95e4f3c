//===- Advice.cpp - what to use instead -----------------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Advice.h"
#include "RewritableCalls.h"
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

/// What `$0` and `$this` stand for.
static Words argumentsOf(const Facts &P, const Call &Call) {
  Words Out;
  llvm::ArrayRef<StringId> Texts = P.list(P.details(Call).ArgumentText);
  for (size_t I = 0; I < Texts.size(); ++I)
    Out[std::to_string(I)] = P.Strings[Texts[I]].str();
  Out["this"] = P.Strings[P.details(Call).ObjectText].str();
  return Out;
}

/// How \p F spells what \p R does.
static std::optional<std::string> spell(const Framework &F,
                                        llvm::StringRef Namespace, const Row &R,
                                        const Words &Arguments) {
  auto It = F.Operations.find(R.Operation);
  if (It == F.Operations.end())
    return std::nullopt;
  Words Meaning{{"ns", Namespace.str()}};
  for (const auto &[Name, Value] : R.OperationArguments)
    Meaning[Name] = fill(Value, Arguments).value_or("");
  return fill(It->second, Meaning);
}

std::string advise(const Facts &P, const Catalogue &C, const Row &R,
                   const Call &Call, llvm::StringRef TaskType) {
  Words Arguments = argumentsOf(P, Call);
  std::string Namespace;
  if (const Framework *F = C.framework(TaskType, Namespace))
    if (std::optional<std::string> Spelled = spell(*F, Namespace, R, Arguments))
      return *Spelled;
  return fill(R.Instead, Arguments).value_or("");
}

/// True if \p R hands each of the first \p Number arguments on, once.
static bool handsAllOn(const Row &R, size_t Number) {
  std::string All;
  for (const auto &[Name, Value] : R.OperationArguments)
    All += Value + " ";
  for (size_t I = 0; I < Number; ++I)
    if (llvm::StringRef(All).count("$" + std::to_string(I)) != 1)
      return false;
  return true;
}

Rewrite rewrite(const Facts &P, const Catalogue &C, const Row &R,
                const Call &Call, const Function &Context) {
  if (!Call.IsRewritable || Context.Returns == NoId)
    return {};
  std::string Namespace;
  const Framework *F = C.framework(P.typeName(Context.Returns), Namespace);
  llvm::ArrayRef<StringId> Texts = P.list(P.details(Call).ArgumentText);
  if (!F || !F->Fixes.contains(R.Operation) || !handsAllOn(R, Texts.size()))
    return {};
  const Spelling &Needs = F->Fixes.at(R.Operation);
  if (!Needs.TasksOf.empty() &&
      llvm::none_of(P.list(P.Types[Context.Returns].Arguments),
                    [&](StringId A) {
                      return C.canonical(P.Strings[A]) == Needs.TasksOf;
                    }))
    return {};

  Rewrite Out;
  Words Arguments = argumentsOf(P, Call);
  Out.Code = spell(*F, Namespace, R, Arguments).value_or("");
  std::vector<std::string> Written;
  for (StringId Text : Texts)
    Written.push_back(P.Strings[Text].str());
  llvm::StringRef Name = P.entityName(Call.Callee);
  Out.Was = spelledCall(Name.substr(Name.rfind(':') + 1), Written);
  Words Folder{{"ns", llvm::join(llvm::split(Namespace, "::"), "/")}};
  for (const std::string &Header : Needs.Headers)
    Out.Headers.push_back(fill(Header, Folder).value_or(""));
  Out.Umbrella = fill(Needs.Umbrella, Folder).value_or("");
  return Out;
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
