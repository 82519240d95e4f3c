//===- Html.cpp - a page for a browser ------------------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Config.h"
#include "Embedded.h"
#include "Version.h"
#include "report/Json.h"
#include "report/Markdown.h"
#include "report/Renderers.h"
#include "report/Sources.h"
#include "report/Words.h"
#include "llvm/ADT/StringExtras.h"
#include <map>
#include <set>

namespace nostall {
namespace {

using llvm::json::OStream;

/// Lines that are shown before and behind a call.
constexpr unsigned Around = 4;

llvm::StringRef pageFile(llvm::StringRef Name) {
  for (const EmbeddedFile &F : embeddedReportPage())
    if (F.Name == Name)
      return F.Text;
  return "";
}

/// What the script page.js draws from.
class DataWriter {
public:
  explicit DataWriter(OStream &J) : J(J) {}

  void run(llvm::ArrayRef<Finding> Findings) {
    J.attribute("version", NOSTALL_VERSION);
    J.attributeArray("findings", [&] {
      for (const Finding &F : Findings)
        J.object([&] { finding(F); });
    });
    J.attributeObject("checks", [&] { checks(Findings); });
    J.attributeObject("sources", [&] { sources(); });
  }

private:
  void place(const Place &At) {
    J.attribute("file", utf8(shorten(At.File)));
    J.attribute("line", At.Line);
    J.attribute("column", Code.utf16Column(At.File, At.Line, At.Column));
    J.attribute("endLine", At.EndLine);
    J.attribute("endColumn",
                Code.utf16Column(At.File, At.EndLine, At.EndColumn));
    unsigned Last = std::min(At.EndLine + Around, Code.lines(At.File));
    for (unsigned I = At.Line > Around ? At.Line - Around : 1; I <= Last; ++I)
      Shown[At.File].insert(I);
  }

  void finding(const Finding &F) {
    J.attribute("check", checkId(F));
    J.attribute("duration", durations()[static_cast<size_t>(F.Lasts)]);
    J.attribute("message", utf8(F.Message));
    text(J, "reason", F.Reason);
    text(J, "advice", F.Advice);
    text(J, "offload", F.Offload);
    J.attributeArray("chain", [&] {
      for (const Step &S : F.Chain)
        J.object([&] {
          place(S.At);
          J.attribute("caller", utf8(S.Caller));
          J.attribute("callee", utf8(S.Callee));
        });
    });
    if (!F.DestroyedAt.File.empty())
      J.attributeObject("destroyed", [&] { place(F.DestroyedAt); });
    if (!F.LockedAt.File.empty())
      J.attributeObject("locked", [&] { place(F.LockedAt); });
    if (!F.ChangedAt.File.empty())
      J.attributeObject("changed", [&] { place(F.ChangedAt); });
    if (F.IsNew)
      J.attributeObject("isNew", [&] { place(F.Chain[0].At); });
  }

  void checks(llvm::ArrayRef<Finding> Findings) {
    std::set<Category> Used;
    for (const Finding &F : Findings)
      Used.insert(F.Check);
    for (Category Cat : Used) {
      const CheckInfo &Check = allChecks()[Cat];
      std::string Page = withoutRelativeLinks(Check.Page);
      J.attributeObject(Check.Id, [&] {
        J.attribute("category", Check.Category);
        J.attribute("title", sentence(Check.Description));
        J.attribute("why", utf8(plainText(section(Page, "Why is this bad?"))));
      });
    }
  }

  void sources() {
    for (const auto &[File, Numbers] : Shown)
      J.attributeObject(utf8(shorten(File)), [&] {
        for (unsigned I : Numbers)
          J.attribute(std::to_string(I), utf8(Code.line(File, I)));
      });
  }

  OStream &J;
  Sources Code;
  std::map<std::string, std::set<unsigned>> Shown;
};

/// The data as text that may stand within a script element.
std::string data(llvm::ArrayRef<Finding> Findings) {
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  OStream J(OS);
  J.object([&] { DataWriter(J).run(Findings); });
  J.flush();
  std::string Out;
  for (char C : Text)
    if (C == '<') // Only texts have them.
      Out += "\\u003c";
    else
      Out += C;
  return Out;
}

} // namespace

void renderHtml(llvm::ArrayRef<Finding> Findings, llvm::raw_ostream &OS) {
  llvm::StringRef Rest = pageFile("page.html");
  while (!Rest.empty()) {
    auto [Before, After] = Rest.split("{{");
    OS << Before;
    auto [Name, Behind] = After.split("}}");
    if (Name == "data")
      OS << data(Findings);
    else if (!Name.empty())
      OS << pageFile(Name);
    Rest = Behind;
  }
}

} // namespace nostall
