//===- Doctor.h - nostall doctor --------------------------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TOOL_DOCTOR_H
#define NOSTALL_TOOL_DOCTOR_H

#include "CommandLine.h"

namespace nostall {

/// `nostall doctor`: looks at everything that a run needs, and prints a line
/// about each, with a remedy where something is wrong. Returns Clean, or
/// Failed if anything is.
int examine(const CommandLine &Line);

} // namespace nostall

#endif // NOSTALL_TOOL_DOCTOR_H
