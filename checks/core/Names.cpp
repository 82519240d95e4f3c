//===- Names.cpp - entities, types and places of one TU -------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Names.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Index/USRGeneration.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Path.h"

using namespace clang;

namespace nostall {

Names::Names(ASTContext &Context, llvm::StringRef Root, Summary &Out)
    : Context(Context), Root(Root), Out(Out), Builder(Out) {
  const SourceManager &SM = Context.getSourceManager();
  Out.MainFile = Out.Files[file(SM.getMainFileID())];
}

Id Names::file(FileID F) {
  auto [It, New] = Files.try_emplace(F, NoId);
  if (New) {
    const SourceManager &SM = Context.getSourceManager();
    llvm::SmallString<256> Path;
    if (OptionalFileEntryRef Ref = SM.getFileEntryRefForID(F)) {
      Path = Ref->getName();
      // Not the real path: people know files by the links they use.
      SM.getFileManager().makeAbsolutePath(Path);
      llvm::sys::path::remove_dots(Path, /*remove_dot_dot=*/true);
      if (llvm::StringRef Rest = Path;
          !Root.empty() && Rest.consume_front(Root) && Rest.consume_front("/"))
        Path = std::string(Rest);
    } else {
      Path = SM.getBufferName(SM.getLocForStartOfFile(F));
    }
    It->second = Builder.file(Path);
  }
  return It->second;
}

Location Names::location(SourceRange Range) {
  const SourceManager &SM = Context.getSourceManager();
  Location L;
  if (Range.isInvalid())
    return L;
  // What is written in a macro's argument is where it is written.
  CharSourceRange Expansion = SM.getExpansionRange(Range);
  if (SM.isMacroArgExpansion(Range.getBegin()) &&
      SM.isMacroArgExpansion(Range.getEnd()))
    Expansion = CharSourceRange::getTokenRange(SM.getFileLoc(Range.getBegin()),
                                               SM.getFileLoc(Range.getEnd()));
  auto [FID, Offset] = SM.getDecomposedLoc(Expansion.getBegin());
  L = {file(FID), SM.getLineNumber(FID, Offset),
       SM.getColumnNumber(FID, Offset)};
  SourceLocation End = Expansion.getEnd();
  auto [EndFID, EndOffset] = SM.getDecomposedLoc(End);
  if (EndFID != FID || EndOffset < Offset)
    return L;
  if (Expansion.isTokenRange())
    EndOffset += Lexer::MeasureTokenLength(End, SM, Context.getLangOpts());
  L.setEnd(SM.getLineNumber(FID, EndOffset),
           SM.getColumnNumber(FID, EndOffset));
  return L;
}

std::string Names::scope(const DeclContext *DC) {
  if (!DC || DC->isTranslationUnit())
    return "";
  if (auto It = Scopes.find(DC); It != Scopes.end())
    return It->second;
  std::string Name = scope(DC->getParent());
  if (const auto *NS = dyn_cast<NamespaceDecl>(DC)) {
    if (NS->isAnonymousNamespace())
      Name += "(anonymous namespace)::";
    else if (!NS->isInline())
      Name += NS->getName().str() + "::";
  } else if (const auto *Tag = dyn_cast<TagDecl>(DC)) {
    if (const auto *Record = dyn_cast<CXXRecordDecl>(Tag);
        Record && Record->isLambda())
      Name += "(lambda)::";
    else if (const auto *Typedef = Tag->getTypedefNameForAnonDecl())
      Name += Typedef->getName().str() + "::";
    else
      Name += Tag->getName().str() + "::";
  } else if (const auto *F = dyn_cast<FunctionDecl>(DC)) {
    Name = qualifiedName(F) + "()::";
  }
  Scopes[DC] = Name;
  return Name;
}

/// C functions, with those that a header defines `static inline`.
static bool isC(const FunctionDecl *F) {
  return F->isExternC() || (F->isInExternCContext() && !isa<CXXMethodDecl>(F));
}

std::string Names::qualifiedName(const NamedDecl *D) {
  const auto *F = dyn_cast<FunctionDecl>(D);
  if (F && isC(F))
    return F->getNameAsString();
  std::string Scope = scope(D->getDeclContext());
  // Templates name constructors with their arguments: say the class's name.
  if (isa<CXXConstructorDecl>(D))
    return Scope + cast<CXXRecordDecl>(D->getDeclContext())->getNameAsString();
  if (isa<CXXDestructorDecl>(D))
    return Scope + "~" +
           cast<CXXRecordDecl>(D->getDeclContext())->getNameAsString();
  if (const auto *Conversion = dyn_cast<CXXConversionDecl>(D))
    return Scope + "operator " + typeName(Conversion->getConversionType());
  return Scope + D->getNameAsString();
}

std::string Names::typeName(QualType T) {
  T = T.getNonReferenceType().getCanonicalType().getUnqualifiedType();
  if (T->isPointerType())
    return typeName(T->getPointeeType()) + " *";
  if (const TagDecl *Tag = T->getAsTagDecl())
    return qualifiedName(Tag);
  return T.getAsString(Context.getPrintingPolicy());
}

std::string Names::usr(const FunctionDecl *F) {
  llvm::SmallString<128> Buffer;
  if (index::generateUSRForDecl(F, Buffer) || Buffer.empty()) {
    Location L = location(F->getLocation());
    Buffer = qualifiedName(F) + "@" + std::to_string(L.Line) + ":" +
             std::to_string(L.Column);
  }
  std::string USR(Buffer);
  const auto *Method = dyn_cast<CXXMethodDecl>(F);
  bool Lambda = Method && Method->getParent()->isLambda();
  // Lambdas on one line of one function share a USR. One in an inline function
  // is the same in all TUs, as the function is.
  if (Lambda) {
    Location L = location(Method->getParent()->getBeginLoc());
    USR += "@" + Out.file(L).str() + ":" + std::to_string(L.Line) + ":" +
           std::to_string(L.Column);
    if (const auto *Owner = dyn_cast_or_null<FunctionDecl>(
            Method->getParent()->getDeclContext()))
      USR += ">" + usr(Owner);
  } else if (!F->isExternallyVisible()) {
    // A USR names the file of a local name without its folder.
    USR += "@" + Out.Strings[Out.MainFile].str();
  }
  return USR;
}

static Declared declaredEffect(const FunctionDecl *F) {
  for (const FunctionDecl *Redecl : F->redecls())
    for (const auto *A : Redecl->specific_attrs<AnnotateAttr>()) {
      if (A->getAnnotation() == "nostall::blocking")
        return Declared::Blocking;
      if (A->getAnnotation() == "nostall::nonblocking")
        return Declared::NonBlocking;
    }
  for (const FunctionEffectWithCondition &E : F->getFunctionEffects()) {
    if (E.Effect.kind() == FunctionEffect::Kind::NonBlocking)
      return Declared::NonBlocking;
    if (E.Effect.kind() == FunctionEffect::Kind::Blocking)
      return Declared::Blocking;
  }
  return Declared::Nothing;
}

/// The parameters of \p F that are annotated with \p Text.
static llvm::SmallVector<Id, 2> annotated(const FunctionDecl *F,
                                          llvm::StringRef Text) {
  llvm::SmallVector<Id, 2> Out;
  for (unsigned I = 0; I < F->getNumParams(); ++I)
    if (llvm::any_of(F->redecls(), [&](const FunctionDecl *Redecl) {
          return llvm::any_of(
              Redecl->getParamDecl(I)->specific_attrs<AnnotateAttr>(),
              [&](const auto *A) { return A->getAnnotation() == Text; });
        }))
      Out.push_back(I);
  return Out;
}

/// What annotations that are none of nostall's say of \p F.
static std::vector<std::string> annotations(const FunctionDecl *F) {
  std::vector<std::string> Out;
  for (const FunctionDecl *Redecl : F->redecls())
    for (const auto *A : Redecl->specific_attrs<AnnotateAttr>())
      if (llvm::StringRef Text = A->getAnnotation();
          !Text.starts_with("nostall::") && !llvm::is_contained(Out, Text))
        Out.push_back(Text.str());
  return Out;
}

bool Names::isAwaitable(QualType T) {
  return isAwaitable(T.getNonReferenceType()->getAsCXXRecordDecl());
}

bool Names::isAwaitable(const CXXRecordDecl *Record) {
  if (!Record || !Record->hasDefinition())
    return false;
  Record = Record->getDefinition();
  if (auto It = Awaitable.find(Record); It != Awaitable.end())
    return It->second;
  auto Declares = [&](const CXXRecordDecl *R) {
    if (!R->lookup(&Context.Idents.get("await_ready")).empty())
      return true;
    return !R->lookup(Context.DeclarationNames.getCXXOperatorName(OO_Coawait))
                .empty();
  };
  bool Yes = Declares(Record);
  if (!Yes)
    Record->forallBases([&](const CXXRecordDecl *Base) {
      Yes |= Declares(Base);
      return !Yes;
    });
  // A free operator co_await lives beside the class.
  if (!Yes)
    for (const NamedDecl *D : Record->getEnclosingNamespaceContext()->lookup(
             Context.DeclarationNames.getCXXOperatorName(OO_Coawait))) {
      const auto *F = dyn_cast<FunctionDecl>(D->getUnderlyingDecl());
      if (const auto *FT =
              dyn_cast<FunctionTemplateDecl>(D->getUnderlyingDecl()))
        F = FT->getTemplatedDecl();
      if (F && F->getNumParams() == 1 &&
          typeName(F->getParamDecl(0)->getType())
                  .find(Record->getNameAsString()) != std::string::npos)
        Yes = true;
    }
  Awaitable[Record] = Yes;
  return Yes;
}

Shape Names::shape(QualType T) {
  T = T.getNonReferenceType();
  if (T->isArithmeticType())
    return Shape::Number;
  if (T->isAnyPointerType() || T->isNullPtrType() || T->isArrayType())
    return Shape::Pointer;
  return T->isRecordType() ? Shape::Class : Shape::Other;
}

bool Names::isGenerator(QualType T) {
  const auto *Class = T.getNonReferenceType()->getAsCXXRecordDecl();
  if (!Class || !Class->hasDefinition() || isAwaitable(T))
    return false;
  bool Iterates = false;
  for (const CXXMethodDecl *M : Class->getDefinition()->methods()) {
    if (isAwaitable(M->getReturnType()))
      return false;
    llvm::StringRef Name =
        M->getIdentifier() ? M->getName() : llvm::StringRef();
    Iterates |= Name == "begin" || Name == "next" || Name == "move_next" ||
                Name == "advance" || Name == "resume" || Name == "value" ||
                M->getOverloadedOperator() == OO_Call;
  }
  return Iterates;
}

Id Names::initializer(const VarDecl *V) {
  Entity E;
  E.USR = Builder.string("initializer of " + slot(V));
  E.Name = Builder.string(qualifiedName(V));
  Out.Entities.push_back(E);
  return Out.Entities.size() - 1;
}

std::string Names::slot(const ValueDecl *D) {
  if (const auto *F = dyn_cast<FunctionDecl>(D)) {
    std::string Name = usr(F->getCanonicalDecl());
    // Callables on the heap (Slots::heapOf) are those of one file.
    if (Context.getSourceManager().isInSystemHeader(F->getLocation()))
      Name += "@" + Out.Strings[Out.MainFile].str();
    return Name;
  }
  llvm::SmallString<128> Buffer;
  if (index::generateUSRForDecl(D, Buffer))
    Buffer.clear();
  const NamedDecl *Owner = D;
  if (const auto *Field = dyn_cast<FieldDecl>(D))
    Owner = Field->getParent();
  std::string Name = Buffer.empty() ? qualifiedName(D) : std::string(Buffer);
  if (!Owner->isExternallyVisible()) {
    // A local of an inline function is one in all TUs.
    Location L = location(D->getLocation());
    const auto *Local = dyn_cast_or_null<FunctionDecl>(D->getDeclContext());
    bool Shared = Local && Local->isExternallyVisible();
    Name += "@" + (Shared ? Out.file(L) : Out.Strings[Out.MainFile]).str() +
            ":" + std::to_string(L.Line);
  }
  return Name;
}

Id Names::entity(const FunctionDecl *F) {
  F = F->getCanonicalDecl();
  if (auto It = Entities.find(F); It != Entities.end())
    return It->second;
  Id Index = Out.Entities.size();
  Entities[F] = Index;
  Out.Entities.emplace_back();

  Entity E;
  std::string USR = usr(F);
  // A USR does not tell apart the lambdas that a template is instantiated for.
  if (unsigned Same = USRs[USR]++)
    USR += "#" + std::to_string(Same);
  E.USR = Builder.string(USR);
  E.Name = Builder.string(qualifiedName(F));
  llvm::SmallVector<Id, 8> Parameters, Shapes;
  for (const ParmVarDecl *P : F->parameters()) {
    Parameters.push_back(Builder.string(typeName(P->getType())));
    Shapes.push_back(static_cast<Id>(shape(P->getType())));
  }
  E.Parameters = Builder.list(Parameters);
  E.Shapes = Builder.list(Shapes);
  E.Returns = Builder.string(
      isa<CXXConstructorDecl>(F)
          ? qualifiedName(cast<CXXRecordDecl>(F->getDeclContext()))
          : F->getReturnType().getAsString(Context.getPrintingPolicy()));
  E.IsC = isC(F);
  E.IsBuiltin = F->getBuiltinID() != 0;
  E.Effect = declaredEffect(F);
  E.Offloads = Builder.list(annotated(F, "nostall::offloads"));
  E.RunsOnLoop = Builder.list(annotated(F, "nostall::runs_on_loop"));
  E.Annotations = Builder.strings(annotations(F));
  E.ReturnsAwaitable = isAwaitable(F->getReturnType());
  if (const FunctionDecl *Pattern = F->getTemplateInstantiationPattern())
    if (Pattern->getCanonicalDecl() != F)
      E.Pattern = entity(Pattern);
  if (const auto *Method = dyn_cast<CXXMethodDecl>(F)) {
    if (isa<CXXConstructorDecl>(Method))
      E.K = Entity::Constructor;
    else if (const auto *Destructor = dyn_cast<CXXDestructorDecl>(Method)) {
      E.K = Entity::Destructor;
      E.IsDefaulted = Destructor->isDefaulted();
      E.Destroys = destroys(Destructor->getParent(), E.IsDefaulted);
    } else if (Method->getParent()->isLambda())
      E.K = Entity::Lambda;
    if (Method->isVirtual() || (E.Annotations && !Method->isStatic()))
      E.Class = type(Method->getThisType());
    llvm::SmallVector<Id, 4> Overrides;
    for (const CXXMethodDecl *Base : Method->overridden_methods())
      Overrides.push_back(entity(Base));
    E.Overrides = Builder.list(Overrides);
  }
  Out.Entities[Index] = std::move(E);
  return Index;
}

/// The destructor of the class \p T (or of an array of it), or NoId if it does
/// nothing.
Id Names::destructor(QualType T) {
  const auto *Class = Context.getBaseElementType(T)->getAsCXXRecordDecl();
  if (!Class || !Class->hasDefinition() || Class->isDependentContext())
    return NoId;
  Class = Class->getDefinition();
  if (const CXXDestructorDecl *D = Class->getDestructor())
    return D->isTrivial() ? NoId : entity(D);
  return Class->hasTrivialDestructor() ? NoId : implicitDestructor(Class);
}

/// The destructor of \p Class that the compiler has not had to declare yet, by
/// the USR that it has where it is declared.
Id Names::implicitDestructor(const CXXRecordDecl *Class) {
  auto [It, New] = ImplicitDestructors.try_emplace(Class, Out.Entities.size());
  const Id Index = It->second;
  if (!New)
    return Index;
  Out.Entities.emplace_back();
  llvm::SmallString<128> USR;
  index::generateUSRForDecl(Class, USR);
  Entity E;
  E.K = Entity::Destructor;
  E.USR = Builder.string((USR + "@F@~" + Class->getName() + "#").str());
  E.Name =
      Builder.string(qualifiedName(Class) + "::~" + Class->getNameAsString());
  E.IsDefaulted = true;
  E.Destroys = destroys(Class, true);
  Out.Entities[Index] = E;
  return Index;
}

/// How many template arguments of a library template matter to what it owns.
static constexpr unsigned MaxOwned = 2;

ListId Names::destroys(const CXXRecordDecl *Class, bool IsDefaulted) {
  llvm::SmallVector<Id, 4> Out;
  if (Class->isDependentContext())
    return 0;
  if (IsDefaulted) {
    for (const CXXBaseSpecifier &Base : Class->bases())
      Out.push_back(destructor(Base.getType()));
    for (const FieldDecl *Field : Class->fields())
      Out.push_back(destructor(Field->getType()));
    llvm::erase(Out, NoId);
  } else if (const auto *Instance =
                 dyn_cast<ClassTemplateSpecializationDecl>(Class);
             Instance && Context.getSourceManager().isInSystemHeader(
                             Class->getLocation())) {
    for (const TemplateArgument &A :
         Instance->getTemplateArgs().asArray().take_front(MaxOwned))
      Out.push_back(A.getKind() == TemplateArgument::Type
                        ? destructor(A.getAsType())
                        : NoId);
    if (llvm::all_of(Out, [](Id E) { return E == NoId; }))
      return 0;
  }
  return Builder.list(Out);
}

/// A thread, or a container of threads.
static bool isThread(QualType T) {
  const auto *Class = T->getAsCXXRecordDecl();
  if (!Class)
    return false;
  if (Class->isInStdNamespace() && Class->getIdentifier() &&
      (Class->getName() == "thread" || Class->getName() == "jthread"))
    return true;
  const auto *Instance = dyn_cast<ClassTemplateSpecializationDecl>(Class);
  if (!Instance || !Class->isInStdNamespace())
    return false;
  const TemplateArgument &First = Instance->getTemplateArgs()[0];
  return First.getKind() == TemplateArgument::Type &&
         isThread(First.getAsType());
}

/// The types among the template arguments of a class, or of what it stands in.
static void forEachTypeArgument(const RecordDecl *Record,
                                llvm::function_ref<void(QualType)> Do) {
  auto Each = [&](const TemplateArgument &A) {
    if (A.getKind() == TemplateArgument::Type)
      Do(A.getAsType());
  };
  for (const DeclContext *In = Record; In; In = In->getParent()) {
    const TemplateArgumentList *List = nullptr;
    if (const auto *Class = dyn_cast<ClassTemplateSpecializationDecl>(In))
      List = &Class->getTemplateArgs();
    else if (const auto *F = dyn_cast<FunctionDecl>(In))
      List = F->getTemplateSpecializationArgs();
    if (!List)
      continue;
    for (const TemplateArgument &A : List->asArray())
      if (A.getKind() == TemplateArgument::Pack)
        llvm::for_each(A.getPackAsArray(), Each);
      else
        Each(A);
  }
}

Id Names::type(QualType T) {
  if (T.isNull())
    return NoId;
  T = T.getNonReferenceType();
  while (T->isPointerType())
    T = T->getPointeeType();
  const RecordDecl *Record = T->getAsRecordDecl();
  if (!Record)
    return NoId;
  Record = cast<RecordDecl>(Record->getCanonicalDecl());
  auto [It, New] = Types.try_emplace(Record, Out.Types.size());
  Id Index = It->second;
  if (!New)
    return Index;
  Out.Types.emplace_back();
  Out.Types[Index].Name = Builder.string(qualifiedName(Record));
  if (const auto *Class = dyn_cast<CXXRecordDecl>(Record);
      Class && Class->hasDefinition()) {
    Out.Types[Index].OwnsThreads = llvm::any_of(
        Class->getDefinition()->fields(),
        [](const FieldDecl *Field) { return isThread(Field->getType()); });
    Out.Types[Index].HasOwnMove =
        Class->getDefinition()->hasUserDeclaredMoveConstructor() &&
        llvm::any_of(Class->getDefinition()->ctors(),
                     [](const CXXConstructorDecl *C) {
                       return C->isMoveConstructor() && C->isUserProvided();
                     }) &&
        !Context.getSourceManager().isInSystemHeader(Class->getLocation());
    recordCallOperators(Class->getDefinition(), Index);
    // Breadth first: nearest bases first.
    std::vector<const CXXRecordDecl *> Queue{Class->getDefinition()};
    llvm::SmallVector<Id, 4> Bases;
    for (size_t I = 0; I != Queue.size(); ++I)
      for (const CXXBaseSpecifier &Base : Queue[I]->bases())
        if (const CXXRecordDecl *B = Base.getType()->getAsCXXRecordDecl();
            B && B->hasDefinition() && Queue.size() < 64) {
          Queue.push_back(B->getDefinition());
          Bases.push_back(Builder.string(qualifiedName(B)));
        }
    Out.Types[Index].Bases = Builder.list(Bases);
  }
  llvm::SmallVector<Id, 4> Arguments;
  forEachTypeArgument(Record, [&](QualType T) {
    std::string Name = typeName(T);
    // Lambdas have no names that would tell them apart.
    if (const auto *Class = T->getAsCXXRecordDecl();
        Class && Class->isLambda()) {
      Location L = location(Class->getBeginLoc());
      Name += "@" + std::to_string(L.Line) + ":" + std::to_string(L.Column);
    }
    Arguments.push_back(Builder.string(Name));
  });
  Out.Types[Index].Arguments = Builder.list(Arguments);
  return Index;
}

void Names::recordCallOperators(const CXXRecordDecl *Class, Id Index) {
  // A stream that is called for its next value is what the call that made it
  // returned, not a callable.
  if (!Class->lookup(&Context.Idents.get("promise_type")).empty())
    return;
  std::vector<Id> Operators;
  if (Class->isLambda()) {
    if (const CXXMethodDecl *Operator = Class->getLambdaCallOperator())
      Operators.push_back(entity(Operator));
  } else if (!Context.getSourceManager().isInSystemHeader(
                 Class->getLocation())) {
    for (const NamedDecl *Found :
         Class->lookup(Context.DeclarationNames.getCXXOperatorName(OO_Call))) {
      // `using Fs::operator()...`
      const NamedDecl *D = Found->getUnderlyingDecl();
      if (const auto *Template = dyn_cast<FunctionTemplateDecl>(D))
        D = Template->getTemplatedDecl();
      if (const auto *Method = dyn_cast<CXXMethodDecl>(D))
        Operators.push_back(entity(Method));
    }
  }
  Out.Types[Index].CallOperators = Builder.list(Operators);
}

Id Names::ownedType(QualType T) {
  T = Context.getBaseElementType(T);
  const auto *Class = T->getAsCXXRecordDecl();
  Id Index = Class ? type(T) : NoId;
  if (Index == NoId || !Class->hasDefinition())
    return Index;
  Class = Class->getDefinition();
  if (!Out.Types[Index].Constructors) {
    llvm::SmallVector<Id, 4> Constructors;
    for (const CXXConstructorDecl *C : Class->ctors())
      if (!C->isCopyOrMoveConstructor() && !C->isDeleted() && !C->isTrivial() &&
          !C->isInheritingConstructor())
        Constructors.push_back(entity(C));
    // `using base::base`: its own are declared where something calls them,
    // which may be in a body that was skipped.
    for (const Decl *D : Class->decls())
      if (const auto *Inherited = dyn_cast<ConstructorUsingShadowDecl>(D))
        if (const auto *C =
                dyn_cast<CXXConstructorDecl>(Inherited->getTargetDecl());
            C && !C->isCopyOrMoveConstructor() && !C->isDeleted())
          Constructors.push_back(entity(C));
    Out.Types[Index].Constructors = Builder.list(Constructors);
  }
  Id Destructor = destructor(T);
  Out.Types[Index].Destructor = Destructor;
  for (const NamedDecl *D : Class->lookup(&Context.Idents.get("lock")))
    if (const auto *Method = dyn_cast<CXXMethodDecl>(D)) {
      Id E = entity(Method);
      Out.Types[Index].Lock = E;
    }
  return Index;
}

} // namespace nostall
