//===- Markdown.cpp - the pages of the checks, in parts -------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "report/Markdown.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Regex.h"

namespace nostall {

llvm::StringRef section(llvm::StringRef Page, llvm::StringRef Title) {
  std::string Heading = "\n## " + Title.str() + "\n";
  size_t At = Page.find(Heading);
  if (At == llvm::StringRef::npos)
    return "";
  llvm::StringRef Rest = Page.drop_front(At + Heading.size());
  return Rest.take_front(Rest.find("\n## ")).trim();
}

std::string withoutRelativeLinks(llvm::StringRef Page) {
  static const llvm::Regex Link("\\[([^][]*)\\]\\(([^()]*)\\)");
  std::string Out;
  llvm::SmallVector<llvm::StringRef, 3> Parts;
  while (Link.match(Page, &Parts)) {
    Out += Page.take_front(Parts[0].data() - Page.data());
    // In code it is a lambda: `[this](int x)`.
    bool IsLink = Parts[2].ends_with(".md") || Parts[2].contains(".md#");
    Out += IsLink ? Parts[1] : Parts[0];
    Page = Page.drop_front(Parts[0].end() - Page.data());
  }
  return Out + Page.str();
}

std::string plainText(llvm::StringRef Markdown) {
  std::string Out;
  bool IsCode = false;
  for (llvm::StringRef Rest = Markdown; !Rest.empty();) {
    auto [Line, After] = Rest.split('\n');
    Rest = After;
    if (Line.ltrim().starts_with("```")) {
      IsCode = !IsCode;
      continue;
    }
    bool Continues = !IsCode && !Out.empty() && Out.back() != '\n' &&
                     !Line.empty() && !Line.ltrim().starts_with("- ");
    if (!Out.empty())
      Out += Continues ? ' ' : '\n';
    for (char C : IsCode ? Line : Line.ltrim("# "))
      if (C != '`' || IsCode)
        Out += C;
  }
  return Out;
}

std::string sentence(llvm::StringRef Text) {
  std::string Out = Text.str() + ".";
  Out[0] = llvm::toUpper(Out[0]);
  return Out;
}

std::string camelCase(llvm::StringRef Words) {
  std::string Out;
  for (llvm::StringRef Word : llvm::split(Words, '-')) {
    Out += Word;
    Out[Out.size() - Word.size()] = llvm::toUpper(Word[0]);
  }
  return Out;
}

} // namespace nostall
