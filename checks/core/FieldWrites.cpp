//===- FieldWrites.cpp - what code puts into fields -----------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FieldWrites.h"
#include "Body.h"

using namespace clang;

namespace nostall {

static bool isProjects(const ValueDecl *D) {
  const auto *Field = dyn_cast<FieldDecl>(D);
  const auto *Global = dyn_cast<VarDecl>(D);
  if (Field ? Field->getParent()->isUnion()
            : !Global || !Global->hasGlobalStorage() || Global->isStaticLocal())
    return false;
  const SourceManager &SM = D->getASTContext().getSourceManager();
  return !SM.isInSystemHeader(SM.getExpansionLoc(D->getLocation()));
}

bool isNullable(QualType T) {
  const auto *Class = T->getAsCXXRecordDecl();
  if (!Class || !Class->hasDefinition() || Class->isLambda())
    return false;
  return llvm::any_of(Class->getDefinition()->getVisibleConversionFunctions(),
                      [](const NamedDecl *D) {
                        const auto *To =
                            dyn_cast<CXXConversionDecl>(D->getUnderlyingDecl());
                        QualType T = To ? To->getConversionType() : QualType();
                        return To && (T->isPointerType() ||
                                      (T->isBooleanType() && To->isExplicit()));
                      });
}

bool isFollowed(const ValueDecl *D) {
  QualType T = D->getType();
  return !T->isDependentType() && !T.isVolatileQualified() &&
         (T->isIntegralOrEnumerationType() || T->isPointerType() ||
          isDuration(T) || isSmartPointer(T) ||
          (isa<VarDecl>(D) && isNullable(T))) &&
         !T->isReferenceType() && isProjects(D);
}

/// True for fields that hold objects of the project, or refer to them.
static bool isHolder(const FieldDecl *Field) {
  const auto *Class = Field->getType().getNonReferenceType()->getAsRecordDecl();
  if (!Class || !isProjects(Field))
    return false;
  const SourceManager &SM = Field->getASTContext().getSourceManager();
  return !SM.isInSystemHeader(SM.getExpansionLoc(Class->getLocation()));
}

static const ValueDecl *named(const Expr *E) {
  const ValueDecl *D = nullptr;
  if (const auto *Member = dyn_cast<MemberExpr>(E))
    D = Member->getMemberDecl();
  else if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
    D = Ref->getDecl();
  return D && (isa<FieldDecl>(D) || isa<VarDecl>(D)) && isFollowed(D) ? D
                                                                      : nullptr;
}

namespace {

class WriteRecorder : public BodyVisitor<WriteRecorder> {
public:
  WriteRecorder(const FunctionDecl *F, Values &V, Names &N, ASTContext &Context)
      : BodyVisitor(Context), F(F), V(V), N(N) {}

  void initialize(const CXXConstructorDecl *C) {
    // What copies an object leaves it as it is, unless somebody wrote how.
    if (C->isCopyOrMoveConstructor() && !C->isUserProvided())
      return;
    for (const CXXCtorInitializer *Init : C->inits()) {
      const FieldDecl *Field = Init->getAnyMember();
      if (Field && isFollowed(Field))
        write(Field, FieldWrite::ByConstructor, Init->getInit());
      else if (Field && isHolder(Field))
        hold(Field, Init->getInit());
      TraverseStmt(Init->getInit());
    }
  }

  /// Statements that always run.
  void findTopLevel(const Stmt *Body) {
    if (const auto *Statements = dyn_cast_or_null<CompoundStmt>(Body))
      for (const Stmt *S : Statements->body()) {
        if (!isa<Expr>(S) && !isa<DeclStmt>(S))
          break;
        if (const auto *E = dyn_cast<Expr>(S))
          TopLevel.insert(core(E));
      }
  }

  void write(const ValueDecl *D, FieldWrite::Kind K, const Expr *What,
             bool IsOwn = false) {
    // A copy of another object's.
    if (const ValueDecl *Copied = What ? named(strip(What)) : nullptr;
        Copied == D)
      return;
    Value Written = What ? V.written(What) : Value();
    // Only of constructors and setters the arguments are looked up.
    if (Written.K != Value::Integer && Written.K != Value::Null &&
        K != FieldWrite::ByConstructor && K != FieldWrite::BySetter)
      Written = Value();
    if (isa<VarDecl>(D) && What && D->getType()->isPointerType())
      if (Value Text = V.of(What); Text.K == Value::String) {
        Written = Value();
        Written.K = Text.K;
        Written.Text = Text.Text;
      }
    // Also if it is written out.
    const auto *Field = dyn_cast<FieldDecl>(D);
    const Expr *Default = Field && Field->getAccess() == AS_public && !IsOwn &&
                                  K != FieldWrite::Later
                              ? Field->getInClassInitializer()
                              : nullptr;
    bool IsOffer = Default && V.written(Default) == Written;
    add(D, K, Written, IsOffer, IsOwn);
  }

