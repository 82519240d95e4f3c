//===- Suggest.cpp - proposes rows for a library --------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Suggest.h"
#include "Declarations.h"
#include "Evidence.h"
#include "Headers.h"
#include "Linter.h"
#include "core/Describe.h"
#include "clang/Basic/CharInfo.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/YAMLParser.h"

using namespace clang;

namespace nostall {
namespace {

namespace path = llvm::sys::path;
using llvm::StringRef;

std::string quotedIfNeeded(StringRef Text) {
  bool IsPlain = !Text.empty() && isAsciiIdentifierStart(Text.front()) &&
                 !Text.contains(": ") && !Text.contains(" #") &&
                 Text.find_first_of(",[]{}") == StringRef::npos;
  if (IsPlain)
    return Text.str();
  return '"' + llvm::yaml::escape(Text) + '"';
}

std::string listOf(llvm::ArrayRef<std::string> Items) {
  std::vector<std::string> Quoted;
  for (const std::string &Item : Items)
    Quoted.push_back(quotedIfNeeded(Item));
  return "[" + llvm::join(Quoted, ", ") + "]";
}

/// Reads the headers, and says so itself if one is missing.
std::string programFor(llvm::ArrayRef<std::string> Headers) {
  std::string Out;
  for (const std::string &H : Headers)
    Out += "#if __has_include(\"" + H + "\")\n#include \"" + H +
           "\"\n#else\n#error there is no header '" + H +
           "'; --compile-flags=-I... says where it is\n#endif\n";
  return Out;
}

/// How a body makes its thread wait.
struct Way {
  uint32_t Body = NoId;
  const Effect *First = nullptr;
};

class Suggester {
public:
  Suggester(const CommandLine &Line, const Catalogue &C, const Program *Linked,
            llvm::raw_ostream &OS)
      : Line(Line), C(C), Linked(Linked), OS(OS) {
    if (Linked)
      for (Id E = 0; E < Linked->entities().size(); ++E)
        if (!Linked->entities()[E].Bodies.empty())
          Defined[C.canonical(Linked->facts().entityName(E))].push_back(E);
  }

  int run() {
    std::vector<std::string> Flags{"-fparse-all-comments",
                                   "-fretain-comments-from-system-headers"};
    llvm::append_range(Flags, splitFlags(Line.CompileFlags));
    std::string Error =
        readHeaders(programFor(Line.Headers), Flags,
                    [this](ASTContext &Context) { suggest(Context); });
    if (Error.empty())
      return Clean;
    // What programFor says needs no place.
    StringRef Text = Error;
    if (Text.starts_with("headers.cpp:"))
      Text = Text.substr(Text.find(": ") + 2);
    complain("catalogue suggest: " + Text);
    return Failed;
  }

private:
  /// A function that may be proposed.
  struct Proposal {
    LibraryFunction F;
    Evidence Why;
    std::string Header;
    Way Reaches;
  };

  /// The header of the library that declares \p F; empty if it is of another.
  /// `mpd/client.h` stands also for those beside it that it includes, and
  /// `git2.h` for those in `git2/`.
  std::string headerOf(const FunctionDecl *F) const {
    const SourceManager &SM = F->getASTContext().getSourceManager();
    llvm::SmallString<256> Path =
        SM.getFilename(SM.getExpansionLoc(F->getLocation()));
    path::remove_dots(Path, /*remove_dot_dot=*/true);
    StringRef File = Path;
    for (StringRef H : Line.Headers) {
      if (path::filename(File) == path::filename(H) && File.ends_with(H))
        return H.str();
      std::string Beside =
          (path::parent_path(H) + "/" + path::filename(File)).str();
      if (path::is_relative(H) && path::has_parent_path(H) &&
          File.ends_with(Beside))
        return Beside;
      std::string Folder = ("/" + path::stem(H) + "/").str();
      if (size_t At = File.find(Folder); At != StringRef::npos)
        return File.substr(At + 1).str();
    }
    return "";
  }

