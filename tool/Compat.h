//===- Compat.h - what differs between LLVM 19 and 22 -----------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TOOL_COMPAT_H
#define NOSTALL_TOOL_COMPAT_H

#include "clang/AST/ASTContext.h"
#include "clang/Basic/Diagnostic.h"
#include "clang/Basic/Version.h"
#include "clang/Frontend/TextDiagnosticPrinter.h"
#include "llvm/ADT/FunctionExtras.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Option/OptTable.h"
#if CLANG_VERSION_MAJOR >= 22
#include "clang/Options/Options.h"
#else
#include "clang-tidy/ClangTidyModuleRegistry.h"
#include "clang/Driver/Options.h"
#endif

namespace clang::tidy {
struct ClangTidyOptions;
} // namespace clang::tidy

namespace nostall::compat {

#if CLANG_VERSION_MAJOR >= 22
using clang::getDriverOptTable;
namespace options = clang::options;
#else
using clang::driver::getDriverOptTable;
namespace options = clang::driver::options;
#endif

/// The type that \p Class declares.
inline clang::QualType typeOf(const clang::TagDecl &Class) {
#if CLANG_VERSION_MAJOR >= 22
  return Class.getASTContext().getCanonicalTagType(&Class);
#else
  return Class.getASTContext().getTagDeclType(&Class);
#endif
}

/// Owns diagnostic options in the way that this LLVM wants them owned.
class DiagnosticOptions {
public:
#if CLANG_VERSION_MAJOR >= 21
  clang::DiagnosticOptions &get() { return Options; }
  clang::DiagnosticOptions &handle() { return Options; }

private:
  clang::DiagnosticOptions Options;
#else
  clang::DiagnosticOptions &get() { return *Options; }
  clang::DiagnosticOptions *handle() { return Options.get(); }

private:
  llvm::IntrusiveRefCntPtr<clang::DiagnosticOptions> Options =
      new clang::DiagnosticOptions;
#endif
};

/// How clangd hands its options for clang-tidy around.
using TidyProvider =
#if CLANG_VERSION_MAJOR >= 22
    llvm::unique_function<void(clang::tidy::ClangTidyOptions &, llvm::StringRef)
                              const>;
#else
    llvm::function_ref<void(clang::tidy::ClangTidyOptions &, llvm::StringRef)>;
#endif

} // namespace nostall::compat

#endif // NOSTALL_TOOL_COMPAT_H
