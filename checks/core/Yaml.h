//===- Yaml.h - a YAML document with places ---------------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads a document with llvm::yaml into a tree whose every node knows where
// it stands, so that each error can name file, line and column and say what
// was expected. The catalogue and `.nostall.yaml` are read through it.
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_CORE_YAML_H
#define NOSTALL_CORE_YAML_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/MemoryBufferRef.h"
#include <optional>
#include <string>
#include <vector>

namespace nostall::yaml {

/// What is wrong with a document, and where: `file:line:column: message`.
struct Error {
  std::string File;
  unsigned Line = 0, Column = 0;
  std::string Message;
  std::string str() const;
};

struct Entry;

struct Node {
  enum Kind : uint8_t { Null, Scalar, Sequence, Mapping };
  Kind K = Null;
  bool Quoted = false;
  unsigned Line = 0, Column = 0;
  std::string Text;
  std::vector<Node> Items;    ///< Of a Sequence.
  std::vector<Entry> Entries; ///< Of a Mapping.

  const Node *find(llvm::StringRef Key) const;
};

struct Entry {
  Node Key, Value;
};

/// Parses the single document in \p Buffer. On a syntax error, appends it to
/// \p Errors and returns nothing.
std::optional<Node> parse(llvm::MemoryBufferRef Buffer,
                          std::vector<Error> &Errors);

/// Typed access to nodes; each mismatch appends one error that says what was
/// expected instead, and yields a default.
class Reader {
public:
  Reader(llvm::StringRef File, std::vector<Error> &Errors)
      : File(File), Errors(Errors) {}

  void error(const Node &At, const llvm::Twine &Message);
  size_t errors() const { return Errors.size(); }

  /// Reports what \p N has that is not in \p Allowed, with the nearest
  /// allowed key. False if \p N is not a mapping at all.
  bool mapping(const Node &N, llvm::StringRef What,
               llvm::ArrayRef<llvm::StringRef> Allowed);
  std::string string(const Node &N, llvm::StringRef What);
  bool boolean(const Node &N, llvm::StringRef What);
  std::optional<int64_t> integer(const Node &N, llvm::StringRef What);
  /// A string, or a sequence of them.
  std::vector<std::string> strings(const Node &N, llvm::StringRef What);
  /// The index of the scalar in \p Choices.
  std::optional<size_t> choice(const Node &N, llvm::StringRef What,
                               llvm::ArrayRef<llvm::StringRef> Choices);

private:
  std::string File;
  std::vector<Error> &Errors;
};

/// `a, b or c`, for messages.
std::string oneOf(llvm::ArrayRef<llvm::StringRef> Choices);

} // namespace nostall::yaml

#endif // NOSTALL_CORE_YAML_H