  bool VisitImplicitCastExpr(ImplicitCastExpr *E) {
    if (E->getCastKind() == CK_LValueToRValue ||
        (E->isGLValue() && E->getType().isConstQualified()))
      onlyRead(E->getSubExpr());
    return true;
  }
  bool VisitCastExpr(CastExpr *E) {
    // memset() and read() see plain bytes.
    QualType From = E->getSubExpr()->getType(), To = E->getType();
    if (!From->isPointerType() || !To->isPointerType() ||
        To->getPointeeType()->isRecordType() ||
        To->getPointeeType().isConstQualified())
      return true;
    const auto *Class = From->getPointeeType()->getAsRecordDecl();
    Class = Class ? Class->getDefinition() : nullptr;
    const auto *C = dyn_cast_or_null<CXXRecordDecl>(Class);
    if (Class && (!C || C->isTrivial()))
      fill(From->getPointeeType(), FieldWrite::Later, Value());
    return true;
  }
  bool VisitBinaryOperator(BinaryOperator *B) {
    if (B->getOpcode() == BO_Assign)
      assign(B->getLHS(), assignedBy(B), TopLevel.contains(B));
    return true;
  }
  bool VisitCXXOperatorCallExpr(CXXOperatorCallExpr *Op) {
    if (Op->getOperator() == OO_Equal && Op->getNumArgs() == 2)
      assign(Op->getArg(0), Op->getArg(1), TopLevel.contains(Op));
    return true;
  }
  bool VisitMemberExpr(MemberExpr *E) { return mention(E); }
  bool VisitDeclRefExpr(DeclRefExpr *E) { return mention(E); }
  bool VisitOffsetOfExpr(OffsetOfExpr *E) {
    for (unsigned I = 0; I < E->getNumComponents(); ++I)
      if (E->getComponent(I).getKind() == OffsetOfNode::Field)
        if (const FieldDecl *Field = E->getComponent(I).getField();
            isFollowed(Field))
          write(Field, FieldWrite::Later, nullptr);
    return true;
  }
  bool VisitInitListExpr(InitListExpr *List) {
    const RecordDecl *Record = filledStruct(List);
    if (!List->isSemanticForm() || !Record)
      return true;
    unsigned I = 0;
    if (const auto *Class = dyn_cast<CXXRecordDecl>(Record))
      I = Class->getNumBases();
    for (const FieldDecl *Field : Record->fields()) {
      if (Field->isUnnamedBitField() || I >= List->getNumInits())
        continue;
      if (const Expr *Init = List->getInit(I++); Init && isFollowed(Field))
        write(Field, FieldWrite::AtHome, Init);
      else if (isHolder(Field))
        add(Field, FieldWrite::AtHome, Value());
    }
    return true;
  }
  bool VisitVarDecl(VarDecl *D) {
    // Static objects without constructor begin with zeros.
    const auto *Init = dyn_cast_or_null<CXXConstructExpr>(D->getInit());
    if (D->hasGlobalStorage() && !D->hasExternalStorage() &&
        (!D->getInit() || (Init && Init->getConstructor()->isTrivial() &&
                           Init->getNumArgs() == 0)))
      fill(D->getType(), FieldWrite::AtHome, Value::integer(0));
    return true;
  }

  /// All fields of a \p T, whatever it is in, become \p What.
  void fill(QualType T, FieldWrite::Kind K, const Value &What) {
    const auto *Record =
        Context.getBaseElementType(T.getNonReferenceType())->getAsRecordDecl();
    if (!Record || !(Record = Record->getDefinition()))
      return;
    for (const FieldDecl *Field : Record->fields())
      if (isFollowed(Field))
        add(Field, K, What);
      else if (Field->getType()->isRecordType())
        fill(Field->getType(), K, What);
  }
  void add(const ValueDecl *D, FieldWrite::Kind K, const Value &What,
           bool IsOffer = false, bool IsOwn = false) {
    FieldWrite W;
    W.K = K;
    W.IsOffer = IsOffer;
    W.Field = N.facts().string(N.qualifiedName(D));
    if (K == FieldWrite::ByConstructor || IsOwn || (F && isa<VarDecl>(D)))
      W.By = N.entity(F);
    W.What = N.facts().value(What);
    N.facts().write(W);
  }

private:
  bool mention(const Expr *E) {
    // Through what is const nobody writes.
    if (const ValueDecl *D = named(E);
        D && !Known.contains(E) && !E->getType().isConstQualified())
      write(D, FieldWrite::Later, nullptr);
    return true;
  }

