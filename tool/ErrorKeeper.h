//===- ErrorKeeper.h - the first of a compiler's errors ---------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TOOL_ERRORKEEPER_H
#define NOSTALL_TOOL_ERRORKEEPER_H

#include "clang/Basic/Diagnostic.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/SmallString.h"

namespace nostall {

/// Counts errors and keeps the first one.
class ErrorKeeper : public clang::DiagnosticConsumer {
public:
  unsigned Errors = 0;
  /// `a.cpp:3:10: 'x.h' file not found`.
  std::string First;

  void HandleDiagnostic(clang::DiagnosticsEngine::Level Level,
                        const clang::Diagnostic &Info) override {
    DiagnosticConsumer::HandleDiagnostic(Level, Info);
    if (Level < clang::DiagnosticsEngine::Error)
      return;
    if (++Errors > 1)
      return;
    llvm::SmallString<128> Text;
    Info.FormatDiagnostic(Text);
    if (Info.hasSourceManager() && Info.getLocation().isValid()) {
      clang::PresumedLoc At = Info.getSourceManager().getPresumedLoc(
          Info.getSourceManager().getExpansionLoc(Info.getLocation()));
      if (At.isValid())
        First = std::string(At.getFilename()) + ":" +
                std::to_string(At.getLine()) + ":" +
                std::to_string(At.getColumn()) + ": ";
    }
    First += Text.str();
  }
};

} // namespace nostall

#endif // NOSTALL_TOOL_ERRORKEEPER_H
