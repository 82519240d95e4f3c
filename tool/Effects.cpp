//===- Effects.cpp - why functions block or not ---------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Effects.h"
#include "Config.h"
#include "core/Describe.h"
#include "report/Words.h"
#include "llvm/ADT/STLExtras.h"
#include <set>

namespace nostall {
namespace {

class Explainer {
public:
  Explainer(const Program &Linked, const Catalogue &C)
      : Linked(Linked), P(Linked.facts()), C(C) {}

  std::string explain(Id E) {
    Text.clear();
    function(E, 0);
    return Text;
  }

private:
  llvm::raw_ostream &line(unsigned Indent) { return OS.indent(2 * Indent); }

  std::string place(const Location &L) const {
    return shorten(P.file(L)) + ":" + std::to_string(L.Line) + ":" +
           std::to_string(L.Column);
  }
  static std::string place(const Row &R) {
    return shorten(R.File) + ":" + std::to_string(R.Line);
  }

  /// Who knows E best says what it does.
  void function(Id E, unsigned Indent) {
    const LinkedEntity &Known = Linked.entities()[E];
    Declared Says = Linked.declared(E);
    line(Indent) << describe(P, E);
    if (!Known.Bodies.empty())
      OS << " at " << place(P.Functions[Known.Bodies[0]].Loc);
    if (Says == Declared::NonBlocking)
      OS << " does not block: the code declares it so\n";
    else if (Says == Declared::Blocking)
      OS << " blocks: the code declares it so\n";
    else if (Known.IsDecided || Known.IsUsers)
      rows(E, Indent);
    else if (Known.IsOpaque)
      OS << " does not block: its library is judged by rows, and it has none\n";
    else if (Known.Bodies.empty())
      bodiless(E, Indent);
    else
      body(E, Indent);
    if (Says == Declared::Nothing && !Known.IsDecided)
      overriders(Known, Indent);
  }

  void bodiless(Id E, unsigned Indent) {
    const LinkedEntity &Known = Linked.entities()[E];
    if (!Known.Rows.empty())
      OS << " does not block itself; its row is " << place(*Known.Rows[0])
         << '\n';
    else if (!Known.Overriders.empty())
      OS << " has no body of its own\n";
    else
      OS << " counts as harmless: neither a body nor a row of it is known\n";
  }

  void rows(Id E, unsigned Indent) {
    const LinkedEntity &Known = Linked.entities()[E];
    auto Blocks = [](const Row *R) { return R->Cat != NoCategory; };
    OS << (llvm::any_of(Known.Rows, Blocks) ? " blocks: " : " does not block: ")
       << (Known.IsUsers ? "your configuration" : "the catalogue")
       << " says so\n";
    for (const Row *R : Known.Rows) {
      if (R->NeverBlocks)
        line(Indent + 1) << "it " << R->Reason << " (" << place(*R) << ")\n";
      if (R->Cat == NoCategory)
        continue;
      std::vector<std::string> Conditions;
      for (bool MustHold : {true, false})
        for (const Condition &Cond : MustHold ? R->When : R->Unless)
          Conditions.push_back(describe(C, Cond, describe(Cond.Arg), MustHold));
      effect(*R, Conditions, Indent + 1);
      reason(E, *R, Indent + 2);
    }
  }

  void body(Id E, unsigned Indent) {
    const LinkedEntity &Known = Linked.entities()[E];
    bool IsOffloaded = true, IsCoroutine = true;
    for (uint32_t Body : Known.Bodies) {
      IsOffloaded &= Linked.functions()[Body].IsOffloaded;
      IsCoroutine &= P.Functions[Body].K != Function::Plain;
    }
    if (IsCoroutine) {
      OS << " does not block who calls it: it is a coroutine, and its own "
            "calls "
            "are judged in it\n";
      return;
    }
    if (llvm::all_of(Known.Bodies, [&](uint32_t Body) {
          return Linked.functions()[Body].Effects.empty();
        })) {
      harmless(Known, Indent);
    } else {
      OS << " blocks" << (IsOffloaded ? ", but only other threads run it" : "")
         << '\n';
      // Instances of a template say the same thing.
      std::set<std::string> Shown;
      for (uint32_t Body : Known.Bodies)
        for (const Effect &Way : Linked.functions()[Body].Effects) {
          size_t Before = Text.size();
          way(Body, Way, Indent + 1);
          if (!Shown.insert(Text.substr(Before)).second)
            Text.resize(Before);
        }
    }
    std::set<uint32_t> Invoked;
    for (uint32_t Body : Known.Bodies)
      for (uint32_t Parameter : Linked.functions()[Body].InvokedParameters)
        if (Invoked.insert(Parameter).second)
          line(Indent + 1) << "it calls "
                           << subject(Body, {Argument::Number, Parameter})
                           << ": what that does counts where it is given\n";
  }

