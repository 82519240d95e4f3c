//===- SummaryFile.cpp - summaries as bytes -------------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "SummaryFile.h"
#include "SummaryFields.h"
#include "llvm/Support/EndianStream.h"
#include "llvm/Support/LEB128.h"
#include "llvm/Support/xxhash.h"

namespace nostall {
namespace {

using llvm::StringRef;

constexpr StringRef Magic = "NSUM";
constexpr size_t HeaderSize = 4 + 4 + 8 + 8;

llvm::ArrayRef<StringRef> checkNames() {
  static constexpr StringRef Names[] = {
#define CHECK(Id, Category, OnByDefault, Description) Id,
#include "../Checks.def"
  };
  static_assert(std::size(Names) < 64, "a bit for each, and one for all");
  return Names;
}

/// Stands for all checks, also those that are still to come.
constexpr StringRef AllChecks = "*";

uint64_t maskOfAllChecks() {
  return ~uint64_t(0) >> (64 - checkNames().size());
}

//===----------------------------------------------------------------------===//
// Writing
//===----------------------------------------------------------------------===//

class Writer {
public:
  explicit Writer(const Summary &S) : S(S), OS(Out) {}

  std::string write(StringRef ToolVersion) {
    bytes(ToolVersion);
    bytes(S.Strings[S.MainFile]);
    for (size_t Size :
         {S.Strings.size(), S.Lists.size(), S.Files.size(), S.Types.size(),
          S.Entities.size(), S.Values.size(), S.Details.size(), S.Tests.size(),
          S.Writes.size(), S.Functions.size()})
      llvm::encodeULEB128(Size, OS);
    for (size_t I = 0; I < S.Strings.size(); ++I)
      bytes(S.Strings[I]);
    for (Id I : S.Lists)
      llvm::encodeULEB128(I, OS);
    for (StringId File : S.Files)
      id(File, Of::String);
    writeChecks();
    rows(S.Types);
    rows(S.Entities);
    rows(S.Values);
    rows(S.Details);
    rows(S.Tests);
    rows(S.Writes);
    for (Function F : S.Functions) {
      fields(*this, F);
      rows(S.variables(F));
      rows(S.calls(F));
      rows(S.blocks(F));
    }
    id(S.MainFile, Of::String);
    llvm::encodeULEB128(S.Errors, OS);
    id(S.FirstError, Of::String);
    list(S.BadComments, Of::String);
    return header() + Out;
  }

  void id(Id I, Of) { llvm::encodeULEB128(I, OS); }
  // NoId is 0, as it is the commonest.
  void optional(Id I, Of) { llvm::encodeULEB128(Id(I + 1), OS); }
  void list(ListId L, Of) { llvm::encodeULEB128(L, OS); }
  void optionalList(ListId L, Of) { llvm::encodeULEB128(L, OS); }
  void fieldValues(ListId L) { llvm::encodeULEB128(L, OS); }
  template <typename T> void number(T N, uint64_t /*Max*/) {
    llvm::encodeULEB128(static_cast<uint64_t>(N), OS);
  }
  void number(int64_t N) { llvm::encodeSLEB128(N, OS); }
  void number(uint64_t N) { llvm::encodeULEB128(N, OS); }
  void line(uint32_t Line) {
    llvm::encodeSLEB128(int64_t(Line) - Previous, OS);
    Previous = Line;
  }
  void checks(uint64_t Suppressed) {
    uint64_t Stored = 0;
    if ((Suppressed & maskOfAllChecks()) == maskOfAllChecks())
      Stored = 1;
    else
      for (size_t I = 0; I < checkNames().size(); ++I)
        Stored |= (Suppressed >> I & 1) << (I + 1);
    llvm::encodeULEB128(Stored, OS);
  }

private:
  std::string header() const {
    std::string Header = Magic.str();
    llvm::raw_string_ostream H(Header);
    llvm::support::endian::Writer W(H, llvm::endianness::little);
    W.write<uint32_t>(SummaryFormat);
    W.write<uint64_t>(Out.size());
    W.write<uint64_t>(llvm::xxh3_64bits(Out));
    return Header;
  }
  void bytes(StringRef Text) {
    llvm::encodeULEB128(Text.size(), OS);
    OS << Text;
  }
  /// Bit I + 1 of what checks() writes is the I-th name.
  void writeChecks() {
    llvm::encodeULEB128(checkNames().size() + 1, OS);
    bytes(AllChecks);
    for (StringRef Name : checkNames())
      bytes(Name);
  }
  template <typename Table> void rows(const Table &Rows) {
    for (auto Row : Rows)
      fields(*this, Row);
  }

