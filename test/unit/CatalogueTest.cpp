//===- CatalogueTest.cpp - which rows speak of a function -----------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "core/Catalogue.h"
#include "Unit.h"
#include "core/FactsBuilder.h"

using namespace nostall;

namespace {

/// A catalogue and what is wrong with it.
struct Built {
  Catalogue C;
  std::vector<yaml::Error> Errors;

  /// Adds the rows \p Functions, in YAML, as a built-in file.
  Built &add(llvm::StringRef Functions, llvm::StringRef Head = "") {
    return addFile(
        ("library: test\n" + Head + "functions:\n" + Functions).str());
  }
  Built &addFile(std::string Text) {
    C.add(llvm::MemoryBufferRef(Text, "test.yaml"), Errors);
    return *this;
  }
  /// Adds the rows as `.nostall.yaml` does.
  Built &addUsers(std::string Text) {
    auto Root = yaml::parse(llvm::MemoryBufferRef(Text, "users.yaml"), Errors);
    if (Root)
      C.addRows(*Root, nullptr, users(), Errors);
    return *this;
  }
  static Row users() {
    Row Defaults;
    Defaults.File = "users.yaml";
    Defaults.Layer = 1;
    return Defaults;
  }

  /// The reasons of the rows that are found for \p E, in order.
  std::string reasons(const Signature &E) const {
    std::string Out;
    for (const Row *R : C.find(E))
      Out += (Out.empty() ? "" : ",") + R->Reason;
    return Out;
  }
  std::string reasons(llvm::StringRef Name,
                      std::vector<llvm::StringRef> Parameters = {}) const {
    Signature E;
    E.Name = Name;
    E.Parameters = std::move(Parameters);
    return reasons(E);
  }
  std::string error(size_t I = 0) const {
    return I < Errors.size() ? Errors[I].str() : "";
  }
};

/// A row of one line.
std::string row(llvm::StringRef Name, llvm::StringRef Reason,
                llvm::StringRef More = "") {
  return ("  - {name: " + Name + ", category: sleep, duration: disk, reason: " +
          Reason + (More.empty() ? "" : ", ") + More + "}\n")
      .str();
}

} // namespace

TEST(aFunctionIsFoundByItsWholeName) {
  Built B;
  B.add(row("lib::wait", "r"));
  EXPECT(B.Errors.empty());
  EXPECT(B.reasons("lib::wait") == "r");
  EXPECT(B.reasons("wait").empty());
  EXPECT(B.reasons("lib::wait_for").empty());
  EXPECT(B.reasons("other::lib::wait").empty());
}

TEST(anExactNameWinsOverARule) {
  Built B;
  B.add(row("'lib::*'", "rule") + row("lib::wait", "exact"));
  EXPECT(B.reasons("lib::wait") == "exact");
  EXPECT(B.reasons("lib::other") == "rule");
  Built Reversed;
  Reversed.add(row("lib::wait", "exact") + row("'lib::*'", "rule"));
  EXPECT(Reversed.reasons("lib::wait") == "exact");
}

TEST(aLongerRuleWinsOverAShorterOne) {
  Built B;
  B.add(row("'lib::*'", "short") + row("'lib::wait*'", "long") +
        row("'*'", "any"));
  EXPECT(B.reasons("lib::wait_for") == "long");
  EXPECT(B.reasons("lib::other") == "short");
  EXPECT(B.reasons("app::other") == "any");
}

TEST(rowsOfOneRankAllCount) {
  Built B;
  B.add(row("f", "one") + row("f", "two"));
  EXPECT(B.reasons("f") == "one,two");
}

TEST(anOverloadWinsOverTheRest) {
  Built B;
  B.add(row("f", "any") + row("f", "tag", "parameters: ['*', 'std::tag_t']") +
        row("f", "more", "parameters: ['int', '...']"));
  EXPECT(B.reasons("f", {"m", "std::tag_t"}) == "tag");
  EXPECT(B.reasons("f", {"m"}) == "any");
  EXPECT(B.reasons("f", {"m", "std::tag_t", "int"}) == "any");
  EXPECT(B.reasons("f", {"int"}) == "more");
  EXPECT(B.reasons("f", {"int", "char", "char"}) == "more");
  EXPECT(B.reasons("f") == "any");
}

