//===- Texts.cpp - what is known of texts ---------------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Texts.h"
#include "Values.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace nostall {

static bool isCharacters(QualType T) {
  return T->isPointerType() && T->getPointeeType()->isAnyCharacterType();
}

bool isText(QualType T) {
  const auto *Class = T.getNonReferenceType()->getAsCXXRecordDecl();
  if (!Class || !Class->hasDefinition() || Class->isPolymorphic() ||
      !Class->getASTContext().getSourceManager().isInSystemHeader(
          Class->getLocation()))
    return false;
  return llvm::any_of(Class->decls(), [](const Decl *D) {
    if (const auto *Template = dyn_cast<FunctionTemplateDecl>(D))
      D = Template->getTemplatedDecl();
    const auto *C = dyn_cast<CXXConstructorDecl>(D);
    if (!C || C->isExplicit() || C->getNumParams() == 0 ||
        C->getMinRequiredArguments() > 1)
      return false;
    return isCharacters(C->getParamDecl(0)->getType());
  });
}

/// True if the types that \p Pack stands for are part of \p T.
static bool mentions(QualType T, const ParmVarDecl *Pack) {
  class Finder : public RecursiveASTVisitor<Finder> {
  public:
    const TemplateTypeParmType *Wanted = nullptr;
    bool Found = false;
    bool VisitTemplateTypeParmType(TemplateTypeParmType *T) {
      Found |= T->getDepth() == Wanted->getDepth() &&
               T->getIndex() == Wanted->getIndex();
      return true;
    }
  };
  const auto *Expansion = Pack->getType()->getAs<PackExpansionType>();
  Finder F;
  F.Wanted = Expansion ? Expansion->getPattern()
                             .getNonReferenceType()
                             ->getAs<TemplateTypeParmType>()
                       : nullptr;
  if (F.Wanted)
    F.TraverseType(T);
  return F.Found;
}

bool takesFormat(const FunctionDecl *F) {
  if (const FunctionDecl *Pattern = F->getTemplateInstantiationPattern())
    F = Pattern;
  ArrayRef<ParmVarDecl *> Parameters = F->parameters();
  if (Parameters.empty())
    return false;
  const ASTContext &Context = F->getASTContext();
  const ParmVarDecl *Pack =
      Parameters.back()->isParameterPack() ? Parameters.back() : nullptr;
  auto IsList = [&](const ParmVarDecl *P) {
    return Context.hasSameUnqualifiedType(
        P->getType().getNonReferenceType(),
        Context.getAdjustedParameterType(Context.getBuiltinVaListType()));
  };
  auto IsFormat = [&](const ParmVarDecl *P) {
    QualType T = P->getType();
    return isCharacters(T) || isText(T) ||
           (Pack && P != Pack && mentions(T, Pack));
  };
  return (F->isVariadic() || Pack || llvm::any_of(Parameters, IsList)) &&
         llvm::any_of(Parameters, IsFormat);
}

namespace {
class LiteralFinder : public RecursiveASTVisitor<LiteralFinder> {
public:
  llvm::SmallPtrSet<const clang::StringLiteral *, 2> Found;
  bool VisitStringLiteral(clang::StringLiteral *S) {
    return Found.insert(S).second;
  }
};
} // namespace

const clang::StringLiteral *onlyLiteral(const Expr *E,
                                        const SourceManager &SM) {
  if (const auto *S = dyn_cast<clang::StringLiteral>(E))
    return S;
  if (const auto *Suffixed = dyn_cast<UserDefinedLiteral>(E))
    return Suffixed->getLiteralOperatorKind() == UserDefinedLiteral::LOK_String
               ? dyn_cast<clang::StringLiteral>(strip(Suffixed->getArg(0)))
               : nullptr;
  if (!isText(E->getType()))
    return nullptr;
  const auto *Made = dyn_cast<CXXConstructExpr>(E);
  if (!SM.isInSystemMacro(E->getBeginLoc())) {
    if (Made &&
        (Made->getNumArgs() == 0 ||
         llvm::any_of(llvm::drop_begin(Made->arguments()), [](const Expr *A) {
           return !isa<CXXDefaultArgExpr>(A);
         })))
      return nullptr;
    return dyn_cast<clang::StringLiteral>(strip(Made ? Made->getArg(0) : E));
  }
  LiteralFinder Finder;
  Finder.TraverseStmt(const_cast<Expr *>(E));
  if (Finder.Found.empty())
    return nullptr;
  // The macro may repeat it.
  const clang::StringLiteral *First = *Finder.Found.begin();
  return llvm::all_of(
             Finder.Found,
             [&](const auto *S) { return S->getBytes() == First->getBytes(); })
             ? First
             : nullptr;
}

std::optional<std::string> plainText(const clang::StringLiteral *S) {
  if (S->getCharByteWidth() == 1)
    return S->getString().str();
  std::string Out;
  for (unsigned I = 0; I < S->getLength(); ++I) {
    if (S->getCodeUnit(I) > 0x7f)
      return std::nullopt;
    Out += static_cast<char>(S->getCodeUnit(I));
  }
  return Out;
}

std::string beginning(llvm::StringRef Text) {
  return Text.ends_with("*") ? Text.str() : Text.str() + "*";
}

