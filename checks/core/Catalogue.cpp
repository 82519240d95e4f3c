//===- Catalogue.cpp - what library functions do to the thread ------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Catalogue.h"
#include "llvm/ADT/STLExtras.h"

namespace nostall {

using llvm::StringRef;
using yaml::Node;

llvm::ArrayRef<StringRef> categories() {
  static constexpr StringRef Names[] = {
#define CHECK(Id, Category, OnByDefault, Description) Category,
#include "../Checks.def"
  };
  return Names;
}

llvm::ArrayRef<StringRef> durations() {
  static constexpr StringRef Names[] = {"unbounded", "network", "disk",
                                        "brief"};
  return Names;
}

std::optional<NameGlob> NameGlob::create(StringRef Text, std::string &Error) {
  NameGlob G;
  G.Text = Text.str();
  if (!Text.contains('*'))
    return G;
  // Brackets are part of C++ names (operator[]), not of the pattern language.
  auto Compiled = std::make_shared<Glob>();
  for (char C : Text) {
    if (StringRef("?[]{}\\^!").contains(C))
      Compiled->Escaped += '\\';
    Compiled->Escaped += C;
  }
  llvm::Expected<llvm::GlobPattern> P =
      llvm::GlobPattern::create(Compiled->Escaped);
  if (!P) {
    Error = llvm::toString(P.takeError());
    return std::nullopt;
  }
  Compiled->Pattern = std::move(*P);
  G.Compiled = std::move(Compiled);
  return G;
}

/// Reads one document into a Catalogue.
class CatalogueReader {
public:
  CatalogueReader(Catalogue &C, StringRef File,
                  std::vector<yaml::Error> &Errors)
      : C(C), R(File, Errors), File(File) {}

  void file(const Node &Root);
  void constants(const Node &N);
  void rows(const Node &N, const Row &Defaults);

private:
  void row(const Node &N, const Row &Defaults);
  void macros(const Node &N);
  void passes(const Node &N, Row &Out);
  Argument argument(const Node &N, StringRef What);
  ArgumentSet argumentSet(const Node &N, StringRef What);
  std::optional<Condition> condition(const Node &N);
  std::vector<Condition> conditions(const Node &N, StringRef What);
  void changes(const Node &N, StringRef What, bool Set,
               std::vector<StateChange> &Out);
  void operation(const Node &N, Row &Out);
  void loopOf(const Node &N, Row &Out);
  void watches(const Node &N, Row &Out);
  void registers(const Node &N, Row &Out);
  bool owns(const Node &N, StringRef What, llvm::ArrayRef<StringRef> Keys,
            Row &Out);
  void fixes(const Node &N, Framework &Out);
  int64_t number(const Node &N, StringRef What);
  std::vector<NameGlob> globs(const Node &N, StringRef What);

