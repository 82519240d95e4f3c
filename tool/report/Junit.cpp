//===- Junit.cpp - JUnit's XML --------------------------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "report/Renderers.h"
#include "report/Words.h"
#include "report/Xml.h"
#include <map>

namespace nostall {

void renderJunit(llvm::ArrayRef<Finding> Findings, llvm::raw_ostream &OS) {
  // Some servers call an empty report an error: a clean run is a test that
  // passed.
  size_t Tests = std::max<size_t>(Findings.size(), 1);
  OS << XmlDeclaration << "<testsuites>\n  <testsuite name=\"nostall\" tests=\""
     << Tests << "\" failures=\"" << Findings.size() << "\" errors=\"0\">\n";
  if (Findings.empty())
    OS << "    <testcase classname=\"nostall\" name=\"no findings\"/>\n";
  // Servers follow a test by its name: no lines in it.
  std::map<std::pair<std::string, std::string>, unsigned> Seen;
  for (const Finding &F : Findings) {
    std::string File = shorten(F.Chain[0].At.File);
    std::string Name = F.Message + " [" + checkId(F).str() + "]";
    if (unsigned Count = ++Seen[{File, Name}]; Count > 1)
      Name += " (" + std::to_string(Count) + ")";
    OS << "    <testcase classname=\"" << xml(File) << "\" name=\"" << xml(Name)
       << "\" file=\"" << xml(File) << "\" line=\"" << F.Chain[0].At.Line
       << "\">\n      <failure type=\"" << xml(checkId(F)) << "\" message=\""
       << xml(where(F.Chain[0].At) + ": " + F.Message) << "\">"
       << xml(fullText(F)) << "</failure>\n    </testcase>\n";
  }
  OS << "  </testsuite>\n</testsuites>\n";
}

} // namespace nostall
