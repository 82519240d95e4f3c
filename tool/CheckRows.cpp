//===- CheckRows.cpp - rows of the catalogue against headers --------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CheckRows.h"
#include "core/Describe.h"
#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/StringSet.h"

using namespace clang;

namespace nostall {
namespace {

using llvm::StringRef;

bool isNumber(QualType T) {
  if (T->isArithmeticType() || T->isEnumeralType())
    return true;
  // A class of flags, made of an enumerator.
  const auto *Class = T->getAsCXXRecordDecl();
  return Class && Class->hasDefinition() &&
         llvm::any_of(Class->ctors(), [](const CXXConstructorDecl *C) {
           return C->getNumParams() &&
                  (C->getParamDecl(0)->getType()->isArithmeticType() ||
                   C->getParamDecl(0)->getType()->isEnumeralType());
         });
}

bool isCallable(QualType T) {
  return T->isRecordType() || T->isMemberPointerType() ||
         T->isFunctionPointerType() || T->isFunctionType() ||
         T->isBlockPointerType();
}

/// The class that a value of \p T is or points to; null if it is none.
const RecordDecl *pointee(QualType T) {
  if (T->isPointerType() || T->isArrayType())
    T = QualType(T->getPointeeOrArrayElementType(), 0);
  const auto *Record = T->getAsRecordDecl();
  return Record ? Record->getDefinition() : nullptr;
}

bool hasField(QualType T, StringRef Name) {
  const RecordDecl *Record = pointee(T);
  return Record && llvm::any_of(Record->fields(), [&](const FieldDecl *F) {
           return F->getName() == Name;
         });
}

/// What an argument of type \p T should be for \p Cond to make sense; empty if
/// it does.
std::string misfit(const Condition &Cond, QualType T) {
  bool Points = T->isPointerType() || T->isArrayType();
  switch (Cond.K) {
  case Condition::HasBits:
    if (!Cond.Field.empty())
      return hasField(T, Cond.Field) ? ""
                                     : "an object with a field " + Cond.Field;
    return isNumber(T) ? "" : "a number";
  case Condition::IsAddress:
    return Points || T->isRecordType() ? "" : "a string";
  case Condition::Is:
    if (!Cond.Globs.empty())
      return Points || T->isRecordType() ? "" : "a string";
    return isNumber(T) ? "" : "a number";
  case Condition::Below:
    return isNumber(T) ? "" : "a number";
  case Condition::Zero:
    return isNumber(T) || T->isRecordType() ||
                   (Points && !T->isFunctionPointerType())
               ? ""
               : "a number, a duration or a pointer to one";
  case Condition::Null:
    return Points || T->isNullPtrType() || T->isRecordType() ||
                   T->isMemberPointerType()
               ? ""
               : "a pointer";
  case Condition::OwnsThreads:
  case Condition::HasType:
  case Condition::HasTypeArgument:
  case Condition::MadeHere:
  case Condition::GivenTo:
  case Condition::RefersTo:
  case Condition::InState:
  case Condition::Count:
  case Condition::Awaited:
    return "";
  }
  return "";
}

/// Asks of the overloads of one name.
class Overloads {
public:
  explicit Overloads(Declarations::Functions All) : All(std::move(All)) {}

  /// What is wrong with naming \p A for something that it is an \p What for;
  /// empty if it fits one of the overloads.
  std::string misfit(const Argument &A, llvm::StringRef What,
                     llvm::function_ref<std::string(QualType)> Misfit) const {
    std::string Why;
    for (const FunctionDecl *F : All) {
      std::string Problem = misfit(*F, A, Misfit);
      if (Problem.empty())
        return "";
      if (Why.empty())
        Why = std::move(Problem);
    }
    return What.str() + ": " + Why;
  }

  /// True if one of them can be called with \p Count arguments.
  bool takes(int64_t Count) const {
    return llvm::any_of(All, [&](const FunctionDecl *F) {
      return Count >= F->getMinRequiredArguments() &&
             (Count <= F->getNumParams() || isOpen(*F));
    });
  }

private:
  static bool isOpen(const FunctionDecl &F) {
    return F.isVariadic() ||
           (F.getNumParams() &&
            F.getParamDecl(F.getNumParams() - 1)->isParameterPack());
  }

  static std::string misfit(const FunctionDecl &F, const Argument &A,
                            llvm::function_ref<std::string(QualType)> Misfit) {
    QualType T;
    const auto *Method = dyn_cast<CXXMethodDecl>(&F);
    if (A.K == Argument::Object) {
      if (!Method || Method->isStatic())
        return "the function has no object";
      return "";
    }
    if (A.K == Argument::Return) {
      T = F.getReturnType();
      if (T->isVoidType() && !isa<CXXConstructorDecl>(F))
        return "the function returns nothing";
      return "";
    }
    bool Open = isOpen(F);
    if (A.Index >= F.getNumParams() ||
        (A.Index + 1 == F.getNumParams() && Open && !F.isVariadic()))
      return Open ? ""
                  : "the function has only " +
                        plural(F.getNumParams(), "argument");
    T = F.getParamDecl(A.Index)->getType();
    if (T->isDependentType() || T->isUndeducedType())
      return "";
    T = T.getNonReferenceType().getCanonicalType();
    std::string Wanted = Misfit(T);
    if (Wanted.empty() || T->isDependentType())
      return "";
    return describe(A) + " is of type '" +
           F.getParamDecl(A.Index)->getType().getAsString(
               F.getASTContext().getPrintingPolicy()) +
           "', expected " + Wanted;
  }

