//===- Values.h - what is known of an expression ----------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Evaluates the expressions of one function body to Values: constants, bits
// that are certainly set, parameters, variables and what they were
// initialised with. Internal to summarize().
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_CORE_VALUES_H
#define NOSTALL_CORE_VALUES_H

#include "Definitions.h"
#include "Facts.h"
#include "Names.h"
#include "Slots.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/FoldingSet.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringMap.h"
#include <map>

namespace nostall {

class Values {
public:
  /// Scans \p Body for assignments, so that a variable can be seen through
  /// to its only value.
  Values(Names &N, clang::ASTContext &Context, FunctionDraft &Out,
         const clang::FunctionDecl *F, const clang::Stmt *Body);

  Value of(const clang::Expr *E) { return of(E, 0); }
  Value of(const clang::VarDecl *V);
  /// A field of the object that the function belongs to.
  Value ofField(const clang::FieldDecl *Field);
  /// A field of any object.
  Value named(const clang::FieldDecl *Field);

  /// What a branch asks, as a row of Facts::Tests: 0 if nothing that is
  /// followed. The test holds where \p Cond is \p When.
  struct Branch {
    Id Test = 0;
    bool When = true;
  };
  Branch test(const clang::Expr *Cond) { return test(Cond, 0); }
  /// What \p E puts into a number or pointer, as a FieldWrite has it: a pointer
  /// to what was just made is 1.
  Value written(const clang::Expr *E);
  /// Whether \p E, a condition, holds, as far as tests decide it: a number, or
  /// a choice of numbers or choices.
  Value decided(const clang::Expr *E);
  /// What a function whose ends return \p Results gives its callers, as
  /// Function::Returned has it.
  ValueId returned(llvm::ArrayRef<const clang::Expr *> Results);
  /// That a switch over \p Cond goes to the case \p Label, or 0.
  Id testCase(const clang::Expr *Cond, const clang::Expr *Label) {
    return compare(clang::BO_EQ, Cond, Label, 0).Test;
  }

  /// True if \p S writes to a field that branches may ask for, or to a whole
  /// struct: \p Out is what it does, a Call::Set.
  bool sets(const clang::Stmt *S, Call &Out);

  /// Makes of() answer Value::Result for \p E from now on.
  void setResult(const clang::Expr *E, uint32_t CallIndex) {
    Results[E] = CallIndex;
  }

  /// Storage for what \p E makes, an object without a name. What \p E only
  /// refers to has no class of its own.
  Id temporary(const clang::Expr *E) {
    Variable Temporary;
    Temporary.Name = N.facts().string("temporary");
    if (E->isPRValue())
      Temporary.Type = N.type(E->getType());
    Out.Variables.push_back(Temporary);
    return Out.Variables.size() - 1;
  }

  /// From now on, elements of containers are others than before.
  void forgetElements() { Elements.clear(); }

  /// The storage that \p V is, as an index of Function::Variables.
  Id variable(const clang::VarDecl *V) { return storage({V, nullptr}); }

  /// What locals were last given.
  Definitions &definitions() { return Defined; }
  const Slots &slots() const { return Where; }
  const Slots &objectSlots() const { return WhereObjects; }
  /// The slot \p D itself.
  Value slot(const clang::ValueDecl *D);
  /// The same, of objects.
  Value objectSlot(const clang::ValueDecl *D);
  /// The struct \p E, with what its fields \p Numbers are given.
  Value ofStruct(
      const clang::Expr *E,
      llvm::ArrayRef<std::pair<llvm::StringRef, const clang::Expr *>> Numbers);
  /// The slot of objects that \p E is in or, failing that, what it is.
  Value ofObject(const clang::Expr *E);

private:
  /// A variable, or (second) a field of the function's object.
  using Place = std::pair<const clang::Decl *, const clang::Decl *>;

