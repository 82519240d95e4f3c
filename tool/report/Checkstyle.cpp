//===- Checkstyle.cpp - Checkstyle's XML ----------------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "report/Renderers.h"
#include "report/Words.h"
#include "report/Xml.h"

namespace nostall {

void renderCheckstyle(llvm::ArrayRef<Finding> Findings, llvm::raw_ostream &OS) {
  OS << XmlDeclaration << "<checkstyle version=\"10.0\">\n";
  llvm::StringRef File;
  for (const Finding &F : Findings) {
    const Place &At = F.Chain[0].At;
    // They come ordered by file.
    if (At.File != File) {
      OS << (File.empty() ? "" : "  </file>\n") << "  <file name=\""
         << xml(shorten(At.File)) << "\">\n";
      File = At.File;
    }
    OS << "    <error line=\"" << At.Line << "\" column=\"" << At.Column
       << "\" severity=\"" << (F.Lasts == Duration::Brief ? "info" : "warning")
       << "\" message=\"" << xml(fullText(F)) << "\" source=\""
       << xml(checkId(F)) << "\"/>\n";
  }
  OS << (File.empty() ? "" : "  </file>\n") << "</checkstyle>\n";
}

} // namespace nostall
