//===- LineFilter.cpp - lines whose findings are reported -----------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LineFilter.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/JSON.h"

namespace json = llvm::json;

namespace nostall {

static bool fromJSON(const json::Value &V, LineFilter::File &Out,
                     json::Path At) {
  json::ObjectMapper Map(V, At);
  std::vector<std::vector<uint64_t>> Ranges;
  if (!Map || !Map.map("name", Out.Name) || !Map.mapOptional("lines", Ranges))
    return false;
  for (const std::vector<uint64_t> &Range : Ranges) {
    if (Range.size() != 2) {
      At.field("lines").report("expected pairs of first and last lines");
      return false;
    }
    Out.Lines.emplace_back(Range[0], Range[1]);
  }
  return true;
}

llvm::Expected<LineFilter> LineFilter::parse(llvm::StringRef Json) {
  llvm::Expected<json::Value> Parsed = json::parse(Json);
  if (!Parsed)
    return Parsed.takeError();
  LineFilter Out;
  json::Path::Root Root("files");
  if (!json::fromJSON(*Parsed, Out.Files, Root))
    return Root.getError();
  return Out;
}

bool LineFilter::contains(const Place &At) const {
  auto It = llvm::find_if(Files, [&](const File &F) {
    return llvm::StringRef(At.File).ends_with(F.Name);
  });
  return It != Files.end() &&
         (It->Lines.empty() || llvm::any_of(It->Lines, [&](auto Range) {
            return Range.first <= At.Line && At.Line <= Range.second;
          }));
}

} // namespace nostall
