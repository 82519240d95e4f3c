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
// Value semantics throughout; a const Summary can be read by many threads.
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_CORE_FACTS_H
#define NOSTALL_CORE_FACTS_H

#include <cstdint>
#include <string>
#include <vector>

namespace nostall {

/// An index into one of a Summary's tables.
using Id = uint32_t;
inline constexpr Id NoId = ~Id(0);

/// A half-open range of source text; lines and columns count from 1 (columns
/// in bytes), as the compiler prints them.
struct Location {
  Id File = NoId;
  uint32_t Line = 0, Column = 0;
  uint32_t EndLine = 0, EndColumn = 0;
};

/// A class type, as far as conditions and ownership need it.
struct Type {
  /// Qualified, without template arguments and inline namespaces.
  std::string Name;
  /// Names of all base classes, nearest first.
  std::vector<std::string> Bases;
  /// Entities; filled only for types that a library template constructs,
  /// destroys or locks (`std::make_unique<T>`).
  std::vector<Id> Constructors;
  Id Destructor = NoId;
  Id Lock = NoId;
  /// The call operators of a project's class.
  std::vector<Id> CallOperators;
  /// Its author wrote how it moves: what was moved from may still do things.
  bool HasOwnMove = false;
  /// Has threads among its fields: a thread pool.
  bool OwnsThreads = false;
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
  /// Joins TUs. Names that are local to a TU carry its main file.
  std::string USR;
  /// Qualified, without template arguments and inline namespaces; the
  /// catalogue's key. C functions have no scope.
  std::string Name;
  /// Declared parameter types, without references and qualifiers.
  std::vector<std::string> Parameters;
  std::vector<Shape> Shapes; ///< Of Parameters.
  /// The type that it returns, as code spells it.
  std::string Returns;
  /// The class of a virtual method, or NoId.
  Id Class = NoId;
  /// Methods that this one overrides directly (entities).
  std::vector<Id> Overrides;
  /// The template that this is an instantiation of, or NoId.
  Id Pattern = NoId;
  Declared Effect = Declared::Nothing;
  /// Has C language linkage.
  bool IsC = false;
  /// Returns something that `co_await` accepts.
  bool ReturnsAwaitable = false;
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
  };
  Kind K = Unknown;
  Shape S = Shape::Other;
  /// 0, a zero duration, or a pointer to an object that is all zero.
  bool IsZero = false;
  uint32_t Index = 0;
  int64_t Number = 0;
  /// Bits that are certainly set, also where the whole number is not known.
  uint64_t Bits = 0;
  /// The storage that the expression names (Function::Variables), or NoId.
  Id Variable = NoId;
  /// The class of the expression (or of what it points to) before implicit
  /// conversions, or NoId.
  Id Type = NoId;
  /// Bits that are certainly set in the fields of the local object that the
  /// expression names or points to.
  std::vector<std::pair<std::string, uint64_t>> Fields;
  /// The text of a literal, or the qualified name of the global variable
  /// that the expression names.
  std::string Text;
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
  };
  Form F = Plain;
  /// Dispatched at run time: any override may run.
  bool IsVirtual = false;
  /// The result is the operand of a `co_await`.
  bool IsAwaited = false;
  bool HasObject = false;
  /// The called entity; NoId for Indirect, Await and Return.
  Id Callee = NoId;
  /// The variable that holds the result, or NoId.
  Id ResultVariable = NoId;
  Location Loc;
  Value Object;
  Value Target;
  std::vector<Value> Arguments;
  /// How many of Arguments, the last ones, are default arguments.
  uint32_t DefaultArguments = 0;
  /// How the arguments and the object are written, for advice.
  std::vector<std::string> ArgumentText;
  std::string ObjectText;
  /// The first template arguments of a library callee's class or, if that is
  /// no template, of the callee; NoId for what is no class.
  std::vector<Id> TypeArguments;
  /// Checks that a NOLINT comment turns off here, a bit each in the order of
  /// Checks.def.
  uint64_t Suppressed = 0;
};

/// A basic block: the calls from the end of the block before it in
/// Function::Blocks up to End, run in order, then one of Successors.
struct Block {
  uint32_t End = 0;
  std::vector<uint32_t> Successors;
};

/// Storage that values refer to.
struct Variable {
  /// A local's name, or a field's qualified one.
  std::string Name;
  /// A field of the function's object: other methods may change it.
  bool IsField = false;
  /// The function's parameter that it is, or NoId.
  Id Parameter = NoId;
  /// Its class, or NoId.
  Id Type = NoId;
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
  /// The body of a template: stands in where nothing instantiates it.
  bool IsPattern = false;
  /// The name, where the function is defined.
  Location Loc;
  /// The class that it returns, or NoId.
  Id Returns = NoId;
  /// Blocks[0] is the entry. Unreachable blocks are left out.
  std::vector<Block> Blocks;
  std::vector<Call> Calls;
  std::vector<Variable> Variables;
};

struct Summary {
  std::string MainFile;
  std::vector<std::string> Files;
  std::vector<Type> Types;
  std::vector<Entity> Entities;
  std::vector<Function> Functions;
};

} // namespace nostall

#endif // NOSTALL_CORE_FACTS_H
