//===- Branches.h - where a block of clang's CFG goes on --------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What of a CFG says which way a branch goes. Internal to summarize().
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_CORE_BRANCHES_H
#define NOSTALL_CORE_BRANCHES_H

#include "clang/AST/ASTContext.h"
#include "clang/AST/Expr.h"
#include "clang/Analysis/CFG.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SmallVector.h"

namespace nostall {

/// True if \p B has two successors: if its condition holds, and if not.
bool bothReachable(const clang::CFGBlock &B);

/// What decides which successor of \p B follows, or null. \p IsLast: nothing
/// leads to B but the last operand of its && or ||.
const clang::Expr *condition(const clang::CFGBlock &B, bool IsLast);

/// `if (a && b)` evaluates the && before it branches, if there are temporaries
/// in it: leads paths on which b was not evaluated to where they go on.
/// \p Successors are those of each block, by its number. Returns the numbers of
/// blocks to which only paths lead on which b was evaluated.
llvm::DenseSet<unsigned>
skipMerges(const clang::CFG &Graph,
           std::vector<llvm::SmallVector<unsigned, 4>> &Successors);

/// Leads the way into a loop whose body runs at least once (`for (int fd :
/// ends)` over an array) to that body: what it does is done behind it.
void enterLoops(const clang::CFG &Graph, const clang::ASTContext &Context,
                std::vector<llvm::SmallVector<unsigned, 4>> &Successors);

} // namespace nostall

#endif // NOSTALL_CORE_BRANCHES_H