const Expr *begunBy(const Expr *E) {
  if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(E))
    return Op->getOperator() == OO_Plus && isText(E->getType()) ? Op->getArg(0)
                                                                : nullptr;
  const auto *Call = dyn_cast<CallExpr>(E);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  if (!Callee || Call->getNumArgs() == 0)
    return nullptr;
  auto PointsToText = [&](QualType T, bool IsConst) {
    T = T->getPointeeType();
    return !T.isNull() && T.isConstQualified() == IsConst &&
           T.getCanonicalType().getUnqualifiedType() ==
               Callee->getASTContext().CharTy;
  };
  if (!PointsToText(Callee->getReturnType(), /*IsConst=*/false))
    return nullptr;
  if (const auto *Format = Callee->getAttr<FormatAttr>())
    return Format->getFormatIdx() <= static_cast<int>(Call->getNumArgs())
               ? Call->getArg(Format->getFormatIdx() - 1)
               : nullptr;
  // A copy, perhaps with more behind it: strdup() and the like.
  return Callee->hasAttr<RestrictAttr>() && Callee->getNumParams() > 0 &&
                 PointsToText(Callee->getParamDecl(0)->getType(),
                              /*IsConst=*/true)
             ? Call->getArg(0)
             : nullptr;
}

/// What the local text \p D begins with, whichever of \p All was put there
/// last.
Value Values::eitherText(const VarDecl *D, llvm::ArrayRef<Write> All,
                         unsigned Depth) {
  const auto *Array = D->getType()->getAsArrayTypeUnsafe();
  QualType T = Array ? Array->getElementType() : D->getType()->getPointeeType();
  if (D->getDeclContext() != F || !D->isLocalVarDecl() || All.empty() ||
      !(isText(D->getType()) || (!T.isNull() && T->isAnyCharacterType())))
    return {};
  llvm::SmallVector<const Expr *, 4> Given;
  if (const Expr *Init = meaningfulInit(D);
      Init &&
      !Init->isNullPointerConstant(Context, Expr::NPC_ValueDependentIsNotNull))
    Given.push_back(Init);
  for (const Write &W : All) {
    if (W.K != Write::Assign)
      return {};
    Given.push_back(W.What);
  }
  std::optional<std::string> Common;
  for (const Expr *E : Given) {
    Value One = of(E, Depth + 1);
    if (One.K != Value::String)
      return {};
    std::string Text = beginning(N.stringAt(One.Text));
    if (Common)
      Common->erase(std::mismatch(Common->begin(), Common->end(), Text.begin(),
                                  Text.end())
                        .first,
                    Common->end());
    else
      Common = Text;
  }
  Value Out;
  if (!Common->empty()) {
    Out.K = Value::String;
    Out.Text = N.facts().string(beginning(*Common));
  }
  return Out;
}

const Expr *sameText(const Expr *E) {
  if (const auto *Made = dyn_cast<CXXConstructExpr>(E)) {
    bool IsCopy = isText(E->getType()) && Made->getNumArgs() > 0 &&
                  llvm::all_of(llvm::drop_begin(Made->arguments()),
                               llvm::IsaPred<CXXDefaultArgExpr>);
    const Expr *From = IsCopy ? strip(Made->getArg(0)) : nullptr;
    return From && (isText(From->getType()) || isCharacters(From->getType()))
               ? From
               : nullptr;
  }
  const auto *Call = dyn_cast<CXXMemberCallExpr>(E);
  const CXXMethodDecl *Method = Call ? Call->getMethodDecl() : nullptr;
  if (!Method || !Method->isConst() || Call->getNumArgs() > 0 ||
      !isText(Call->getImplicitObjectArgument()->getType()))
    return nullptr;
  bool IsSame = isCharacters(E->getType()) ||
                (isa<CXXConversionDecl>(Method) && isText(E->getType()));
  return IsSame ? strip(Call->getImplicitObjectArgument()) : nullptr;
}

/// What \p E says, how it begins, or which parameter it is the text of.
void Values::describeText(const Expr *E, unsigned Depth, Value &V) {
  if (const clang::StringLiteral *S =
          V.K == Value::Unknown ? onlyLiteral(E, Context.getSourceManager())
                                : nullptr) {
    V.K = Value::String;
    if (std::optional<std::string> Text = plainText(S))
      V.Text = N.facts().string(*Text);
  }
  if (const Expr *Begin = begunBy(E))
    if (Value First = of(Begin, Depth + 1); First.K == Value::String) {
      V.K = Value::String;
      V.Text = N.facts().string(beginning(N.stringAt(First.Text)));
    }
  const Expr *Same = V.K == Value::Unknown ? sameText(E) : nullptr;
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(Same);
  const auto *D = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  // What others may have changed is not what it was.
  if (!Same || (D && Lent.contains(D)))
    return;
  if (Value From = of(Same, Depth + 1);
      From.K == Value::String || From.K == Value::Parameter) {
    V.K = From.K;
    V.Index = From.Index;
    V.Text = From.Text;
  }
}

const Expr *printed(const CallExpr *Call) {
  const FunctionDecl *Callee = Call->getDirectCallee();
  const auto *Format = Callee ? Callee->getAttr<FormatAttr>() : nullptr;
  if (!Format || Format->getFormatIdx() < 2 ||
      Format->getFormatIdx() > static_cast<int>(Call->getNumArgs()))
    return nullptr;
  // Into a buffer, or into one that it makes.
  QualType To = Callee->getParamDecl(0)->getType()->getPointeeType();
  if (!To.isNull() && To->isPointerType())
    To = To->getPointeeType();
  if (To.isNull() || To != Callee->getASTContext().CharTy)
    return nullptr;
  return Call->getArg(Format->getFormatIdx() - 1);
}

std::string written(const Expr *E, const ASTContext &Context) {
  static constexpr size_t MaxText = 80;
  if (isa<CXXDefaultArgExpr>(E))
    return "";
  std::string Text =
      Lexer::getSourceText(CharSourceRange::getTokenRange(E->getSourceRange()),
                           Context.getSourceManager(), Context.getLangOpts())
          .str();
  return Text.size() <= MaxText ? Text : "";
}

} // namespace nostall
