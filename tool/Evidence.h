//===- Evidence.h - what headers tell about waiting -------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What speaks for a function that makes the thread wait: words of its name, its
// parameters, its comment, and that the library has an asynchronous twin of it.
// What counts how much is one table in Evidence.cpp.
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TOOL_EVIDENCE_H
#define NOSTALL_TOOL_EVIDENCE_H

#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"
#include <optional>
#include <string>
#include <vector>

namespace nostall {

/// What is known of one function.
struct Evidence {
  /// What speaks against it counts below 0.
  int Points = 0;
  /// What speaks for it, a phrase each.
  std::vector<std::string> Reasons;
  /// The parameter that says how long to wait.
  std::optional<unsigned> Timeout;
  /// The category and the duration that its name suggests.
  llvm::StringRef Category = "wait", Duration = "unbounded";

  static constexpr int Medium = 2, Strong = 3;

  void add(int HowMuch, const llvm::Twine &Reason) {
    Points += HowMuch;
    if (HowMuch > 0)
      Reasons.push_back(Reason.str());
  }
};

/// A function of a library, by its qualified name.
struct LibraryFunction {
  std::string Name;
  const clang::FunctionDecl *Declaration;
};

/// Which functions of a library are asynchronous twins of others: `read_async`
/// of `read`, and whatever else the library itself does three times.
class Twins {
public:
  explicit Twins(llvm::ArrayRef<LibraryFunction> Functions);

  struct Twin {
    std::string Name;
    /// What has to be put in, or put for what.
    std::string How;
    /// It would be one in any library.
    bool Anywhere;
  };
  /// The twin of the function \p Name, or null.
  const Twin *of(llvm::StringRef Name) const;
  /// True if \p Name is the twin of another.
  bool isTwin(llvm::StringRef Name) const {
    return Asynchronous.contains(Name);
  }
  /// How many functions have a twin of that sort.
  unsigned pairs(const Twin &T) const { return Pairs.lookup(T.How); }

private:
  llvm::StringMap<Twin> TwinOf;
  llvm::StringSet<> Asynchronous;
  llvm::StringMap<unsigned> Pairs;
};

/// What \p F, its comment and its siblings say.
Evidence weigh(const LibraryFunction &F, const Twins &Siblings);

} // namespace nostall

#endif // NOSTALL_TOOL_EVIDENCE_H