TEST(anOverloadWithoutParametersIsMeant) {
  Built B;
  B.add(row("f", "none", "parameters: []") + row("f", "any"));
  EXPECT(B.Errors.empty());
  EXPECT(B.reasons("f") == "none");
  EXPECT(B.reasons("f", {"int"}) == "any");
}

TEST(theUsersRowsWinOverAll) {
  Built B;
  B.add(row("lib::wait", "exact", "parameters: [int]"));
  B.addUsers(row("'lib::*'", "users"));
  EXPECT(B.reasons("lib::wait", {"int"}) == "users");
  B.addUsers(row("lib::wait", "users_exact"));
  EXPECT(B.reasons("lib::wait", {"int"}) == "users_exact");
  EXPECT(B.reasons("lib::other") == "users");
}

TEST(theAllowListNeverBlocks) {
  Built B;
  B.add(row("lib::wait", "r"));
  B.C.allow({"lib::*", "app::load"}, Built::users());
  Signature E;
  for (const char *Name : {"lib::wait", "lib::other", "app::load"}) {
    E.Name = Name;
    std::vector<const Row *> Rows = B.C.find(E);
    EXPECT(Rows.size() == 1 && Rows[0]->NeverBlocks);
  }
  E.Name = "app::store";
  EXPECT(B.C.find(E).empty());
}

TEST(rowsOfCAreForCFunctions) {
  Built B;
  B.add(row("sleep", "c"), "language: c\n").add(row("rest", "any"));
  Signature E;
  E.Name = "sleep";
  EXPECT(B.reasons(E).empty());
  E.IsC = true;
  EXPECT(B.reasons(E) == "c");
  E.Name = "rest";
  EXPECT(B.reasons(E) == "any");
}

TEST(namespacesHaveAliases) {
  Built B;
  B.add(row("asio::read", "exact") + row("'asio::*_wait'", "rule") +
            row("asio::get", "parameter", "parameters: ['asio::socket']"),
        "namespaces: [asio, boost::asio]\n");
  EXPECT(B.reasons("asio::read") == "exact");
  EXPECT(B.reasons("boost::asio::read") == "exact");
  EXPECT(B.reasons("boost::asio::sync_wait") == "rule");
  EXPECT(B.reasons("boost::asio::get", {"boost::asio::socket"}) == "parameter");
  EXPECT(B.reasons("other::asio::read").empty());
  EXPECT(B.C.canonical("boost::asio::read") == "asio::read");
  EXPECT(B.C.canonical("boost::asiox::read") == "boost::asiox::read");
}

TEST(rulesSkipWhatCanBeAwaited) {
  Built B;
  B.add(row("'*::wait'", "rule") + row("lib::wait_for", "exact") +
        "  - {name: '*::schedule', hop: pool, reason: hop}\n");
  EXPECT(B.Errors.empty());
  Signature E;
  E.ReturnsAwaitable = true;
  E.Name = "lib::wait";
  EXPECT(B.reasons(E).empty());
  E.Name = "lib::wait_for";
  EXPECT(B.reasons(E) == "exact");
  E.Name = "lib::schedule";
  EXPECT(B.reasons(E) == "hop");
  E.ReturnsAwaitable = false;
  E.Name = "lib::wait";
  EXPECT(B.reasons(E) == "rule");
}

TEST(rulesCanAskForWhatIsReturned) {
  Built B;
  B.add(row("'aws::*Client::*'", "rule", "returns: ['*Outcome', int]"));
  Signature E;
  E.Name = "aws::s3::S3Client::GetObject";
  EXPECT(B.reasons(E).empty());
  E.Returns = "Model::GetObjectOutcome";
  EXPECT(B.reasons(E) == "rule");
  E.Returns = "Model::GetObjectOutcomeCallable";
  EXPECT(B.reasons(E).empty());
  E.Returns = "int";
  EXPECT(B.reasons(E) == "rule");
}

TEST(bracketsAndStarsOfOperatorsAreLiteral) {
  Built B;
  B.add(row("'lib::C::operator[]'", "index") +
        row("'lib::C::operator*'", "star") + row("'*::operator()'", "call"));
  EXPECT(B.reasons("lib::C::operator[]") == "index");
  EXPECT(B.reasons("lib::C::operator*") == "star");
  EXPECT(B.reasons("lib::C::operator*=").empty());
  EXPECT(B.reasons("lib::D::operator()") == "call");
}

