//===- CatalogueCheck.cpp - the catalogue against real headers ------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CatalogueCheck.h"
#include "CheckRows.h"
#include "CommandLine.h"
#include "Embedded.h"
#include "Headers.h"
#include "Linter.h"
#include "System.h"
#include "core/Describe.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

using namespace clang;

namespace nostall {
namespace {

using llvm::StringRef;

/// What the head of a catalogue file says of its headers.
struct Head {
  std::vector<std::string> Headers, Packages, PkgConfig, Flags;
  /// Names that not every version of the library has, and which ones do.
  std::vector<std::pair<NameGlob, std::string>> Versions;
  struct Constant {
    std::string Name, Value;
    unsigned Line;
  };
  std::vector<Constant> Constants;

  /// Which versions have \p Name, if not all do.
  std::string version(StringRef Name) const {
    for (const auto &[Glob, Version] : Versions)
      if (Glob.matches(Name))
        return Version;
    return "";
  }
};

Head readHead(const yaml::Node &Root) {
  Head Out;
  std::vector<yaml::Error> Known; // The catalogue's reader reports them.
  yaml::Reader R("", Known);
  for (auto [Key, List] : {std::pair("headers", &Out.Headers),
                           std::pair("packages", &Out.Packages),
                           std::pair("pkg_config", &Out.PkgConfig),
                           std::pair("compile_flags", &Out.Flags)})
    if (const yaml::Node *N = Root.find(Key))
      *List = R.strings(*N, Key);
  std::string Error;
  if (const yaml::Node *N = Root.find("versions"))
    for (const auto &[Key, Value] : N->Entries)
      if (std::optional<NameGlob> G = NameGlob::create(Key.Text, Error))
        Out.Versions.emplace_back(*G, Value.Text);
  if (const yaml::Node *N = Root.find("constants"))
    for (const auto &[Key, Value] : N->Entries)
      Out.Constants.push_back({Key.Text, Value.Text, Key.Line});
  return Out;
}

/// What `pkg-config --cflags` says; nothing if it or the library is missing.
std::string packageFlags(llvm::ArrayRef<std::string> Names) {
  if (Names.empty())
    return "";
  llvm::SmallVector<StringRef, 8> Arguments{"--cflags"};
  llvm::append_range(Arguments, Names);
  Outcome Ran = run("pkg-config", Arguments);
  return Ran.Code == 0 ? StringRef(Ran.Output).trim().str() : "";
}

/// A program that includes the headers that there are, and names the others
/// and the constants by variables.
std::string programFor(const Head &H) {
  std::string Out;
  llvm::raw_string_ostream OS(Out);
  for (size_t I = 0; I < H.Headers.size(); ++I)
    OS << "#if __has_include(<" << H.Headers[I] << ">)\n#include <"
       << H.Headers[I] << ">\n#else\nextern int nostall_missing_" << I
       << ";\n#endif\n";
  for (size_t I = 0; I < H.Constants.size(); ++I)
    if (const std::string &Name = H.Constants[I].Name;
        isValidAsciiIdentifier(Name))
      OS << "#ifdef " << Name << "\nconstexpr long long nostall_constant_" << I
         << " = (" << Name << ");\n#endif\n";
  return OS.str();
}

/// The check of one catalogue file.
class FileCheck {
public:
  FileCheck(llvm::MemoryBufferRef File, const llvm::StringSet<> &States,
            llvm::raw_ostream &OS)
      : File(File), Name(llvm::sys::path::filename(File.getBufferIdentifier())),
        States(States), OS(OS) {}

  ExitCode run(StringRef CompileFlags);
  void look(ASTContext &Context);

private:
  bool read();
  void constants(const Declarations &D);
  std::string whyAbsent(StringRef Function) const;
  void skip(const llvm::Twine &What) {
    OS << Name << ": skipped: " << What << '\n';
  }
  void wrong(unsigned Line, StringRef Problem) {
    OS << File.getBufferIdentifier() << ':' << Line << ": error: " << Problem
       << '\n';
    Wrong = true;
  }