  Declarations::Functions All;
};

class RowChecker {
public:
  RowChecker(const Row &R, const Catalogue &C, Declarations &D,
             const llvm::StringSet<> &States)
      : R(R), C(C), D(D), States(States) {
    Out.R = &R;
  }

  RowResult run(Excuse Absent);

private:
  /// The functions of that name, or that the rule matches.
  Declarations::Functions find(StringRef Key) const;
  bool overloadMatches(const FunctionDecl &F) const;
  StringRef narrow(Declarations::Functions &Found) const;
  void absent(StringRef Name, Excuse Absent,
              llvm::function_ref<std::string()> Problem);
  void name(StringRef Name, Excuse Absent);
  void shared();
  void conditions(const Overloads &Of, llvm::ArrayRef<Condition> Conditions,
                  llvm::StringRef What);
  void callables(const Overloads &Of, const ArgumentSet &Set,
                 llvm::StringRef What);
  void placeholders(const Overloads &Of, StringRef Text, StringRef What);
  void states(llvm::ArrayRef<Condition> Conditions);
  void counts(const Overloads &Of, llvm::ArrayRef<Condition> Conditions);
  void problem(std::string Text) {
    if (!Text.empty() && !llvm::is_contained(Out.Problems, Text))
      Out.Problems.push_back(std::move(Text));
  }

