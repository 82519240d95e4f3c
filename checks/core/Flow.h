//===- Flow.h - the calls of one function, in its flow graph ----*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Walks clang's CFG of one body, implicit destructors and awaiter calls
// included, and records each call that can be reached. Internal to
// summarize().
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_CORE_FLOW_H
#define NOSTALL_CORE_FLOW_H

#include "FactsBuilder.h"
#include "Names.h"
#include "Summarize.h"

namespace nostall {

/// The facts of \p F, which has a body. Templates and bodies with errors have
/// no CFG: their calls are recorded in source order, in one block.
FunctionDraft summarizeFunction(const clang::FunctionDecl *F, Names &N,
                                clang::ASTContext &Context,
                                SuppressionLookup Suppressed);

/// The callables that the initialiser of \p V, a global variable, puts into it;
/// no calls.
FunctionDraft summarizeInitializer(const clang::VarDecl *V, Names &N,
                                   clang::ASTContext &Context);

} // namespace nostall

#endif // NOSTALL_CORE_FLOW_H