  void harmless(const LinkedEntity &Known, unsigned Indent) {
    OS << " does not block: nothing that it calls is known to block";
    Unknowns U = Linked.unknowns(Known.Bodies);
    size_t Count = U.Indirect;
    for (const Unknowns::Callee &Callee : U.Callees)
      Count += Callee.Calls;
    if (Count)
      OS << "; " << Count << " of its calls " << (Count == 1 ? "is" : "are")
         << " unknown";
    OS << '\n';
    for (const Unknowns::Callee &Callee : U.Callees)
      line(Indent + 1) << place(Callee.First) << ": "
                       << describe(P, Callee.Entity) << " is unknown\n";
    for (uint32_t Body : Known.Bodies)
      for (const Call &Call : P.calls(P.Functions[Body]))
        if (P.details(Call).Suppressed)
          line(Indent + 1) << place(Call.Loc)
                           << ": a NOLINT comment hides a call\n";
  }

  void overriders(const LinkedEntity &Known, unsigned Indent) {
    for (uint32_t Overrider : Known.Overriders) {
      line(Indent + 1) << "a virtual call may run\n";
      function(Overrider, Indent + 2);
    }
  }

  /// `argument 2 ('flags')`.
  std::string subject(uint32_t Body, const Argument &A) const {
    std::string Out = describe(A);
    if (A.K == Argument::Number)
      for (const Variable &V : P.variables(P.Functions[Body]))
        if (V.Parameter == A.Index && V.Name)
          return Out + " ('" + P.Strings[V.Name].str() + "')";
    return Out;
  }

  /// One way in which a body blocks, call by call.
  void way(uint32_t Body, const Effect &First, unsigned Indent) {
    std::vector<std::string> Conditions;
    for (const Literal &L : Linked.conditions(First))
      Conditions.push_back(describe(P, C, L, subject(Body, L.Arg)));
    effect(*First.Cause, Conditions, Indent);
    for (const Effect *E = &First;; ++Indent) {
      const Function &F = P.Functions[Body];
      const Call &Call = P.calls(F)[E->Call];
      bool IsLast = E->NextFunction == NoId;
      line(Indent + 1) << place(Call.Loc) << ": " << describe(P, F.Entity)
                       << " calls "
                       << (IsLast && E->Culprit == Call.Callee
                               ? describeCulprit(P, Call.Callee, *E->Cause)
                               : describe(P, Call.Callee))
                       << '\n';
      if (IsLast) {
        reason(E->Culprit, *E->Cause, Indent + 2);
        return;
      }
      Body = E->NextFunction;
      E = &Linked.functions()[Body].Effects[E->NextEffect];
    }
  }

  void effect(const Row &R, llvm::ArrayRef<std::string> Conditions,
              unsigned Indent) {
    line(Indent) << allChecks()[R.Cat].Id << ", "
                 << durations()[static_cast<size_t>(R.Lasts)];
    llvm::StringRef Word = ", if ";
    for (const std::string &Condition : Conditions)
      OS << std::exchange(Word, " and ") << Condition;
    OS << '\n';
  }

  void reason(Id Culprit, const Row &R, unsigned Indent) {
    line(Indent) << describeCulprit(P, Culprit, R) << ' ' << R.Reason;
    if (!R.File.empty())
      OS << " (" << place(R) << ")";
    OS << '\n';
  }

  const Program &Linked;
  const Facts &P;
  const Catalogue &C;
  std::string Text;
  llvm::raw_string_ostream OS{Text};
};

} // namespace

bool explainEffects(const Program &Linked, const Catalogue &C,
                    llvm::StringRef Name, llvm::raw_ostream &OS) {
  const Facts &P = Linked.facts();
  Name.consume_front("::");
  std::string Error;
  std::optional<NameGlob> Wanted = NameGlob::create(Name, Error);
  Explainer Why(Linked, C);
  std::set<std::pair<llvm::StringRef, std::string>> Found;
  for (Id E = 0; Wanted && E < P.Entities.size(); ++E)
    if (Wanted->matches(P.entityName(E)))
      Found.emplace(P.entityName(E), Why.explain(E));
  for (const auto &[Name, Text] : Found)
    OS << Text;
  return !Found.empty();
}

std::string describeIndirect(const Unknowns &U) {
  if (!U.Indirect)
    return "";
  return plural(U.Indirect, "call") + " through pointers or std::function " +
         (U.Indirect == 1 ? "is" : "are") + " unknown";
}

Unknowns unknownsOnLoops(const Program &P) {
  std::vector<uint32_t> Contexts;
  for (uint32_t I = 0; I < P.functions().size(); ++I)
    if (P.functions()[I].IsContext)
      Contexts.push_back(I);
  return P.unknowns(Contexts);
}

void listUnknown(const Program &Linked, llvm::raw_ostream &OS) {
  const Facts &P = Linked.facts();
  Unknowns U = unknownsOnLoops(Linked);
  for (const Unknowns::Callee &Callee : U.Callees)
    OS << plural(Callee.Calls, "call") << " of " << describe(P, Callee.Entity)
       << (Callee.Calls == 1 ? " at " : ", the first at ")
       << shorten(P.file(Callee.First)) << ':' << Callee.First.Line << ':'
       << Callee.First.Column << '\n';
  if (std::string Indirect = describeIndirect(U); !Indirect.empty())
    OS << Indirect << '\n';
}

} // namespace nostall
