//===- Renderers.h - findings in the formats of other programs --*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each format is one function that gets the findings and a stream, and has one
// source file. What all of them need is in Words.h, Sources.h and
// Fingerprints.h. Paths below the working directory are relative to it.
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TOOL_REPORT_RENDERERS_H
#define NOSTALL_TOOL_REPORT_RENDERERS_H

#include "core/Judge.h"
#include "llvm/Support/raw_ostream.h"

namespace nostall {

using Renderer = void (*)(llvm::ArrayRef<Finding>, llvm::raw_ostream &);

/// All that is known of each finding; docs/reports.md lists the keys.
void renderJson(llvm::ArrayRef<Finding> Findings, llvm::raw_ostream &OS);

/// SARIF 2.1.0, within the limits of GitHub's code scanning.
void renderSarif(llvm::ArrayRef<Finding> Findings, llvm::raw_ostream &OS);

/// GitHub's workflow commands: annotations for the worst findings, as many as
/// GitHub shows, and lines of the log for the others.
void renderGithub(llvm::ArrayRef<Finding> Findings, llvm::raw_ostream &OS);

/// GitLab's Code Quality report.
void renderGitlab(llvm::ArrayRef<Finding> Findings, llvm::raw_ostream &OS);

/// Checkstyle's XML.
void renderCheckstyle(llvm::ArrayRef<Finding> Findings, llvm::raw_ostream &OS);

/// JUnit's XML: each finding is a test that failed.
void renderJunit(llvm::ArrayRef<Finding> Findings, llvm::raw_ostream &OS);

/// A page for a browser, with all that it needs in it.
void renderHtml(llvm::ArrayRef<Finding> Findings, llvm::raw_ostream &OS);

} // namespace nostall

#endif // NOSTALL_TOOL_REPORT_RENDERERS_H
