//===- Json.cpp - all that is known of each finding -----------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "report/Json.h"
#include "Config.h"
#include "Fixes.h"
#include "Version.h"
#include "report/Fingerprints.h"
#include "report/Renderers.h"
#include "report/Sources.h"
#include "report/Words.h"

namespace nostall {
namespace {

using llvm::json::OStream;

void place(OStream &J, const Place &At) {
  J.attribute("file", utf8(shorten(At.File)));
  J.attribute("line", At.Line);
  J.attribute("column", At.Column);
  J.attribute("end_line", At.EndLine);
  J.attribute("end_column", At.EndColumn);
}

void fix(OStream &J, const Finding &F, Sources &Files) {
  if (F.Fix.Code.empty())
    return;
  llvm::StringRef Code = Files.text(F.Chain[0].At.File);
  Edits All = editsOf(F, Code);
  if (All.empty())
    return;
  J.attributeArray("fix", [&] {
    for (const Edit &E : All)
      J.object([&] {
        place(J, placeOf(E, Code));
        J.attribute("text", utf8(E.getReplacementText()));
      });
  });
}

void finding(OStream &J, const Finding &F, llvm::StringRef Fingerprint,
             Sources &Code) {
  J.attribute("check", checkId(F));
  J.attribute("category", allChecks()[F.Check].Category);
  J.attribute("duration", durations()[static_cast<size_t>(F.Lasts)]);
  J.attribute("message", utf8(F.Message));
  place(J, F.Chain[0].At);
  text(J, "context", F.Chain[0].Caller);
  text(J, "reason", F.Reason);
  text(J, "advice", F.Advice);
  text(J, "offload", F.Offload);
  J.attribute("fingerprint", Fingerprint);
  J.attributeArray("chain", [&] {
    for (const Step &S : F.Chain)
      J.object([&] {
        place(J, S.At);
        J.attribute("caller", utf8(S.Caller));
        J.attribute("callee", utf8(S.Callee));
      });
  });
  if (!F.DestroyedAt.File.empty())
    J.attributeObject("destroyed_at", [&] { place(J, F.DestroyedAt); });
  if (!F.LockedAt.File.empty())
    J.attributeObject("locked_at", [&] { place(J, F.LockedAt); });
  if (!F.ChangedAt.File.empty())
    J.attributeObject("changed_at", [&] { place(J, F.ChangedAt); });
  fix(J, F, Code);
  if (F.IsNew)
    J.attribute("is_new", true);
}

} // namespace

void renderJson(llvm::ArrayRef<Finding> Findings, llvm::raw_ostream &OS) {
  std::vector<std::string> Fingerprints = fingerprints(Findings);
  Sources Code;
  OStream J(OS, /*IndentSize=*/2);
  J.object([&] {
    J.attribute("tool", "nostall");
    J.attribute("version", NOSTALL_VERSION);
    J.attributeArray("findings", [&] {
      for (size_t I = 0; I < Findings.size(); ++I)
        J.object([&] { finding(J, Findings[I], Fingerprints[I], Code); });
    });
  });
  OS << '\n';
}

} // namespace nostall
