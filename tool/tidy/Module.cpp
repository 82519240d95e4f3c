//===- Module.cpp - nostall's checks as a module of clang-tidy ------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// clang-tidy knows many checks, nostall one analysis: the checks that are made
// for one file share it, and each reports its own findings.
//
//===----------------------------------------------------------------------===//

#include "Compat.h"
#include "Fixes.h"
#include "clang-tidy/ClangTidyCheck.h"
#include "clang-tidy/ClangTidyModule.h"
#include "report/Words.h"
#include "tidy/Analysis.h"
#include "clang/Lex/Preprocessor.h"
#include <map>
#include <set>

using namespace clang;

namespace nostall {
namespace {

namespace matchers = ast_matchers;

constexpr llvm::StringRef Prefix = "nostall.";

/// The options of a context, by their names.
template <typename Visitor> void forEachOption(TidyOptions &O, Visitor Visit) {
  Visit("Profile", O.Profile);
  Visit("Virtual", O.Virtual);
  Visit("Callbacks", O.Callbacks);
  Visit("Config", O.Config);
  Visit("Index", O.Index);
}

TidyOptions readOptions(const tidy::ClangTidyContext &Context) {
  TidyOptions Out;
  const auto &Given = Context.getOptions().CheckOptions;
  forEachOption(Out, [&](llvm::StringRef Name, std::string &Value) {
    if (auto It = Given.find((Prefix + Name).str()); It != Given.end())
      Value = It->second.Value;
  });
  return Out;
}

/// What the checks of one file share. It is made and used on one thread.
class Unit {
public:
  explicit Unit(std::shared_ptr<Session> Known) : Known(std::move(Known)) {}

  void turnOn(Category Check) { Checks |= uint64_t(1) << Check; }
  /// True for the check that asks first.
  bool isFirst() { return !std::exchange(HasFirst, true); }
  /// Has \p PP know the macros that code has to be read with. An editor has
  /// read the headers before: clangd/Main.cpp.
  void define(Preprocessor &PP) {
    if (std::exchange(HasMacros, true))
      return;
    std::string Text = PP.getPredefines();
    for (const Macro &M : Known->setup("")->C.macros()) {
      if (!M.isFor(CLANG_VERSION_MAJOR, /*IsGcc=*/false))
        continue;
      auto [Name, Value] = llvm::StringRef(M.Definition).split('=');
      Text += ("#ifndef " + Name.split('(').first + "\n#define " + Name + " " +
               Value + "\n#endif\n")
                  .str();
    }
    PP.setPredefines(std::move(Text));
  }
  void see(ASTContext &Now) { AST = &Now; }
  ASTContext *ast() const { return AST; }
  /// True for the first who asks.
  bool isNew(const Edit &E) { return Made.insert(E).second; }

  /// Other files of the program are opened only to point into them. The source
  /// manager is not asked for those: it would look through all of a preamble.
  FileID file(llvm::StringRef Path) {
    auto [It, IsNew] = Files.try_emplace(Path);
    SourceManager &SM = AST->getSourceManager();
    if (!IsNew)
      return It->second;
    auto File = SM.getFileManager().getOptionalFileRef(Path);
    if (File && SM.hasFileInfo(&File->getFileEntry()))
      It->second = SM.translateFile(*File);
    if (File && It->second.isInvalid())
      It->second = SM.createFileID(*File, SourceLocation(), SrcMgr::C_User);
    return It->second;
  }
  SourceLocation location(llvm::StringRef Path, unsigned Line,
                          unsigned Column) {
    FileID File = file(Path);
    return File.isValid() && Line
               ? AST->getSourceManager().translateLineCol(File, Line, Column)
               : SourceLocation();
  }