  const Summary &S;
  std::string Out;
  llvm::raw_string_ostream OS;
  int64_t Previous = 0;
};

//===----------------------------------------------------------------------===//
// Reading
//===----------------------------------------------------------------------===//

llvm::Error failure(const llvm::Twine &Message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), Message);
}

class Reader {
public:
  explicit Reader(StringRef Payload)
      : At(Payload.bytes_begin()), End(Payload.bytes_end()) {}

  /// Reads the texts before the tables.
  bool header(SummaryHeader &H) {
    H.ToolVersion = bytes().str();
    H.MainFile = bytes().str();
    return !Failed;
  }

  llvm::Expected<Summary> read() {
    size_t Sizes[10];
    for (size_t &Size : Sizes) {
      Size = number();
      // Each row takes a byte at least.
      check(Size <= static_cast<size_t>(End - At) && Size < NoId);
    }
    if (Failed)
      return damaged();
    auto [Strings, Lists, Files, Types, Entities, Values, Details, Tests,
          Writes, Functions] = Sizes;
    for (size_t I = 0; I < Strings && !Failed; ++I)
      string(bytes(), I);
    check(S.Strings.size() == Strings);
    readLists(Lists);
    S.Files.resize(Files);
    for (StringId &File : S.Files)
      id(File, Of::String);
    readChecks();
    // Rows refer to each other in both directions: all have their places now.
    S.Types.resize(Types);
    S.Entities.resize(Entities);
    S.Values.resize(Values);
    S.Details.resize(Details);
    S.Tests.resize(Tests);
    S.Writes.resize(Writes);
    rows(S.Types);
    rows(S.Entities);
    rows(S.Values);
    // No value has itself inside.
    for (Id I = 0; !Failed && I < S.Values.size(); ++I) {
      llvm::ArrayRef<Id> Fields = S.list(S.Values[I].Fields);
      check(S.Values[I].K != Value::Choice || Fields.size() >= 4);
      check(S.Values[I].K != Value::Scaled || Fields.size() >= 2);
      for (; !Fields.empty(); Fields = Fields.drop_front(2))
        check(Fields[1] < I);
    }
    rows(S.Details);
    check(!S.Values.empty() && S.Values[0] == Value() && !S.Details.empty() &&
          S.Details[0] == CallDetails());
    rows(S.Tests);
    check(!S.Tests.empty() && S.Tests[0] == Test());
    rows(S.Writes);
    for (const FieldWrite &W : S.Writes)
      check(isOutsideOfFunctions(S.Values[W.What]) &&
            (W.K == FieldWrite::AtHome || W.K == FieldWrite::Later ||
             W.By != NoId));
    for (size_t I = 0; I < Functions && !Failed; ++I)
      readFunction();
    id(S.MainFile, Of::String);
    number(S.Errors, UINT32_MAX);
    id(S.FirstError, Of::String);
    list(S.BadComments, Of::String);
    check(At == End);
    if (Failed)
      return damaged();
    return std::move(S);
  }

  void id(Id &I, Of What) { I = bounded(number(), What); }
  void optional(Id &I, Of What) {
    uint64_t N = number();
    I = N == 0 ? NoId : bounded(N - 1, What);
  }
  void list(ListId &L, Of What) {
    L = listId();
    // Many rows have the same list, but each function has its own blocks.
    uint8_t Bit = What == Of::Block ? 0 : 1 << static_cast<uint8_t>(What);
    if (Failed || CheckedLists[L] & Bit)
      return;
    for (Id I : S.list(L))
      bounded(I, What);
    CheckedLists[L] |= Bit;
  }
  void optionalList(ListId &L, Of What) {
    L = listId();
    for (Id I : S.list(L))
      if (I != NoId)
        bounded(I, What);
  }
  void fieldValues(ListId &L) {
    L = listId();
    llvm::ArrayRef<Id> Items = S.list(L);
    check(Items.size() % 2 == 0);
    for (size_t I = 0; I + 1 < Items.size(); I += 2) {
      bounded(Items[I], Of::String);
      bounded(Items[I + 1], Of::Value);
    }
  }
  template <typename T> void number(T &N, uint64_t Max) {
    uint64_t Read = number();
    check(Read <= Max);
    N = static_cast<T>(Failed ? 0 : Read);
  }
  void number(int64_t &N) { N = decode<int64_t>(llvm::decodeSLEB128); }
  void number(uint64_t &N) { N = number(); }
  void line(uint32_t &Line) {
    int64_t Read = 0;
    number(Read);
    // Neither end of the range is near that of the type.
    check(Read <= UINT32_MAX && Read >= -int64_t(UINT32_MAX) &&
          Previous + Read >= 0 && Previous + Read <= UINT32_MAX);
    if (!Failed)
      Line = Previous += Read;
  }
  void checks(uint64_t &Suppressed) {
    uint64_t Stored = number();
    for (size_t I = 0; I < Checks.size() && I < 64; ++I)
      if (Stored >> I & 1)
        Suppressed |= Checks[I];
  }

private:
  llvm::Error damaged() const {
    return failure("is damaged: its tables make no sense");
  }
  void check(bool Holds) { Failed |= !Holds; }

