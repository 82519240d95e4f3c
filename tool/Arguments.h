//===- Arguments.h - what the compiler is called with -----------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The commands of a database are written for another compiler, perhaps g++,
// and for making object files. Here they become arguments for clang's parser.
// All functions are thread-safe.
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TOOL_ARGUMENTS_H
#define NOSTALL_TOOL_ARGUMENTS_H

#include "core/Catalogue.h"
#include "clang/Tooling/ArgumentsAdjusters.h"
#include "clang/Tooling/CompilationDatabase.h"
#include "llvm/ADT/ArrayRef.h"
#include <optional>

namespace nostall {

/// The command without what only starts the compiler, such as ccache.
std::vector<std::string>
withoutLaunchers(llvm::ArrayRef<std::string> CommandLine);

/// Defines those of \p Macros that are for what \p CommandLine compiles.
void addMacros(std::vector<std::string> &CommandLine,
               llvm::ArrayRef<Macro> Macros);

/// Why \p Command cannot be read at all, with a remedy; nothing if it can.
std::optional<std::string>
whyUnreadable(const clang::tooling::CompileCommand &Command);

/// The arguments that clang is called with, to read code with \p Macros.
clang::tooling::CommandLineArguments
compilerArguments(const clang::tooling::CompileCommand &Command,
                  llvm::ArrayRef<Macro> Macros);

} // namespace nostall

#endif // NOSTALL_TOOL_ARGUMENTS_H
