//===- Declarations.cpp - what headers declare ----------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Declarations.h"
#include "clang/AST/RecursiveASTVisitor.h"

using namespace clang;

namespace nostall {

using llvm::StringRef;

class DeclarationsVisitor : public RecursiveASTVisitor<DeclarationsVisitor> {
public:
  explicit DeclarationsVisitor(Declarations &Out) : Out(Out) {}

  bool shouldVisitImplicitCode() const { return true; }
  // Only declarations are asked for.
  bool TraverseStmt(Stmt *) { return true; }

  bool VisitFunctionDecl(FunctionDecl *F) {
    if (!isa<CXXDeductionGuideDecl>(F) && F->isFirstDecl())
      Out.ByName[Out.canonicalName(F)].push_back(F);
    return true;
  }
  bool VisitCXXRecordDecl(CXXRecordDecl *R) {
    if (R->isThisDeclarationADefinition() && R->getIdentifier())
      Out.Classes[Out.canonicalName(R)] = R;
    return true;
  }
  bool VisitTypedefNameDecl(TypedefNameDecl *T) {
    QualType Type = T->getUnderlyingType();
    std::string Target;
    if (const auto *R = Type->getAsCXXRecordDecl())
      Target = Out.canonicalName(R);
    else if (const auto *S = Type->getAs<TemplateSpecializationType>())
      if (const TemplateDecl *Template =
              S->getTemplateName().getAsTemplateDecl())
        Target = Out.canonicalName(Template);
    Out.Aliases[Out.canonicalName(T)] = Target;
    return true;
  }
  bool VisitVarDecl(VarDecl *V) {
    if (V->hasGlobalStorage() && V->getIdentifier())
      Out.Variables[Out.canonicalName(V)] = V;
    return true;
  }
  bool VisitEnumConstantDecl(EnumConstantDecl *E) {
    Out.Enumerators[E->getName()] = E->getInitVal().getExtValue();
    return true;
  }

private:
  Declarations &Out;
};

Declarations::Declarations(ASTContext &Context, const Catalogue &C)
    : C(C), TheNames(Context, /*Root=*/"", Unused) {
  DeclarationsVisitor(*this).TraverseDecl(Context.getTranslationUnitDecl());
}

llvm::ArrayRef<const FunctionDecl *> Declarations::named(StringRef Name) const {
  if (auto It = ByName.find(Name); It != ByName.end())
    return It->second;
  return {};
}

Declarations::Functions Declarations::matching(const NameGlob &Glob) const {
  Functions Out;
  for (const auto &Entry : ByName)
    if (Glob.matches(Entry.getKey()))
      llvm::append_range(Out, Entry.second);
  return Out;
}

std::vector<const Row *> Declarations::rows(const FunctionDecl *F) {
  return C.find(signature(Unused, Unused.Entities[TheNames.entity(F)]));
}

std::vector<std::string> Declarations::parameters(const FunctionDecl *F) {
  std::vector<std::string> Out;
  for (const ParmVarDecl *P : F->parameters())
    Out.push_back(C.canonical(TheNames.typeName(P->getType())));
  return Out;
}

const CXXRecordDecl *Declarations::classNamed(StringRef Name) const {
  return Classes.lookup(Name);
}

bool Declarations::hasType(const NameGlob &Glob) const {
  auto Matches = [&](const auto &Entry) {
    return Glob.matches(Entry.getKey());
  };
  return llvm::any_of(Classes, Matches) || llvm::any_of(Aliases, Matches);
}

const VarDecl *Declarations::variable(StringRef Name) const {
  return Variables.lookup(Name);
}

bool Declarations::hasVariable(const NameGlob &Glob) const {
  return llvm::any_of(Variables, [&](const auto &Entry) {
    return Glob.matches(Entry.getKey());
  });
}

std::optional<int64_t> Declarations::enumerator(StringRef Name) const {
  auto It = Enumerators.find(Name);
  if (It == Enumerators.end())
    return std::nullopt;
  return It->second;
}

bool Declarations::canBe(QualType T, const NameGlob &Glob) {
  T = T.getNonReferenceType().getUnqualifiedType();
  if (!T->isDependentType())
    return Glob.matches(C.canonical(TheNames.typeName(T)));
  // Of `duration<Rep, Period>` the template is known, of `T` nothing is.
  if (const auto *S = T->getAs<TemplateSpecializationType>())
    if (const TemplateDecl *Template = S->getTemplateName().getAsTemplateDecl();
        Template && !Template->isImplicit() &&
        !isa<TypeAliasTemplateDecl>(Template))
      return Glob.matches(canonicalName(Template));
  return true;
}

std::string Declarations::hint(StringRef Name) {
  auto [Scope, Last] = Name.rsplit("::");
  if (Last.empty())
    std::swap(Scope, Last);
  if (auto It = Aliases.find(Scope); It != Aliases.end() && !It->second.empty())
    return "'" + Scope.str() + "' is another name of '" + It->second + "'";
  std::string Found;
  if (const CXXRecordDecl *Class = classNamed(Scope))
    Class->forallBases([&](const CXXRecordDecl *Base) {
      std::string Candidate = canonicalName(Base) + "::" + Last.str();
      if (!named(Candidate).empty())
        Found = "it is inherited: '" + Candidate + "'";
      return Found.empty();
    });
  if (!Found.empty())
    return Found;
  // The nearest by spelling; the map's order is not fixed.
  unsigned Best = 4;
  for (const auto &Entry : ByName) {
    StringRef Key = Entry.getKey();
    unsigned Distance = Key.ends_with(("::" + Last).str()) && Last.size() > 3
                            ? 3
                            : Name.edit_distance(Key, true, Best);
    if (Distance < Best || (Distance == Best && Best < 4 && Key < Found)) {
      Best = Distance;
      Found = Key.str();
    }
  }
  return Found.empty() ? "" : "did you mean '" + Found + "'?";
}

} // namespace nostall
