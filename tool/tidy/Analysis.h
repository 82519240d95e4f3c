//===- Analysis.h - the findings of one AST ---------------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TOOL_TIDY_ANALYSIS_H
#define NOSTALL_TOOL_TIDY_ANALYSIS_H

#include "core/Judge.h"
#include "tidy/Session.h"

namespace clang {
class ASTContext;
} // namespace clang

namespace nostall {

/// What a user may say in clang-tidy's CheckOptions, as it is written there.
/// Empty: what `.nostall.yaml` says.
struct TidyOptions {
  std::string Profile, Virtual, Callbacks;
  /// A configuration file instead of the nearest `.nostall.yaml`, and an index
  /// instead of the nearest one; `none` for none.
  std::string Config, Index;
};

struct AnalysisResult {
  /// Those of code that \p Context has; ordered by place.
  std::vector<Finding> Findings;
  /// What is wrong with options, configuration or index.
  std::vector<std::string> Problems;
};

/// Analyses the functions that \p Context has, with what the project's index
/// knows of the others. \p Checks are the checks that are on, a bit each.
AnalysisResult analyse(clang::ASTContext &Context, const TidyOptions &Options,
                       uint64_t Checks, Session &Known);

} // namespace nostall

#endif // NOSTALL_TOOL_TIDY_ANALYSIS_H
