//===- FieldSetters.cpp - what setters leave in objects -------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// `Builder().host("x").quick(true).build()`: of an object that only one
// function sees, the calls of its setters say what is in its fields.
//
//===----------------------------------------------------------------------===//

#include "FieldValues.h"
#include "llvm/ADT/STLExtras.h"

namespace nostall {

/// Setters that call setters, and longest chain of calls.
static constexpr unsigned MaxDepth = 4, MaxChain = 32;

FieldValues::Left FieldValues::left(Id Method, StringId Field,
                                    unsigned Depth) const {
  Left Out;
  for (const FieldWrite &W : Writes.find(Field)->second) {
    if (W.By != Method || W.K == FieldWrite::ByConstructor ||
        (W.K == FieldWrite::Unseen && !isUnseen(W)))
      continue;
    const Value &What = P.Values[W.What];
    bool IsKnown = W.K == FieldWrite::BySetter && !Out.Writes && W.What != 0;
    Out.Writes = true;
    Out.What = IsKnown ? std::optional(What) : std::nullopt;
  }
  auto It = Bodies.find(Method);
  if (Out.Writes || It == Bodies.end())
    return Out;
  // Too deep to tell: it may.
  if (Depth == MaxDepth)
    return {true};
  for (uint32_t Body : It->second)
    for (const Call &Call : P.calls(P.Functions[Body])) {
      if (Call.Callee == NoId || !Call.HasObject ||
          P.object(Call).K != Value::This)
        continue;
      Left Inner =
          Call.IsVirtual ? Left{true} : left(Call.Callee, Field, Depth + 1);
      if (!Inner.Writes)
        continue;
      bool IsKnown = Inner.What && !Out.Writes && It->second.size() == 1 &&
                     isCertain(Body, indexOf(Body, Call), NoId);
      Out.Writes = true;
      Out.What =
          IsKnown ? given(Body, Call, 0, *Inner.What, Depth) : std::nullopt;
    }
  return Out;
}

/// True if \p Call returns its own object.
bool FieldValues::returnsThis(const Call &Call, unsigned Depth) const {
  auto It = Call.HasObject && Call.Callee != NoId && !Call.IsVirtual
                ? Bodies.find(Call.Callee)
                : Bodies.end();
  if (It == Bodies.end() || It->second.size() != 1)
    return false;
  bool Any = false;
  for (const nostall::Call &Inner : P.calls(P.Functions[It->second[0]]))
    if (Inner.F == Call::Return) {
      const Value &Returned = P.target(Inner);
      if (Returned.K == Value::Result && Depth < MaxDepth) {
        const nostall::Call &Made = call(It->second[0], Returned.Index);
        if (!Made.HasObject || P.object(Made).K != Value::This ||
            !returnsThis(Made, Depth + 1))
          return false;
      } else if (Returned.K != Value::This) {
        return false;
      }
      Any = true;
    }
  return Any;
}

/// The object that a chain of calls begins with.
const Value &FieldValues::rootOf(uint32_t Function, const Value &Object) const {
  const Value *V = &Object;
  for (unsigned I = 0; V->K == Value::Result && I < MaxChain; ++I) {
    const Call &Made = call(Function, V->Index);
    if (!returnsThis(Made))
      break;
    V = &P.object(Made);
  }
  return *V;
}

/// True if \p Call has run whenever \p Use does or, without that, whenever
/// \p Function has ended.
bool FieldValues::isCertain(uint32_t Function, uint32_t Call,
                            uint32_t Use) const {
  llvm::ArrayRef<Block> Blocks = P.blocks(P.Functions[Function]);
  auto BlockOf = [&](uint32_t I) {
    return llvm::find_if(Blocks, [&](const Block &B) { return I < B.End; }) -
           Blocks.begin();
  };
  size_t Passed = BlockOf(Call);
  std::optional<size_t> Asked;
  if (Use != NoId)
    Asked = BlockOf(Use);
  if (Asked == Passed)
    return Call < Use;
  std::vector<bool> Seen(Blocks.size());
  std::vector<size_t> Work{0};
  while (!Work.empty()) {
    size_t B = Work.back();
    Work.pop_back();
    if (B == Passed || Seen[B])
      continue;
    Seen[B] = true;
    llvm::ArrayRef<Id> To = P.list(Blocks[B].Successors);
    if (Asked ? *Asked == B : To.empty())
      return false;
    llvm::append_range(Work, To);
  }
  return true;
}

/// True if a function that is given the local \p Variable sets the field of it.
bool FieldValues::isSetByOthers(uint32_t Function, Id Variable,
                                StringId Field) const {
  for (const Call &Call : P.calls(P.Functions[Function])) {
    auto It = Call.Callee == NoId ? Bodies.end() : Bodies.find(Call.Callee);
    if (It == Bodies.end())
      continue;
    for (const auto &[I, V] : llvm::enumerate(P.arguments(Call)))
      if (P.Values[V].Variable == Variable)
        for (uint32_t Body : It->second)
          for (const nostall::Call &Inner : P.calls(P.Functions[Body]))
            if (Inner.HasObject && Inner.Callee != NoId &&
                P.object(Inner).K == Value::Parameter &&
                P.object(Inner).Index == I &&
                left(Inner.Callee, Field, 0).Writes)
              return true;
  }
  return false;
}

/// What the object \p Root begins with.
std::optional<Value> FieldValues::begun(uint32_t Function, const Value &Root,
                                        Member M, unsigned Depth) const {
  const Call *Made = nullptr;
  llvm::ArrayRef<Call> Calls = P.calls(P.Functions[Function]);
  for (const Call &Call : Calls)
    if (Root.Variable != NoId && Call.ResultVariable == Root.Variable) {
      if (Made)
        return std::nullopt;
      Made = &Call;
    }
  if (!Made && Root.K == Value::Result)
    Made = &Calls[Root.Index];
  if (!Made || Made->Callee == NoId)
    return std::nullopt;
  if (Made->F == Call::Constructor) {
    llvm::ArrayRef<ValueId> Arguments = P.arguments(*Made);
    if (Arguments.size() == 1 && P.object(*Made).Type != NoId &&
        P.Values[Arguments[0]].Type == P.object(*Made).Type)
      return of(Function, P.Values[Arguments[0]], M, indexOf(Function, *Made),
                Depth + 1);
    std::optional<Value> V = initial(Made->Callee, M.Field, Depth);
    return V ? given(Function, *Made, 0, *V, Depth) : std::nullopt;
  }
  // A factory.
  auto It = Bodies.find(Made->Callee);
  if (It == Bodies.end() || It->second.size() != 1 || Made->IsVirtual)
    return std::nullopt;
  std::optional<Value> Only;
  uint32_t Body = It->second[0];
  for (const Call &Call : P.calls(P.Functions[Body]))
    if (Call.F == Call::Return) {
      std::optional<Value> V =
          of(Body, P.target(Call), M, indexOf(Body, Call), Depth + 1);
      if (!V || V->K != Value::Integer || (Only && !(*Only == *V)))
        return std::nullopt;
      Only = V;
    }
  return Only;
}

/// What is in a field of a local or temporary object at \p Use, where setters
/// may have put something into it. Nothing if that is not known, or if no
/// setter is for that field.
std::optional<Value> FieldValues::afterSetters(uint32_t Function,
                                               const Value &Object, Member M,
                                               uint32_t Use,
                                               unsigned Depth) const {
  if (M.Holder || !Set.contains(M.Field))
    return std::nullopt;
  const nostall::Function &F = P.Functions[Function];
  const Value &Root = rootOf(Function, Object);
  const Variable *Local =
      Root.Variable == NoId ? nullptr : &P.variables(F)[Root.Variable];
  // What a pointer points to, others may know too.
  if (Root.S != Shape::Class)
    return std::nullopt;
  if (Local ? Local->IsField || Local->Parameter != NoId || Local->Outer != NoId
            : Root.K != Value::Result)
    return std::nullopt;
  std::optional<Value> Now = begun(Function, Root, M, Depth);
  bool Differs = false;
  llvm::ArrayRef<Call> Calls = P.calls(F);
  for (uint32_t I = 0; I < std::min<size_t>(Use, Calls.size()); ++I) {
    const Call &Call = Calls[I];
    if (!Call.HasObject || Call.Callee == NoId || Call.F != Call::Plain)
      continue;
    const Value &On = rootOf(Function, P.object(Call));
    if (Local ? On.Variable != Root.Variable
              : On.K != Value::Result || On.Index != Root.Index)
      continue;
    Left Sets = left(Call.Callee, M.Field, 0);
    if (!Sets.Writes)
      continue;
    std::optional<Value> What =
        Sets.What ? given(Function, Call, 0, *Sets.What, Depth + 1)
                  : std::nullopt;
    bool IsLast = isCertain(Function, I, Use);
    Differs = IsLast ? false : Differs || !What || !(What == Now);
    if (IsLast)
      Now = What;
  }
  if (Differs || !Now ||
      (Local && isSetByOthers(Function, Root.Variable, M.Field)))
    return std::nullopt;
  // Whoever writes to it otherwise is not followed.
  for (const FieldWrite &W : Writes.find(M.Field)->second)
    if (isUnseen(W) || (W.K == FieldWrite::Later && W.By == NoId &&
                        !(P.Values[W.What] == *Now)))
      return std::nullopt;
  return Now;
}

} // namespace nostall
