//===- SummaryDump.cpp - summaries as text --------------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "SummaryFile.h"
#include "llvm/ADT/StringExtras.h"

namespace nostall {
namespace {

using llvm::StringRef;

class Dump {
public:
  Dump(const Summary &S, llvm::raw_ostream &OS) : S(S), OS(OS) {}

  void print() {
    OS << "summary of " << S.Strings[S.MainFile] << '\n';
    if (S.Errors)
      OS << "errors: " << S.Errors << ", first: " << S.Strings[S.FirstError]
         << '\n';
    for (StringId Text : S.list(S.BadComments))
      OS << "error: " << S.Strings[Text] << '\n';
    for (const FieldWrite &W : S.Writes)
      write(W);
    for (const Function &F : S.Functions)
      function(F);
  }

private:
  void function(const Function &F) {
    static constexpr StringRef Kinds[] = {"function", "coroutine", "generator"};
    OS << '\n'
       << Kinds[F.K] << ' ' << S.entityName(F.Entity) << " at " << S.file(F.Loc)
       << ':' << F.Loc.Line << ':' << F.Loc.Column;
    flag(F.IsPattern, "template");
    flag(F.ExpectsWouldBlock, "expects EAGAIN");
    flag(F.HasErrors, "has errors");
    flag(F.TakesFormat, "takes a format");
    type("returns", F.Returns);
    OS << "\n  usr " << S.Strings[S.Entities[F.Entity].USR] << '\n';
    if (F.Outer != NoId)
      OS << "  inside " << S.entityName(F.Outer) << '\n';
    if (F.Returned) {
      OS << "  gives ";
      value(S.Values[F.Returned]);
      OS << '\n';
    }
    entity(S.Entities[F.Entity]);
    llvm::ArrayRef<Variable> Variables = S.variables(F);
    for (size_t I = 0; I < Variables.size(); ++I)
      variable(I, Variables[I]);
    uint32_t Begin = 0;
    llvm::ArrayRef<Block> Blocks = S.blocks(F);
    for (size_t I = 0; I < Blocks.size(); ++I) {
      OS << "  block " << I;
      if (Blocks[I].Successors)
        OS << " to";
      for (Id To : S.list(Blocks[I].Successors))
        OS << ' ' << To;
      if (Blocks[I].Test) {
        OS << " if ";
        test(S.Tests[Blocks[I].Test]);
      }
      OS << '\n';
      for (; Begin < Blocks[I].End; ++Begin)
        call(Begin, S.calls(F)[Begin]);
    }
  }

  void write(const FieldWrite &W) {
    static constexpr StringRef Kinds[] = {"constructed", "made", "written",
                                          "perhaps written", "set"};
    OS << Kinds[W.K] << ' ' << S.Strings[W.Field];
    if (W.By != NoId)
      OS << " by " << S.entityName(W.By);
    if (W.K != FieldWrite::Unseen) {
      OS << " as ";
      value(S.Values[W.What]);
    }
    flag(W.IsOffer, "by default");
    OS << '\n';
  }

  void entity(const Entity &E) {
    for (Id Base : S.list(E.Overrides))
      OS << "  overrides " << S.entityName(Base) << '\n';
    for (Id Parameter : S.list(E.Offloads))
      OS << "  offloads parameter " << Parameter << '\n';
    for (Id Parameter : S.list(E.RunsOnLoop))
      OS << "  runs parameter " << Parameter << " on the loop\n";
    for (StringId Text : S.list(E.Annotations))
      OS << "  annotated " << S.Strings[Text] << '\n';
    if (E.Pattern != NoId)
      OS << "  instance of " << S.entityName(E.Pattern) << '\n';
    for (Id Other : S.list(E.Destroys))
      if (Other != NoId)
        OS << "  destroys " << S.entityName(Other) << '\n';
    if (E.Effect != Declared::Nothing)
      OS << "  declared "
         << (E.Effect == Declared::Blocking ? "blocking\n" : "nonblocking\n");
  }

  void variable(size_t I, const Variable &V) {
    OS << "  " << (V.IsField ? "field" : "variable") << " $" << I << ' '
       << S.Strings[V.Name];
    type("is", V.Type);
    if (V.Parameter != NoId)
      OS << ", parameter " << V.Parameter;
    if (V.Outer != NoId)
      OS << ", captures $" << V.Outer;
    if (V.EndLine)
      OS << ", ends at " << V.EndLine << ':' << V.EndColumn;
    OS << '\n';
  }