  const Row &R;
  const Catalogue &C;
  Declarations &D;
  const llvm::StringSet<> &States;
  /// Of all names.
  Declarations::Functions Everything;
  RowResult Out;
};

bool RowChecker::overloadMatches(const FunctionDecl &F) const {
  if (!R.HasParameters)
    return true;
  size_t I = 0;
  for (; I < R.Parameters.size(); ++I) {
    if (R.Parameters[I].text() == "...")
      return true;
    if (I >= F.getNumParams())
      return false;
    // A pack is any number of arguments of any types.
    if (F.getParamDecl(I)->isParameterPack())
      return true;
    if (!D.canBe(F.getParamDecl(I)->getType(), R.Parameters[I]))
      return false;
  }
  return I == F.getNumParams() || F.getParamDecl(I)->isParameterPack();
}

Declarations::Functions RowChecker::find(StringRef Key) const {
  std::string Error;
  if (!Key.contains('*') || Key.contains("operator*")) {
    llvm::ArrayRef<const FunctionDecl *> Found = D.named(Key);
    return {Found.begin(), Found.end()};
  }
  std::optional<NameGlob> G = NameGlob::create(Key, Error);
  return G ? D.matching(*G) : Declarations::Functions();
}

/// The class whose implicit constructor or destructor \p Name is.
std::string implicitMemberOf(StringRef Name) {
  auto [Scope, Last] = Name.rsplit("::");
  Last.consume_front("~");
  return Scope.rsplit("::").second == Last || Scope == Last ? Scope.str() : "";
}

void RowChecker::absent(StringRef Name, Excuse Absent,
                        llvm::function_ref<std::string()> Problem) {
  if (std::string Why = Absent(Name); !Why.empty())
    Out.Skipped.push_back("'" + Name.str() + "': " + Why);
  else
    problem(Problem());
}

/// Drops the functions that the row does not mean; if none is left, says why.
StringRef RowChecker::narrow(Declarations::Functions &Found) const {
  auto NoneIs = [&](auto Fits) {
    llvm::erase_if(Found, [&](const FunctionDecl *F) { return !Fits(*F); });
    return Found.empty();
  };
  if (NoneIs([&](const FunctionDecl &F) {
        return !R.IsC || F.isExternC() || F.isInExternCContext();
      }))
    return "is no C function, but the file says 'language: c'";
  if (NoneIs([&](const FunctionDecl &F) {
        return R.canReturn(F.getReturnType().getAsString(
            F.getASTContext().getPrintingPolicy()));
      }))
    return "has no overload that 'returns' this";
  if (NoneIs([&](const FunctionDecl &F) { return overloadMatches(F); }))
    return "has no overload with these 'parameters'";
  return "";
}

void RowChecker::name(StringRef Name, Excuse Absent) {
  Name.consume_front("::");
  std::string Key = C.canonical(Name);
  Declarations::Functions Found = find(Key);
  if (Found.empty()) {
    std::string Class = implicitMemberOf(Key);
    if (!Class.empty() && D.classNamed(Class))
      return;
    return absent(Name, Absent, [&] {
      std::string Hint = D.hint(Key);
      return std::string("no function ") +
             (Name.contains('*') ? "matches" : "is called") + " '" +
             Name.str() + "'" + (Hint.empty() ? "" : "; " + Hint);
    });
  }
  if (StringRef Why = narrow(Found); !Why.empty())
    return absent(Name, Absent,
                  [&] { return "'" + Name.str() + "' " + Why.str(); });
  llvm::append_range(Everything, Found);
  Overloads Of(std::move(Found));
  conditions(Of, R.When, "when");
  conditions(Of, R.Unless, "unless");
}

void RowChecker::conditions(const Overloads &Of,
                            llvm::ArrayRef<Condition> Conditions,
                            llvm::StringRef What) {
  for (const Condition &Cond : Conditions) {
    if (Cond.K == Condition::Awaited || Cond.K == Condition::Count)
      continue;
    problem(
        Of.misfit(Cond.Arg, What, [&](QualType T) { return misfit(Cond, T); }));
  }
}

void RowChecker::callables(const Overloads &Of, const ArgumentSet &Set,
                           llvm::StringRef What) {
  for (const Argument &A : Set.Some)
    problem(Of.misfit(A, What, [](QualType T) {
      return isCallable(T) ? "" : "something that can be called";
    }));
}

/// `$0` in advice.
void RowChecker::placeholders(const Overloads &Of, StringRef Text,
                              StringRef What) {
  auto Anything = [](QualType) { return std::string(); };
  for (size_t At = Text.find('$'); At != StringRef::npos;
       At = Text.find('$', At + 1)) {
    StringRef Rest = Text.drop_front(At + 1);
    Argument A;
    if (unsigned Index; !Rest.consumeInteger(10, Index))
      A.Index = Index;
    else if (Rest.starts_with("this"))
      A.K = Argument::Object;
    else
      continue;
    problem(Of.misfit(A, What, Anything));
  }
}

/// What the names of a row share: an argument that one of them does not have
/// is left out there.
void RowChecker::shared() {
  Overloads Of(std::move(Everything));
  auto Anything = [](QualType) { return std::string(); };
  callables(Of, R.Invokes, "invokes");
  callables(Of, R.Offloads, "offloads");
  callables(Of, R.RunsOnLoop, "runs_on_loop");
  for (const auto &[Parameter, Index] : R.Passes)
    problem(Of.misfit({Argument::Number, Index}, "passes", Anything));
  if (R.Wraps)
    problem(Of.misfit(*R.Wraps, "wraps", Anything));
  if (R.Assigns)
    problem(Of.misfit(*R.Assigns, "assigns", Anything));
  auto CheckChange = [&](const StateChange &Change, StringRef What) {
    problem(Of.misfit(Change.On, What, Anything));
    conditions(Of, Change.When, What);
    states(Change.When);
  };
  for (const StateChange &Change : R.Changes)
    CheckChange(Change, Change.Set ? "sets" : "clears");
  for (const StateChange &Change : R.Ready)
    CheckChange(Change, "ready");
  for (const auto &[Key, Value] : R.OperationArguments)
    placeholders(Of, Value, "operation");
  placeholders(Of, R.Instead, "instead");
  for (llvm::ArrayRef<Condition> Conditions :
       {llvm::ArrayRef(R.When), llvm::ArrayRef(R.Unless)}) {
    states(Conditions);
    counts(Of, Conditions);
  }
}

void RowChecker::counts(const Overloads &Of,
                        llvm::ArrayRef<Condition> Conditions) {
  for (const Condition &Cond : Conditions)
    if (Cond.K == Condition::Count)
      for (int64_t Count : Cond.Numbers)
        if (!Of.takes(Count))
          problem("no overload takes " + plural(Count, "argument"));
}

void RowChecker::states(llvm::ArrayRef<Condition> Conditions) {
  for (const Condition &Cond : Conditions) {
    if (Cond.K == Condition::InState &&
        !States.contains(C.stateName(Cond.State)))
      problem("no row sets the state '" + C.stateName(Cond.State).str() + "'");
    for (const NameGlob &G : Cond.Globs) {
      if (Cond.K == Condition::HasType && !D.hasType(G))
        problem("no class is called '" + G.text().str() + "'");
      if (Cond.K == Condition::RefersTo && !D.hasVariable(G))
        problem("no variable is called '" + G.text().str() + "'");
    }
  }
}

RowResult RowChecker::run(Excuse Absent) {
  for (StringRef Name : R.Names)
    name(Name, Absent);
  if (!Everything.empty())
    shared();
  return std::move(Out);
}

} // namespace

RowResult checkRow(const Row &R, const Catalogue &C, Declarations &D,
                   const llvm::StringSet<> &States, Excuse Absent) {
  return RowChecker(R, C, D, States).run(Absent);
}

} // namespace nostall
