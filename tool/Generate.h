//===- Generate.h - completions and the man page ----------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What shells and `man` know of the command line is made from the options
// themselves, so it cannot lag behind.
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TOOL_GENERATE_H
#define NOSTALL_TOOL_GENERATE_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/raw_ostream.h"
#include <string>
#include <vector>

namespace nostall {

struct OptionText {
  /// With its dashes.
  std::string Name;
  std::string Help;
  /// What its value is, such as `file`; empty if it takes none.
  std::string Value;
  struct Choice {
    std::string Name, Help;
  };
  std::vector<Choice> Choices;
};

struct CommandText {
  /// Empty for the command without a subcommand.
  std::string Name;
  std::string Help;
  /// What stands behind the options.
  std::string Words;
  std::vector<OptionText> Options;
};

/// Writes `bash`, `zsh` or `fish` completions, or the page for `man`; false if
/// \p Kind is none of these. The first of \p Commands is the one without a
/// subcommand.
bool generate(llvm::StringRef Kind, llvm::ArrayRef<CommandText> Commands,
              llvm::StringRef Overview, llvm::raw_ostream &OS);

} // namespace nostall

#endif // NOSTALL_TOOL_GENERATE_H
