//===- Catalogue.h - what library functions do to the thread ----*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The catalogue as data: docs/catalogue.md gives the format of the files and
// what each key means; the structs here are that, one to one. A catalogue is
// built once, by add(), and is read-only afterwards (safe to share between
// threads).
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_CORE_CATALOGUE_H
#define NOSTALL_CORE_CATALOGUE_H

#include "Facts.h"
#include "Yaml.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/GlobPattern.h"
#include <map>
#include <memory>

namespace nostall {

/// The catalogue's categories, in the order of Checks.def: a category's
/// number is also its check's.
using Category = uint8_t;
inline constexpr Category NoCategory = 0xff;

/// How long a call can take, the worst first.
enum class Duration : uint8_t { Unbounded, Network, Disk, Brief };

/// Which argument of a call is meant.
struct Argument {
  enum Kind : uint8_t { Number, Object, Return };
  Kind K = Number;
  uint32_t Index = 0;
  /// A condition on a field means what the caller passed for that field; one
  /// on a state, what the object holds.
  bool IsField = false;
  /// Of a state: the field of the object that is in it (a string of the facts),
  /// or 0 for all that the object holds. Of a number: the field that it is in,
  /// or 0 for the argument itself.
  uint32_t Part = 0;
  /// Of a number in a field: the field of the object that holds the object that
  /// Part is a field of, or 0.
  uint32_t Holder = 0;

  bool operator==(const Argument &) const = default;
};

/// A text with `*`, matched against a qualified name.
class NameGlob {
public:
  static std::optional<NameGlob> create(llvm::StringRef Text,
                                        std::string &Error);
  bool matches(llvm::StringRef Name) const {
    return Compiled ? Compiled->Pattern.match(Name) : Name == Text;
  }
  llvm::StringRef text() const { return Text; }

private:
  /// A pattern refers to its text.
  struct Glob {
    std::string Escaped;
    llvm::GlobPattern Pattern;
  };
  std::string Text;
  std::shared_ptr<const Glob> Compiled;
};

/// One predicate over one argument of a call.
struct Condition {
  enum Kind : uint8_t {
    HasBits, ///< All bits of one of Numbers.
    Is,      ///< One of Numbers, or a text that matches one of Globs.
    Zero,
    Null,
    HasType,
    HasTypeArgument,
    RefersTo,
    InState,
    OwnsThreads,
    MadeHere, ///< What a call or a `co_await` of this function gave.
    Count,    ///< One of Numbers, of the call's arguments.
    Awaited,
    Below,     ///< Below the one of Numbers.
    IsAddress, ///< A text that is an IP address in numbers.
    GivenTo,   ///< The result, in the same function, to one of Globs.
  };
  Kind K = Is;
  bool Not = false;
  Argument Arg;
  /// The field of the object that the argument points to, if not empty.
  std::string Field;
  std::vector<int64_t> Numbers;
  /// How Numbers are written: names of constants.
  std::vector<std::string> NumberTexts;
  std::vector<NameGlob> Globs;
  /// For InState: the state's number in the catalogue.
  uint32_t State = 0;
};

/// After the call, an argument is (or no longer is) in a state.
struct StateChange {
  uint32_t State = 0;
  bool Set = true;
  Argument On;
  std::vector<Condition> When;
  /// Instead of State: On is then in all states that this argument is in.
  std::optional<Argument> From;
  /// What these methods returned of On before is in State too.
  std::vector<NameGlob> ResultsOf;
};

/// Which arguments of a call are meant: some, or all.
struct ArgumentSet {
  bool All = false;
  std::vector<Argument> Some;
  bool empty() const { return !All && Some.empty(); }
  bool includes(uint32_t Index) const {
    return All || llvm::any_of(Some, [&](const Argument &A) {
             return A.K == Argument::Number && A.Index == Index;
           });
  }
};

/// What rows are found by, of a function.
struct Signature {
  llvm::StringRef Name;
  std::vector<llvm::StringRef> Parameters;
  /// The type that it returns, as its declaration spells it.
  llvm::StringRef Returns;
  bool IsC = false;
  bool ReturnsAwaitable = false;
};

/// The signature of \p E; valid as long as \p P.
Signature signature(const Facts &P, const Entity &E);

/// Where code goes on: a coroutine, after it has awaited the result of a call;
/// or the child process in which a call returns 0.
enum class Hop : uint8_t { None, Pool, Loop, Child };

/// What one function (or a family of them) does.
struct Row {
  std::vector<std::string> Names;
  std::vector<NameGlob> Parameters;
  bool HasParameters = false;
  /// What it returns, one of these; empty: anything.
  std::vector<NameGlob> Returns;
  Category Cat = NoCategory;
  Duration Lasts = Duration::Unbounded;
  bool NeverBlocks = false;
  /// Adds to a file, or opens or closes one: in a function that takes a
  /// format, a line of a log.
  bool Prints = false;
  std::vector<Condition> When;
  std::vector<Condition> Unless;
  std::string Reason, Source, Instead;
  std::string Operation;
  std::map<std::string, std::string> OperationArguments;

