//===- Instantiate.h - what skipped bodies would instantiate ----*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The bodies of library functions are not parsed, so `std::make_shared<C<T>>()`
// constructs no C<T>: nothing instantiates the members of C<T> that only the
// library runs. Libraries run members that have no name of their own, or that
// override one: those are instantiated here.
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TOOL_INSTANTIATE_H
#define NOSTALL_TOOL_INSTANTIATE_H

#include "llvm/ADT/SmallVector.h"

namespace clang {
class ClassTemplateDecl;
class CXXRecordDecl;
class Sema;
class TagDecl;
} // namespace clang

namespace nostall {

/// Collects the project's class templates in one translation unit, and their
/// instances. Not thread-safe.
class Instances {
public:
  /// To be told of every class that is complete.
  void add(clang::TagDecl *Class);

  /// Gives the members that libraries may run their bodies, once the unit is
  /// parsed. What does not compile is no error: nobody may have asked for it.
  void complete(clang::Sema &S);

private:
  void completeNamed(clang::Sema &S);

  llvm::SmallVector<clang::ClassTemplateDecl *, 0> Templates;
  /// Instances that are complete, but not all of their members.
  llvm::SmallVector<clang::CXXRecordDecl *, 0> Waiting;
};

} // namespace nostall

#endif // NOSTALL_TOOL_INSTANTIATE_H
