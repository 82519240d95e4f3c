//===- YamlTest.cpp - errors name their place -----------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "core/Yaml.h"
#include "Unit.h"

using namespace nostall;

static std::optional<yaml::Node> parse(llvm::StringRef Text,
                                       std::vector<yaml::Error> &Errors) {
  return yaml::parse(llvm::MemoryBufferRef(Text, "a.yaml"), Errors);
}

TEST(nodesKnowTheirPlace) {
  std::vector<yaml::Error> Errors;
  auto Root = parse("a: 1\nb:\n  - x\n  - 'y'\n", Errors);
  EXPECT(Root && Errors.empty());
  const yaml::Node *B = Root->find("b");
  EXPECT(B && B->K == yaml::Node::Sequence && B->Items.size() == 2);
  EXPECT(B->Items[1].Line == 4 && B->Items[1].Column == 5);
  EXPECT(!B->Items[0].Quoted && B->Items[1].Quoted);
  EXPECT(!Root->find("c"));
}

TEST(brokenYamlIsOneError) {
  std::vector<yaml::Error> Errors;
  EXPECT(!parse("a: [1, 2\nb: 3\n", Errors));
  EXPECT(Errors.size() == 1 && Errors[0].File == "a.yaml" &&
         Errors[0].Line > 0);
}

TEST(anEmptyDocumentIsNull) {
  std::vector<yaml::Error> Errors;
  auto Root = parse("# nothing\n", Errors);
  EXPECT(Root && Root->K == yaml::Node::Null && Errors.empty());
}

TEST(unknownKeysAreNamed) {
  std::vector<yaml::Error> Errors;
  auto Root = parse("chekcs: 1\n", Errors);
  yaml::Reader R("a.yaml", Errors);
  R.mapping(*Root, "file", {"checks", "profile"});
  EXPECT(Errors.size() == 1);
  EXPECT(Errors[0].str() ==
         "a.yaml:1:1: unknown key 'chekcs' in file; did you mean 'checks'?");
}

TEST(typesAreChecked) {
  std::vector<yaml::Error> Errors;
  auto Root = parse("n: x\nb: maybe\nc: q\ns: {}\n", Errors);
  yaml::Reader R("a.yaml", Errors);
  EXPECT(!R.integer(*Root->find("n"), "n"));
  EXPECT(!R.boolean(*Root->find("b"), "b"));
  EXPECT(!R.choice(*Root->find("c"), "c", {"p", "r"}));
  EXPECT(R.string(*Root->find("s"), "s").empty());
  EXPECT(Errors.size() == 4);
  EXPECT(Errors[2].Message == "c: expected 'p' or 'r', not 'q'");
}

TEST(integersMayBeHexadecimalAndLarge) {
  std::vector<yaml::Error> Errors;
  auto Root = parse("a: 0x40\nb: 0xffffffffffffffff\nc: -1\n", Errors);
  yaml::Reader R("a.yaml", Errors);
  EXPECT(R.integer(*Root->find("a"), "a") == 64);
  EXPECT(R.integer(*Root->find("b"), "b") == -1);
  EXPECT(R.integer(*Root->find("c"), "c") == -1);
  EXPECT(Errors.empty());
}