  ArgumentSet Invokes, Offloads, RunsOnLoop;
  /// Callables that the library keeps, in which of Catalogue::slots(), and the
  /// slots whose callables this function runs.
  ArgumentSet Registers;
  uint32_t RegistersIn = 0;
  std::vector<uint32_t> Runs;
  /// The slots whose callables the event loop runs that this function is.
  std::vector<uint32_t> LoopOf;
  /// What is known of structs that the loop watches a descriptor for: the slot
  /// of the callback, the field of the descriptor, and the states in which the
  /// callback finds it (argument 0; the struct is argument 1).
  struct Watcher {
    uint32_t Slot = 0;
    std::string Descriptor;
    std::vector<StateChange> Ready;
  };
  std::vector<Watcher> Watchers;
  /// The object keeps the argument Index in Field, and is parameter To of the
  /// callback that it was given.
  struct Watch {
    uint32_t Index = 0, To = 0;
    std::string Field;
  };
  std::optional<Watch> Watches;
  /// Waits for many descriptors: who calls it over and over is an event loop.
  bool Multiplexes = false;
  /// Variants whose alternatives are handed to what it invokes.
  ArgumentSet Alternatives;
  /// The first argument that is handed on to what it invokes.
  std::optional<uint32_t> PassesFrom;
  /// The arguments that the loop hands to a callback, by the number of its
  /// parameter.
  std::map<uint32_t, uint32_t> Passes;
  /// The states in which a callback of the loop finds arguments.
  std::vector<StateChange> Ready;
  std::optional<Argument> Wraps;
  /// The object owns from now on what this argument is or owns.
  std::optional<Argument> Assigns;
  /// The object that lives on another thread from now on.
  std::optional<Argument> LeavesLoop;
  /// With RunsOnLoop: the object on whose thread that is.
  std::optional<Argument> OnLoopOf;
  /// It says what was wrong with the last operation on this argument.
  std::optional<Argument> ErrorOf;
  std::optional<uint32_t> ConstructsFrom;
  bool Destroys = false;
  /// Objects of derived classes too.
  bool DestroysDerived = false;
  /// Destroys what the object held before, if anything.
  bool Replaces = false;
  bool Locks = false;
  /// The template argument that it constructs, destroys or locks an object of.
  uint32_t OwnedType = 0;
  std::vector<StateChange> Changes;
  Hop HopsTo = Hop::None;

  /// True if a function that returns \p Type, as it is spelled, is meant.
  bool canReturn(llvm::StringRef Type) const {
    return Returns.empty() || llvm::any_of(Returns, [&](const NameGlob &G) {
             return G.matches(Type);
           });
  }

  /// Where the row stands.
  std::string Library, File;
  unsigned Line = 0;
  /// Functions of this row are C functions.
  bool IsC = false;
  /// Rows of a higher layer hide those of a lower one (0: built in, 1: the
  /// user's).
  unsigned Layer = 0;
};

/// What the spelling of an operation needs to compile as it stands.
struct Spelling {
  /// Each of them is to be included, or Umbrella alone.
  std::vector<std::string> Headers;
  std::string Umbrella;
  /// A type that has to be among the template arguments of the coroutine's
  /// task; may be empty.
  std::string TasksOf;
};

/// How one coroutine library spells its operations.
struct Framework {
  std::string Library, Title;
  std::vector<std::string> Namespaces;
  std::vector<NameGlob> Tasks, Generators;
  /// Classes that `co_await` takes without suspending.
  std::vector<NameGlob> Immediate;
  std::map<std::string, std::string> Operations;
  /// Of the operations that can take the place of a call.
  std::map<std::string, Spelling> Fixes;
  std::string Offload;
};

/// Code has to be read with this macro.
struct Macro {
  /// `NAME=VALUE`.
  std::string Definition;
  /// Libraries define it for g++ only: clang needs it to read what g++ compiles
  /// as C++20.
  bool IsForGcc = false;
  /// The first version of clang that reads what the macro makes of the code.
  unsigned Since = 0;