TEST(searchFindsShortNames) {
  Built B;
  B.add(row("std::this_thread::sleep_for", "exact") +
        row("'lib::wait*'", "rule"));
  EXPECT(B.C.search("sleep_for").size() == 1);
  EXPECT(B.C.search("this_thread::sleep_for").size() == 1);
  EXPECT(B.C.search("::std::this_thread::sleep_for").size() == 1);
  EXPECT(B.C.search("lib::wait_for").size() == 1);
  EXPECT(B.C.search("leep_for").empty());
  EXPECT(B.C.search("sleep").empty());
}

TEST(frameworksKnowTheirTasks) {
  Built B;
  B.addFile("library: a\nnamespaces: [asio, boost::asio]\n"
            "tasks: ['asio::awaitable']\noperations: {sleep: x}\n");
  B.addFile("library: any\ntasks: ['*']\ngenerators: [std::generator]\n");
  EXPECT(B.Errors.empty());
  std::string Namespace;
  const Framework *F = B.C.framework("boost::asio::awaitable", Namespace);
  EXPECT(F && F->Library == "a" && Namespace == "boost::asio");
  F = B.C.framework("asio::awaitable", Namespace);
  EXPECT(F && F->Library == "a" && Namespace == "asio");
  F = B.C.framework("my::task", Namespace);
  EXPECT(F && F->Library == "any");
  EXPECT(B.C.isGenerator("std::generator"));
  EXPECT(!B.C.isGenerator("my::generator"));
}

TEST(aRowIsRead) {
  Built B;
  B.add("  - name: [f, g]\n"
        "    category: file\n"
        "    duration: brief\n"
        "    reason: r\n"
        "    when: [{arg: 1, is: [FLAG, 'text']}, {awaited: true}]\n"
        "    unless: [{arg: this, state: quick}, {arg: 2, zero: false}]\n"
        "    operation: {receive: {socket: $0}}\n"
        "    sets: [{state: quick, on: return}]\n"
        "    clears: [{state: quick, on: 0, when: [{arg: 1, has: 0x10}]}]\n"
        "    invokes: [0]\n"
        "    offloads: all\n"
        "    hop: loop\n",
        "constants: {FLAG: 0x40}\nsettings: [quick]\n");
  EXPECT(B.Errors.empty());
  EXPECT(B.C.rows().size() == 1);
  const Row &R = *B.C.rows()[0];
  EXPECT(R.Names.size() == 2 && categories()[R.Cat] == "file");
  EXPECT(R.Lasts == Duration::Brief && R.Line == 5);
  EXPECT(R.When.size() == 2 && R.When[0].K == Condition::Is);
  EXPECT(R.When[0].Numbers == std::vector<int64_t>{0x40});
  EXPECT(R.When[0].Globs.size() == 1 && R.When[0].Globs[0].text() == "text");
  EXPECT(R.When[1].K == Condition::Awaited && !R.When[1].Not);
  EXPECT(R.Unless[0].K == Condition::InState &&
         R.Unless[0].Arg.K == Argument::Object);
  EXPECT(R.Unless[1].K == Condition::Zero && R.Unless[1].Not);
  EXPECT(R.Operation == "receive" && R.OperationArguments.at("socket") == "$0");
  EXPECT(R.Changes.size() == 2 && R.Changes[0].Set && !R.Changes[1].Set);
  EXPECT(R.Changes[0].On.K == Argument::Return);
  EXPECT(R.Changes[1].When.size() == 1 &&
         R.Changes[1].When[0].Numbers[0] == 16);
  EXPECT(!R.Invokes.All && R.Invokes.Some.size() == 1 && R.Offloads.All);
  EXPECT(R.HopsTo == Hop::Loop);
  EXPECT(B.C.isSetting(R.Unless[0].State));
  EXPECT(!B.C.isSetting(Catalogue::Awaited));
}

