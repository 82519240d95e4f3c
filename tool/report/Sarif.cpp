//===- Sarif.cpp - SARIF 2.1.0, within GitHub's limits --------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Config.h"
#include "Fixes.h"
#include "Version.h"
#include "report/Fingerprints.h"
#include "report/Json.h"
#include "report/Markdown.h"
#include "report/Renderers.h"
#include "report/Sources.h"
#include "report/Words.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"

namespace nostall {
namespace {

using llvm::json::OStream;

// What GitHub's code scanning accepts or shows. What is too much is left out
// here, where it can be chosen, and is said in the run's notifications.
constexpr size_t MostResults = 25000, MostThreadLocations = 1000,
                 MostRelated = 100, MostDescription = 1024;
constexpr llvm::StringRef Base = "%SRCROOT%";

std::string percentEncoded(llvm::StringRef Path) {
  std::string Out;
  for (char C : Path)
    if (llvm::isAlnum(C) || llvm::StringRef("-._~/").contains(C))
      Out += C;
    else
      Out += '%' + llvm::utohexstr(static_cast<unsigned char>(C),
                                   /*LowerCase=*/false, 2);
  return Out;
}

/// Both ends of what is too long: a chain begins in the coroutine and ends at
/// what waits.
template <typename T>
std::vector<T> shortened(std::vector<T> List, size_t Most) {
  if (List.size() > Most)
    List.erase(List.begin() + Most / 2, List.end() - (Most - Most / 2));
  return List;
}

llvm::StringRef level(Duration Lasts) {
  return Lasts == Duration::Brief ? "note" : "warning";
}

/// Where the sources are on the web; empty if nobody has said it.
constexpr llvm::StringRef Home = NOSTALL_URL;

class SarifWriter {
public:
  explicit SarifWriter(OStream &J) : J(J) {}

  void run(llvm::ArrayRef<Finding> Findings) {
    J.attributeObject("tool", [&] {
      J.attributeObject("driver", [&] {
        J.attribute("name", "nostall");
        J.attribute("version", NOSTALL_VERSION);
        J.attribute("semanticVersion", NOSTALL_VERSION);
        if (!Home.empty())
          J.attribute("informationUri", Home);
        J.attributeArray("rules", [&] {
          for (const CheckInfo &Check : allChecks())
            J.object([&] { rule(Check); });
        });
      });
    });
    llvm::SmallString<256> Here;
    if (!llvm::sys::fs::current_path(Here))
      J.attributeObject("originalUriBaseIds", [&] {
        J.attributeObject(Base, [&] {
          J.attribute("uri", "file://" + percentEncoded(Here) + "/");
        });
      });
    if (Findings.size() > MostResults)
      notifyOfCut(Findings.size());
    J.attribute("columnKind", "utf16CodeUnits");
    // Of all findings, so that one that is left out changes no other's.
    std::vector<std::string> Fingerprints = fingerprints(Findings);
    J.attributeArray("results", [&] {
      std::vector<const Finding *> Worst = worstFirst(Findings);
      Worst.resize(std::min(Worst.size(), MostResults));
      for (const Finding *F : Worst)
        J.object([&] { result(*F, Fingerprints[F - Findings.begin()]); });
    });
  }

private:
  void message(llvm::StringRef Text, llvm::StringRef Key = "message") {
    J.attributeObject(Key, [&] { J.attribute("text", utf8(Text)); });
  }

  void rule(const CheckInfo &Check) {
    std::string Page = withoutRelativeLinks(Check.Page);
    J.attribute("id", Check.Id);
    J.attribute("name", camelCase(Check.Id));
    message(sentence(Check.Description), "shortDescription");
    message(plainText(section(Page, "What it does")).substr(0, MostDescription),
            "fullDescription");
    if (!Home.empty())
      J.attribute("helpUri", (Home + "/docs/checks/" + Check.Id + ".md").str());
    J.attributeObject("help", [&] {
      J.attribute("text", utf8(plainText(Page)));
      J.attribute("markdown", utf8(Page));
    });
    J.attributeObject("defaultConfiguration", [&] {
      J.attribute("enabled", Check.OnByDefault);
      J.attribute("level", "warning");
    });
    J.attributeObject("properties", [&] {
      J.attributeArray("tags", [&] {
        J.value("performance");
        J.value("concurrency");
        J.value(Check.Category);
      });
      J.attribute("precision", "high");
      J.attribute("problem.severity", "warning");
    });
  }