  /// True if this clang needs it for code of a command that is g++'s in C++20,
  /// or is not.
  bool isFor(unsigned Clang, bool IsGcc) const {
    return Since <= Clang && (IsGcc || !IsForGcc);
  }
};

/// A callback that nothing in the code needs to name: an annotation says that
/// an event loop finds it by its name.
struct NamedCallback {
  /// What people call it.
  std::string Word;
  std::string Library;
};

class Catalogue {
public:
  /// Reads one file of built-in rows.
  void add(llvm::MemoryBufferRef File, std::vector<yaml::Error> &Errors);

  /// Reads the rows of a document that is parsed already: the value of its
  /// `functions:` and of its `constants:` (or null).
  void addRows(const yaml::Node &Functions, const yaml::Node *Constants,
               const Row &Defaults, std::vector<yaml::Error> &Errors);

  /// Says of the functions \p Names (or globs) that they never block.
  void allow(llvm::ArrayRef<std::string> Names, const Row &Defaults);

  /// \p Name with its namespace spelled as the catalogue spells it: rows of
  /// `asio` serve `boost::asio` too.
  std::string canonical(llvm::StringRef Name) const;

  /// The rows for \p F: those of the best match only, see docs/catalogue.md.
  std::vector<const Row *> find(const Signature &F) const;

  /// All rows whose name is, or matches, \p Name, for people.
  std::vector<const Row *> search(llvm::StringRef Name) const;

  /// The framework that returns \p TypeName from its coroutines; the generic
  /// one if none does. \p Namespace is set to the namespace that was meant.
  const Framework *framework(llvm::StringRef TypeName,
                             std::string &Namespace) const;
  bool isGenerator(llvm::StringRef TypeName) const;
  /// True if `co_await` of a \p TypeName never suspends.
  bool isImmediate(llvm::StringRef TypeName) const;

  llvm::ArrayRef<Macro> macros() const { return Macros; }
  /// What a function is that has one of \p E's annotations, or null.
  const NamedCallback *namedCallback(const Facts &P, const Entity &E) const;
  /// True if the function is generated, and calls named callbacks by their
  /// numbers.
  bool isDispatcher(llvm::StringRef Name) const;

  const std::vector<std::unique_ptr<Row>> &rows() const { return Rows; }
  uint32_t states() const { return StateNames.size(); }
  /// Where libraries keep callbacks: fields of C structs (`s::f`), or any name.
  llvm::ArrayRef<std::string> slots() const { return SlotNames; }
  /// True if the functions of this namespace are judged by their rows alone,
  /// even where their bodies are known.
  bool isOpaque(llvm::StringRef Name) const;
  /// True if the state is how an object was set up: then a field that one
  /// method puts into it is in it for the others too.
  bool isSetting(uint32_t State) const {
    return llvm::is_contained(Settings, State);
  }
  llvm::StringRef stateName(uint32_t State) const { return StateNames[State]; }
  /// States that the analysis knows of itself. `awaited`: was handed to an
  /// awaited call. `nonblocking`: held also by what is awaited, and by every
  /// descriptor of a function that tests for EAGAIN. `moved`: its destructor
  /// does nothing.
  static constexpr uint32_t Awaited = 0, NonBlocking = 1, Moved = 2;

private:
  friend class CatalogueReader;
  struct Rule {
    NameGlob Glob;
    const Row *R;
  };
  void index(const Row *R);
  bool isOneOf(std::vector<NameGlob> Framework::*Types,
               llvm::StringRef TypeName) const;
  uint32_t state(llvm::StringRef Name);
  uint32_t slot(llvm::StringRef Name);

  std::vector<std::unique_ptr<Row>> Rows;
  llvm::StringMap<std::vector<const Row *>> ByName;
  std::vector<Rule> Rules;
  std::vector<Framework> Frameworks;
  std::vector<std::string> StateNames{"awaited", "nonblocking", "moved"};
  std::vector<uint32_t> Settings;
  std::vector<std::string> SlotNames;
  std::vector<std::string> Opaque;
  std::vector<Macro> Macros;
  /// By their annotations.
  llvm::StringMap<NamedCallback> Callbacks;
  std::vector<NameGlob> Dispatchers;
  /// Other spellings of a namespace, and the catalogue's.
  std::vector<std::pair<std::string, std::string>> Aliases;
};

/// The names of the categories, in order.
llvm::ArrayRef<llvm::StringRef> categories();
/// The names of the durations, in order.
llvm::ArrayRef<llvm::StringRef> durations();

} // namespace nostall

#endif // NOSTALL_CORE_CATALOGUE_H