TEST(mistakesInFilesAreNamed) {
  EXPECT(Built().addFile("title: x\n").error() ==
         "test.yaml:1:1: catalogue file: key 'library' is missing");
  EXPECT(Built().addFile("library: x\nfunction: []\n").error() ==
         "test.yaml:2:1: unknown key 'function' in catalogue file; did you "
         "mean 'functions'?");
  EXPECT(Built().addFile("library: x\nlanguage: rust\n").error() ==
         "test.yaml:2:11: language: expected 'c' or 'c++', not 'rust'");
  EXPECT(Built()
             .addFile("library: x\nconstants: [A]\n")
             .error()
             .ends_with("constants: expected a mapping of names to integers"));
  EXPECT(Built().addFile("library: x\nconstants: {A: b}\n").error() ==
         "test.yaml:2:16: constants: expected an integer");
  EXPECT(Built()
             .addFile("library: x\noperations: [A]\n")
             .error()
             .ends_with("operations: expected a mapping of operations to their "
                        "spelling"));
  EXPECT(Built()
             .addFile("library: x\nfixes: [a]\n")
             .error()
             .ends_with("fixes: expected a mapping of operations"));
  std::string File = "library: x\noperations: {a: b}\nfixes: ";
  EXPECT(Built().addFile(File + "{c: {}}\n").error() ==
         "test.yaml:3:9: fixes: 'c' is not among 'operations'");
  EXPECT(Built().addFile(File + "{a: {header: h}}\n").error() ==
         "test.yaml:3:13: unknown key 'header' in fixes; did you mean "
         "'headers'?");
  EXPECT(Built().addFile(File + "{a: {headers: h}}\n").Errors.empty());
  EXPECT(Built()
             .addFile("library: x\nmacros: A=1\n")
             .error()
             .ends_with("macros: expected a list of {define: …, clang: …}"));
  EXPECT(Built().addFile("library: x\nmacros: [{clang: 22}]\n").error() ==
         "test.yaml:2:11: macros: key 'define' is missing");
  EXPECT(Built()
             .addFile("library: x\ncallbacks: [a]\n")
             .error()
             .ends_with("callbacks: expected a mapping of annotations to "
                        "words"));
}

TEST(annotationsNameCallbacks) {
  Built B;
  B.addFile("library: x\nmacros: [{define: A=1, clang: 22}]\n"
            "callbacks: {x_slot: slot}\ndispatchers: [\"*::dispatch\"]\n");
  EXPECT(B.Errors.empty());
  EXPECT(B.C.macros().size() == 1);
  EXPECT(B.C.macros()[0].Definition == "A=1");
  EXPECT(B.C.macros()[0].Since == 22);
  EXPECT(!B.C.macros()[0].IsForGcc);
  EXPECT(B.C.isDispatcher("a::dispatch"));
  EXPECT(!B.C.isDispatcher("a::dispatched"));
  Facts P;
  FactsBuilder Builder(P);
  Entity E;
  EXPECT(!B.C.namedCallback(P, E));
  E.Annotations = Builder.strings({"other"});
  EXPECT(!B.C.namedCallback(P, E));
  E.Annotations = Builder.strings({"other", "x_slot"});
  EXPECT(B.C.namedCallback(P, E));
  EXPECT(B.C.namedCallback(P, E)->Word == "slot");
  EXPECT(B.C.namedCallback(P, E)->Library == "x");
}

