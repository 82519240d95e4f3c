//===- Sources.cpp - the text of the code that findings are in ------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "report/Sources.h"

namespace nostall {

const Sources::Text &Sources::read(llvm::StringRef File) {
  auto [It, New] = Files.try_emplace(File);
  Text &T = It->second;
  if (!New)
    return T;
  auto Buffer = FS->getBufferForFile(File);
  if (!Buffer)
    return T;
  T.Buffer = std::move(*Buffer);
  for (llvm::StringRef Rest = T.Buffer->getBuffer(); !Rest.empty();) {
    auto [Line, After] = Rest.split('\n');
    T.Lines.push_back(Line.rtrim('\r'));
    Rest = After;
  }
  return T;
}

llvm::StringRef Sources::line(llvm::StringRef File, unsigned Number) {
  const Text &T = read(File);
  return Number && Number <= T.Lines.size() ? T.Lines[Number - 1] : "";
}

llvm::StringRef Sources::text(llvm::StringRef File) {
  const Text &T = read(File);
  return T.Buffer ? T.Buffer->getBuffer() : "";
}

unsigned Sources::lines(llvm::StringRef File) {
  return read(File).Lines.size();
}

unsigned Sources::utf16Column(llvm::StringRef File, unsigned Line,
                              unsigned Column) {
  llvm::StringRef Before = line(File, Line).take_front(Column - 1);
  // What is not in the file any more is taken for ASCII.
  unsigned Out = Column - Before.size();
  for (unsigned char C : Before)
    Out += ((C & 0xc0) != 0x80) + (C >= 0xf0);
  return Out;
}

} // namespace nostall
