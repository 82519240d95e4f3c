//===- LinkTests.h - tests that the program decides -------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Some branches ask what the program as a whole knows: a field that all its
// objects have the same number in, a helper that always returns the same.
// Internal to Link.h.
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_CORE_LINKTESTS_H
#define NOSTALL_CORE_LINKTESTS_H

#include "FieldValues.h"
#include "Guards.h"

namespace nostall {

/// Takes branches out of \p P that are never taken, and puts tests of
/// parameters and of the function's object in place of those of what helpers
/// return. Of helpers with several ends, finds what had to be true for those
/// that fit the result. \p Fields is of \p P.
TestOutcomes decideTests(Facts &P, const FieldValues &Fields);

} // namespace nostall

#endif // NOSTALL_CORE_LINKTESTS_H
