//===- Facts.h - what one translation unit contributes ----------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A Summary is everything that one translation unit (TU) contributes to the
// analysis, as plain data: no pointer into the AST, so that it outlives the
// compiler, can be joined with other summaries and written to a file.
//
// Facts do not depend on the catalogue or the configuration. They record
// *every* call of project code, in its flow graph, with what is known of the
// arguments; what blocks is decided when summaries are linked (Link.h).
//
// A large program has ten million calls, so rows are small: what repeats
// (names, values, lists) is stored once, in a table of its own, and an Id says
// where. The first row of those tables is the empty one. FactsBuilder fills
// them.
//
// Value semantics throughout; const Facts can be read by many threads.
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_CORE_FACTS_H
#define NOSTALL_CORE_FACTS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <string>
#include <vector>

namespace nostall {

/// An index into one of the tables of Facts.
using Id = uint32_t;
inline constexpr Id NoId = ~Id(0);

/// What an Id means where the type does not say it: a row of Facts::Strings,
/// a list of Ids in Facts::Lists, or a row of Facts::Values.
using StringId = Id;
using ListId = Id;
using ValueId = Id;

/// A half-open range of source text; lines and columns count from 1 (columns
/// in bytes), as the compiler prints them. A range that is too long for the
/// type is just its first character.
struct Location {
  Id File = NoId;
  uint32_t Line = 0, Column = 0;
  uint16_t MoreLines = 0, EndColumn = 0;

  Location() = default;
  Location(Id File, uint32_t Line, uint32_t Column)
      : File(File), Line(Line), Column(Column) {
    setEnd(Line, Column + 1);
  }
  void setEnd(uint32_t EndLine, uint32_t Column) {
    if (EndLine - Line > UINT16_MAX || Column > UINT16_MAX)
      return;
    MoreLines = EndLine - Line;
    EndColumn = Column;
  }
  uint32_t endLine() const { return Line + MoreLines; }
  uint32_t endColumn() const { return EndColumn ? EndColumn : Column + 1; }

  bool operator==(const Location &) const = default;
};

/// A class type, as far as conditions and ownership need it.
struct Type {
  /// Qualified, without template arguments and inline namespaces.
  StringId Name = 0;
  /// Names of all base classes, nearest first.
  ListId Bases = 0;
  /// Names of the types among its template arguments.
  ListId Arguments = 0;
  /// Entities; filled only for types that a library template constructs,
  /// destroys or locks (`std::make_unique<T>`).
  ListId Constructors = 0;
  Id Destructor = NoId;
  Id Lock = NoId;
  /// The call operators of a project's class.
  ListId CallOperators = 0;
  /// Its author wrote how it moves: what was moved from may still do things.
  bool HasOwnMove = false;
  /// Has threads among its fields: a thread pool.
  bool OwnsThreads = false;

  bool operator==(const Type &) const = default;
};

/// What sort of type something has, to tell overloads apart.
enum class Shape : uint8_t { Other, Number, Pointer, Class };

/// What `[[clang::blocking]]` and its relatives say about a function.
enum class Declared : uint8_t { Nothing, Blocking, NonBlocking };

/// Something that can be called: a function, method, constructor, destructor
/// or the call operator of a lambda.
struct Entity {
  enum Kind : uint8_t { Function, Constructor, Destructor, Lambda };
  Kind K = Function;
  Declared Effect = Declared::Nothing;
  /// Has C language linkage.
  bool IsC = false;
  /// The compiler itself knows it, as it does memcpy().
  bool IsBuiltin = false;
  /// Returns something that `co_await` accepts.
  bool ReturnsAwaitable = false;
  /// Is not only called, but named as a value: others may call it too.
  bool IsValue = false;
  /// Joins TUs. Names that are local to a TU carry its main file.
  StringId USR = 0;
  /// Qualified, without template arguments and inline namespaces; the
  /// catalogue's key. C functions have no scope.
  StringId Name = 0;
  /// Declared parameter types (strings), without references and qualifiers.
  ListId Parameters = 0;
  /// The Shape of each of Parameters.
  ListId Shapes = 0;
  /// The type that it returns, as code spells it.
  StringId Returns = 0;
  /// The class of a virtual or annotated method, or NoId.
  Id Class = NoId;
  /// Parameters that annotations say something about (numbers): other threads
  /// run them, or an event loop does.
  ListId Offloads = 0, RunsOnLoop = 0;
  /// Annotations of other tools (strings), such as Qt's of its slots.
  ListId Annotations = 0;
  /// Methods that this one overrides directly (entities).
  ListId Overrides = 0;
  /// The template that this is an instantiation of, or NoId.
  Id Pattern = NoId;
  /// A destructor that the compiler writes.
  bool IsDefaulted = false;
  /// Other destructors (entities) that this one may run, where its body may not
  /// be at hand. If IsDefaulted, those of bases and fields; of a library
  /// template, those of its first template arguments, or NoId.
  ListId Destroys = 0;

