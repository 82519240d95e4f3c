//===- Xml.h - what the XML formats share -----------------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TOOL_REPORT_XML_H
#define NOSTALL_TOOL_REPORT_XML_H

#include "report/Json.h"
#include "llvm/ADT/StringExtras.h"

namespace nostall {

/// \p Text for an attribute's value or between tags. XML has no way to write
/// most control characters: they become question marks.
inline std::string xml(llvm::StringRef Text) {
  std::string Out;
  llvm::raw_string_ostream OS(Out);
  for (char C : utf8(Text))
    if (C == '\n')
      OS << "&#10;";
    else if (C == '\t')
      OS << "&#9;";
    else if (C >= 0 && C < ' ')
      OS << '?';
    else
      llvm::printHTMLEscaped(llvm::StringRef(&C, 1), OS);
  return Out;
}

constexpr llvm::StringRef XmlDeclaration =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

} // namespace nostall

#endif // NOSTALL_TOOL_REPORT_XML_H