  template <typename T, typename Decoder> T decode(Decoder Decode) {
    unsigned Size = 0;
    const char *Error = nullptr;
    // No number is longer than that, whatever the bytes say.
    T N = Decode(At, &Size, At + std::min<size_t>(End - At, 10), &Error);
    check(!Error);
    At += Failed ? 0 : Size;
    return Failed ? 0 : N;
  }
  uint64_t number() { return decode<uint64_t>(llvm::decodeULEB128); }
  StringRef bytes() {
    uint64_t Size = number();
    check(Size <= static_cast<uint64_t>(End - At));
    if (Failed)
      return "";
    StringRef Text(reinterpret_cast<const char *>(At), Size);
    At += Size;
    return Text;
  }
  void string(StringRef Text, size_t I) {
    if (I > 0)
      S.Strings.push_back(Text);
    else
      check(Text.empty()); // It is there already.
  }

  /// How many \p What there are.
  uint64_t count(Of What) const {
    switch (What) {
    case Of::Number:
      return uint64_t(NoId) + 1;
    case Of::String:
      return S.Strings.size();
    case Of::File:
      return S.Files.size();
    case Of::Type:
      return S.Types.size();
    case Of::Entity:
      return S.Entities.size();
    case Of::Value:
      return S.Values.size();
    case Of::Details:
      return S.Details.size();
    case Of::Test:
      return S.Tests.size();
    case Of::Block:
      return Current.Blocks.Size;
    }
    return 0;
  }
  Id bounded(uint64_t N, Of What) {
    check(N < count(What));
    return Failed ? 0 : N;
  }
  ListId listId() {
    uint64_t L = number();
    check(L < ListStarts.size() && ListStarts[L]);
    return Failed ? 0 : L;
  }

  void readLists(size_t Size) {
    if (Failed)
      return;
    S.Lists.resize(Size);
    for (Id &I : S.Lists)
      I = bounded(number(), Of::Number);
    ListStarts.resize(Size);
    CheckedLists.resize(Size);
    check(Size > 0 && S.Lists[0] == 0);
    for (size_t L = 0; L < Size && !Failed; L += 1 + size_t(S.Lists[L])) {
      ListStarts[L] = true;
      check(S.Lists[L] < Size - L);
    }
    if (Failed)
      S.Lists = {0};
  }

  void readChecks() {
    uint64_t Count = number();
    for (uint64_t I = 0; I < Count && !Failed; ++I) {
      StringRef Name = bytes();
      uint64_t Bits = Name == AllChecks ? maskOfAllChecks() : 0;
      for (size_t J = 0; J < checkNames().size(); ++J)
        if (checkNames()[J] == Name)
          Bits |= uint64_t(1) << J;
      Checks.push_back(Bits);
    }
  }

  template <typename Row> void rows(std::vector<Row> &Rows) {
    for (Row &R : Rows) {
      if (Failed)
        return;
      fields(*this, R);
    }
  }
  template <typename Row> void rows(std::vector<Row> &Rows, Range &R) {
    R.Begin = Rows.size();
    for (Id I = 0; I < R.Size && !Failed; ++I) {
      Row New;
      fields(*this, New);
      Rows.push_back(New);
    }
  }

