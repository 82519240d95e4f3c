//===- annotations.h - what code says about itself to nostall ---*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Macros to put before a declaration, for C and C++. They need nothing else of
// nostall, cost nothing, and are empty for compilers other than clang: nostall
// reads all code as clang does.
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_ANNOTATIONS_H
#define NOSTALL_ANNOTATIONS_H

#if !defined(__clang__)
#define NOSTALL_ANNOTATE(text)
#elif defined(__cplusplus) && __cplusplus >= 201103L
#define NOSTALL_ANNOTATE(text) [[clang::annotate(text)]]
#else
#define NOSTALL_ANNOTATE(text) __attribute__((annotate(text)))
#endif

/// A call can make the thread wait, whatever the body shows:
///   NOSTALL_BLOCKING void wait_for_operator();
#define NOSTALL_BLOCKING NOSTALL_ANNOTATE("nostall::blocking")

/// A call does not make the thread wait, whatever the body shows:
///   NOSTALL_NONBLOCKING bool cache_lookup(int key);
#define NOSTALL_NONBLOCKING NOSTALL_ANNOTATE("nostall::nonblocking")

/// Of a parameter: other threads run this callable, not the caller.
///   void submit(NOSTALL_OFFLOADS std::function<void()> job);
#define NOSTALL_OFFLOADS NOSTALL_ANNOTATE("nostall::offloads")

/// Of a parameter: an event loop runs this callable, so it must not block.
///   void on_message(NOSTALL_RUNS_ON_LOOP std::function<void()> callback);
#define NOSTALL_RUNS_ON_LOOP NOSTALL_ANNOTATE("nostall::runs_on_loop")

#endif // NOSTALL_ANNOTATIONS_H