  /// What a function does to one of its variables after its declaration.
  struct Write {
    enum Kind : uint8_t {
      Assign,  ///< To the whole variable.
      Field,   ///< To a field of it, Name.
      SetBits, ///< `|=`
      Other,   ///< `++`, a mutable reference, …
    };
    Kind K;
    const clang::Expr *What = nullptr;
    clang::SourceLocation At = {};
    std::string Name = {};
    /// The innermost `if` around it, and which of its branches it is in.
    const clang::IfStmt *If = nullptr;
    bool IsThen = true;
  };
  using Writes = llvm::SmallVector<Write, 2>;
  friend class WriteScanner;

  Value of(const clang::Expr *E, unsigned Depth);
  void describe(const clang::Expr *E, unsigned Depth, Value &V);
  void describeText(const clang::Expr *E, unsigned Depth, Value &V);
  void describeVariable(const clang::VarDecl *D, clang::SourceLocation Use,
                        unsigned Depth, Value &V);
  void describeDefined(const clang::VarDecl *D, llvm::ArrayRef<Definition> May,
                       unsigned Depth, Value &V);
  static void adopt(Value &To, const Value &From);
  void evaluate(const clang::Expr *E, Value &V);
  void nameInPlace(Value &V, const clang::ValueDecl *D);
  Branch test(const clang::Expr *Cond, unsigned Depth);
  Branch certain(bool Goes);
  Branch compare(clang::BinaryOperatorKind Op, const clang::Expr *Left,
                 const clang::Expr *Right, unsigned Depth);
  bool subject(const clang::Expr *E, Test &T, unsigned Depth);
  std::optional<int64_t> constantLocal(const clang::Expr *E);
  bool isOutdated(const clang::Expr *E) const;
  bool parameterSubject(const clang::Expr *E, Test &T);
  bool namedSubject(const clang::Expr *E, Test &T);
  Value returned(const clang::Expr *E);
  Value choice(Branch B, const Value &True, const Value &False);
  bool isDirect(const Write &W) const;
  Value assigned(const clang::VarDecl *D, llvm::ArrayRef<Write> All,
                 unsigned Depth);
  Value either(const Value &True, const Value &False);
  Value eitherText(const clang::VarDecl *D, llvm::ArrayRef<Write> All,
                   unsigned Depth);
  Value combine(const Value &Left, const Value &Right);
  Value zeroness(const Value &V);
  Value bothZero(const Value &Left, const Value &Right);
  Value anyZero(const Value &Left, const Value &Right);
  Value arithmetic(clang::BinaryOperatorKind Op, const clang::Expr *Left,
                   const clang::Expr *Right, unsigned Depth);
  Value arithmetic(const clang::Expr *E, unsigned Depth);
  Value ofLibrary(const clang::CallExpr *Call, unsigned Depth);
  Value ofBraces(const clang::InitListExpr *List, unsigned Depth);
  Value ofStruct(const clang::VarDecl *D, clang::SourceLocation Use,
                 unsigned Depth);
  void addArithmetic(const clang::Expr *E, unsigned Depth, Value &V);
  void addErrorCode(const clang::Expr *E, Value &V);
  /// Whose field a member expression names.
  struct Owner {
    Value::Place Of = Value::Somewhere;
    unsigned Parameter = 0;
    const clang::FieldDecl *Field = nullptr, *Holder = nullptr;
  };
  static bool isOfWhole(const Write &W);
  Owner owner(const clang::MemberExpr *Member);
  bool isSteady(const clang::VarDecl *D) const;
  void recordUnseen(const Owner &O);
  void describeOwner(const clang::MemberExpr *Member, Value &V);
  void describeField(const clang::DeclRefExpr *Object,
                     const clang::FieldDecl *Field, unsigned Depth, Value &V);
  void describeFields(const clang::VarDecl *D, clang::SourceLocation Use,
                      unsigned Depth, Value &V);
  using KnownFields = std::map<std::string, Value>;
  Value ofNumber(const clang::Expr *E, unsigned Depth);
  KnownFields listed(const clang::InitListExpr *List, unsigned Depth);
  ListId fields(const KnownFields &Known);
  Value withBits(const clang::Expr *Init, llvm::ArrayRef<Write> Added,
                 unsigned Depth);
  Value ifWritten(const Write &W, const Value &After, const Value &Before,
                  unsigned Depth);
  Writes writesBefore(const clang::VarDecl *D, clang::SourceLocation Use) const;
  const clang::Expr *onlyValue(const clang::VarDecl *D,
                               clang::SourceLocation Use) const;
  Place place(const clang::Expr *E) const;
  Id storage(Place P);
  Id standardDescriptor(const clang::Expr *E);
  Id element(const clang::Expr *E);
  void nameElement(const clang::ArraySubscriptExpr *Element, Value &V);

