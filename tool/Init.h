//===- Init.h - nostall init ------------------------------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TOOL_INIT_H
#define NOSTALL_TOOL_INIT_H

#include "CommandLine.h"

namespace nostall {

/// `nostall init`: writes the files that a project has for nostall, from
/// share/init; never over one that is there. Returns the exit code.
int initProject(const CommandLine &Line);

} // namespace nostall

#endif // NOSTALL_TOOL_INIT_H
