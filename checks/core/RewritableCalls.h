//===- RewritableCalls.h - calls that text can replace ----------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_CORE_REWRITABLECALLS_H
#define NOSTALL_CORE_REWRITABLECALLS_H

#include "clang/AST/ASTContext.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <string>

namespace nostall {

/// \p Code without white space.
std::string squeezed(llvm::StringRef Code);

/// A call without its namespaces, as squeezed() gives it.
std::string spelledCall(llvm::StringRef Name,
                        llvm::ArrayRef<std::string> Arguments);

/// The calls of one coroutine that text can replace: statements of their own,
/// outside of handlers of exceptions (where nothing can be awaited), that name
/// their function. Internal to summarize().
class RewritableCalls {
public:
  RewritableCalls(const clang::Stmt *Body, const clang::ASTContext &Context)
      : Context(Context) {
    collect(Body);
  }

  /// Nothing but the name and the \p Text of each argument may be written in
  /// \p Call, such as comments. Arguments have to be integers or durations,
  /// which any framework takes as they are.
  bool
  contains(const clang::CallExpr *Call,
           llvm::function_ref<std::string(const clang::Expr *)> Text) const;

private:
  void collect(const clang::Stmt *S);

  const clang::ASTContext &Context;
  llvm::DenseSet<const clang::Expr *> Statements;
};

} // namespace nostall

#endif // NOSTALL_CORE_REWRITABLECALLS_H