  Names &N;
  clang::ASTContext &Context;
  FunctionDraft &Out;
  const clang::FunctionDecl *F;
  Slots Where, WhereObjects;
  Definitions Defined;
  /// Definitions that are being looked at: they may be made of themselves.
  llvm::SmallPtrSet<const clang::Expr *, 4> Following;
  llvm::DenseMap<const clang::VarDecl *, Writes> Written;
  /// Variables that the function gives to others who may change what they hold
  /// or point to.
  llvm::DenseSet<const clang::VarDecl *> Lent;
  /// Fields, of whatever object, that the function changes.
  llvm::DenseSet<const clang::Decl *> Changed;
  /// The field of the function's object that a local number is assigned to.
  llvm::DenseMap<const clang::VarDecl *, const clang::ValueDecl *> KeptIn;
  llvm::SmallVector<clang::SourceRange, 4> Loops;
  llvm::DenseMap<const clang::Expr *, uint32_t> Results;
  std::map<Place, Id> Storage;
  llvm::StringMap<Id> Descriptors;
  /// Elements of containers, by how they are written.
  std::map<llvm::FoldingSetNodeID, Id> Elements;
};

/// \p E without parentheses, casts, temporaries and the library's identity
/// functions (`std::move`, `std::forward`, …).
const clang::Expr *strip(const clang::Expr *E);

/// The number, pointer or reference that \p E gives in braces,
/// `int fd{open_it()}`, or null.
const clang::Expr *aloneInBraces(const clang::Expr *E);

/// The struct that \p List fills field by field, or null.
const clang::RecordDecl *filledStruct(const clang::InitListExpr *List);

/// What the assignment \p B puts there: of `a = b = c`, `c`.
const clang::Expr *assignedBy(const clang::BinaryOperator *B);
/// The same of what `&` is taken of: `&f` is f.
const clang::Expr *withoutAddress(const clang::Expr *E);

/// What a smart pointer that \p E makes is made of; or \p E, without what
/// strip() takes off.
const clang::Expr *pointerIn(const clang::Expr *E);

/// The function that the lambda whose call operator \p F is stands in, or null.
const clang::FunctionDecl *outerFunction(const clang::FunctionDecl *F);

/// What a duration is made of: a number, or another duration; or null.
const clang::Expr *countOf(const clang::Expr *E);

/// What a variable is initialised with, if that says anything.
const clang::Expr *meaningfulInit(const clang::VarDecl *D);

/// Only what conditions on numbers ask for.
Value plain(const Value &V);

/// True for global variables that hold a handle as a field does.
bool isSettable(const clang::VarDecl *D);

/// True if a \p T can be a descriptor, or refer to a handle.
bool canBeHandle(clang::QualType T);
/// True for locals that can be a descriptor, or point to what a library made
/// (`address = address->ai_next`).
bool isLocalHandle(const clang::VarDecl *D);

/// True for a std::chrono::duration, or a reference to one.
bool isDuration(clang::QualType T);

/// True for std::error_code and those that look like it.
bool isErrorCode(clang::QualType T);

/// True for a smart pointer of the standard library.
bool isSmartPointer(clang::QualType T);

/// Pairs the arguments of a call or construction with the parameters they
/// initialise, as far as the callee is known.
void forEachArgument(
    const clang::Expr *Call,
    llvm::function_ref<void(const clang::ParmVarDecl *, const clang::Expr *)>
        Do);

} // namespace nostall

#endif // NOSTALL_CORE_VALUES_H