  Catalogue &C;
  yaml::Reader R;
  std::string File;
  std::map<std::string, int64_t> Constants;
};

void CatalogueReader::file(const Node &Root) {
  if (!R.mapping(Root, "catalogue file",
                 {"library",    "title",     "language",    "namespaces",
                  "headers",    "packages",  "pkg_config",  "compile_flags",
                  "versions",   "constants", "settings",    "gcc_macros",
                  "macros",     "callbacks", "dispatchers", "opaque",
                  "functions",  "tasks",     "generators",  "immediate",
                  "operations", "fixes",     "offload"}))
    return;
  Row Defaults;
  if (const Node *N = Root.find("library"))
    Defaults.Library = R.string(*N, "library");
  else
    R.error(Root, "catalogue file: key 'library' is missing");
  Framework F;
  F.Library = F.Title = Defaults.Library;
  if (const Node *N = Root.find("title"))
    F.Title = R.string(*N, "title");
  // For `catalogue check`, which reads them itself.
  for (StringRef Key : {"headers", "packages", "pkg_config", "compile_flags"})
    if (const Node *N = Root.find(Key))
      R.strings(*N, Key);
  if (const Node *N = Root.find("versions"); N && N->K != Node::Mapping)
    R.error(*N, "versions: expected a mapping of names to the versions that "
                "have them");
  if (const Node *N = Root.find("language"))
    Defaults.IsC = R.choice(*N, "language", {"c", "c++"}) == 0;
  if (const Node *N = Root.find("namespaces")) {
    F.Namespaces = R.strings(*N, "namespaces");
    for (size_t I = 1; I < F.Namespaces.size(); ++I)
      if (std::pair Alias(F.Namespaces[I] + "::", F.Namespaces[0] + "::");
          !llvm::is_contained(C.Aliases, Alias))
        C.Aliases.push_back(Alias);
  }
  if (const Node *N = Root.find("constants"))
    constants(*N);
  if (const Node *N = Root.find("gcc_macros"))
    for (std::string &Definition : R.strings(*N, "gcc_macros"))
      C.Macros.push_back({std::move(Definition), /*IsForGcc=*/true});
  if (const Node *N = Root.find("macros"))
    macros(*N);
  if (const Node *N = Root.find("callbacks")) {
    if (N->K != Node::Mapping)
      R.error(*N, "callbacks: expected a mapping of annotations to words");
    for (const auto &[Key, Value] : N->Entries)
      C.Callbacks[Key.Text] = {R.string(Value, "callbacks"), Defaults.Library};
  }
  if (const Node *N = Root.find("dispatchers"))
    llvm::append_range(C.Dispatchers, globs(*N, "dispatchers"));
  if (const Node *N = Root.find("opaque"))
    for (std::string &Namespace : R.strings(*N, "opaque"))
      C.Opaque.push_back(std::move(Namespace));
  if (const Node *N = Root.find("settings"))
    for (const std::string &Name : R.strings(*N, "settings"))
      C.Settings.push_back(C.state(Name));
  if (const Node *N = Root.find("functions"))
    rows(*N, Defaults);

  if (const Node *N = Root.find("tasks"))
    F.Tasks = globs(*N, "tasks");
  if (const Node *N = Root.find("generators"))
    F.Generators = globs(*N, "generators");
  if (const Node *N = Root.find("immediate"))
    F.Immediate = globs(*N, "immediate");
  if (const Node *N = Root.find("offload"))
    F.Offload = R.string(*N, "offload");
  if (const Node *N = Root.find("operations")) {
    if (N->K != Node::Mapping)
      R.error(*N, "operations: expected a mapping of operations to their "
                  "spelling");
    for (const auto &[Key, Value] : N->Entries)
      F.Operations[Key.Text] = R.string(Value, "operations");
  }
  if (const Node *N = Root.find("fixes"))
    fixes(*N, F);
  if (!F.Tasks.empty() || !F.Generators.empty() || !F.Immediate.empty())
    C.Frameworks.push_back(std::move(F));
}

void CatalogueReader::constants(const Node &N) {
  if (N.K != Node::Mapping)
    return R.error(N, "constants: expected a mapping of names to integers");
  for (const auto &[Key, Value] : N.Entries)
    if (std::optional<int64_t> I = R.integer(Value, "constants"))
      Constants[Key.Text] = *I;
}

void CatalogueReader::rows(const Node &N, const Row &Defaults) {
  if (N.K != Node::Sequence)
    return R.error(N, "functions: expected a list of rows");
  for (const Node &Item : N.Items)
    row(Item, Defaults);
}

void CatalogueReader::row(const Node &N, const Row &Defaults) {
  size_t Before = R.errors();
  if (!R.mapping(N, "row",
                 {"name",        "parameters", "category",     "duration",
                  "when",        "unless",     "reason",       "source",
                  "operation",   "instead",    "blocks",       "invokes",
                  "passes_from", "offloads",   "runs_on_loop", "wraps",
                  "constructs",  "destroys",   "locks",        "sets",
                  "clears",      "hop",        "alternatives", "returns",
                  "registers",   "runs",       "passes",       "loop_of",
                  "multiplexes", "error_of",   "leaves_loop",  "on_loop_of",
                  "ready",       "watches",    "prints",       "assigns"}))
    return;
  auto Out = std::make_unique<Row>(Defaults);
  Out->File = File;
  Out->Line = N.Line;
  for (const auto &[Key, Value] : N.Entries) {
    StringRef K = Key.Text;
    if (K == "name")
      Out->Names = R.strings(Value, K);
    else if (K == "parameters") {
      Out->HasParameters = true;
      Out->Parameters = globs(Value, K);
    } else if (K == "returns")
      Out->Returns = globs(Value, K);
    else if (K == "category")
      Out->Cat = R.choice(Value, K, categories()).value_or(0);
    else if (K == "duration")
      Out->Lasts =
          static_cast<Duration>(R.choice(Value, K, durations()).value_or(0));
    else if (K == "blocks")
      Out->NeverBlocks = R.choice(Value, K, {"never"}).has_value();
    else if (K == "prints")
      Out->Prints = R.boolean(Value, K);
    else if (K == "when")
      Out->When = conditions(Value, K);
    else if (K == "unless")
      Out->Unless = conditions(Value, K);
    else if (K == "reason")
      Out->Reason = R.string(Value, K);
    else if (K == "source")
      Out->Source = R.string(Value, K);
    else if (K == "instead")
      Out->Instead = R.string(Value, K);
    else if (K == "operation")
      operation(Value, *Out);
    else if (K == "invokes")
      Out->Invokes = argumentSet(Value, K);
    else if (K == "alternatives")
      Out->Alternatives = argumentSet(Value, K);
    else if (K == "passes_from")
      Out->PassesFrom = R.integer(Value, K).value_or(0);
    else if (K == "offloads")
      Out->Offloads = argumentSet(Value, K);
    else if (K == "runs_on_loop")
      Out->RunsOnLoop = argumentSet(Value, K);
    else if (K == "passes")
      passes(Value, *Out);
    else if (K == "registers")
      registers(Value, *Out);
    else if (K == "runs")
      for (const std::string &Slot : R.strings(Value, K))
        Out->Runs.push_back(C.slot(Slot));
    else if (K == "loop_of")
      loopOf(Value, *Out);
    else if (K == "watches")
      watches(Value, *Out);
    else if (K == "multiplexes")
      Out->Multiplexes = R.boolean(Value, K);
    else if (K == "leaves_loop")
      Out->LeavesLoop = argument(Value, K);
    else if (K == "on_loop_of")
      Out->OnLoopOf = argument(Value, K);
    else if (K == "error_of")
      Out->ErrorOf = argument(Value, K);
    else if (K == "wraps")
      Out->Wraps = argument(Value, K);
    else if (K == "assigns")
      Out->Assigns = argument(Value, K);
    else if (K == "constructs") {
      if (owns(Value, K, {"from", "type"}, *Out)) {
        const Node *From = Value.find("from");
        Out->ConstructsFrom = From ? R.integer(*From, "from").value_or(0) : 0;
      }
    } else if (K == "destroys") {
      Out->Destroys = owns(Value, K, {"type", "derived", "replaces"}, *Out);
      if (const Node *Derived = Value.find("derived"))
        Out->DestroysDerived = R.boolean(*Derived, "derived");
      if (const Node *Replaces = Value.find("replaces"))
        Out->Replaces = R.boolean(*Replaces, "replaces");
    } else if (K == "locks")
      Out->Locks = R.boolean(Value, K);
    else if (K == "sets" || K == "clears")
      changes(Value, K, K == "sets", Out->Changes);
    else if (K == "ready")
      changes(Value, K, /*Set=*/true, Out->Ready);
    else if (K == "hop")
      Out->HopsTo = static_cast<Hop>(
          R.choice(Value, K, {"pool", "loop", "child"}).value_or(0) + 1);
  }
  if (Out->Names.empty())
    R.error(N, "row: key 'name' is missing");
  if (Out->NeverBlocks && Out->Cat != NoCategory)
    R.error(N, "row: 'category' and 'blocks: never' contradict each other");
  // What is wrong within a value is said already.
  if (R.errors() != Before)
    return;
  bool SaysMore = !Out->Invokes.empty() || !Out->Offloads.empty() ||
                  !Out->RunsOnLoop.empty() || Out->Wraps || Out->Assigns ||
                  !Out->Registers.empty() || !Out->Runs.empty() ||
                  !Out->LoopOf.empty() || Out->Multiplexes || Out->ErrorOf ||
                  Out->LeavesLoop || Out->ConstructsFrom || Out->Destroys ||
                  !Out->Changes.empty() || Out->HopsTo != Hop::None;
  if (Out->Cat == NoCategory && !Out->NeverBlocks && !SaysMore)
    R.error(N, "row says nothing: expected 'category', 'blocks: never' or "
               "what it does with its arguments");
  if ((Out->Cat != NoCategory || Out->NeverBlocks) && Out->Reason.empty())
    R.error(N, "row: key 'reason' is missing; it follows the function's name");
  if (Out->Cat != NoCategory && !N.find("duration"))
    R.error(N, "row: key 'duration' is missing; expected " +
                   yaml::oneOf(durations()));
  C.index(Out.get());
  C.Rows.push_back(std::move(Out));
}

void CatalogueReader::watches(const Node &N, Row &Out) {
  if (!R.mapping(N, "watches", {"arg", "in", "to"}))
    return;
  const Node *From = N.find("arg"), *In = N.find("in"), *To = N.find("to");
  if (!From || !In || !To)
    return R.error(N, "watches: expected the keys 'arg', 'in' and 'to'");
  Out.Watches = {static_cast<uint32_t>(R.integer(*From, "arg").value_or(0)),
                 static_cast<uint32_t>(R.integer(*To, "to").value_or(0)),
                 R.string(*In, "in")};
}

/// Names of slots, or more of those that belong to a descriptor.
void CatalogueReader::loopOf(const Node &N, Row &Out) {
  if (N.K != Node::Sequence)
    return R.error(N, "loop_of: expected a list of slots");
  for (const Node &Item : N.Items) {
    if (Item.K == Node::Scalar) {
      Out.LoopOf.push_back(C.slot(Item.Text));
      continue;
    }
    if (!R.mapping(Item, "loop_of", {"slot", "descriptor", "ready"}))
      continue;
    const Node *Slot = Item.find("slot"), *Field = Item.find("descriptor"),
               *Ready = Item.find("ready");
    if (!Slot || !Field || !Ready) {
      R.error(Item, "loop_of: expected a slot, or 'slot', 'descriptor' and "
                    "'ready'");
      continue;
    }
    Row::Watcher W{
        C.slot(R.string(*Slot, "slot")), R.string(*Field, "descriptor"), {}};
    changes(*Ready, "ready", /*Set=*/true, W.Ready);
    Out.LoopOf.push_back(W.Slot);
    Out.Watchers.push_back(std::move(W));
  }
}

void CatalogueReader::registers(const Node &N, Row &Out) {
  if (!R.mapping(N, "registers", {"slot", "arguments"}))
    return;
  const Node *Slot = N.find("slot"), *Arguments = N.find("arguments");
  if (!Slot || !Arguments)
    return R.error(N, "registers: expected 'slot' and 'arguments'");
  Out.RegistersIn = C.slot(R.string(*Slot, "slot"));
  Out.Registers = argumentSet(*Arguments, "arguments");
}

/// Reads `true`, or what says more of the object; false for `false`.
bool CatalogueReader::owns(const Node &N, StringRef What,
                           llvm::ArrayRef<StringRef> Keys, Row &Out) {
  if (N.K != Node::Mapping)
    return R.boolean(N, What);
  R.mapping(N, What, Keys);
  if (const Node *Type = N.find("type"))
    Out.OwnedType = R.integer(*Type, "type").value_or(0);
  return true;
}

void CatalogueReader::passes(const Node &N, Row &Out) {
  if (N.K != Node::Sequence)
    return R.error(N, "passes: expected a list of {arg: …, to: …}");
  for (const Node &Item : N.Items) {
    if (!R.mapping(Item, "passes", {"arg", "to"}))
      continue;
    const Node *From = Item.find("arg"), *To = Item.find("to");
    if (!From || !To) {
      R.error(Item, "passes: expected the keys 'arg' and 'to'");
      continue;
    }
    Out.Passes[R.integer(*To, "to").value_or(0)] =
        R.integer(*From, "arg").value_or(0);
  }
}

void CatalogueReader::macros(const Node &N) {
  if (N.K != Node::Sequence)
    return R.error(N, "macros: expected a list of {define: …, clang: …}");
  for (const Node &Item : N.Items) {
    if (!R.mapping(Item, "macros", {"define", "clang"}))
      continue;
    const Node *Definition = Item.find("define"), *Since = Item.find("clang");
    if (!Definition) {
      R.error(Item, "macros: key 'define' is missing");
      continue;
    }
    Macro &New = C.Macros.emplace_back();
    New.Definition = R.string(*Definition, "define");
    if (Since)
      New.Since = R.integer(*Since, "clang").value_or(0);
  }
}

Argument CatalogueReader::argument(const Node &N, StringRef What) {
  Argument A;
  if (N.K == Node::Scalar && N.Text == "this")
    A.K = Argument::Object;
  else if (N.K == Node::Scalar && N.Text == "return")
    A.K = Argument::Return;
  else if (N.K != Node::Scalar || StringRef(N.Text).getAsInteger(10, A.Index))
    R.error(N, What + ": expected an argument: its number (from 0), 'this' "
                      "or 'return'");
  return A;
}

ArgumentSet CatalogueReader::argumentSet(const Node &N, StringRef What) {
  ArgumentSet S;
  if (N.K == Node::Scalar && N.Text == "all")
    S.All = true;
  else if (N.K == Node::Sequence)
    for (const Node &Item : N.Items)
      S.Some.push_back(argument(Item, What));
  else
    R.error(N, What + ": expected a list of arguments, or 'all'");
  return S;
}

int64_t CatalogueReader::number(const Node &N, StringRef What) {
  if (auto It = Constants.find(N.Text); It != Constants.end())
    return It->second;
  int64_t I = 0;
  if (!StringRef(N.Text).getAsInteger(0, I))
    return I;
  R.error(N, What + ": '" + N.Text.c_str() +
                 "' is neither an integer nor a name from 'constants'");
  return 0;
}

std::vector<NameGlob> CatalogueReader::globs(const Node &N, StringRef What) {
  std::vector<NameGlob> Out;
  for (const std::string &Text : R.strings(N, What)) {
    std::string Error;
    if (std::optional<NameGlob> G = NameGlob::create(C.canonical(Text), Error))
      Out.push_back(std::move(*G));
    else
      R.error(N, What + ": " + Error);
  }
  return Out;
}

std::optional<Condition> CatalogueReader::condition(const Node &N) {
  size_t Before = R.errors();
  if (!R.mapping(N, "condition",
                 {"arg", "field", "not", "has", "is", "below", "address",
                  "zero", "null", "type", "of", "refers_to", "state",
                  "owns_threads", "made_here", "given_to", "count", "awaited"}))
    return std::nullopt;
  Condition Out;
  bool NeedsArgument = true;
  unsigned Predicates = 0;
  for (const auto &[Key, Value] : N.Entries) {
    StringRef K = Key.Text;
    if (K == "arg") {
      Out.Arg = argument(Value, K);
      continue;
    }
    if (K == "field") {
      Out.Field = R.string(Value, K);
      continue;
    }
    if (K == "not") {
      Out.Not ^= R.boolean(Value, K);
      continue;
    }
    ++Predicates;
    llvm::ArrayRef<Node> Items = Value;
    if (Value.K == Node::Sequence)
      Items = Value.Items;
    auto AddNumber = [&](const Node &Item) {
      Out.Numbers.push_back(number(Item, K));
      Out.NumberTexts.push_back(Item.Text);
    };
    if (K == "has" || K == "count") {
      Out.K = K == "has" ? Condition::HasBits : Condition::Count;
      NeedsArgument = K == "has";
      for (const Node &Item : Items)
        AddNumber(Item);
    } else if (K == "is") {
      Out.K = Condition::Is;
      for (const Node &Item : Items)
        if (!Item.Quoted)
          AddNumber(Item);
        else if (std::string Error;
                 std::optional<NameGlob> G = NameGlob::create(Item.Text, Error))
          Out.Globs.push_back(std::move(*G));
    } else if (K == "below") {
      Out.K = Condition::Below;
      AddNumber(Value);
    } else if (K == "zero" || K == "null" || K == "address" || K == "awaited" ||
               K == "owns_threads" || K == "made_here") {
      Out.K = K == "zero"        ? Condition::Zero
              : K == "null"      ? Condition::Null
              : K == "address"   ? Condition::IsAddress
              : K == "awaited"   ? Condition::Awaited
              : K == "made_here" ? Condition::MadeHere
                                 : Condition::OwnsThreads;
      NeedsArgument = K != "awaited";
      Out.Not ^= !R.boolean(Value, K);
    } else if (K == "type" || K == "of" || K == "refers_to" ||
               K == "given_to") {
      Out.K = K == "type"        ? Condition::HasType
              : K == "of"        ? Condition::HasTypeArgument
              : K == "refers_to" ? Condition::RefersTo
                                 : Condition::GivenTo;
      NeedsArgument = K != "given_to";
      Out.Globs = globs(Value, K);
    } else if (K == "state") {
      Out.K = Condition::InState;
      Out.State = C.state(R.string(Value, K));
    }
  }
  if (R.errors() != Before)
    return Out;
  if (Predicates != 1)
    R.error(N, "condition: expected exactly one of 'has', 'is', 'below', "
               "'address', 'zero', 'null', 'type', 'of', 'refers_to', "
               "'state', 'owns_threads', 'made_here', 'given_to', 'count' or "
               "'awaited'");
  else if (NeedsArgument && !N.find("arg"))
    R.error(N, "condition: key 'arg' is missing");
  else if (!Out.Field.empty() && Out.K != Condition::HasBits)
    R.error(N, "condition: 'field' goes with 'has'");
  return Out;
}

std::vector<Condition> CatalogueReader::conditions(const Node &N,
                                                   StringRef What) {
  std::vector<Condition> Out;
  if (N.K != Node::Sequence) {
    R.error(N, What + ": expected a list of conditions");
    return Out;
  }
  for (const Node &Item : N.Items)
    if (std::optional<Condition> Cond = condition(Item))
      Out.push_back(std::move(*Cond));
  return Out;
}

void CatalogueReader::changes(const Node &N, StringRef What, bool Set,
                              std::vector<StateChange> &Out) {
  if (N.K != Node::Sequence)
    return R.error(N, What + ": expected a list of state changes");
  for (const Node &Item : N.Items) {
    if (!R.mapping(Item, What, {"state", "on", "when", "results_of"}))
      continue;
    StateChange Change;
    Change.Set = Set;
    const Node *State = Item.find("state"), *On = Item.find("on");
    if (!State || !On) {
      R.error(Item, What + ": expected the keys 'state' and 'on'");
      continue;
    }
    Change.State = C.state(R.string(*State, "state"));
    Change.On = argument(*On, "on");
    if (const Node *When = Item.find("when"))
      Change.When = conditions(*When, "when");
    if (const Node *Methods = Item.find("results_of"))
      Change.ResultsOf = globs(*Methods, "results_of");
    Out.push_back(std::move(Change));
  }
}

void CatalogueReader::operation(const Node &N, Row &Out) {
  if (N.K == Node::Scalar) {
    Out.Operation = N.Text;
    return;
  }
  if (N.K != Node::Mapping || N.Entries.size() != 1)
    return R.error(N, "operation: expected a name, or one name with its "
                      "arguments");
  const auto &[Name, Arguments] = N.Entries.front();
  Out.Operation = Name.Text;
  if (Arguments.K == Node::Null)
    return;
  if (Arguments.K != Node::Mapping)
    return R.error(Arguments, "operation: expected a mapping of arguments");
  for (const auto &[Key, Value] : Arguments.Entries)
    Out.OperationArguments[Key.Text] = R.string(Value, "operation");
}

void CatalogueReader::fixes(const Node &N, Framework &Out) {
  if (N.K != Node::Mapping)
    return R.error(N, "fixes: expected a mapping of operations");
  for (const auto &[Key, Value] : N.Entries) {
    if (!Out.Operations.contains(Key.Text))
      R.error(Key, "fixes: '" + Key.Text + "' is not among 'operations'");
    if (!R.mapping(Value, "fixes", {"headers", "umbrella", "tasks_of"}))
      continue;
    Spelling &S = Out.Fixes[Key.Text];
    if (const Node *Headers = Value.find("headers"))
      S.Headers = R.strings(*Headers, "headers");
    if (const Node *Umbrella = Value.find("umbrella"))
      S.Umbrella = R.string(*Umbrella, "umbrella");
    if (const Node *Type = Value.find("tasks_of"))
      S.TasksOf = R.string(*Type, "tasks_of");
  }
}

//===----------------------------------------------------------------------===//
// Catalogue
//===----------------------------------------------------------------------===//

void Catalogue::add(llvm::MemoryBufferRef File,
                    std::vector<yaml::Error> &Errors) {
  if (std::optional<Node> Root = yaml::parse(File, Errors))
    CatalogueReader(*this, File.getBufferIdentifier(), Errors).file(*Root);
}

void Catalogue::addRows(const Node &Functions, const Node *Constants,
                        const Row &Defaults, std::vector<yaml::Error> &Errors) {
  CatalogueReader Reader(*this, Defaults.File, Errors);
  if (Constants)
    Reader.constants(*Constants);
  Reader.rows(Functions, Defaults);
}

void Catalogue::allow(llvm::ArrayRef<std::string> Names, const Row &Defaults) {
  auto R = std::make_unique<Row>(Defaults);
  R->Names = Names;
  R->NeverBlocks = true;
  R->Reason = "is on the allow list";
  index(R.get());
  Rows.push_back(std::move(R));
}

bool Catalogue::isOpaque(StringRef Name) const {
  std::string Key = canonical(Name);
  return llvm::any_of(Opaque, [&](StringRef Namespace) {
    return StringRef(Key).starts_with(Namespace) &&
           StringRef(Key).drop_front(Namespace.size()).starts_with("::");
  });
}

const NamedCallback *Catalogue::namedCallback(const Facts &P,
                                              const Entity &E) const {
  for (StringId Annotation : P.list(E.Annotations))
    if (auto It = Callbacks.find(P.Strings[Annotation]); It != Callbacks.end())
      return &It->second;
  return nullptr;
}

bool Catalogue::isDispatcher(StringRef Name) const {
  return llvm::any_of(Dispatchers,
                      [&](const NameGlob &G) { return G.matches(Name); });
}

static uint32_t number(std::vector<std::string> &Names, StringRef Name) {
  auto It = llvm::find(Names, Name);
  if (It == Names.end())
    It = Names.insert(It, Name.str());
  return It - Names.begin();
}

uint32_t Catalogue::state(StringRef Name) { return number(StateNames, Name); }

uint32_t Catalogue::slot(StringRef Name) { return number(SlotNames, Name); }

std::string Catalogue::canonical(StringRef Name) const {
  for (const auto &[Alias, Canonical] : Aliases)
    if (Name.starts_with(Alias))
      return Canonical + Name.drop_front(Alias.size()).str();
  return Name.str();
}

void Catalogue::index(const Row *R) {
  for (StringRef Name : R->Names) {
    std::string Error;
    Name.consume_front("::"); // As messages print it.
    std::string Key = canonical(Name);
    if (StringRef(Key).contains('*') && !StringRef(Key).contains("operator*")) {
      if (std::optional<NameGlob> G = NameGlob::create(Key, Error))
        Rules.push_back({std::move(*G), R});
    } else {
      ByName[Key].push_back(R);
    }
  }
}

Signature signature(const Facts &P, const Entity &E) {
  Signature Out;
  Out.Name = P.Strings[E.Name];
  for (StringId Parameter : P.list(E.Parameters))
    Out.Parameters.push_back(P.Strings[Parameter]);
  Out.Returns = P.Strings[E.Returns];
  Out.IsC = E.IsC;
  Out.ReturnsAwaitable = E.ReturnsAwaitable;
  return Out;
}

static bool parametersMatch(const Row &R, const Catalogue &C,
                            const Signature &F) {
  size_t I = 0;
  for (; I < R.Parameters.size(); ++I) {
    if (R.Parameters[I].text() == "...")
      return true;
    if (I >= F.Parameters.size() ||
        !R.Parameters[I].matches(C.canonical(F.Parameters[I])))
      return false;
  }
  return I == F.Parameters.size();
}

std::vector<const Row *> Catalogue::find(const Signature &F) const {
  // The best match: the user's before ours, an exact name before a rule, a
  // longer rule before a shorter one, an overload before any.
  std::vector<const Row *> Best;
  size_t BestRank[3] = {0, 0, 0};
  auto Offer = [&](const Row &R, size_t Exactness) {
    if ((R.IsC && !F.IsC) || !R.canReturn(F.Returns))
      return;
    if (R.HasParameters && !parametersMatch(R, *this, F))
      return;
    size_t Rank[3] = {R.Layer + 1, Exactness, R.HasParameters};
    int Order = 0;
    for (int I = 0; I < 3 && !Order; ++I)
      Order = Rank[I] < BestRank[I] ? -1 : Rank[I] > BestRank[I];
    if (Order < 0)
      return;
    if (Order > 0) {
      Best.clear();
      std::copy(Rank, Rank + 3, BestRank);
    }
    Best.push_back(&R);
  };

  std::string Name = canonical(F.Name);
  if (auto It = ByName.find(Name); It != ByName.end())
    for (const Row *R : It->second)
      Offer(*R, ~size_t(0));
  for (const Rule &Rule : Rules)
    // A rule knows names only: what can be awaited is not meant.
    if (!F.ReturnsAwaitable || Rule.R->Cat == NoCategory)
      if (Rule.Glob.matches(Name))
        Offer(*Rule.R, Rule.Glob.text().size());
  return Best;
}

std::vector<const Row *> Catalogue::search(StringRef Name) const {
  std::vector<const Row *> Out;
  Name.consume_front("::");
  std::string Key = canonical(Name);
  for (const std::unique_ptr<Row> &R : Rows)
    for (const std::string &RowName : R->Names) {
      std::string Error;
      std::optional<NameGlob> G = NameGlob::create(canonical(RowName), Error);
      if (G && (G->matches(Key) ||
                StringRef(canonical(RowName)).ends_with("::" + Key))) {
        Out.push_back(R.get());
        break;
      }
    }
  return Out;
}

const Framework *Catalogue::framework(StringRef TypeName,
                                      std::string &Namespace) const {
  const Framework *Generic = nullptr;
  std::string Key = canonical(TypeName);
  for (const Framework &F : Frameworks)
    for (const NameGlob &Task : F.Tasks) {
      if (Task.text() == "*") {
        Generic = &F;
        continue;
      }
      if (!Task.matches(Key))
        continue;
      Namespace = F.Namespaces.empty() ? "" : F.Namespaces[0];
      for (const std::string &NS : F.Namespaces)
        if (TypeName.starts_with(NS + "::"))
          Namespace = NS;
      return &F;
    }
  return Generic;
}

bool Catalogue::isOneOf(std::vector<NameGlob> Framework::*Types,
                        StringRef TypeName) const {
  std::string Key = canonical(TypeName);
  return llvm::any_of(Frameworks, [&](const Framework &F) {
    return llvm::any_of(F.*Types,
                        [&](const NameGlob &G) { return G.matches(Key); });
  });
}

bool Catalogue::isGenerator(StringRef TypeName) const {
  return isOneOf(&Framework::Generators, TypeName);
}

bool Catalogue::isImmediate(StringRef TypeName) const {
  return isOneOf(&Framework::Immediate, TypeName);
}

} // namespace nostall