  void notifyOfCut(size_t Total) {
    J.attributeArray("invocations", [&] {
      J.object([&] {
        J.attribute("executionSuccessful", true);
        J.attributeArray("toolExecutionNotifications", [&] {
          J.object([&] {
            J.attribute("level", "warning");
            message(std::to_string(Total - MostResults) + " of " +
                    std::to_string(Total) +
                    " findings are left out: code scanning accepts no more");
          });
        });
      });
    });
  }

  void artifactLocation(llvm::StringRef File) {
    J.attributeObject("artifactLocation", [&] {
      std::string Path = shorten(File);
      bool IsRelative = !llvm::StringRef(Path).starts_with("/");
      J.attribute("uri", (IsRelative ? "" : "file://") + percentEncoded(Path));
      if (IsRelative)
        J.attribute("uriBaseId", Base);
    });
  }

  void region(const Place &At, llvm::StringRef Key) {
    J.attributeObject(Key, [&] {
      J.attribute("startLine", At.Line);
      J.attribute("startColumn", Code.utf16Column(At.File, At.Line, At.Column));
      J.attribute("endLine", At.EndLine);
      J.attribute("endColumn",
                  Code.utf16Column(At.File, At.EndLine, At.EndColumn));
    });
  }

  void physicalLocation(const Place &At) {
    J.attributeObject("physicalLocation", [&] {
      artifactLocation(At.File);
      region(At, "region");
    });
  }

  /// A location with a text; an Id above 0 lets messages refer to it.
  void location(const Note &N, unsigned Id = 0) {
    J.object([&] {
      if (Id)
        J.attribute("id", Id);
      if (!N.At.File.empty())
        physicalLocation(N.At);
      message(N.Text);
    });
  }

  void result(const Finding &F, llvm::StringRef Fingerprint) {
    J.attribute("ruleId", checkId(F));
    J.attribute("ruleIndex", F.Check);
    J.attribute("level", level(F.Lasts));
    std::string Text = F.Message + ".";
    if (std::string Remedy = remedy(F); !Remedy.empty())
      Text += " " + Remedy + ".";
    message(Text);
    J.attributeArray("locations", [&] {
      J.object([&] { physicalLocation(F.Chain[0].At); });
    });
    J.attributeObject("partialFingerprints",
                      [&] { J.attribute("nostall/v1", Fingerprint); });
    codeFlow(F);
    J.attributeArray("relatedLocations", [&] {
      unsigned Id = 0;
      for (const Note &N : shortened(notes(F), MostRelated))
        location(N, ++Id);
    });
    fix(F);
    J.attributeObject("properties", [&] {
      J.attribute("duration", durations()[static_cast<size_t>(F.Lasts)]);
    });
  }

  void fix(const Finding &F) {
    if (F.Fix.Code.empty())
      return;
    llvm::StringRef File = F.Chain[0].At.File, Text = Code.text(File);
    Edits All = editsOf(F, Text);
    if (All.empty())
      return;
    J.attributeArray("fixes", [&] {
      J.object([&] {
        message("Use " + F.Fix.Code, "description");
        J.attributeArray("artifactChanges", [&] {
          J.object([&] {
            artifactLocation(File);
            J.attributeArray("replacements", [&] {
              for (const Edit &E : All)
                J.object([&] {
                  region(placeOf(E, Text), "deletedRegion");
                  message(E.getReplacementText(), "insertedContent");
                });
            });
          });
        });
      });
    });
  }

  void codeFlow(const Finding &F) {
    std::vector<Note> Calls;
    for (const Step &S : F.Chain)
      Calls.push_back({S.At, S.Caller + " calls " + S.Callee});
    J.attributeArray("codeFlows", [&] {
      J.object([&] {
        J.attributeArray("threadFlows", [&] {
          J.object([&] {
            J.attributeArray("locations", [&] {
              for (const Note &N : shortened(Calls, MostThreadLocations))
                J.object([&] {
                  J.attributeBegin("location");
                  location(N);
                  J.attributeEnd();
                });
            });
          });
        });
      });
    });
  }

  OStream &J;
  Sources Code;
};

} // namespace

void renderSarif(llvm::ArrayRef<Finding> Findings, llvm::raw_ostream &OS) {
  OStream J(OS, /*IndentSize=*/1);
  J.object([&] {
    J.attribute("$schema",
                "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/"
                "schemas/sarif-schema-2.1.0.json");
    J.attribute("version", "2.1.0");
    J.attributeArray("runs",
                     [&] { J.object([&] { SarifWriter(J).run(Findings); }); });
  });
  OS << '\n';
}

} // namespace nostall