  void readFunction() {
    Current = Function();
    fields(*this, Current);
    rows(S.Variables, Current.Variables);
    rows(S.Calls, Current.Calls);
    rows(S.Blocks, Current.Blocks);
    if (Failed)
      return;
    for (const Call &C : S.calls(Current))
      checkCall(C);
    checkValue(S.Values[Current.Returned]);
    uint32_t Begin = 0;
    for (const Block &B : S.blocks(Current)) {
      check(B.End >= Begin && B.End <= Current.Calls.Size);
      check(B.Test == 0 || S.list(B.Successors).size() >= 2);
      check(S.Tests[B.Test].S != Test::Result ||
            S.Tests[B.Test].Index < Current.Calls.Size);
      Begin = B.End;
    }
    check(Current.Blocks.Size > 0 && Begin == Current.Calls.Size);
    S.Functions.push_back(Current);
  }
  void checkCall(const Call &C) {
    check(C.F <= Call::End);
    check((C.Callee != NoId) == (C.F < Call::Indirect));
    check(C.ResultVariable == NoId ||
          C.ResultVariable < Current.Variables.Size);
    check(C.DefaultArguments <= S.arguments(C).size());
    checkValue(S.object(C));
    checkValue(S.target(C));
    for (ValueId V : S.arguments(C))
      checkValue(S.Values[V]);
  }
  void checkValue(const Value &V, unsigned Depth = 0) {
    check(V.Variable == NoId || V.Variable < Current.Variables.Size);
    check(V.K != Value::Result || V.Index < Current.Calls.Size);
    if (V.K == Value::Scaled && !Failed)
      check(isOutsideOfFunctions(S.Values[S.list(V.Fields)[1]]));
    check(V.K != Value::Functor ||
          (V.Number >= 0 && V.Number <= Current.Calls.Size));
    check(Depth < MaxNesting);
    if (V.K != Value::Choice || Failed)
      return;
    check(S.Tests[V.Index].S != Test::Result ||
          S.Tests[V.Index].Index < Current.Calls.Size);
    if (!Failed)
      for (Id Either : {S.list(V.Fields)[1], S.list(V.Fields)[3]})
        checkValue(S.Values[Either], Depth + 1);
  }
  /// Choices between choices.
  static constexpr unsigned MaxNesting = 32;
  static bool isOutsideOfFunctions(const Value &V) {
    return V.Variable == NoId && V.K != Value::Result;
  }

  const uint8_t *At, *End;
  bool Failed = false;
  Summary S;
  int64_t Previous = 0;
  Function Current;
  /// Where in S.Lists a list begins, and what its items are known to be.
  std::vector<bool> ListStarts;
  std::vector<uint8_t> CheckedLists;
  /// The checks that each of the stored bits means.
  std::vector<uint64_t> Checks;
};

/// The part of \p Bytes that the checksum is of.
llvm::Expected<StringRef> payload(StringRef Bytes, SummaryHeader &H) {
  if (!Bytes.starts_with(Magic))
    return failure("is no summary; 'nostall summarize' makes them");
  if (Bytes.size() < HeaderSize)
    return failure("is cut off; make it again");
  const char *At = Bytes.data() + Magic.size();
  using namespace llvm::support;
  uint32_t Format = endian::read32le(At);
  uint64_t Size = endian::read64le(At + 4);
  H.Checksum = endian::read64le(At + 12);
  StringRef Payload = Bytes.drop_front(HeaderSize);
  bool HasTexts = Reader(Payload).header(H);
  if (Format != SummaryFormat)
    return failure("has format " + llvm::Twine(Format) +
                   (HasTexts ? " of nostall " + H.ToolVersion : "") +
                   ", this nostall reads format " + llvm::Twine(SummaryFormat) +
                   "; make it again");
  if (Payload.size() < Size)
    return failure("is cut off; make it again");
  if (Payload.size() > Size || !HasTexts)
    return failure("is damaged; make it again");
  return Payload;
}

} // namespace

std::string writeSummary(const Summary &S, StringRef ToolVersion) {
  return Writer(S).write(ToolVersion);
}

llvm::Expected<SummaryHeader> readSummaryHeader(StringRef Bytes) {
  SummaryHeader H;
  if (llvm::Expected<StringRef> Payload = payload(Bytes, H); !Payload)
    return Payload.takeError();
  return H;
}

llvm::Expected<Summary> readSummary(StringRef Bytes) {
  SummaryHeader H;
  llvm::Expected<StringRef> Payload = payload(Bytes, H);
  if (!Payload)
    return Payload.takeError();
  if (llvm::xxh3_64bits(*Payload) != H.Checksum)
    return failure("is damaged; make it again");
  Reader R(*Payload);
  R.header(H);
  return R.read();
}

} // namespace nostall
