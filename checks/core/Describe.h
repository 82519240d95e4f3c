//===- Describe.h - names of things for people ------------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_CORE_DESCRIBE_H
#define NOSTALL_CORE_DESCRIBE_H

#include "Catalogue.h"
#include "Facts.h"

namespace nostall {

struct Literal;

/// \p Name without what people do not write.
std::string unscoped(llvm::StringRef Name);

/// `'ns::f'`, `'::f'`.
std::string quoted(llvm::StringRef Name);

/// The function within a sentence: `'Db::load'`, `the destructor of 'Guard'`,
/// `a lambda`.
std::string describe(const Facts &P, Id Entity);

/// Like that, for a library function that matched \p Cause. They have internal
/// homes (`std::__basic_future::wait`): says the name that the row gives first.
std::string describeCulprit(const Facts &P, Id Entity, const Row &Cause);

/// `1 call`, `2 calls`.
std::string plural(size_t N, llvm::StringRef Word);

/// `argument 2`, `the object`.
std::string describe(const Argument &A);

/// `argument 2 lacks MSG_DONTWAIT`: the condition, or its contrary if it must
/// not hold, of \p Subject.
std::string describe(const Catalogue &C, const Condition &Cond,
                     llvm::StringRef Subject, bool MustHold = true);

/// The same of what an effect depends on, with \p Subject for its argument.
std::string describe(const Facts &P, const Catalogue &C, const Literal &L,
                     llvm::StringRef Subject);

} // namespace nostall

#endif // NOSTALL_CORE_DESCRIBE_H
