//===- Declarations.h - what headers declare --------------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The functions, classes and constants of one TU by the names that rows of the
// catalogue give them. Valid as long as the AST; not thread-safe.
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TOOL_DECLARATIONS_H
#define NOSTALL_TOOL_DECLARATIONS_H

#include "core/Catalogue.h"
#include "core/Names.h"

namespace nostall {

class Declarations {
public:
  using Functions = std::vector<const clang::FunctionDecl *>;

  Declarations(clang::ASTContext &Context, const Catalogue &C);

  /// The functions of that name; of templates, the patterns.
  llvm::ArrayRef<const clang::FunctionDecl *> named(llvm::StringRef Name) const;

  /// The functions whose name \p Glob matches.
  Functions matching(const NameGlob &Glob) const;

  /// All functions, by their names.
  const llvm::StringMap<Functions> &all() const { return ByName; }

  /// What the catalogue says of \p F.
  std::vector<const Row *> rows(const clang::FunctionDecl *F);

  /// The types of its parameters, as rows name them.
  std::vector<std::string> parameters(const clang::FunctionDecl *F);

  /// The class of that name, or null.
  const clang::CXXRecordDecl *classNamed(llvm::StringRef Name) const;

  /// True if a class, or another type, has a name that \p Glob matches.
  bool hasType(const NameGlob &Glob) const;

  /// The variable of that name at the top of the file, or null.
  const clang::VarDecl *variable(llvm::StringRef Name) const;
  bool hasVariable(const NameGlob &Glob) const;

  /// The value of the enumerator of that (unqualified) name.
  std::optional<int64_t> enumerator(llvm::StringRef Name) const;

  /// True if a parameter of type \p T, of a template or not, can be of a type
  /// that \p Glob matches.
  bool canBe(clang::QualType T, const NameGlob &Glob);

  /// What \p Name, which no function has, was perhaps meant to be; a sentence
  /// for people, or empty.
  std::string hint(llvm::StringRef Name);

private:
  friend class DeclarationsVisitor;
  std::string canonicalName(const clang::NamedDecl *D) {
    return C.canonical(TheNames.qualifiedName(D));
  }

  const Catalogue &C;
  Summary Unused;
  Names TheNames;
  llvm::StringMap<Functions> ByName;
  llvm::StringMap<const clang::CXXRecordDecl *> Classes;
  /// Other names of types, and what they stand for.
  llvm::StringMap<std::string> Aliases;
  llvm::StringMap<const clang::VarDecl *> Variables;
  llvm::StringMap<int64_t> Enumerators;
};

} // namespace nostall

#endif // NOSTALL_TOOL_DECLARATIONS_H
