//===- Relay.h - between an editor and clangd -------------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TOOL_CLANGD_RELAY_H
#define NOSTALL_TOOL_CLANGD_RELAY_H

#include <functional>

namespace nostall {

/// From now on a thread reads the standard input, and clangd, which has not
/// begun to read, gets from it what it has read. About once a second, while
/// the editor sends nothing, the thread asks \p HasChanged; if it says yes,
/// clangd is told that a file was saved. clangd then analyses those open files
/// again whose compile command is another one. Does nothing if the system has
/// no pipe left.
void relayInput(std::function<bool()> HasChanged);

} // namespace nostall

#endif // NOSTALL_TOOL_CLANGD_RELAY_H
