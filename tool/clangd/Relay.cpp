//===- Relay.cpp - between an editor and clangd ---------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "clangd/Relay.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/raw_ostream.h"
#include <algorithm>
#include <cstdio>
#include <fcntl.h>
#include <poll.h>
#include <string>
#include <thread>
#include <unistd.h>

namespace nostall {
namespace {

using llvm::StringRef;

// clangd wants the name of the file and does not look at it.
constexpr StringRef Saved =
    R"({"jsonrpc":"2.0","method":"textDocument/didSave",)"
    R"("params":{"textDocument":{"uri":"file:///"}}})";

/// A message is a head of lines, one of which has its length, an empty line,
/// and so many bytes.
class Relay {
public:
  Relay(int In, int Out) : In(fdopen(In, "r")), Out(Out, /*shouldClose=*/true) {
    // What waits in a buffer would not be seen by poll().
    std::setvbuf(this->In, nullptr, _IONBF, 0);
  }

  void run(const std::function<bool()> &HasChanged) {
    do
      while (!isReady())
        if (HasChanged())
          Out << "Content-Length: " << Saved.size() << "\r\n\r\n" << Saved;
    while (message());
  }

private:
  /// False if nothing comes for a while.
  bool isReady() {
    Out.flush();
    pollfd Waiting = {fileno(In), POLLIN, 0};
    return poll(&Waiting, 1, /*timeout=*/1000) != 0;
  }

  /// Passes one message on; false at the end. What is no message is passed on
  /// too, for clangd to complain of.
  bool message() {
    size_t Length = 0;
    while (true) {
      char Buffer[256];
      if (!std::fgets(Buffer, sizeof Buffer, In))
        return false;
      StringRef Line = Buffer;
      Out << Line;
      if (Line.trim().empty())
        break;
      if (Line.consume_front_insensitive("content-length:"))
        Line.trim().getAsInteger(10, Length);
    }
    for (char Buffer[1 << 12]; Length;) {
      size_t Read = std::fread(Buffer, 1, std::min(Length, sizeof Buffer), In);
      if (!Read)
        return false;
      Out.write(Buffer, Read);
      Length -= Read;
    }
    return true;
  }

  std::FILE *In;
  llvm::raw_fd_ostream Out;
};

} // namespace

void relayInput(std::function<bool()> HasChanged) {
  int In = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0), Pipe[2];
  if (In < 0 || pipe2(Pipe, O_CLOEXEC) != 0)
    return;
  dup2(Pipe[0], STDIN_FILENO);
  close(Pipe[0]);
  std::thread([=, HasChanged = std::move(HasChanged)] {
    Relay(In, Pipe[1]).run(HasChanged);
  }).detach();
}

} // namespace nostall