  void call(size_t I, const Call &C) {
    static constexpr StringRef Forms[] = {
        "call",   "construct", "destroy", "indirect", "await",
        "return", "store",     "copy",    "set",      "end"};
    OS << "    " << I << ": " << Forms[C.F];
    if (C.Callee != NoId)
      OS << ' ' << S.entityName(C.Callee);
    const CallDetails &D = S.details(C);
    if (C.Callee != NoId || C.Arguments) {
      OS << '(';
      llvm::ListSeparator Comma;
      for (ValueId V : S.arguments(C)) {
        OS << Comma;
        value(S.Values[V]);
      }
      OS << ')';
    }
    if (C.HasObject) {
      OS << " on ";
      value(S.object(C));
    }
    if (C.Target) {
      OS << " of ";
      value(S.target(C));
    }
    if (C.F == Call::Copy || C.F == Call::Set) {
      OS << " to ";
      value(S.object(C));
    }
    if (C.ResultVariable != NoId)
      OS << " to $" << C.ResultVariable;
    OS << " at " << C.Loc.Line << ':' << C.Loc.Column << '-' << C.Loc.endLine()
       << ':' << C.Loc.endColumn();
    flag(C.IsVirtual, "virtual");
    flag(C.IsAwaited, "awaited");
    flag(C.SaysNonBlocking, "says nonblocking");
    flag(C.IsRewritable, "rewritable");
    flag(C.IsOnce, "once");
    if (C.DefaultArguments)
      OS << ", " << C.DefaultArguments << " by default";
    flag(D.Suppressed, "suppressed");
    if (D.Twin != NoId)
      OS << ", twin " << S.entityName(D.Twin);
    if (D.ArgumentText) {
      OS << ", written";
      for (StringId Text : S.list(D.ArgumentText))
        quoted(S.Strings[Text]);
    }
    OS << '\n';
  }

  void test(const Test &T) {
    static constexpr StringRef Kinds[] = {"is zero", "is null", "is", "below",
                                          "has bits"};
    switch (T.S) {
    case Test::Parameter:
    case Test::Result:
      OS << (T.S == Test::Parameter ? "parameter " : "result ") << T.Index;
      if (T.Field)
        OS << '.';
      break;
    case Test::Own:
      OS << "own ";
      break;
    case Test::Named:
      if (T.Holder)
        OS << S.Strings[T.Holder] << '.';
      break;
    case Test::Constant:
      OS << '0';
      break;
    }
    OS << S.Strings[T.Field];
    OS << ' ' << Kinds[T.K];
    if (T.K != Test::Zero && T.K != Test::Null)
      OS << ' ' << T.Number;
  }

  void value(const Value &V) {
    switch (V.K) {
    case Value::Unknown:
      OS << '?';
      break;
    case Value::Integer:
      OS << V.Number;
      break;
    case Value::Null:
      OS << "null";
      break;
    case Value::String:
      OS << "text";
      break;
    case Value::Parameter:
      OS << "parameter " << V.Index;
      break;
    case Value::This:
      OS << "this";
      break;
    case Value::Callable:
      OS << '&' << S.entityName(V.Index);
      break;
    case Value::Functor:
      OS << "functor " << S.typeName(V.Index);
      break;
    case Value::Result:
      OS << "result " << V.Index;
      break;
    case Value::Stored:
      OS << "slot";
      break;
    case Value::Choice:
      OS << "if ";
      if (V.Index)
        test(S.Tests[V.Index]);
      else
        OS << '?';
      OS << " then ";
      value(S.Values[S.list(V.Fields)[1]]);
      OS << " else ";
      value(S.Values[S.list(V.Fields)[3]]);
      break;
    case Value::Scaled:
      OS << "scaled ";
      value(S.Values[S.list(V.Fields)[1]]);
      break;
    }
    if (V.Variable != NoId)
      OS << " $" << V.Variable;
    if (V.Text)
      quoted(S.Strings[V.Text]);
    if (V.Holder)
      OS << " in " << S.Strings[V.Holder];
    if (V.In == Value::OfParameter)
      OS << " of parameter " << V.Index;
    else if (V.In != Value::Somewhere)
      OS << (V.In == Value::Itself ? " itself" : " own");
    if (V.Bits && V.K != Value::Integer)
      OS << " bits 0x" << llvm::utohexstr(V.Bits, /*LowerCase=*/true);
    if (V.IsZero && V.K != Value::Integer)
      OS << " zero";
  }

  void flag(bool Is, StringRef Name) {
    if (Is)
      OS << ", " << Name;
  }
  void type(StringRef Word, Id T) {
    if (T != NoId)
      OS << ", " << Word << ' ' << S.typeName(T);
  }
  void quoted(StringRef Text) {
    OS << " \"";
    llvm::printEscapedString(Text, OS);
    OS << '"';
  }

  const Summary &S;
  llvm::raw_ostream &OS;
};

} // namespace

void dumpSummary(const Summary &S, llvm::raw_ostream &OS) {
  Dump(S, OS).print();
}

} // namespace nostall