TEST(mistakesInRowsAreNamed) {
  auto Error = [](llvm::StringRef Row) {
    Built B;
    B.add(("  - " + Row + "\n").str());
    return B.Errors.size() == 1 ? B.Errors[0].Message
                                : std::to_string(B.Errors.size()) + " errors";
  };
  EXPECT(Error("{name: f}") ==
         "row says nothing: expected 'category', 'blocks: never' or what it "
         "does with its arguments");
  EXPECT(Error("{name: f, registers: {slot: s}}") ==
         "registers: expected 'slot' and 'arguments'");
  EXPECT(Error("{name: f, destroys: {derive: true}}") ==
         "unknown key 'derive' in destroys; did you mean 'derived'?");
  EXPECT(Error("{category: sleep, duration: disk, reason: r}") ==
         "row: key 'name' is missing");
  EXPECT(Error("{name: f, category: sleep, reason: r}") ==
         "row: key 'duration' is missing; expected 'unbounded', 'network', "
         "'disk' or 'brief'");
  EXPECT(Error("{name: f, category: sleep, duration: disk, reason: r, "
               "blocks: never}") ==
         "row: 'category' and 'blocks: never' contradict each other");
  EXPECT(Error("{name: f, blocks: never}") ==
         "row: key 'reason' is missing; it follows the function's name");
  EXPECT(Error("{name: f, category: sleep, duration: disk}") ==
         "row: key 'reason' is missing; it follows the function's name");
  EXPECT(Error("{name: f, category: sleep, duration: long, reason: r}") ==
         "duration: expected 'unbounded', 'network', 'disk' or 'brief', not "
         "'long'");
  EXPECT(Error("{name: f, invokes: 0}") ==
         "invokes: expected a list of arguments, or 'all'");
  EXPECT(Error("{name: f, runs_on_loop: [1], passes: {arg: 0}}") ==
         "passes: expected a list of {arg: …, to: …}");
  EXPECT(Error("{name: f, runs_on_loop: [1], passes: [{arg: 0}]}") ==
         "passes: expected the keys 'arg' and 'to'");
  EXPECT(Error("{name: f, runs_on_loop: [1], ready: {on: 0}}") ==
         "ready: expected a list of state changes");
  EXPECT(Error("{name: f, runs_on_loop: [1], ready: [{on: 0}]}") ==
         "ready: expected the keys 'state' and 'on'");
  EXPECT(Error("{name: f, watches: {arg: 0}}") ==
         "watches: expected the keys 'arg', 'in' and 'to'");
  EXPECT(Error("{name: f, loop_of: s}") == "loop_of: expected a list of slots");
  EXPECT(Error("{name: f, loop_of: [{slot: s, ready: []}]}") ==
         "loop_of: expected a slot, or 'slot', 'descriptor' and 'ready'");
  EXPECT(Error("{name: f, hop: away}") ==
         "hop: expected 'pool', 'loop' or 'child', not 'away'");
  EXPECT(Error("{name: f, sets: [{state: s}]}") ==
         "sets: expected the keys 'state' and 'on'");
  EXPECT(Error("{name: f, blocks: never, reason: r, operation: [a]}") ==
         "operation: expected a name, or one name with its arguments");
  EXPECT(Error("{name: f, assigns: first}") ==
         "assigns: expected an argument: its number (from 0), 'this' or "
         "'return'");
  EXPECT(Error("{name: f, wraps: first}") ==
         "wraps: expected an argument: its number (from 0), 'this' or "
         "'return'");
}

TEST(mistakesInConditionsAreNamed) {
  auto Error = [](llvm::StringRef Condition) {
    Built B;
    B.add(
        ("  - {name: f, category: sleep, duration: disk, reason: r, unless: [" +
         Condition + "]}\n")
            .str());
    return B.Errors.size() == 1 ? B.Errors[0].Message
                                : std::to_string(B.Errors.size()) + " errors";
  };
  constexpr llvm::StringLiteral ExactlyOne =
      "condition: expected exactly one of 'has', 'is', 'below', 'address', "
      "'zero', 'null', 'type', 'of', 'refers_to', 'state', 'owns_threads', "
      "'made_here', 'given_to', 'count' or 'awaited'";
  EXPECT(Error("{arg: 0}") == ExactlyOne);
  EXPECT(Error("{arg: 0, is: 1, zero: true}") == ExactlyOne);
  EXPECT(Error("{is: 1}") == "condition: key 'arg' is missing");
  EXPECT(Error("{count: 1}") == "0 errors");
  EXPECT(Error("{arg: 0, below: 4096}") == "0 errors");
  EXPECT(Error("{arg: 0, below: [1, 2]}") != "0 errors");
  EXPECT(Error("{awaited: true}") == "0 errors");
  EXPECT(Error("{arg: 0, has: NO_SUCH}") ==
         "has: 'NO_SUCH' is neither an integer nor a name from 'constants'");
  EXPECT(Error("{arg: 0, field: f, is: 1}") ==
         "condition: 'field' goes with 'has'");
  EXPECT(Error("{arg: -1, is: 1}") ==
         "arg: expected an argument: its number (from 0), 'this' or 'return'");
  EXPECT(Error("{arg: 0, null: maybe}") == "null: expected true or false");
}

TEST(aBrokenFileAddsNothing) {
  Built B;
  B.addFile("library: [x\n");
  EXPECT(B.Errors.size() == 1 && B.C.rows().empty());
  EXPECT(B.error().find("test.yaml:") == 0);
}