  /// True if users call it.
  static bool isPublic(StringRef Name, const FunctionDecl *F) {
    return !Name.contains("::detail::") && !Name.contains("::internal::") &&
           !Name.contains("::impl::") && !F->isImplicit() && !F->isDeleted() &&
           F->getIdentifier() && F->getAccess() != AS_private &&
           F->getAccess() != AS_protected;
  }

  void suggest(ASTContext &Context) {
    Declarations D(Context, C);
    std::vector<LibraryFunction> Functions;
    std::vector<std::string> Headers;
    for (const auto &Entry : D.all())
      for (const FunctionDecl *F : Entry.second)
        if (isPublic(Entry.getKey(), F) && !headerOf(F).empty())
          Functions.push_back({Entry.getKey().str(), F});
    const SourceManager &SM = Context.getSourceManager();
    llvm::sort(Functions, [&](const auto &A, const auto &B) {
      return SM.isBeforeInTranslationUnit(A.Declaration->getLocation(),
                                          B.Declaration->getLocation());
    });
    Twins Siblings(Functions);
    size_t Blocking = 0, Found = 0, Never = 0;
    std::vector<Proposal> Proposals;
    for (const LibraryFunction &F : Functions) {
      bool Blocks = false, IsKnown = false;
      for (const Row *R : D.rows(F.Declaration)) {
        Blocks |= R->Cat != NoCategory;
        IsKnown |= R->Cat != NoCategory || R->NeverBlocks;
      }
      Blocking += Blocks;
      if (IsKnown && !Line.All)
        continue;
      Proposal P{F, weigh(F, Siblings), headerOf(F.Declaration), way(F)};
      if (std::string Other = namesake(F); !Other.empty())
        P.Why.add(Evidence::Medium, "it is called as '::" + Other + "'");
      if (P.Reaches.First)
        P.Why.Points = 2 * Evidence::Strong;
      if (P.Why.Points < Evidence::Medium)
        continue;
      Found += Blocks;
      Never += IsKnown && !Blocks;
      Proposals.push_back(std::move(P));
    }
    print(Proposals, D, Siblings);
    OS.flush();
    llvm::errs() << plural(Functions.size(), "function") << ": "
                 << Proposals.size() << " proposed";
    if (Line.All)
      llvm::errs() << ", " << Found << " of them among the " << Blocking
                   << " that rows say block, " << Never
                   << " that rows say never do";
    llvm::errs() << '\n';
  }

  /// The C library's function that \p F is named after, if that blocks:
  /// `lib_mkdir`. What is short on a disk is not so over a network.
  std::string namesake(const LibraryFunction &F) const {
    Signature S;
    S.IsC = true;
    S.Name = StringRef(F.Name).split('_').second;
    bool Blocks = F.Declaration->isInExternCContext() &&
                  llvm::any_of(C.find(S), [](const Row *R) {
                    return R->IsC && R->Cat != NoCategory &&
                           (R->Lasts != Duration::Brief ||
                            categories()[R->Cat] == "file");
                  });
    return Blocks ? S.Name.str() : "";
  }

  /// The shortest one of a function that the linked sources define. What is
  /// over soon says nothing: who frees something closes it.
  Way way(const LibraryFunction &F) const {
    Way Out;
    auto It = Defined.find(F.Name);
    if (It == Defined.end())
      return Out;
    const Facts &P = Linked->facts();
    for (Id E : It->second)
      if (P.list(P.Entities[E].Parameters).size() ==
          F.Declaration->getNumParams())
        for (uint32_t Body : Linked->entities()[E].Bodies)
          for (const Effect &One : Linked->functions()[Body].Effects)
            if (One.Cause->Lasts != Duration::Brief &&
                (!Out.First || One.Length < Out.First->Length))
              Out = {Body, &One};
    return Out;
  }