  bool operator==(const Entity &) const = default;
};

/// What is known at compile time of an argument, of the object of a member
/// call, or of the callee of an indirect call.
struct Value {
  enum Kind : uint8_t {
    Unknown,
    Integer,   ///< Number.
    Null,      ///< A null pointer.
    String,    ///< A literal, in Text.
    Parameter, ///< The enclosing function's parameter, Index.
    This,      ///< The enclosing function's object.
    Callable,  ///< A function: the entity Index.
    Functor,   ///< A lambda or other object with call operators: type Index.
    Result,    ///< What the call Index of the same function returned.
    Stored,    ///< What the slot Text holds (Slots.h), or the slot.
    Choice,    ///< One of two, as the test Index (0: unknown) goes.
    Scaled,    ///< Arithmetic on another value: zero if that is.
  };
  /// Where the object is that an expression names, or the number.
  enum Place : uint8_t {
    Somewhere,
    Itself, ///< It is the field or global variable Text; nothing refers to it.
    Own,    ///< The same, and a slot of the function's own object.
    OfObject,    ///< It is the number or pointer in that field of the object.
    OfParameter, ///< The same, of what its parameter Index is or refers to.
  };
  Kind K = Unknown;
  Shape S = Shape::Other;
  Place In = Somewhere;
  /// 0, a zero duration, or a pointer to an object that is all zero.
  bool IsZero = false;
  uint32_t Index = 0;
  int64_t Number = 0; // Functor: its call, from 1. Unknown: 1 is not null.
  /// Bits that are certainly set, also where the whole number is not known.
  uint64_t Bits = 0;
  /// The storage that the expression names, counted from the function's first
  /// variable, or NoId.
  Id Variable = NoId;
  /// The class of the expression (or of what it points to) before implicit
  /// conversions, or NoId.
  Id Type = NoId;
  /// What is known of the numbers in the fields of the object that the
  /// expression names or points to: name and value of each. For Choice: what
  /// it is if the test holds, and what if not, instead of names 0 and 0. For
  /// Scaled: name 0 and the other value.
  ListId Fields = 0;
  /// The text of a literal, the qualified name of the global variable or field
  /// that the expression names, or a slot's name.
  StringId Text = 0;
  /// The field (qualified) that holds the object that Text is a field of, or 0.
  /// For Stored: the field, if In says whose; or what Text is in any object.
  StringId Holder = 0;

  bool operator==(const Value &) const = default;

  static Value integer(int64_t N) {
    Value V;
    V.K = Integer;
    V.Number = N;
    V.Bits = static_cast<uint64_t>(N);
    V.IsZero = N == 0;
    return V;
  }
};

/// What a branch asks of a number, duration or pointer.
struct Test {
  enum Kind : uint8_t {
    Zero,
    Null,
    Is,      ///< Is Number.
    Below,   ///< Is below Number.
    HasBits, ///< Has all bits of Number.
  };
  enum Subject : uint8_t {
    Parameter, ///< The function's parameter Index, as the caller gave it.
    Result,    ///< What the call Index of the function returned.
    Own,       ///< The function's own object: Field of it.
    Named,     ///< The global variable Field, or that field of some object.
    Constant,  ///< The number 0.
  };
  Kind K = Zero;
  Subject S = Parameter;
  uint32_t Index = 0;
  /// The field that is meant (qualified), or 0 for a parameter itself.
  StringId Field = 0;
  /// The field or global variable (qualified) that holds the object; a field of
  /// the parameter or the function's object, if it is of that; or 0.
  StringId Holder = 0;
  int64_t Number = 0;

  bool operator==(const Test &) const = default;
};

/// What some code puts into a field, or into a global variable. Only numbers,
/// durations, pointers and what holds an object are followed.
struct FieldWrite {
  enum Kind : uint8_t {
    ByConstructor, ///< Of its own object; What may be its parameter.
    AtHome,        ///< Where the object is made, or of a local object.
    Later,         ///< By any other code.
    Unseen,        ///< The method By may do so: its body is elsewhere.
    BySetter,      ///< Of its own object, whenever the method By runs; What may
                   ///< be its parameter.
  };
  Kind K = Later;
  /// It is the default of a public field: whoever offers that means others to
  /// write to it, whether they are seen or not.
  bool IsOffer = false;
  /// Qualified.
  StringId Field = 0;
  /// The constructor or method (an entity); of a global variable, any function;
  /// or NoId.
  Id By = NoId;
  ValueId What = 0;

