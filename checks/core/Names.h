//===- Names.h - entities, types and places of one TU -----------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Turns declarations, types and source locations of an AST into rows of a
// Summary's tables. Internal to summarize().
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_CORE_NAMES_H
#define NOSTALL_CORE_NAMES_H

#include "FactsBuilder.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringMap.h"

namespace nostall {

class Names {
public:
  /// Paths below \p Root are relative to it, if it is given.
  Names(clang::ASTContext &Context, llvm::StringRef Root, Summary &Out);

  /// The entity of a function; the same for all its redeclarations.
  Id entity(const clang::FunctionDecl *F);

  /// Stands for what initialises a global variable.
  Id initializer(const clang::VarDecl *V);

  /// A name for a slot (Slots.h), the same in all TUs that see it.
  std::string slot(const clang::ValueDecl *D);

  /// Notes that \p F is named as a value.
  void markValue(const clang::FunctionDecl *F) {
    Out.Entities[entity(F)].IsValue = true;
  }

  /// The class of \p T, looking through pointers and references; NoId if it
  /// is no class.
  Id type(clang::QualType T);

  /// Where the variable \p V is kept in the facts of \p F; a lambda that
  /// captures it asks.
  void setVariable(const clang::FunctionDecl *F, const clang::VarDecl *V,
                   Id Row) {
    Variables[{F, V}] = Row;
  }
  Id variable(const clang::FunctionDecl *F, const clang::VarDecl *V) const {
    auto It = Variables.find({F, V});
    return It == Variables.end() ? NoId : It->second;
  }

  const Type &typeAt(Id Index) const { return Out.Types[Index]; }
  llvm::StringRef textAt(StringId S) const { return Out.Strings[S]; }
  const Test &testAt(Id Index) const { return Out.Tests[Index]; }
  Value valueAt(ValueId Index) const { return Out.Values[Index]; }
  llvm::StringRef stringAt(StringId S) const { return Out.Strings[S]; }
  llvm::ArrayRef<Id> listAt(ListId L) const { return Out.list(L); }

  FactsBuilder &facts() { return Builder; }

  /// Like type(), and records the constructors and the destructor.
  Id ownedType(clang::QualType T);

  /// Where \p Range stands; a macro counts as the place that expands it.
  Location location(clang::SourceRange Range);
  Location location(clang::SourceLocation Begin) {
    return location({Begin, Begin});
  }

  /// Qualified name without template arguments and inline namespaces.
  std::string qualifiedName(const clang::NamedDecl *D);

  /// The type of a parameter, without references and qualifiers, as rows name
  /// it.
  std::string typeName(clang::QualType T);

  static Shape shape(clang::QualType T);

  /// True if a coroutine that returns a \p T is run by whoever iterates it:
  /// it cannot be awaited, and neither can what its members return.
  bool isGenerator(clang::QualType T);

  /// True if `co_await` accepts a \p T.
  bool isAwaitable(clang::QualType T);
  /// Of a template, the pattern.
  bool isAwaitable(const clang::CXXRecordDecl *Record);

private:
  std::string scope(const clang::DeclContext *DC);
  ListId destroys(const clang::CXXRecordDecl *Class, bool IsDefaulted);
  Id implicitDestructor(const clang::CXXRecordDecl *Class);
  Id destructor(clang::QualType T);
  void recordCallOperators(const clang::CXXRecordDecl *Class, Id Index);
  std::string usr(const clang::FunctionDecl *F);
  Id file(clang::FileID F);

  clang::ASTContext &Context;
  const std::string Root;
  Summary &Out;
  FactsBuilder Builder;
  llvm::DenseMap<const clang::FunctionDecl *, Id> Entities;
  llvm::StringMap<unsigned> USRs;
  llvm::DenseMap<const clang::RecordDecl *, Id> Types, ImplicitDestructors;
  llvm::DenseMap<const clang::RecordDecl *, bool> Awaitable;
  llvm::DenseMap<const clang::DeclContext *, std::string> Scopes;
  llvm::DenseMap<clang::FileID, Id> Files;
  llvm::DenseMap<std::pair<const clang::FunctionDecl *, const clang::VarDecl *>,
                 Id>
      Variables;
};

} // namespace nostall

#endif // NOSTALL_CORE_NAMES_H
