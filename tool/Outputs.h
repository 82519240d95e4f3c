//===- Outputs.h - where the findings of a run go ---------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TOOL_OUTPUTS_H
#define NOSTALL_TOOL_OUTPUTS_H

#include "core/Judge.h"
#include "llvm/Support/Error.h"

namespace nostall {

enum class Format {
  Text,
  Json,
  Sarif,
  Github,
  Gitlab,
  Checkstyle,
  Junit,
  Html
};

/// One report of the findings.
struct Output {
  Format F = Format::Text;
  /// Empty for the standard output.
  std::string File;
};

/// An argument `--format` or `--output`, and how many stand before it.
struct FormatArgument {
  Format F = Format::Text;
  unsigned Position = 0;
};
struct OutputArgument {
  std::string File;
  unsigned Position = 0;
};

/// Each `--output` belongs to the `--format` before it; text goes to the
/// standard output if nothing is asked for. The error says which does not fit.
llvm::Expected<std::vector<Output>>
pairOutputs(llvm::ArrayRef<FormatArgument> Formats,
            llvm::ArrayRef<OutputArgument> Files);

/// How text is written.
struct TextStyle {
  /// On the standard output.
  bool Color = false;
  /// As many findings of one cause are shown; 0 for all.
  unsigned MaxSame = 0;
};

/// Writes a report; files are replaced as a whole.
llvm::Error write(const Output &To, llvm::ArrayRef<Finding> Findings,
                  TextStyle Text);

/// Replaces a file as a whole, or leaves it as it was.
llvm::Error writeFile(llvm::StringRef Path, llvm::StringRef Bytes);

} // namespace nostall

#endif // NOSTALL_TOOL_OUTPUTS_H