  bool operator==(const FieldWrite &) const = default;
};

/// What few calls have.
struct CallDetails {
  /// How the object is written, for advice.
  StringId ObjectText = 0;
  /// How the arguments are written (strings), without default ones; empty for
  /// calls that no advice repeats.
  ListId ArgumentText = 0;
  /// The first template arguments (types) of a library callee's class or, if
  /// that is no template, of the callee; NoId for what is no class.
  ListId TypeArguments = 0;
  /// What does the same as the callee and can be awaited (an entity), or NoId.
  /// Only for calls in coroutines.
  Id Twin = NoId;
  /// Checks that a NOLINT comment turns off here, a bit each in the order of
  /// Checks.def.
  uint64_t Suppressed = 0;

  bool operator==(const CallDetails &) const = default;
};

/// One call, in whatever form the language has for it, or one `co_await`.
struct Call {
  enum Form : uint8_t {
    Plain,       ///< Function, method or operator.
    Constructor, ///< Object is what is constructed.
    Destructor,  ///< Object is what is destroyed.
    Indirect,    ///< Through a value: Target.
    Await,       ///< The suspension itself; Target is the operand.
    Return,      ///< The function returns Target.
    Store,       ///< Target is kept in slot Object, or with Arguments: a
                 ///< descriptor (if known), and the struct that Object is of.
    Copy,        ///< Object, a field, now has or refers to what Target is.
    Set,         ///< The field Text of Object is now Target: a number, null, a
                 ///< parameter, or not known. Without Text, the whole object.
    End,         ///< The function returns a number or pointer that nobody
                 ///< follows: Target, if it is a constant.
  };
  Form F = Plain;
  /// Dispatched at run time: any override may run.
  bool IsVirtual : 1 = false;
  /// The result is the operand of a `co_await`.
  bool IsAwaited : 1 = false;
  bool HasObject : 1 = false;
  /// An argument is spelled like `SOCK_NONBLOCK`.
  bool SaysNonBlocking : 1 = false;
  /// A statement of a coroutine that consists of the function's name and of
  /// arguments that are integers or durations: text can replace it.
  bool IsRewritable : 1 = false;
  /// Is part of what initialises a static local variable.
  bool IsOnce : 1 = false;
  /// How many of Arguments, the last ones, are default arguments.
  uint16_t DefaultArguments = 0;
  /// The called entity; NoId for Indirect and all forms that are no calls.
  Id Callee = NoId;
  /// The variable that holds the result, counted from the function's first
  /// one, or NoId.
  Id ResultVariable = NoId;
  Location Loc;
  ValueId Object = 0;
  /// As Form says; for virtual calls, the slot that the object is in.
  ValueId Target = 0;
  /// A list of values.
  ListId Arguments = 0;
  Id Details = 0;

  bool operator==(const Call &) const = default;
};

/// A basic block: the calls from the end of the block before it in its
/// function up to End (counted from the function's first call), run in order,
/// then one of Successors (a list, counted from the function's first block).
struct Block {
  uint32_t End = 0;
  ListId Successors = 0;
  /// If not 0: a test of Facts::Tests. The first successor follows if it holds,
  /// the second one if not, and others may follow anyway.
  Id Test = 0;

  bool operator==(const Block &) const = default;
};

/// Storage that values refer to.
struct Variable {
  /// A local's name, or a field's qualified one.
  StringId Name = 0;
  /// The function's parameter that it is, or NoId.
  Id Parameter = NoId;
  /// Its class, or NoId.
  Id Type = NoId;
  /// What a lambda captured: the variable of Function::Outer, or NoId.
  Id Outer = NoId;
  /// A field of the function's object, or a global: others may change it.
  bool IsField = false;
  /// Where the scope of a local ends that has a destructor; 0 otherwise.
  uint32_t EndLine = 0, EndColumn = 0;

  bool operator==(const Variable &) const = default;
};

/// Neighbouring rows of a table.
struct Range {
  Id Begin = 0, Size = 0;