  const std::vector<Finding> &findings(tidy::ClangTidyContext &Context) {
    if (AST && !Result) {
      Result = analyse(*AST, readOptions(Context), Checks, *Known);
      // Editors show only what has a place.
      const SourceManager &SM = AST->getSourceManager();
      SourceLocation Top = SM.getLocForStartOfFile(SM.getMainFileID());
      for (const std::string &Problem : Result->Problems)
        Context.diag("clang-tidy-config", Top, "%0", DiagnosticIDs::Error)
            << Problem;
    }
    return Result ? Result->Findings : Nothing;
  }

private:
  std::shared_ptr<Session> Known;
  uint64_t Checks = 0;
  bool HasFirst = false, HasMacros = false;
  ASTContext *AST = nullptr;
  std::optional<AnalysisResult> Result;
  std::set<Edit> Made;
  const std::vector<Finding> Nothing;
  llvm::StringMap<FileID> Files;
};

/// Finds the unit of a context: all checks of a file are made with one, and
/// are gone before those of the next file are made. Thread-safe.
class Units {
public:
  std::shared_ptr<Unit> of(const tidy::ClangTidyContext *Context) {
    std::lock_guard<std::mutex> Lock(Mutex);
    std::weak_ptr<Unit> &Known = All[Context];
    std::shared_ptr<Unit> Out = Known.lock();
    if (!Out) {
      Known = Out = std::make_shared<Unit>(Shared);
      std::erase_if(All, [](const auto &E) { return E.second.expired(); });
    }
    return Out;
  }

private:
  std::mutex Mutex;
  std::shared_ptr<Session> Shared = Session::ofProcess();
  std::map<const tidy::ClangTidyContext *, std::weak_ptr<Unit>> All;
};

class Check : public tidy::ClangTidyCheck {
public:
  Check(llvm::StringRef Name, tidy::ClangTidyContext *Context, Category Cat,
        std::shared_ptr<Unit> Shared)
      : ClangTidyCheck(Name, Context), Context(*Context), Cat(Cat),
        Shared(std::move(Shared)) {
    this->Shared->turnOn(Cat);
    // `clang-tidy --verify-config` asks for their names.
    if (llvm::StringSet<> *Names = Context->getOptionsCollector()) {
      TidyOptions Any;
      forEachOption(Any, [&](llvm::StringRef Name, std::string &) {
        Names->insert((Prefix + Name).str());
      });
    }
  }

  void registerPPCallbacks(const SourceManager &, Preprocessor *PP,
                           Preprocessor *) override {
    Shared->define(*PP);
  }

  void registerMatchers(matchers::MatchFinder *Finder) override {
    // Only who asks for something hears of the file's end. clangd shows its
    // matchers no translation unit, and a file without functions has nothing
    // to say.
    if (Shared->isFirst())
      Finder->addMatcher(matchers::functionDecl(), this);
    else
      Finder->addMatcher(matchers::translationUnitDecl(), this);
  }

  void check(const matchers::MatchFinder::MatchResult &Result) override {
    Shared->see(*Result.Context);
  }

  void onEndOfTranslationUnit() override {
    for (const Finding &F : Shared->findings(Context))
      if (F.Check == Cat)
        report(F);
  }

private:
  void report(const Finding &F) {
    say(F.Chain[0].At, F.Message, DiagnosticIDs::Warning, &F);
    for (const Note &N : notes(F))
      say(N.At, N.Text, DiagnosticIDs::Note);
  }

  void say(const Place &At, llvm::StringRef Text, DiagnosticIDs::Level Level,
           const Finding *Fixed = nullptr) {
    SourceLocation Begin = Shared->location(At.File, At.Line, At.Column);
    SourceLocation End = Shared->location(At.File, At.EndLine, At.EndColumn);
    auto Report = diag(Begin, "%0", Level);
    Report << Text;
    if (Begin.isValid() && End.isValid())
      Report << CharSourceRange::getCharRange(Begin, End);
    if (!Fixed || Begin.isInvalid())
      return;
    // clang-tidy applies all fixes of a file at once, and a header is to be
    // included once; in an editor each fix is by itself.
    const SourceManager &SM = Shared->ast()->getSourceManager();
    FileID File = SM.getFileID(Begin);
    for (const Edit &E : editsOf(*Fixed, SM.getBufferData(File)))
      if (areDiagsSelfContained() || Shared->isNew(E))
        Report << hint(E, SM, File);
  }

  tidy::ClangTidyContext &Context;
  const Category Cat;
  const std::shared_ptr<Unit> Shared;
};

class Module : public tidy::ClangTidyModule {
public:
  void
  addCheckFactories(tidy::ClangTidyCheckFactories &CheckFactories) override {
    auto All = std::make_shared<Units>();
    for (size_t I = 0; I < allChecks().size(); ++I)
      CheckFactories.registerCheckFactory(
          allChecks()[I].Id,
          [All, I](llvm::StringRef Name, tidy::ClangTidyContext *Context) {
            return std::make_unique<Check>(Name, Context, I, All->of(Context));
          });
  }
};

// It does not throw. NOLINTBEGIN(bugprone-throwing-static-initialization)
tidy::ClangTidyModuleRegistry::Add<Module>
    Registration("nostall", "Finds what can stall an event loop.");
// NOLINTEND(bugprone-throwing-static-initialization)

} // namespace
} // namespace nostall
