//===- Judge.cpp - which calls stall an event loop ------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Judge.h"
#include "Advice.h"
#include "llvm/ADT/STLExtras.h"
#include <map>
#include <set>

namespace nostall {
namespace {

Place place(const Summary &S, const Location &L) {
  return {L.File == NoId ? "" : S.Files[L.File], L.Line, L.Column, L.EndLine,
          L.EndColumn};
}

/// \p Name without what people do not write.
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

/// The function's name for people, within a sentence.
std::string describe(const Entity *E) {
  if (!E)
    return "a function called through a pointer";
  llvm::StringRef Scope = llvm::StringRef(E->Name).rsplit("::").first;
  switch (E->K) {
  case Entity::Lambda:
    return "a lambda";
  case Entity::Constructor:
    return "the constructor of " + quoted(Scope);
  case Entity::Destructor:
    return "the destructor of " + quoted(Scope);
  case Entity::Function:
    break;
  }
  return quoted(E->Name);
}

/// Library names have internal homes (`std::__basic_future::wait`): say the
/// name that the row gives first.
std::string describeCulprit(const Entity *E, const Row &Cause) {
  if (E && E->K == Entity::Function && E->Name.find("::_") != std::string::npos)
    for (const std::string &Public : Cause.Names)
      if (llvm::StringRef(Public).rsplit("::").second ==
              llvm::StringRef(E->Name).rsplit("::").second &&
          !llvm::StringRef(Public).contains("::_"))
        return quoted(Public);
  return describe(E);
}

class Judge {
public:
  Judge(const Program &P, const Catalogue &C, const JudgeOptions &Options)
      : P(P), C(C), Options(Options) {}

  std::vector<Finding> run() {
    for (uint32_t I = 0; I < P.functions().size(); ++I)
      if (P.functions()[I].IsContext)
        for (uint32_t J = 0; J < P.functions()[I].F->Calls.size(); ++J)
          call(I, J);
    // By place, and in the order of execution on one place.
    llvm::sort(Found, [](const Ordered &A, const Ordered &B) {
      const Place &P = A.F.Chain[0].At, &Q = B.F.Chain[0].At;
      return std::tie(P.File, P.Line, P.Column, A.Number) <
             std::tie(Q.File, Q.Line, Q.Column, B.Number);
    });
    std::vector<Finding> Out;
    for (Ordered &O : Found)
      Out.push_back(std::move(O.F));
    return Out;
  }

private:
  void call(uint32_t FunctionIndex, uint32_t CallIndex) {
    const LinkedFunction &F = P.functions()[FunctionIndex];
    if (F.F->Calls[CallIndex].Loc.File == NoId)
      return;
    // The shortest path for each check.
    std::vector<Effect> Effects = P.effectsAt(FunctionIndex, CallIndex);
    std::map<Category, const Effect *> Shortest;
    for (const Effect &E : Effects) {
      if (!(Options.Checks >> E.Cat & 1) || E.Lasts > Options.Shortest)
        continue;
      // What no caller can decide any more, an argument of the context
      // itself, is not known.
      if (llvm::any_of(E.Literals, [](const Literal &L) { return L.MustHold; }))
        continue;
      const Effect *&Best = Shortest[E.Cat];
      if (!Best || E.Length < Best->Length)
        Best = &E;
    }
    for (const auto &[Cat, E] : Shortest) {
      // Instances of a template say the same thing.
      Finding F = report(FunctionIndex, *E);
      if (Places.insert({F.Chain[0].At, Cat}).second)
        Found.push_back({std::move(F), Found.size()});
    }
  }

  std::string describeContext(const LinkedFunction &F) const {
    const Entity *E = P.entity(F.Entity).E;
    bool IsLambda = E->K == Entity::Lambda;
    std::string Name = IsLambda ? "a lambda" : quoted(E->Name);
    if (F.F->K == Function::Coroutine)
      Name = IsLambda ? "a lambda coroutine"
                      : "coroutine '" + unscoped(E->Name) + "'";
    if (F.HandedTo != NoId)
      Name += " that " + describe(P.entity(F.HandedTo).E) +
              " runs on the event loop";
    return Name;
  }

  Finding report(uint32_t FunctionIndex, const Effect &First) const {
    const LinkedFunction &Context = P.functions()[FunctionIndex];
    Finding Out;
    Out.Check = First.Cat;
    Out.Lasts = First.Lasts;

    const LinkedFunction *F = &Context;
    const Effect *E = &First;
    const Call *Last = nullptr;
    const Entity *LastCallee = nullptr;
    std::string Caller = describeContext(Context);
    while (true) {
      Last = &F->F->Calls[E->Call];
      uint32_t Callee = P.callee(*F, *Last);
      LastCallee = Callee == NoId ? nullptr : P.entity(Callee).E;
      std::string Name = describe(LastCallee);
      if (E->NextFunction == NoId && E->Culprit == Callee)
        Name = describeCulprit(LastCallee, *E->Cause);
      Out.Chain.push_back({place(*F->S, Last->Loc), Caller, Name});
      if (E->NextFunction == NoId) {
        // Reached through a value: std::invoke(usleep, 5).
        if (E->Culprit != Callee) {
          LastCallee = P.entity(E->Culprit).E;
          Out.Chain.push_back(
              {Out.Chain.back().At, Name, describe(LastCallee)});
        }
        break;
      }
      F = &P.functions()[E->NextFunction];
      E = &F->Effects[E->NextEffect];
      Caller = describe(P.entity(F->Entity).E);
    }

    const Row &Cause = *E->Cause;
    Out.Reason = Cause.Reason;
    Out.Message = Out.Chain[0].Callee + " blocks the event loop in " +
                  describeContext(Context);
    if (Out.Chain.size() > 1)
      Out.Message += ": it reaches " + Out.Chain.back().Callee;
    llvm::StringRef TaskType;
    if (Context.F->K == Function::Coroutine && Context.F->Returns != NoId)
      TaskType = Context.S->Types[Context.F->Returns].Name;
    Out.Advice = advise(C, Cause, *Last, TaskType);
    if (Out.Chain.size() > 1 || Out.Advice.empty()) {
      const Call &Called = Context.F->Calls[First.Call];
      uint32_t Callee = P.callee(Context, Called);
      Out.Offload = adviseOffload(
          C, Called, Callee == NoId ? nullptr : P.entity(Callee).E, TaskType);
    }
    return Out;
  }

  const Program &P;
  const Catalogue &C;
  const JudgeOptions &Options;
  struct Ordered {
    Finding F;
    size_t Number;
  };
  std::vector<Ordered> Found;
  std::set<std::pair<Place, Category>> Places;
};

} // namespace

std::vector<Finding> judge(const Program &P, const Catalogue &C,
                           const JudgeOptions &Options) {
  return Judge(P, C, Options).run();
}

} // namespace nostall
