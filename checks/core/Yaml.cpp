//===- Yaml.cpp - a YAML document with places -----------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Yaml.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/YAMLParser.h"

namespace nostall::yaml {

std::string Error::str() const {
  std::string S = File;
  if (Line)
    S += ":" + std::to_string(Line) + ":" + std::to_string(Column);
  return S + ": " + Message;
}

const Node *Node::find(llvm::StringRef Key) const {
  for (const auto &[Name, Value] : Entries)
    if (Name.Text == Key)
      return &Value;
  return nullptr;
}

namespace {

/// Line and column of places that are asked for in rising order.
class Places {
public:
  explicit Places(llvm::StringRef Text) : Text(Text) {}
  void locate(const char *At, Node &N) {
    size_t Offset = At - Text.data();
    if (Offset > Text.size())
      return;
    if (Offset < Position)
      Position = LineStart = 0, Line = 1;
    for (; Position < Offset; ++Position)
      if (Text[Position] == '\n') {
        ++Line;
        LineStart = Position + 1;
      }
    N.Line = Line;
    N.Column = Offset - LineStart + 1;
  }

private:
  llvm::StringRef Text;
  size_t Position = 0, LineStart = 0;
  unsigned Line = 1;
};

Node convert(llvm::yaml::Node *From, Places &P) {
  Node To;
  if (!From)
    return To;
  P.locate(From->getSourceRange().Start.getPointer(), To);
  if (auto *S = llvm::dyn_cast<llvm::yaml::ScalarNode>(From)) {
    llvm::SmallString<64> Storage;
    To.K = Node::Scalar;
    To.Text = S->getValue(Storage).str();
    llvm::StringRef Raw = S->getRawValue();
    To.Quoted = Raw.starts_with("\"") || Raw.starts_with("'");
  } else if (auto *B = llvm::dyn_cast<llvm::yaml::BlockScalarNode>(From)) {
    To.K = Node::Scalar;
    To.Quoted = true;
    To.Text = B->getValue().str();
  } else if (auto *Seq = llvm::dyn_cast<llvm::yaml::SequenceNode>(From)) {
    To.K = Node::Sequence;
    for (llvm::yaml::Node &Item : *Seq)
      To.Items.push_back(convert(&Item, P));
  } else if (auto *Map = llvm::dyn_cast<llvm::yaml::MappingNode>(From)) {
    To.K = Node::Mapping;
    for (llvm::yaml::KeyValueNode &Entry : *Map) {
      Node Key = convert(Entry.getKey(), P);
      To.Entries.push_back({std::move(Key), convert(Entry.getValue(), P)});
    }
  }
  return To;
}

} // namespace

std::optional<Node> parse(llvm::MemoryBufferRef Buffer,
                          std::vector<Error> &Errors) {
  llvm::SourceMgr SM;
  SM.setDiagHandler(
      [](const llvm::SMDiagnostic &D, void *Out) {
        auto &Errors = *static_cast<std::vector<Error> *>(Out);
        Errors.push_back({D.getFilename().str(),
                          static_cast<unsigned>(std::max(D.getLineNo(), 0)),
                          static_cast<unsigned>(D.getColumnNo() + 1),
                          "not valid YAML: " + D.getMessage().str()});
      },
      &Errors);
  size_t Before = Errors.size();
  llvm::yaml::Stream Stream(Buffer, SM);
  auto Document = Stream.begin();
  if (Document == Stream.end())
    return Errors.size() == Before ? std::optional(Node()) : std::nullopt;
  Places P(Buffer.getBuffer());
  Node Root = convert(Document->getRoot(), P);
  if (Stream.failed() || Errors.size() != Before) {
    // One mistake makes the parser report several; the first one is it.
    if (Errors.size() > Before + 1)
      Errors.resize(Before + 1);
    return std::nullopt;
  }
  return Root;
}

std::string oneOf(llvm::ArrayRef<llvm::StringRef> Choices) {
  std::string S;
  for (size_t I = 0; I < Choices.size(); ++I)
    S += (I == 0                    ? ""
          : I + 1 == Choices.size() ? " or "
                                    : ", ") +
         ("'" + Choices[I].str() + "'");
  return S;
}

void Reader::error(const Node &At, const llvm::Twine &Message) {
  Errors.push_back({File, At.Line, At.Column, Message.str()});
}

static llvm::StringRef nearest(llvm::StringRef Text,
                               llvm::ArrayRef<llvm::StringRef> Choices) {
  llvm::StringRef Best;
  unsigned BestDistance = 3;
  for (llvm::StringRef C : Choices)
    if (unsigned D = Text.edit_distance(C, true, BestDistance);
        D < BestDistance) {
      Best = C;
      BestDistance = D;
    }
  return Best;
}

bool Reader::mapping(const Node &N, llvm::StringRef What,
                     llvm::ArrayRef<llvm::StringRef> Allowed) {
  if (N.K != Node::Mapping) {
    error(N, What + ": expected a mapping with the keys " + oneOf(Allowed));
    return false;
  }
  for (size_t I = 0; I < N.Entries.size(); ++I) {
    const Node &Key = N.Entries[I].Key;
    if (!llvm::is_contained(Allowed, Key.Text)) {
      llvm::StringRef Near = nearest(Key.Text, Allowed);
      error(Key, "unknown key '" + Key.Text + "' in " + What + "; " +
                     (Near.empty() ? "expected " + oneOf(Allowed)
                                   : "did you mean '" + Near.str() + "'?"));
    }
    for (size_t J = 0; J < I; ++J)
      if (N.Entries[J].Key.Text == Key.Text)
        error(Key, "key '" + Key.Text + "' is given twice in " + What);
  }
  return true;
}

std::string Reader::string(const Node &N, llvm::StringRef What) {
  if (N.K == Node::Scalar)
    return N.Text;
  error(N, What + ": expected a string");
  return "";
}

bool Reader::boolean(const Node &N, llvm::StringRef What) {
  if (N.K == Node::Scalar && (N.Text == "true" || N.Text == "false"))
    return N.Text == "true";
  error(N, What + ": expected true or false");
  return false;
}

std::optional<int64_t> Reader::integer(const Node &N, llvm::StringRef What) {
  int64_t I;
  if (N.K == Node::Scalar && !N.Quoted &&
      !llvm::StringRef(N.Text).getAsInteger(0, I))
    return I;
  uint64_t U;
  if (N.K == Node::Scalar && !N.Quoted &&
      !llvm::StringRef(N.Text).getAsInteger(0, U))
    return static_cast<int64_t>(U);
  error(N, What + ": expected an integer");
  return std::nullopt;
}

std::vector<std::string> Reader::strings(const Node &N, llvm::StringRef What) {
  std::vector<std::string> Out;
  if (N.K == Node::Scalar)
    return {N.Text};
  if (N.K != Node::Sequence) {
    error(N, What + ": expected a string or a list of strings");
    return Out;
  }
  for (const Node &Item : N.Items)
    if (Item.K == Node::Scalar)
      Out.push_back(Item.Text);
    else
      error(Item, What + ": expected a string");
  return Out;
}

std::optional<size_t> Reader::choice(const Node &N, llvm::StringRef What,
                                     llvm::ArrayRef<llvm::StringRef> Choices) {
  if (N.K == Node::Scalar)
    for (size_t I = 0; I < Choices.size(); ++I)
      if (N.Text == Choices[I])
        return I;
  error(N, What + ": expected " + oneOf(Choices) +
               (N.K == Node::Scalar ? ", not '" + N.Text + "'" : ""));
  return std::nullopt;
}

} // namespace nostall::yaml