  llvm::MemoryBufferRef File;
  StringRef Name;
  const llvm::StringSet<> &States;
  llvm::raw_ostream &OS;
  Catalogue C;
  Head H;
  std::vector<std::string> Missing;
  bool Wrong = false;
};

bool FileCheck::read() {
  std::vector<yaml::Error> Errors;
  C.add(File, Errors);
  for (const yaml::Error &E : Errors)
    complain(E.str());
  if (!Errors.empty())
    return false;
  if (std::optional<yaml::Node> Root = yaml::parse(File, Errors))
    H = readHead(*Root);
  return true;
}

ExitCode FileCheck::run(StringRef CompileFlags) {
  if (!read())
    return Failed;
  if (H.Headers.empty()) {
    skip("it names no headers");
    return Clean;
  }
  std::vector<std::string> Flags = H.Flags;
  for (const std::string &Text :
       {packageFlags(H.PkgConfig), CompileFlags.str()})
    llvm::append_range(Flags, splitFlags(Text));
  std::string Error = readHeaders(
      programFor(H), Flags, [this](ASTContext &Context) { look(Context); });
  if (!Error.empty()) {
    complain(Name + ": its headers do not compile: " + Error);
    return Failed;
  }
  return Wrong ? HasFindings : Clean;
}

std::string FileCheck::whyAbsent(StringRef Function) const {
  if (std::string Version = H.version(Function); !Version.empty())
    return "of " + Version;
  return Missing.empty() ? "" : "perhaps of a missing header";
}

void FileCheck::constants(const Declarations &D) {
  for (size_t I = 0; I < H.Constants.size(); ++I) {
    const Head::Constant &Constant = H.Constants[I];
    std::optional<int64_t> Real = D.enumerator(Constant.Name);
    if (const VarDecl *V = D.variable("nostall_constant_" + std::to_string(I)))
      if (const APValue *Value = V->evaluateValue(); Value && Value->isInt())
        Real = Value->getInt().getExtValue();
    int64_t Here;
    if (Real && !StringRef(Constant.Value).getAsInteger(0, Here) &&
        Here != *Real)
      wrong(Constant.Line, "'" + Constant.Name + "' is " +
                               std::to_string(*Real) + " in the headers");
  }
}

void FileCheck::look(ASTContext &Context) {
  Declarations D(Context, C);
  for (size_t I = 0; I < H.Headers.size(); ++I)
    if (D.variable("nostall_missing_" + std::to_string(I))) {
      bool IsExcused = !H.version(H.Headers[I]).empty();
      skip("there is no header " + H.Headers[I] +
           (IsExcused ? " (of " + H.version(H.Headers[I]) + ")"
            : H.Packages.empty()
                ? " (not in Debian)"
                : " (of " + llvm::join(H.Packages, ", ") + ")"));
      if (!IsExcused)
        Missing.push_back(H.Headers[I]);
    }
  if (Missing.size() == H.Headers.size())
    return;
  constants(D);
  size_t Resolved = 0, Skipped = 0, Broken = 0;
  for (const std::unique_ptr<Row> &R : C.rows()) {
    RowResult Result = checkRow(*R, C, D, States, [&](StringRef Function) {
      return whyAbsent(Function);
    });
    for (const std::string &Problem : Result.Problems)
      wrong(R->Line, Problem);
    for (const std::string &Why : Result.Skipped)
      skip(Why);
    // One that some version has is looked up there.
    ++(!Result.Problems.empty()                   ? Broken
       : Result.Skipped.size() == R->Names.size() ? Skipped
                                                  : Resolved);
  }
  OS << Name << ": " << plural(C.rows().size(), "row") << ": " << Resolved
     << " resolved, " << Skipped << " skipped, " << Broken << " wrong\n";
}

/// The states that rows of \p Files set, and those that need none.
llvm::StringSet<>
statesThatAreSet(llvm::ArrayRef<llvm::MemoryBufferRef> Files) {
  llvm::StringSet<> Out;
  std::vector<yaml::Error> Ignored;
  Catalogue C;
  for (llvm::MemoryBufferRef File : Files)
    C.add(File, Ignored);
  for (uint32_t Known :
       {Catalogue::Awaited, Catalogue::NonBlocking, Catalogue::Moved})
    Out.insert(C.stateName(Known));
  for (const std::unique_ptr<Row> &R : C.rows())
    for (const auto *Changes : {&R->Changes, &R->Ready})
      for (const StateChange &Change : *Changes)
        Out.insert(C.stateName(Change.State));
  return Out;
}

} // namespace

int checkCatalogue(llvm::ArrayRef<std::string> Files, StringRef CompileFlags,
                   llvm::raw_ostream &OS) {
  std::vector<std::unique_ptr<llvm::MemoryBuffer>> Buffers;
  std::vector<llvm::MemoryBufferRef> Texts;
  for (const EmbeddedFile &F : embeddedCatalogue())
    Texts.emplace_back(F.Text, F.Name);
  size_t Embedded = Texts.size();
  int Worst = Clean;
  for (const std::string &Path : Files) {
    auto Buffer = llvm::MemoryBuffer::getFile(Path);
    if (!Buffer) {
      complain("cannot read the catalogue file '" + Path +
               "': " + Buffer.getError().message());
      Worst = Failed;
      continue;
    }
    Texts.push_back((*Buffer)->getMemBufferRef());
    Buffers.push_back(std::move(*Buffer));
  }
  llvm::StringSet<> States = statesThatAreSet(Texts);
  llvm::ArrayRef<llvm::MemoryBufferRef> Chosen = Texts;
  if (!Files.empty())
    Chosen = Chosen.drop_front(Embedded);
  for (llvm::MemoryBufferRef Text : Chosen)
    Worst = std::max<int>(Worst, FileCheck(Text, States, OS).run(CompileFlags));
  return Worst;
}

} // namespace nostall
