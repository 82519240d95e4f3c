//===- SummaryFields.h - the fields of rows in files ------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Archive is a writer or a reader, so that both agree. id() takes an Id that
// is there, optional() one that may be NoId. Internal to SummaryFile.cpp.
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_CORE_SUMMARYFIELDS_H
#define NOSTALL_CORE_SUMMARYFIELDS_H

#include "Facts.h"

namespace nostall {

/// What an Id is an Id of.
enum class Of : uint8_t {
  Number, ///< None: any number.
  String,
  File,
  Type,
  Entity,
  Value,
  Details,
  Test,
  Block, ///< Of the function that is being read.
};

template <typename Archive> void fields(Archive &A, Type &T) {
  A.id(T.Name, Of::String);
  A.list(T.Bases, Of::String);
  A.list(T.Arguments, Of::String);
  A.list(T.Constructors, Of::Entity);
  A.optional(T.Destructor, Of::Entity);
  A.optional(T.Lock, Of::Entity);
  A.list(T.CallOperators, Of::Entity);
  A.number(T.HasOwnMove, 1);
  A.number(T.OwnsThreads, 1);
}

template <typename Archive> void fields(Archive &A, Entity &E) {
  A.number(E.K, Entity::Lambda);
  A.number(E.Effect, static_cast<uint64_t>(Declared::NonBlocking));
  A.number(E.IsC, 1);
  A.number(E.IsBuiltin, 1);
  A.number(E.ReturnsAwaitable, 1);
  A.number(E.IsValue, 1);
  A.id(E.USR, Of::String);
  A.id(E.Name, Of::String);
  A.list(E.Parameters, Of::String);
  A.list(E.Shapes, Of::Number);
  A.id(E.Returns, Of::String);
  A.optional(E.Class, Of::Type);
  A.list(E.Offloads, Of::Number);
  A.list(E.RunsOnLoop, Of::Number);
  A.list(E.Annotations, Of::String);
  A.list(E.Overrides, Of::Entity);
  A.optional(E.Pattern, Of::Entity);
  A.number(E.IsDefaulted, 1);
  A.optionalList(E.Destroys, Of::Entity);
}

template <typename Archive> void fields(Archive &A, Value &V) {
  A.number(V.K, Value::Scaled);
  A.number(V.S, static_cast<uint64_t>(Shape::Class));
  A.number(V.In, Value::OfParameter);
  A.number(V.IsZero, 1);
  if (V.K == Value::Callable)
    A.id(V.Index, Of::Entity);
  else if (V.K == Value::Functor)
    A.id(V.Index, Of::Type);
  else if (V.K == Value::Choice)
    A.id(V.Index, Of::Test);
  else
    A.id(V.Index, Of::Number);
  A.number(V.Number);
  A.number(V.Bits);
  A.optional(V.Variable, Of::Number);
  A.optional(V.Type, Of::Type);
  A.fieldValues(V.Fields);
  A.id(V.Text, Of::String);
  A.id(V.Holder, Of::String);
}

template <typename Archive> void fields(Archive &A, Test &T) {
  A.number(T.K, Test::HasBits);
  A.number(T.S, Test::Constant);
  A.id(T.Index, Of::Number);
  A.id(T.Field, Of::String);
  A.id(T.Holder, Of::String);
  A.number(T.Number);
}

template <typename Archive> void fields(Archive &A, FieldWrite &W) {
  A.number(W.K, FieldWrite::BySetter);
  A.number(W.IsOffer, 1);
  A.id(W.Field, Of::String);
  A.optional(W.By, Of::Entity);
  A.id(W.What, Of::Value);
}

template <typename Archive> void fields(Archive &A, CallDetails &D) {
  A.id(D.ObjectText, Of::String);
  A.list(D.ArgumentText, Of::String);
  A.optionalList(D.TypeArguments, Of::Type);
  A.optional(D.Twin, Of::Entity);
  A.checks(D.Suppressed);
}

template <typename Archive> void fields(Archive &A, Location &L) {
  A.optional(L.File, Of::File);
  A.line(L.Line);
  A.number(L.Column, UINT32_MAX);
  A.number(L.MoreLines, UINT16_MAX);
  A.number(L.EndColumn, UINT16_MAX);
}

template <typename Archive> void fields(Archive &A, Call &C) {
  uint16_t Flags = C.F | C.IsVirtual << 4 | C.IsAwaited << 5 |
                   C.HasObject << 6 | C.SaysNonBlocking << 7 |
                   C.IsRewritable << 8 | C.IsOnce << 9;
  A.number(Flags, 0x3ff);
  C.F = static_cast<Call::Form>(Flags & 15);
  C.IsVirtual = Flags >> 4 & 1;
  C.IsAwaited = Flags >> 5 & 1;
  C.HasObject = Flags >> 6 & 1;
  C.SaysNonBlocking = Flags >> 7 & 1;
  C.IsRewritable = Flags >> 8 & 1;
  C.IsOnce = Flags >> 9 & 1;
  A.number(C.DefaultArguments, UINT16_MAX);
  A.optional(C.Callee, Of::Entity);
  A.optional(C.ResultVariable, Of::Number);
  fields(A, C.Loc);
  A.id(C.Object, Of::Value);
  A.id(C.Target, Of::Value);
  A.list(C.Arguments, Of::Value);
  A.id(C.Details, Of::Details);
}

template <typename Archive> void fields(Archive &A, Block &B) {
  A.number(B.End, UINT32_MAX);
  A.list(B.Successors, Of::Block);
  A.id(B.Test, Of::Test);
}

template <typename Archive> void fields(Archive &A, Variable &V) {
  A.id(V.Name, Of::String);
  A.optional(V.Parameter, Of::Number);
  A.optional(V.Type, Of::Type);
  A.number(V.EndLine, UINT32_MAX);
  A.number(V.EndColumn, UINT32_MAX);
  A.optional(V.Outer, Of::Number);
  A.number(V.IsField, 1);
}

template <typename Archive> void fields(Archive &A, Function &F) {
  A.id(F.Entity, Of::Entity);
  A.number(F.K, Function::Generator);
  A.number(F.ExpectsWouldBlock, 1);
  A.number(F.HasErrors, 1);
  A.number(F.TakesFormat, 1);
  A.number(F.IsPattern, 1);
  fields(A, F.Loc);
  A.optional(F.Returns, Of::Type);
  A.optional(F.Outer, Of::Entity);
  A.id(F.Returned, Of::Value);
  A.number(F.Blocks.Size, UINT32_MAX);
  A.number(F.Calls.Size, UINT32_MAX);
  A.number(F.Variables.Size, UINT32_MAX);
}

} // namespace nostall

#endif // NOSTALL_CORE_SUMMARYFIELDS_H
