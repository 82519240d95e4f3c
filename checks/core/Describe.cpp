//===- Describe.cpp - names of things for people --------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Describe.h"
#include "Link.h"
#include "llvm/ADT/StringExtras.h"

namespace nostall {

std::string unscoped(llvm::StringRef Name) {
  std::string Text = Name.str();
  static constexpr llvm::StringRef Anonymous = "(anonymous namespace)::";
  for (size_t At; (At = Text.find(Anonymous)) != std::string::npos;)
    Text.erase(At, Anonymous.size());
  return Text;
}

std::string quoted(llvm::StringRef Name) {
  return (Name.contains("::") ? "'" : "'::") + unscoped(Name) + "'";
}

std::string describe(const Facts &P, Id E) {
  if (E == NoId)
    return "a function called through a pointer";
  llvm::StringRef Name = P.entityName(E), Scope = Name.rsplit("::").first;
  switch (P.Entities[E].K) {
  case Entity::Lambda:
    return "a lambda";
  case Entity::Constructor:
    return "the constructor of " + quoted(Scope);
  case Entity::Destructor:
    return "the destructor of " + quoted(Scope);
  case Entity::Function:
    break;
  }
  return quoted(Name);
}

std::string describeCulprit(const Facts &P, Id E, const Row &Cause) {
  if (E != NoId && P.Entities[E].K == Entity::Function &&
      P.entityName(E).contains("::_"))
    for (llvm::StringRef Public : Cause.Names)
      if (Public.rsplit("::").second == P.entityName(E).rsplit("::").second &&
          !Public.contains("::_"))
        return quoted(Public);
  return describe(P, E);
}

std::string plural(size_t N, llvm::StringRef Word) {
  return std::to_string(N) + " " + Word.str() + (N == 1 ? "" : "s");
}

std::string describe(const Argument &A) {
  switch (A.K) {
  case Argument::Object:
    return "the object";
  case Argument::Return:
    return "the result";
  case Argument::Number:
    break;
  }
  return "argument " + std::to_string(A.Index);
}

std::string describe(const Catalogue &C, const Condition &Cond,
                     llvm::StringRef Subject, bool MustHold) {
  bool Negated = Cond.Not == MustHold;
  std::vector<std::string> Values = Cond.NumberTexts;
  for (const NameGlob &G : Cond.Globs)
    Values.push_back(G.text().str());
  bool LacksAll = Negated && Cond.K == Condition::HasBits;
  std::string List = llvm::join(Values, LacksAll ? " and " : " or ");
  std::string Of = Subject.str();
  if (!Cond.Field.empty())
    Of += "'s field " + Cond.Field;
  std::string Is = Of + (Negated ? " is not " : " is ");
  switch (Cond.K) {
  case Condition::HasBits:
    return Of + (Negated ? " lacks " : " has ") + List;
  case Condition::Is:
  case Condition::RefersTo:
    return Is + List;
  case Condition::Zero:
    return Is + "zero";
  case Condition::Null:
    return Is + "null";
  case Condition::HasType:
    return Is + "a " + List;
  case Condition::HasTypeArgument:
    return Is + "of " + List;
  case Condition::InState:
    return Is + C.stateName(Cond.State).str();
  case Condition::OwnsThreads:
    return Of + (Negated ? " owns no threads" : " owns threads");
  case Condition::MadeHere:
    return Of + (Negated ? " comes from elsewhere" : " was made here");
  case Condition::GivenTo:
    return std::string("the result is ") + (Negated ? "not " : "") +
           "given to " + List;
  case Condition::Below:
    return Is + "below " + List;
  case Condition::IsAddress:
    return Is + "a numeric address";
  case Condition::Count:
    return std::string("the call has ") + (Negated ? "not " : "") + List +
           " arguments";
  case Condition::Awaited:
    return std::string("the result is ") + (Negated ? "not " : "") + "awaited";
  }
  return "";
}

std::string describe(const Facts &P, const Catalogue &C, const Literal &L,
                     llvm::StringRef Subject) {
  if (!L.C)
    return Subject.str() + (L.Slot ? " holds " : " runs ") +
           describe(P, L.Chosen);
  Condition Cond = *L.C;
  if (isOfField(Cond, L.Arg))
    Cond.Field = P.Strings[L.Arg.Part].rsplit("::").second;
  else if (L.Arg.IsField) // Then the argument is the field's value.
    Cond.Field.clear();
  return describe(C, Cond, Subject, L.MustHold);
}

} // namespace nostall
