//===- Evidence.cpp - what headers tell about waiting ---------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Evidence.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/RawCommentList.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Regex.h"

using namespace clang;

namespace nostall {
namespace {

using llvm::StringRef;

/// Where a hint looks.
enum class In : uint8_t {
  Name,      ///< At whole words of it: `waitFor` has two.
  Parameter, ///< At type and name, as in `timeval * timeout`.
  Returned,  ///< At the type.
  Comment,
};

struct Hint {
  In Where;
  /// A regular expression; of a word, all of it.
  const char *Pattern;
  int Points;
};

/// The last parameter that this matches is how long to wait.
constexpr char TimeoutPattern[] =
    "timeout|timeo|deadline|timeval|timespec|chrono";

constexpr Hint Hints[] = {
    {In::Name, "sync|wait|blocking|sleep|usleep", 3},
    {In::Name, "connect|accept|recv|receive|resolve|login|logon|fetch", 2},
    {In::Name, "download|upload|exec|execute|query|poll|ping|join", 2},
    {In::Name, "read|write|send|open|close|flush|request|call|run|lock", 1},
    {In::Name, "async|aio|nb|nonblock|nonblocking|noblock|nowait|try", -4},
    {In::Name, "set|is|has|free|new|init|fini|cb|callback|handler", -4},
    {In::Name, "get|error|errno|strerror|name|version|parse|format", -2},
    {In::Name, "decode|encode|to|from|count|size|timeout|fd|append", -2},
    {In::Name, "serialize|deserialize|alloc|allocate|deallocate|destroy", -4},
    {In::Parameter, TimeoutPattern, 2},
    {In::Parameter, " (is_?)?(block|blocking|wait|sync)$", 2},
    {In::Returned, "(future|awaitable|task|promise)[a-z_]*<", -4},
    {In::Comment, "block(s|ed)? (the (caller|call|current)|until|for|while)",
     3},
    {In::Comment, "(^|[^a-z])(synchronous|sync[ :])", 3},
    {In::Comment, "waits? (until|for|till)", 2},
    {In::Comment, "(^| )blocking", 2},
    {In::Comment, "round.?trip", 2},
    {In::Comment, "timeout|times? out|timed out", 1},
    {In::Comment, "(not|n't|never|without|non)[ -](to )?block", -3},
    {In::Comment, "asynchronous|(^|[^a-z])async[ :]", -3},
    {In::Comment, "returns? immediately|(not|n't|never|without) wait", -3},
};

/// What a function works with, by a word of its name, and how long that takes.
struct Topic {
  const char *Words, *Category, *Duration;
};

constexpr Topic Topics[] = {
    {"sleep|usleep", "sleep", "unbounded"},
    {"resolve|dns|getaddrinfo|hostname", "dns", "network"},
    {"http|https|url|download|upload", "http", "network"},
    {"query|sql|database|transaction", "database", "network"},
    {"publish|subscribe|message|broker", "messaging", "network"},
    {"lock|mutex", "lock", "unbounded"},
    {"usb|serial|gpio|spi|i2c", "device", "unbounded"},
    {"connect|accept|recv|receive|send|login|socket", "socket", "network"},
    {"file|read|write|open|close|stat|mkdir|unlink|rename", "file", "disk"},
};

/// What a twin's name has more than the function's own, in any library.
constexpr StringRef AsyncWords[] = {
    "async",   "asynchronous", "aio", "nb",    "nonblock", "nonblocking",
    "noblock", "nowait",       "try", "start", "begin",    "submit"};

/// What stands in a twin's name for what in the function's own.
struct Replacement {
  StringRef Own, Other;
  /// In any library, and not only where it is the convention.
  bool Anywhere;
};

constexpr Replacement Replacements[] = {
    {"sync", "async", true},
    {"Sync", "Async", true},
    {"blocking", "nonblocking", true},
    {"_sync", "", true},
    {"Sync", "", true},
    {"run", "send", false},
    {"wait", "start", false},
};

/// What a library does that often is its convention.
constexpr unsigned Often = 3;

/// `waitForData_now` as `wait for data now`.
std::string wordsOf(StringRef Name) {
  std::string Out;
  for (size_t I = 0; I < Name.size(); ++I) {
    bool Begins = I > 0 && llvm::isUpper(Name[I]) &&
                  (llvm::isLower(Name[I - 1]) ||
                   (I + 1 < Name.size() && llvm::isLower(Name[I + 1])));
    bool IsLetter = llvm::isAlpha(Name[I]);
    if ((Begins || !IsLetter) && !Out.empty() && Out.back() != ' ')
      Out += ' ';
    if (IsLetter)
      Out += llvm::toLower(Name[I]);
  }
  return StringRef(Out).rtrim().str();
}

/// What of \p Text the pattern matches, without the space around it.
std::string match(const Twine &Pattern, StringRef Text) {
  llvm::SmallVector<StringRef, 4> Found;
  if (!llvm::Regex(Pattern.str(), llvm::Regex::IgnoreCase).match(Text, &Found))
    return "";
  return Found[0].trim(" :").str();
}

std::string matchWord(StringRef Words, StringRef Text) {
  return match("(^| )(" + Words + ")( |$)", Text);
}

/// The comment as one line.
std::string commentOf(const FunctionDecl *F) {
  const ASTContext &Context = F->getASTContext();
  std::string Out;
  for (const FunctionDecl *Redecl : F->redecls())
    if (const RawComment *Comment =
            Context.getRawCommentForDeclNoCache(Redecl)) {
      llvm::SmallVector<StringRef, 32> Words;
      llvm::SplitString(Comment->getRawText(Context.getSourceManager()), Words,
                        " \t\r\n*/!");
      Out += llvm::join(Words, " ") + " ";
    }
  return Out;
}

/// Type and name.
std::string parameterText(const ParmVarDecl *P) {
  return P->getType().getAsString(P->getASTContext().getPrintingPolicy()) +
         " " + P->getNameAsString();
}

bool takesCallable(const FunctionDecl *F) {
  return llvm::any_of(F->parameters(), [](const ParmVarDecl *P) {
    return P->getType()->isFunctionPointerType() ||
           !match("callback|completion|std::function", parameterText(P))
                .empty();
  });
}

/// What \p Name has to be without \p Size characters from \p At on.
std::string without(StringRef Name, size_t At, size_t Size) {
  return (Name.take_front(At) + Name.drop_front(At + Size)).str();
}

} // namespace

Twins::Twins(llvm::ArrayRef<LibraryFunction> Functions) {
  llvm::StringMap<const FunctionDecl *> Known;
  for (const LibraryFunction &F : Functions)
    Known[F.Name] = F.Declaration;
  std::vector<std::pair<StringRef, Twin>> Found;
  llvm::StringSet<> Seen;
  auto Add = [&](StringRef Own, StringRef Other, const Twine &How,
                 bool Anywhere) {
    // `aa` less one `a` is `a`, whichever it was.
    if (!Seen.insert((Own + " " + Other + " " + How).str()).second)
      return;
    Found.push_back({Own, {Other.str(), How.str(), Anywhere}});
    ++Pairs[Found.back().second.How];
  };
  for (const LibraryFunction &F : Functions)
    for (const Replacement &R : Replacements) {
      size_t At = StringRef(F.Name).rfind(R.Own);
      if (At == StringRef::npos)
        continue;
      std::string Other =
          without(F.Name, At, R.Own.size()).insert(At, R.Other.str());
      if (Known.count(Other))
        Add(F.Name, Other, "'" + R.Own + "' for '" + R.Other + "'", R.Anywhere);
    }
  // Any part of a name may be what the other one has not.
  for (const LibraryFunction &F : Functions) {
    StringRef Name = F.Name;
    for (size_t At = Name.rfind(':') + 1; At < Name.size(); ++At)
      for (size_t Size = 1; Size <= Name.size() - At; ++Size) {
        auto Own = Known.find(without(Name, At, Size));
        if (Own == Known.end())
          continue;
        std::string More = Name.substr(At, Size).trim('_').lower();
        bool Anywhere = llvm::is_contained(AsyncWords, More);
        if (Anywhere ||
            (takesCallable(F.Declaration) && !takesCallable(Own->second)))
          Add(Own->getKey(), Name, "'" + Twine(More) + "' added", Anywhere);
      }
  }
  // Once is chance, unless the word says it.
  for (const auto &[Own, T] : Found)
    if (T.Anywhere || pairs(T) >= Often) {
      Twin &Best = TwinOf.try_emplace(Own, T).first->second;
      if (pairs(Best) < pairs(T))
        Best = T;
    }
  for (const auto &Entry : TwinOf)
    Asynchronous.insert(Entry.second.Name);
}

const Twins::Twin *Twins::of(StringRef Name) const {
  auto It = TwinOf.find(Name);
  return It == TwinOf.end() ? nullptr : &It->second;
}

Evidence weigh(const LibraryFunction &F, const Twins &Siblings) {
  Evidence Out;
  StringRef Last = StringRef(F.Name).substr(F.Name.rfind(':') + 1);
  std::string Words = wordsOf(Last);
  std::string Comment = commentOf(F.Declaration);
  std::string Returned = F.Declaration->getReturnType().getAsString(
      F.Declaration->getASTContext().getPrintingPolicy());
  for (const Hint &H : Hints)
    switch (H.Where) {
    case In::Name:
      if (std::string Found = matchWord(H.Pattern, Words); !Found.empty())
        Out.add(H.Points, "its name says '" + Found + "'");
      break;
    case In::Returned:
      if (!match(H.Pattern, Returned).empty())
        Out.add(H.Points, "");
      break;
    case In::Comment:
      if (std::string Found = match(H.Pattern, Comment); !Found.empty())
        Out.add(H.Points, "its comment says '" + Found + "'");
      break;
    case In::Parameter:
      for (const ParmVarDecl *P : F.Declaration->parameters())
        if (!match(H.Pattern, parameterText(P)).empty()) {
          Out.add(H.Points, "it takes '" + parameterText(P) + "'");
          break;
        }
    }
  for (const ParmVarDecl *P : F.Declaration->parameters())
    if (!match(TimeoutPattern, parameterText(P)).empty())
      Out.Timeout = P->getFunctionScopeIndex();
  bool IsCalledBack = takesCallable(F.Declaration);
  if (IsCalledBack)
    --Out.Points;
  if (Siblings.isTwin(F.Name))
    Out.Points -= 2 * Evidence::Strong;
  if (const Twins::Twin *T = Siblings.of(F.Name); T && !IsCalledBack) {
    unsigned Pairs = Siblings.pairs(*T);
    // A convention outweighs what else the name says.
    Out.add(Pairs < Often ? Evidence::Medium : 2 * Evidence::Strong,
            "it has the twin " + T->Name + " (" + T->How +
                (Pairs < Often ? ")" : ", as for " + Twine(Pairs) + " here)"));
  }
  for (const Topic &T : Topics)
    if (!matchWord(T.Words, Words).empty()) {
      Out.Category = T.Category;
      Out.Duration = T.Duration;
      break;
    }
  return Out;
}

} // namespace nostall