  void onlyRead(const Expr *E) {
    E = E->IgnoreParenImpCasts();
    if (const auto *Either = dyn_cast<ConditionalOperator>(E)) {
      onlyRead(Either->getTrueExpr());
      onlyRead(Either->getFalseExpr());
    }
    Known.insert(E);
  }

  void assign(const Expr *To, const Expr *What, bool IsCertain) {
    To = To->IgnoreParens();
    const ValueDecl *D = named(To);
    if (!D)
      return;
    Known.insert(To);
    FieldWrite::Kind K = FieldWrite::Later;
    bool IsOwn = false;
    if (const auto *Member = dyn_cast<MemberExpr>(To)) {
      const Expr *Base = Member->getBase()->IgnoreParenImpCasts();
      const auto *Ref = dyn_cast<DeclRefExpr>(Base);
      const auto *Local = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
      if (isa<CXXThisExpr>(Base) && isa_and_nonnull<CXXConstructorDecl>(F))
        K = FieldWrite::ByConstructor;
      else if (isa<CXXThisExpr>(Base) && F && !outerFunction(F))
        IsOwn = true;
      else if (Local && Local->hasLocalStorage() &&
               Local->getDeclContext() == F && Local->getType()->isRecordType())
        K = FieldWrite::AtHome;
      // Who made what another object points to is not followed.
      if (!isa<CXXThisExpr>(Base) && D->getType()->isPointerType())
        What = nullptr;
    }
    if (IsOwn && IsCertain)
      K = FieldWrite::BySetter;
    write(D, K, What, IsOwn);
  }

  void hold(const FieldDecl *Field, const Expr *Init) {
    if (const auto *Default = dyn_cast<CXXDefaultInitExpr>(Init))
      Init = Default->getExpr();
    Value What = V.of(Init), Kept;
    if (What.K == Value::Parameter) {
      Kept.K = What.K;
      Kept.Index = What.Index;
    } else if (What.K == Value::Unknown) {
      Kept.Text = What.Text;
    }
    Kept.Fields = What.Fields;
    // What a call makes, the call tells.
    if (Kept == Value() && !Field->getType()->isReferenceType() &&
        isa<CXXConstructExpr, CallExpr>(strip(Init)))
      return;
    add(Field, FieldWrite::ByConstructor, Kept);
  }

  const FunctionDecl *F;
  Values &V;
  Names &N;
  /// What is only read, or whose new value is known.
  llvm::DenseSet<const Expr *> Known;
  llvm::DenseSet<const Expr *> TopLevel;
};

} // namespace

void recordFieldWrites(const FunctionDecl *F, const Stmt *Body, Values &V,
                       Names &N, ASTContext &Context) {
  WriteRecorder Recorder(F, V, N, Context);
  if (const auto *C = dyn_cast<CXXConstructorDecl>(F))
    Recorder.initialize(C);
  Recorder.findTopLevel(Body);
  Recorder.TraverseStmt(const_cast<Stmt *>(Body));
}

void recordInitialValue(const VarDecl *D, Values &V, Names &N,
                        ASTContext &Context) {
  WriteRecorder Recorder(nullptr, V, N, Context);
  const Expr *Init = D->getInit();
  if (Init)
    Recorder.TraverseStmt(const_cast<Expr *>(Init));
  Recorder.VisitVarDecl(const_cast<VarDecl *>(D));
  if (!isFollowed(D))
    return;
  if (Init)
    Recorder.write(D, FieldWrite::AtHome, Init);
  else if (D->isThisDeclarationADefinition() != VarDecl::DeclarationOnly)
    Recorder.add(D, FieldWrite::AtHome, Value::integer(0));
}

void recordUnseenWriters(const FieldDecl *Field, Names &N) {
  const auto *Class = dyn_cast<CXXRecordDecl>(Field->getParent());
  for (const CXXMethodDecl *M :
       Class ? Class->methods() : CXXRecordDecl::method_range({}, {})) {
    if (M->isImplicit() || M->isDefaulted() || M->isDeleted() || M->isConst() ||
        M->isDefined() || M->isPureVirtual() || isa<CXXDestructorDecl>(M))
      continue;
    FieldWrite W;
    W.K = FieldWrite::Unseen;
    W.Field = N.facts().string(N.qualifiedName(Field));
    W.By = N.entity(M);
    N.facts().write(W);
  }
}

} // namespace nostall
