//===- LinkFields.cpp - numbers in fields and from helpers ----------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LinkDetail.h"

namespace nostall {

/// Asks a condition on a field of an object that \p E gives the callee.
Answer Program::askField(uint32_t FunctionIndex, const Call &Asking,
                         const Edge &E, const Condition &Cond,
                         const Argument &At) const {
  const Member Asked{At.Part, At.Holder};
  Id Callee = E.Function == NoId ? E.Entity : function(E.Function).Entity;
  const Value *Object = argument(P, Asking, At);
  std::optional<Value> Known;
  if (At.K == Argument::Object && P.Entities[Callee].K == Entity::Constructor &&
      !(Object && Object->K == Value::This)) {
    Known = Fields.made(FunctionIndex, Asking, Callee, E.PassesFrom, Asked);
    Object = nullptr;
  } else if (Object) {
    Object = &Fields.pointee(FunctionIndex, *Object);
    Known = Fields.of(FunctionIndex, *Object, Asked,
                      &Asking - calls(FunctionIndex).data());
  }
  Answer A;
  if (Known) {
    A = askValue(Cond, *Known, P, C,
                 [](const Value &, uint32_t) { return false; });
    A.Arg.IsField |= !A.Test;
    return A;
  }
  if (std::optional<Argument> Own =
          Object ? callersArgument(*Object) : std::nullopt) {
    A = {Answer::Carried, *Own};
    A.Arg.IsField = true;
    A.Arg.Part = At.Part;
    A.Arg.Holder = At.Holder;
  }
  return A;
}

/// Asks a condition on numbers of what a helper of the project returns.
Answer Program::askResult(uint32_t FunctionIndex, const Condition *&Cond,
                          const Value &V, unsigned Depth) const {
  if (V.K != Value::Result || Depth == 4)
    return {};
  const Call &Made = call(FunctionIndex, V.Index);
  llvm::ArrayRef<uint32_t> Bodies = bodies(Made);
  if (Made.IsVirtual || Bodies.size() != 1)
    return {};
  auto InNone = [](const Value &, uint32_t) { return false; };
  const Value &Returned = P.Values[function(Bodies[0]).Returned];
  Answer A = askValue(*Cond, Returned, P, C, InNone);
  if (Returned.K == Value::This)
    A = {Answer::Carried,
         {Argument::Object, 0, /*IsField=*/true, Returned.Text}};
  if (Returned.K == Value::Result)
    A = askResult(Bodies[0], Cond, Returned, Depth + 1);
  if (A.K != Answer::Carried)
    return A;
  if (A.Test)
    Cond = Tests.find(A.Test, A.Goes);
  const Argument At = A.Arg;
  A = ask(*Cond, At, Made, P, C, InNone);
  if (isOfField(*Cond, At) &&
      (At.K == Argument::Object || A.K == Answer::Unknown))
    A = askField(FunctionIndex, Made, {Made.Callee}, *Cond, At);
  if (A.Test)
    Cond = Tests.find(A.Test, A.Goes);
  A.Test = 0;
  const Value *Given = argument(P, Made, At);
  return A.K == Answer::Unknown && Given && !At.Part
             ? askResult(FunctionIndex, Cond, *Given, Depth + 1)
             : A;
}

} // namespace nostall
