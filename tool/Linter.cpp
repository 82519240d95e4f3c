//===- Linter.cpp - from summaries to a report ----------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Linter.h"
#include "ApplyFixes.h"
#include "Effects.h"
#include "Statistics.h"
#include "Suggest.h"
#include "Version.h"
#include "core/Describe.h"
#include "core/Index.h"
#include "core/Judge.h"
#include "core/Link.h"
#include "core/SummaryFile.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/WithColor.h"
#include "llvm/Support/raw_ostream.h"

namespace nostall {

void complain(const llvm::Twine &Message) {
  llvm::WithColor::error(llvm::errs(), "nostall") << Message << '\n';
}

static Config readSettings(const CommandLine &Line, Catalogue &C,
                           llvm::vfs::FileSystem &FS,
                           std::vector<yaml::Error> &Errors) {
  addBuiltinCatalogue(C, Errors);
  std::string File = Line.ConfigFile;
  if (File.empty()) {
    llvm::SmallString<256> Here;
    if (!llvm::sys::fs::current_path(Here))
      File = findConfig(Here, FS);
  }
  return File.empty() ? Config() : readConfig(File, C, Errors, FS);
}

Config loadConfig(const CommandLine &Line, Catalogue &C) {
  std::vector<yaml::Error> Errors;
  Config Settings =
      readSettings(Line, C, *llvm::vfs::getRealFileSystem(), Errors);
  for (const yaml::Error &E : Errors)
    complain(E.str());
  if (!Errors.empty())
    std::exit(Failed);
  return Settings;
}

uint64_t checksToRun(const CommandLine &Line, const Config &Settings) {
  std::vector<std::string> Unknown;
  uint64_t Checks = selectChecks(Settings.Checks + "," + Line.Checks, Unknown);
  for (const std::string &Glob : Unknown)
    complain("'" + Glob + "' in --checks matches no check; nostall " +
             "--list-checks lists them");
  if (!Unknown.empty())
    std::exit(Failed);
  if (Checks == 0) {
    complain("all checks are off; nostall --list-checks lists them");
    std::exit(Failed);
  }
  return Checks;
}

std::string describeErrors(const Summary &S) {
  return plural(S.Errors, "compiler error") +
         ", the rest was analysed; first: " + S.Strings[S.FirstError].str();
}

Linter::Linter(const CommandLine &Line) : Line(Line) {
  Settings = loadConfig(Line, C);
  setOptions();
  // Before the files are parsed, which takes its time.
  readBaseline();
  readDiff();
  readLineFilter();
}

Linter::Linter(const CommandLine &Line, const Revision &Then)
    : Line(Line), Code(Then.over(llvm::vfs::getRealFileSystem())) {
  std::vector<yaml::Error> Errors;
  Settings =
      readSettings(Line, C, *Then.over(llvm::vfs::getRealFileSystem()), Errors);
  for (const yaml::Error &E : Errors)
    addProblem(E.str());
  setOptions();
}

void Linter::setOptions() {
  Options.Checks = checksToRun(Line, Settings);
  if (Line.Prof.value_or(Settings.Prof.value_or(Profile::Default)) ==
      Profile::Strict)
    Options.Shortest = Duration::Brief;
  Links.Virtual =
      Line.Virtual.value_or(Settings.Virtual.value_or(VirtualCalls::All));
  Links.Judged = Line.Judged.value_or(Settings.Judged.value_or(Callbacks::All));
  Filter =
      Line.HeaderFilter.empty() ? Settings.HeaderFilter : Line.HeaderFilter;
  if (std::string Error;
      !Filter.empty() && !llvm::Regex(Filter).isValid(Error)) {
    complain("--header-filter: not a regular expression: " + Error);
    std::exit(Failed);
  }
}

void Linter::readBaseline() {
  if (Line.Baseline.empty())
    return;
  llvm::Expected<Baseline> Read =
      Baseline::read(Line.Baseline, Line.UpdateBaseline);
  if (!Read) {
    complain("--baseline: " + Line.Baseline + ": " +
             llvm::toString(Read.takeError()));
    std::exit(Failed);
  }
  Known = std::move(*Read);
}

void Linter::readDiff() {
  if (!Line.Diff)
    return;
  llvm::Expected<ChangedLines> Read = readChanges(*Line.Diff);
  if (!Read) {
    complain("--diff: " + llvm::toString(Read.takeError()));
    std::exit(Failed);
  }
  Changes = std::move(*Read);
}

void Linter::readLineFilter() {
  if (Line.LineFilter.empty())
    return;
  llvm::Expected<LineFilter> Read = LineFilter::parse(Line.LineFilter);
  if (!Read) {
    complain("--line-filter: " + llvm::toString(Read.takeError()) +
             "; expected JSON like '[{\"name\":\"a.cpp\",\"lines\":[[1,3]]}]'");
    std::exit(Failed);
  }
  Lines = std::move(*Read);
}

void Linter::addProblem(const llvm::Twine &Message) {
  Incomplete = true;
  Messages.push_back(("error: " + Message).str());
}

void Linter::addWarning(const llvm::Twine &Message) {
  Messages.push_back(("warning: " + Message).str());
}

void Linter::addGap(const llvm::Twine &Message, bool IsAsked) {
  HasGaps = true;
  IsAsked ? addProblem(Message) : addWarning(Message);
}

/// Says in full of a few files what is wrong in many: a folder of headers is
/// not found, or nothing is generated yet.
void Linter::addErrors(const Summary &S, bool IsAsked) {
  constexpr size_t Few = 3;
  llvm::StringRef MainFile = S.Strings[S.MainFile];
  llvm::StringRef What = S.Strings[S.FirstError];
  llvm::SmallVector<llvm::StringRef, 2> Groups;
  if (llvm::Regex("^.*:[0-9]+:[0-9]+: (.*)$").match(What, &Groups))
    What = Groups[1];
  Repeated &Same =
      FirstErrors[((IsAsked ? "error: " : "warning: ") + What).str()];
  HasGaps = true;
  Incomplete |= IsAsked;
  if (++Same.Files <= Few)
    addGap(MainFile + ": " + describeErrors(S), IsAsked);
  else
    Same.More += (Same.More.empty() ? "" : ", ") +
                 llvm::sys::path::filename(MainFile).str();
}

void Linter::add(Summary S, bool IsAsked) {
  llvm::StringRef MainFile = S.Strings[S.MainFile];
  if (S.Errors)
    addErrors(S, IsAsked);
  // A header says the same to everyone who includes it.
  for (StringId Text : S.list(S.BadComments))
    if (BadComments.insert(S.Strings[Text]).second)
      IsAsked ? addProblem(S.Strings[Text]) : addWarning(S.Strings[Text]);
  if (MainFiles.insert(MainFile).second)
    flush();
  Waiting.push_back(std::move(S));
}

void Linter::flush() {
  // Of functions of one place the first one wins: their order must not depend
  // on that of commands or arguments.
  if (Waiting.size() > 1) {
    std::vector<std::pair<std::string, const Summary *>> Sorted;
    for (const Summary &S : Waiting)
      Sorted.emplace_back(writeSummary(S, ""), &S);
    llvm::sort(Sorted);
    for (const auto &[Bytes, S] : Sorted)
      Joined->add(*S);
  } else if (!Waiting.empty()) {
    Joined->add(Waiting.front());
  }
  Waiting.clear();
}

void Linter::compareWith(Linter &Then) {
  if (Then.isPartial() && !isPartial())
    return addWarning(
        "the program before the change could not be analysed as a whole; what "
        "the change does elsewhere than on its lines is not reported");
  Program P = Then.link();
  KnownBefore.emplace();
  KnownBefore->update(judge(P, Then.C, Then.Options), Then.Code,
                      [](const KnownFinding &) { return true; });
}

void Linter::keepChanges(std::vector<Finding> &Findings) {
  std::vector<Finding> New;
  if (KnownBefore) {
    New = Findings;
    KnownBefore->silence(New, Code);
  }
  Changes->keepChanged(Findings);
  auto Key = [](const Finding &F) { return std::tie(F.Chain[0].At, F.Check); };
  size_t OnLines = Findings.size();
  for (Finding &F : New)
    if (llvm::none_of(llvm::ArrayRef(Findings).take_front(OnLines),
                      [&](const Finding &O) { return Key(F) == Key(O); })) {
      F.IsNew = true;
      Findings.push_back(std::move(F));
    }
  llvm::sort(Findings, [&](const Finding &A, const Finding &B) {
    return Key(A) < Key(B);
  });
}

void Linter::keepReported(std::vector<Finding> &Findings) const {
  if (!Reported)
    return;
  llvm::erase_if(Findings, [&](const Finding &F) {
    return llvm::none_of(
        F.Chain, [&](const Step &S) { return Reported->contains(S.At.File); });
  });
}

int Linter::answer(const Program &P) {
  if (!Line.Headers.empty())
    return suggestRows(Line, C, &P, llvm::outs()) || Incomplete ? Failed
                                                                : Clean;
  if (Line.ListUnknown)
    listUnknown(P, llvm::outs());
  if (!Line.ExplainEffect.empty() &&
      !explainEffects(P, C, Line.ExplainEffect, llvm::outs())) {
    llvm::outs().flush();
    complain("--explain-effect: these files have no function '" +
             Line.ExplainEffect +
             "'; names are qualified, as in ns::type::function, and * stands "
             "for anything");
    return Failed;
  }
  return Incomplete ? Failed : Clean;
}

void Linter::dropHeaders(std::vector<Finding> &Findings) const {
  if (llvm::Regex Headers(Filter); !Filter.empty())
    llvm::erase_if(Findings, [&](const Finding &F) {
      return !MainFiles.contains(F.Chain[0].At.File) &&
             !Headers.match(F.Chain[0].At.File);
    });
}

bool Linter::wasLookedFor(const KnownFinding &K,
                          const llvm::StringSet<> &Files) const {
  if (isPartial())
    return false;
  for (size_t I = 0; I < allChecks().size(); ++I)
    if (allChecks()[I].Id == K.What.Check && !(Options.Checks >> I & 1))
      return false;
  llvm::SmallString<256> Path;
  if (llvm::sys::path::is_relative(K.What.File))
    Path = Known->folder();
  llvm::sys::path::append(Path, K.What.File);
  return Files.contains(Path) || !llvm::sys::fs::exists(Path);
}

void Linter::applyBaseline(std::vector<Finding> &Findings, const Program &P) {
  llvm::StringSet<> Files = MainFiles;
  for (StringId File : P.facts().Files)
    Files.insert(P.facts().Strings[File]);
  size_t Before = Findings.size();
  std::vector<Finding> All = Findings;
  Fixed = Known->silence(Findings, Code);
  Silent = Before - Findings.size();
  llvm::erase_if(
      Fixed, [&](const KnownFinding &K) { return !wasLookedFor(K, Files); });
  if (Line.UpdateBaseline) {
    Known->update(All, Code, [&](const KnownFinding &K) {
      return wasLookedFor(K, Files);
    });
    writeBaseline(Findings);
    Findings.clear();
  }
}

void Linter::writeBaseline(llvm::ArrayRef<Finding> New) {
  if (Incomplete) {
    complain("--update-baseline: '" + Line.Baseline +
             "' is left as it was, for not all files could be analysed");
    return;
  }
  if (llvm::Error E = writeFile(Line.Baseline, Known->text())) {
    complain("--update-baseline: " + llvm::toString(std::move(E)));
    Incomplete = true;
  } else if (!Line.Quiet) {
    llvm::errs() << Line.Baseline << " has " << plural(Known->size(), "finding")
                 << " now: " << New.size() << " new, " << Fixed.size()
                 << " fixed\n";
  }
}

void Linter::writeReports(llvm::ArrayRef<Finding> Findings) {
  std::vector<Output> Reports = Line.Reports;
  if (!Line.ReportFolder.empty()) {
    llvm::SmallString<256> Page(Line.ReportFolder);
    if (std::error_code E = llvm::sys::fs::create_directories(
            Page, /*IgnoreExisting=*/true, llvm::sys::fs::all_all)) {
      complain("--report: cannot make the folder '" + Page +
               "': " + E.message());
      Incomplete = true;
    } else {
      llvm::sys::path::append(Page, "index.html");
      Reports.push_back({Format::Html, Page.str().str()});
    }
  }
  TextStyle Text{Line.Color.value_or(llvm::outs().has_colors()), Line.MaxSame};
  for (const Output &To : Reports)
    if (llvm::Error E = write(To, Findings, Text)) {
      complain(llvm::toString(std::move(E)));
      Incomplete = true;
    }
}

void Linter::writeFixes(llvm::ArrayRef<Finding> Findings) {
  if (Line.ExportFixes.empty())
    return;
  if (llvm::Error E = exportFixes(Findings, Line.ExportFixes)) {
    complain("--export-fixes: " + llvm::toString(std::move(E)));
    Incomplete = true;
  }
}

size_t Linter::fix(llvm::ArrayRef<Finding> Findings) {
  if (!Line.Fix)
    return 0;
  if (Incomplete) {
    complain("--fix: no file is changed, for not all could be analysed");
    return 0;
  }
  FixResult Done = applyFixes(Findings);
  for (const std::string &Problem : Done.Problems)
    complain("--fix: " + Problem);
  Incomplete = !Done.Problems.empty();
  if (!Line.Quiet)
    llvm::errs() << "fixed " << Done.Fixed << " of "
                 << plural(Findings.size(), "finding") << " in "
                 << plural(Done.Files, "file") << '\n';
  return Done.Fixed;
}

void Linter::summarizeRun(llvm::ArrayRef<Finding> Findings,
                          const Program &P) const {
  for (const KnownFinding &F : Fixed)
    llvm::errs() << "fixed: " << F.What.File << ": " << F.What.Call << " in "
                 << F.What.Context << " [" << F.What.Check << "]\n";
  Contexts Looked = contextsOf(P);
  llvm::errs() << plural(Findings.size(), "finding") << " in "
               << plural(Looked.Coroutines, "coroutine");
  if (Looked.Others)
    llvm::errs() << " and " << plural(Looked.Others, "callback");
  llvm::errs() << " of " << plural(MainFiles.size(), "file");
  if (Known && !Line.UpdateBaseline)
    llvm::errs() << "; " << Silent << " known, " << Fixed.size() << " fixed";
  if (std::string Unknown = describeIndirect(unknownsOnLoops(P));
      !Unknown.empty())
    llvm::errs() << "; " << Unknown;
  llvm::errs() << '\n';
}

void Linter::writeIndex(const Program &P) {
  // Why there is no cache was said before.
  if (!llvm::sys::fs::is_directory(llvm::sys::path::parent_path(IndexFile)))
    return;
  std::string Bytes = nostall::writeIndex(P, NOSTALL_VERSION);
  // Editors read it again whenever it changes.
  auto Before = llvm::MemoryBuffer::getFile(IndexFile, /*IsText=*/false,
                                            /*RequiresNullTerminator=*/false);
  if (Before && (*Before)->getBuffer() == Bytes)
    return;
  if (llvm::Error E = writeFile(IndexFile, Bytes))
    llvm::WithColor::warning(llvm::errs(), "nostall")
        << "the index for editors: " << llvm::toString(std::move(E)) << '\n';
}

Program Linter::link() {
  flush();
  Facts All = Joined->take();
  Joined.reset(); // Its indexes are large.
  return Program(std::move(All), C, Links);
}

int Linter::finish() {
  for (const auto &[What, Same] : FirstErrors)
    if (auto [Severity, Error] = llvm::StringRef(What).split(": ");
        !Same.More.empty())
      Messages.push_back((Severity + ": the first error of more files is '" +
                          Error + "' too: " + Same.More)
                             .str());
  for (llvm::StringRef Message : Messages)
    if (Message.consume_front("error: "))
      complain(Message);
    else if (Message.consume_front("warning: "))
      llvm::WithColor::warning(llvm::errs(), "nostall") << Message << '\n';

  Program P = link();
  if (!Line.ExplainEffect.empty() || Line.ListUnknown || !Line.Headers.empty())
    return answer(P);
  if (!IndexFile.empty())
    writeIndex(P);
  std::vector<Finding> Findings = judge(P, C, Options);
  dropHeaders(Findings);
  if (Known)
    applyBaseline(Findings, P);
  if (Changes)
    keepChanges(Findings);
  keepReported(Findings);
  if (Lines)
    llvm::erase_if(Findings, [&](const Finding &F) {
      return !Lines->contains(F.Chain[0].At);
    });

  writeReports(Findings);
  writeFixes(Findings);
  if (!Line.Quiet && !MainFiles.empty())
    summarizeRun(Findings, P);
  if (Line.Statistics)
    printStatistics(Findings, P, MainFiles.size(), llvm::errs());
  // Reports show the code as it was.
  size_t Fixed = fix(Findings);
  if (Incomplete)
    return Failed;
  return Fixed == Findings.size() || Line.ExitZero ? Clean : HasFindings;
}

} // namespace nostall