  bool operator==(const Range &) const = default;
};

/// A function that project code defines, with the calls that it can reach.
struct Function {
  enum Kind : uint8_t {
    Plain,
    Coroutine, ///< Runs on an event loop.
    Generator, ///< A coroutine that its consumer runs, synchronously.
  };
  Id Entity = NoId;
  Kind K = Plain;
  /// Tests errno for EAGAIN and the like: its descriptors do not block.
  bool ExpectsWouldBlock = false;
  /// It has compiler errors: the order of its calls is that of the text.
  bool HasErrors = false;
  /// It is given a format and what to print with it.
  bool TakesFormat = false;
  /// The body of a template: stands in where nothing instantiates it.
  bool IsPattern = false;
  /// The name, where the function is defined.
  Location Loc;
  /// The class that it returns, or NoId.
  Id Returns = NoId;
  /// The function that a lambda is written in (an entity), or NoId.
  Id Outer = NoId;
  /// What it returns, if that is a number that is the same for all its ends: a
  /// constant, a parameter, a field of its object (This, with the field's name
  /// in Text), what a call returned, or a choice of two. Of a struct, what it
  /// is Scaled of.
  ValueId Returned = 0;
  /// The first block is the entry. Unreachable blocks are left out.
  Range Blocks;
  Range Calls;
  Range Variables;

  bool operator==(const Function &) const = default;
};

/// Strings, one behind the other.
class StringTable {
public:
  llvm::StringRef operator[](StringId I) const {
    size_t Begin = I == 0 ? 0 : Ends[I - 1];
    return llvm::StringRef(Text).slice(Begin, Ends[I]);
  }
  size_t size() const { return Ends.size(); }
  // As the other tables have it.
  void push_back(llvm::StringRef S) { // NOLINT(readability-identifier-naming)
    Text += S;
    Ends.push_back(Text.size());
  }
  bool operator==(const StringTable &) const = default;

private:
  std::string Text;
  std::vector<size_t> Ends;
};

/// Names of slots of objects, not callables, begin so.
inline constexpr char ObjectSlot[] = "object in ";

/// The facts of a TU, or of a whole program once they are joined.
struct Facts {
  StringTable Strings;
  /// Each list is its length and then its items; a ListId says where.
  std::vector<Id> Lists{0};
  std::vector<StringId> Files;
  std::vector<Type> Types;
  std::vector<Entity> Entities;
  std::vector<Value> Values{Value()};
  std::vector<CallDetails> Details{CallDetails()};
  std::vector<Test> Tests{Test()};
  std::vector<FieldWrite> Writes;
  std::vector<Function> Functions;
  std::vector<Block> Blocks;
  std::vector<Call> Calls;
  std::vector<Variable> Variables;

  Facts() { Strings.push_back(""); }
  bool operator==(const Facts &) const = default;

  llvm::ArrayRef<Id> list(ListId L) const {
    return llvm::ArrayRef(Lists).slice(L + 1, Lists[L]);
  }
  llvm::StringRef file(const Location &L) const {
    return L.File == NoId ? "" : Strings[Files[L.File]];
  }
  llvm::StringRef entityName(Id E) const { return Strings[Entities[E].Name]; }
  llvm::StringRef typeName(Id T) const { return Strings[Types[T].Name]; }

  llvm::ArrayRef<Block> blocks(const Function &F) const {
    return slice(Blocks, F.Blocks);
  }
  /// The number, among those of \p F, of the block that makes \p Call.
  size_t blockOf(const Function &F, uint32_t Call) const {
    llvm::ArrayRef<Block> All = blocks(F);
    return llvm::partition_point(
               All, [&](const Block &B) { return B.End <= Call; }) -
           All.begin();
  }
  llvm::ArrayRef<Call> calls(const Function &F) const {
    return slice(Calls, F.Calls);
  }
  llvm::ArrayRef<Variable> variables(const Function &F) const {
    return slice(Variables, F.Variables);
  }

  const CallDetails &details(const Call &C) const { return Details[C.Details]; }
  llvm::ArrayRef<ValueId> arguments(const Call &C) const {
    return list(C.Arguments);
  }
  const Value &object(const Call &C) const { return Values[C.Object]; }
  const Value &target(const Call &C) const { return Values[C.Target]; }

private:
  template <typename Row>
  static llvm::ArrayRef<Row> slice(const std::vector<Row> &Table, Range R) {
    return llvm::ArrayRef(Table).slice(R.Begin, R.Size);
  }
};

/// What one TU contributes.
struct Summary : Facts {
  StringId MainFile = 0;
  /// Compiler errors; what did parse is summarised. The first one:
  /// `a.cpp:3:10: 'x.h' file not found`.
  uint32_t Errors = 0;
  StringId FirstError = 0;
  /// What is wrong with comments (strings): `/src/a.h:3:4: …`.
  ListId BadComments = 0;

  bool operator==(const Summary &) const = default;
};

} // namespace nostall

#endif // NOSTALL_CORE_FACTS_H