  /// `reaches '::recv' by 'lib_read', 'wait_for'; if argument 2 ...`.
  std::string describeWay(const Way &W) const {
    const Facts &P = Linked->facts();
    std::string Out, Comma = " by ";
    uint32_t Body = W.Body;
    for (const Effect *E = W.First;;) {
      Out += std::exchange(Comma, ", ") + describe(P, P.Functions[Body].Entity);
      if (E->NextFunction == NoId)
        break;
      Body = E->NextFunction;
      E = &Linked->functions()[Body].Effects[E->NextEffect];
    }
    Out = "it reaches " + describe(P, W.First->Culprit) + Out;
    StringRef Word = ", if ";
    for (const Literal &L : Linked->conditions(*W.First))
      Out += std::exchange(Word, " and ").str() +
             describe(P, C, L, describe(L.Arg));
    return Out;
  }

  void print(llvm::ArrayRef<Proposal> Proposals, Declarations &D,
             const Twins &Siblings) {
    StringRef First = Line.Headers.front();
    StringRef Name = path::is_relative(First) && path::has_parent_path(First)
                         ? path::filename(path::parent_path(First))
                         : path::stem(First);
    bool IsC = llvm::all_of(Proposals, [](const Proposal &P) {
      return P.F.Declaration->isInExternCContext();
    });
    OS << "# Proposed by `nostall catalogue suggest`: read what the library "
          "says of each,\n# and keep what blocks.\n";
    OS << "library: " << quotedIfNeeded(Name) << '\n';
    if (IsC)
      OS << "language: c\n";
    OS << "headers: " << listOf(Line.Headers) << '\n';
    if (!Line.CompileFlags.empty())
      OS << "compile_flags: " << listOf(splitFlags(Line.CompileFlags)) << '\n';
    OS << (Proposals.empty() ? "\nfunctions: []\n" : "\nfunctions:\n");
    for (const Proposal &P : Proposals)
      print(P, D, Siblings);
  }

  void print(const Proposal &P, Declarations &D, const Twins &Siblings) {
    std::vector<std::string> Reasons = P.Why.Reasons;
    StringRef Category = P.Why.Category, Duration = P.Why.Duration;
    std::string Reason = "waits until it is done";
    if (P.Reaches.First) {
      const Row &Cause = *P.Reaches.First->Cause;
      Category = categories()[Cause.Cat];
      Duration = durations()[static_cast<size_t>(Cause.Lasts)];
      Reason = Cause.Reason;
      Reasons.insert(Reasons.begin(), describeWay(P.Reaches));
    }
    OS << "  # " << (P.Why.Points >= Evidence::Strong ? "strong: " : "medium: ")
       << llvm::join(Reasons, "; ") << '\n';
    OS << "  - name: " << quotedIfNeeded(P.F.Name) << '\n';
    if (D.named(P.F.Name).size() > 1)
      OS << "    parameters: " << listOf(D.parameters(P.F.Declaration)) << '\n';
    OS << "    category: " << Category << "\n    duration: " << Duration
       << '\n';
    if (P.Why.Timeout)
      OS << "    unless: [{arg: " << *P.Why.Timeout << ", zero: true}]\n";
    OS << "    reason: " << quotedIfNeeded(Reason) << '\n';
    OS << "    source: " << quotedIfNeeded(P.Header) << '\n';
    if (const Twins::Twin *T = Siblings.of(P.F.Name))
      OS << "    instead: " << quotedIfNeeded(T->Name) << '\n';
  }

  const CommandLine &Line;
  const Catalogue &C;
  const Program *Linked;
  llvm::raw_ostream &OS;
  /// What the linked sources define, by name.
  llvm::StringMap<std::vector<Id>> Defined;
};

} // namespace

int suggestRows(const CommandLine &Line, const Catalogue &C,
                const Program *Linked, llvm::raw_ostream &OS) {
  return Suggester(Line, C, Linked, OS).run();
}

} // namespace nostall
