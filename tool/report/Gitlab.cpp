//===- Gitlab.cpp - GitLab's Code Quality report --------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "report/Fingerprints.h"
#include "report/Json.h"
#include "report/Renderers.h"
#include "report/Words.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/xxhash.h"

namespace nostall {
namespace {

llvm::StringRef severity(Duration Lasts) {
  switch (Lasts) {
  case Duration::Unbounded:
    return "critical";
  case Duration::Network:
    return "major";
  case Duration::Disk:
    return "minor";
  case Duration::Brief:
    return "info";
  }
  return "info";
}

} // namespace

void renderGitlab(llvm::ArrayRef<Finding> Findings, llvm::raw_ostream &OS) {
  std::vector<std::string> Fingerprints = fingerprints(Findings);
  llvm::json::OStream J(OS, /*IndentSize=*/2);
  J.array([&] {
    for (size_t I = 0; I < Findings.size(); ++I)
      J.object([&] {
        const Finding &F = Findings[I];
        const Place &At = F.Chain[0].At;
        J.attribute("type", "issue");
        J.attribute("check_name", checkId(F));
        J.attribute("description", utf8(F.Message));
        J.attributeObject("content",
                          [&] { J.attribute("body", utf8(fullText(F))); });
        J.attributeArray("categories", [&] { J.value("Performance"); });
        J.attribute("severity", severity(F.Lasts));
        // GitLab takes what looks like a hash.
        J.attribute("fingerprint",
                    llvm::utohexstr(llvm::xxh3_64bits(Fingerprints[I]),
                                    /*LowerCase=*/true, 16));
        J.attributeObject("location", [&] {
          J.attribute("path", utf8(shorten(At.File)));
          J.attributeObject("lines", [&] {
            J.attribute("begin", At.Line);
            J.attribute("end", At.EndLine);
          });
        });
      });
  });
  OS << '\n';
}

} // namespace nostall
