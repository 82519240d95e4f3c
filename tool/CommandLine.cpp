//===- CommandLine.cpp - what the user asked for --------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CommandLine.h"
#include "Generate.h"
#include "Version.h"
#include "clang/Basic/Version.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/WithColor.h"
#include "llvm/Support/raw_ostream.h"

namespace cl = llvm::cl;

namespace nostall {
namespace {

constexpr char Overview[] =
    "nostall finds what can stall an event loop: blocking calls in C++20\n"
    "coroutines, directly or through any chain of calls.\n\n"
    "Without files it lints every file of the compilation database\n"
    "(compile_commands.json, searched in the current directory, its build\n"
    "folder, and upwards; or given with -p). A header stands for the files\n"
    "that include it, a folder for the files in it. Compiler flags after --\n"
    "replace the database.\n\n"
    "Exit status: 0 clean, 1 findings, 2 could not do the job.\n";

[[noreturn]] void refuse(const llvm::Twine &Message) {
  llvm::WithColor::error(llvm::errs(), "nostall") << Message << '\n';
  std::exit(Failed);
}

/// Options that are declared once count for the subcommands that they name.
struct Parser {
  cl::OptionCategory Category{"nostall options"};
  cl::SubCommand Summarize{"summarize",
                           "Write what files contribute to a program, as a "
                           "compiler writes object files"};
  cl::SubCommand Link{"link", "Lint the summaries of a program's files"};
  cl::SubCommand Explain{"explain", "Print the page of a check"};
  cl::SubCommand Catalogue{
      "catalogue", "Look into the catalogue, or check it against headers"};
  cl::SubCommand Init{"init", "Write the files that a project has for nostall; "
                              "never over one that is there"};
  cl::SubCommand Doctor{"doctor",
                        "Say whether all that a run needs is in place"};
  cl::SubCommand Generate{"generate",
                          "Print completions for bash, zsh or fish, or the "
                          "page for man"};
  cl::sub Top{cl::SubCommand::getTopLevel()};

  cl::list<std::string> Files{cl::Positional, cl::desc("[files]"), Top,
                              cl::sub(Summarize), cl::cat(Category)};
  cl::list<std::string> LinkFiles{cl::Positional,
                                  cl::desc("summaries, folders or @lists"),
                                  cl::sub(Link), cl::cat(Category)};
  cl::list<std::string> ExplainWords{cl::Positional, cl::desc("CHECK"),
                                     cl::sub(Explain), cl::cat(Category)};
  cl::list<std::string> CatalogueWords{
      cl::Positional,
      cl::desc("show NAME | search WORDS | diff OLD NEW | check [files] | "
               "suggest HEADERS"),
      cl::sub(Catalogue), cl::cat(Category)};
  cl::opt<std::string> CompileFlags{
      "compile-flags",
      cl::desc("catalogue check, suggest: flags that the headers are read "
               "with"),
      cl::value_desc("flags"), cl::sub(Catalogue), cl::cat(Category)};
  cl::opt<bool> All{"all",
                    cl::desc("catalogue suggest: propose also what has rows, "
                             "and count how many of them that finds"),
                    cl::sub(Catalogue), cl::cat(Category)};

  cl::list<std::string> GenerateWords{cl::Positional,
                                      cl::desc("bash|zsh|fish|man"),
                                      cl::sub(Generate), cl::cat(Category)};

  cl::opt<std::string> BuildPath{
      "p",
      cl::desc("Folder with compile_commands.json, or the file itself"),
      cl::value_desc("path"),
      Top,
      cl::sub(Summarize),
      cl::sub(Catalogue),
      cl::sub(Doctor),
      cl::cat(Category)};
  cl::opt<unsigned> Jobs{"j",
                         cl::desc("Files parsed at once (default: one for "
                                  "each processor)"),
                         cl::value_desc("N"),
                         cl::Prefix,
                         Top,
                         cl::sub(Summarize),
                         cl::cat(Category)};
  cl::opt<std::string> Output{
      "o",
      cl::desc("Where the summary goes; a folder for those of several "
               "files"),
      cl::value_desc("path"), cl::sub(Summarize), cl::cat(Category)};
  cl::opt<std::string> Depfile{
      "depfile", cl::desc("Write the files that were read, for make or ninja"),
      cl::value_desc("file"), cl::sub(Summarize), cl::cat(Category)};
  cl::opt<std::string> Root{
      "root",
      cl::desc("Write paths below this folder relative to it: for builds that "
               "run in folders of their own"),
      cl::value_desc("folder"), cl::sub(Summarize), cl::cat(Category)};
  cl::opt<bool> Dump{"dump", cl::desc("Print summaries as text"),
                     cl::sub(Summarize), cl::cat(Category)};
  cl::opt<bool> InitPreCommit{"pre-commit",
                              cl::desc("Only .pre-commit-config.yaml"),
                              cl::sub(Init), cl::cat(Category)};
  cl::opt<bool> InitGitHub{"github",
                           cl::desc("Only a workflow for GitHub Actions"),
                           cl::sub(Init), cl::cat(Category)};
  cl::opt<bool> InitGitLab{"gitlab", cl::desc("Only a job for GitLab CI"),
                           cl::sub(Init), cl::cat(Category)};
  cl::opt<std::string> Checks{
      "checks",
      cl::desc("Comma-separated globs, '-' turns off; added to the default"),
      cl::value_desc("globs"),
      Top,
      cl::sub(Link),
      cl::cat(Category)};
  cl::opt<std::string> HeaderFilter{
      "header-filter",
      cl::desc("Report findings in headers whose path matches this regular "
               "expression (default: all but system headers)"),
      cl::value_desc("regex"),
      Top,
      cl::sub(Link),
      cl::cat(Category)};
  cl::opt<std::string> LineFilter{
      "line-filter",
      cl::desc("Report only findings on these lines, as clang-tidy has it: "
               "'[{\"name\":\"a.cpp\",\"lines\":[[1,3],[5,7]]},"
               "{\"name\":\"b.h\"}]'"),
      cl::value_desc("json"),
      Top,
      cl::sub(Link),
      cl::cat(Category)};
  cl::opt<bool> Fix{
      "fix",
      cl::desc("Change the files where a finding has a fix; findings that are "
               "fixed do not count for the exit status"),
      Top, cl::sub(Link), cl::cat(Category)};
  cl::opt<std::string> ExportFixes{
      "export-fixes",
      cl::desc("Write findings and fixes as clang-tidy does, for "
               "clang-apply-replacements"),
      cl::value_desc("file"),
      Top,
      cl::sub(Link),
      cl::cat(Category)};
  cl::opt<std::string> ConfigFile{
      "config",
      cl::desc("Configuration file (default: .nostall.yaml, searched "
               "upwards from the current directory)"),
      cl::value_desc("file"),
      Top,
      cl::sub(Link),
      cl::sub(Catalogue),
      cl::sub(Doctor),
      cl::cat(Category)};
  cl::opt<Profile> Prof{
      "profile",
      cl::desc("How short a stall is reported"),
      cl::values(clEnumValN(Profile::Default, "default",
                            "what waits for others, the network or the disk"),
                 clEnumValN(Profile::Strict, "strict",
                            "also short locks, metadata and console output")),
      Top,
      cl::sub(Link),
      cl::cat(Category)};
  cl::opt<VirtualCalls> Virtual{
      "virtual",
      cl::desc("Which bodies a virtual call may run"),
      cl::values(clEnumValN(VirtualCalls::All, "all",
                            "every override of the program (default)"),
                 clEnumValN(VirtualCalls::Declared, "declared",
                            "that of the function that the call names"),
                 clEnumValN(VirtualCalls::None, "none",
                            "none: only rows and annotations count")),
      Top,
      cl::sub(Link),
      cl::cat(Category)};
  cl::opt<Callbacks> Judged{
      "callbacks",
      cl::desc("Which callbacks of event loops are looked at"),
      cl::values(clEnumValN(Callbacks::All, "all",
                            "also those that a loop finds by their names, "
                            "such as Qt's slots (default)"),
                 clEnumValN(Callbacks::Given, "given",
                            "those that code hands to a loop")),
      Top,
      cl::sub(Link),
      cl::cat(Category)};
  cl::opt<std::string> CacheDir{
      "cache-dir",
      cl::desc("Folder for what earlier runs found (default: .nostall-cache "
               "beside the compilation database)"),
      cl::value_desc("folder"),
      Top,
      cl::sub(Doctor),
      cl::cat(Category)};
  cl::opt<bool> NoCache{"no-cache", cl::desc("Parse every file again"), Top,
                        cl::cat(Category)};
  cl::opt<bool> WholeProgram{
      "whole-program",
      cl::desc("Link named files with the rest of the compilation database, "
               "and report the findings whose chains lead through them"),
      Top, cl::cat(Category)};
  cl::opt<bool> ListChecks{"list-checks", cl::desc("List all checks"), Top,
                           cl::cat(Category)};
  cl::opt<bool> ListUnknown{
      "list-unknown",
      cl::desc("Do not lint: list the functions that are taken on trust, for "
               "want of a body and a row"),
      Top, cl::sub(Link), cl::cat(Category)};
  cl::opt<std::string> ExplainEffect{
      "explain-effect",
      cl::desc("Do not lint: say why a function counts as one that blocks, or "
               "as one that does not"),
      cl::value_desc("name"),
      Top,
      cl::sub(Link),
      cl::cat(Category)};
  cl::list<Format> Formats{
      "format",
      cl::desc("How findings are written (default: text); may be repeated"),
      cl::values(
          clEnumValN(Format::Text, "text", "as compilers do"),
          clEnumValN(Format::Json, "json", "all that is known"),
          clEnumValN(Format::Sarif, "sarif", "SARIF 2.1.0"),
          clEnumValN(Format::Github, "github", "annotations of GitHub Actions"),
          clEnumValN(Format::Gitlab, "gitlab", "GitLab Code Quality"),
          clEnumValN(Format::Checkstyle, "checkstyle", "Checkstyle's XML"),
          clEnumValN(Format::Junit, "junit", "JUnit's XML")),
      Top,
      cl::sub(Link),
      cl::cat(Category)};
  cl::list<std::string> Outputs{
      "output",
      cl::desc("Write the --format before it to a file (default: the standard "
               "output)"),
      cl::value_desc("file"),
      Top,
      cl::sub(Link),
      cl::cat(Category)};
  cl::opt<std::string> ReportFolder{
      "report",
      cl::desc("Also write a page for browsers, index.html in this folder"),
      cl::value_desc("folder"),
      Top,
      cl::sub(Link),
      cl::cat(Category)};
  cl::opt<unsigned> MaxSame{
      "max-same",
      cl::desc("In text, show as many of the findings that end in the same "
               "blocking call (default: 5; 0: all)"),
      cl::value_desc("N"),
      cl::init(5),
      Top,
      cl::sub(Link),
      cl::cat(Category)};
  cl::opt<bool> Statistics{
      "statistics",
      cl::desc("Count findings by check, category, file and blocking call, "
               "and what was looked at"),
      Top, cl::sub(Link), cl::cat(Category)};
  cl::opt<std::string> Baseline{
      "baseline",
      cl::desc("Do not report the findings that this file knows; say which of "
               "them are fixed"),
      cl::value_desc("file"),
      Top,
      cl::sub(Link),
      cl::cat(Category)};
  cl::opt<bool> UpdateBaseline{
      "update-baseline",
      cl::desc("Write the findings to the file of --baseline, and report none"),
      Top, cl::sub(Link), cl::cat(Category)};
  cl::opt<std::string> Diff{
      "diff",
      cl::desc("Report only what lines of a change make block: of the unified "
               "diff on the standard input, or since a revision, by git"),
      cl::value_desc("revision"),
      cl::ValueOptional,
      Top,
      cl::sub(Link),
      cl::cat(Category)};
  cl::opt<bool> ExitZero{"exit-zero",
                         cl::desc("Exit with 0 even if there are findings"),
                         Top, cl::sub(Link), cl::cat(Category)};
  cl::opt<bool> Quiet{
      "quiet",       cl::desc("Print findings only: no progress, no summary"),
      Top,           cl::sub(Summarize),
      cl::sub(Link), cl::cat(Category)};
  cl::opt<bool> UseColor{"use-color",
                         cl::desc("Colours (default: on a terminal)"), Top,
                         cl::sub(Link), cl::cat(Category)};
};

/// The choices of an option that has some.
std::vector<OptionText::Choice> choicesOf(const Parser &P,
                                          const cl::Option *O) {
  std::vector<OptionText::Choice> Out;
  auto Add = [&](const auto &Enum) {
    const cl::generic_parser_base &Names =
        const_cast<std::remove_cvref_t<decltype(Enum)> &>(Enum).getParser();
    if (O != static_cast<const cl::Option *>(std::addressof(Enum)))
      return;
    for (unsigned I = 0; I < Names.getNumOptions(); ++I)
      Out.push_back({Names.getOption(I).str(), Names.getDescription(I).str()});
  };
  Add(P.Formats);
  Add(P.Prof);
  Add(P.Virtual);
  Add(P.Judged);
  return Out;
}

/// The options of a subcommand, and what stands behind them.
CommandText describe(const Parser &P, cl::SubCommand &Sub) {
  CommandText Out{Sub.getName().str(), Sub.getDescription().str(), "", {}};
  for (const cl::Option *O : Sub.PositionalOpts)
    Out.Words = O->HelpStr.str();
  for (const auto &Entry : cl::getRegisteredOptions(Sub)) {
    const cl::Option *O = Entry.second;
    if (!llvm::is_contained(O->Categories, &P.Category) || O->isPositional())
      continue;
    OptionText Text;
    Text.Name = (O->ArgStr.size() == 1 ? "-" : "--") + O->ArgStr.str();
    Text.Help = O->HelpStr.str();
    Text.Choices = choicesOf(P, O);
    if (O->getValueExpectedFlag() == cl::ValueRequired)
      Text.Value = O->ValueStr.empty() ? "value" : O->ValueStr.str();
    Out.Options.push_back(std::move(Text));
  }
  llvm::sort(Out.Options, [](const OptionText &A, const OptionText &B) {
    return A.Name < B.Name;
  });
  return Out;
}

/// Prints what was asked for; returns the exit code.
int generateFor(const Parser &P) {
  std::vector<CommandText> Commands;
  for (cl::SubCommand *Sub : cl::getRegisteredSubcommands())
    if (Sub != &cl::SubCommand::getAll())
      Commands.push_back(describe(P, *Sub));
  llvm::sort(Commands, [](const CommandText &A, const CommandText &B) {
    return A.Name < B.Name;
  });
  if (P.GenerateWords.size() == 1 &&
      generate(P.GenerateWords[0], Commands, Overview, llvm::outs()))
    return Clean;
  refuse("generate: expected 'bash', 'zsh', 'fish' or 'man'");
}

/// A whole command instead of flags, for the file that is in it.
class OneCommand : public clang::tooling::CompilationDatabase {
public:
  explicit OneCommand(std::vector<std::string> Words)
      : Words(std::move(Words)) {}

  std::vector<clang::tooling::CompileCommand>
  getCompileCommands(llvm::StringRef File) const override {
    for (const std::string &Word : Words) {
      llvm::SmallString<256> Path(Word);
      if (llvm::sys::fs::make_absolute(Path))
        continue;
      llvm::sys::path::remove_dots(Path, /*remove_dot_dot=*/true);
      if (Path == File)
        return {{".", File, Words, ""}};
    }
    return {};
  }

private:
  std::vector<std::string> Words;
};

/// True if what follows `--` begins with a program's name.
bool isCommand(const char *const *Dashes, const char *const *End) {
  return End - Dashes > 1 && !llvm::StringRef(Dashes[1]).starts_with("-");
}

std::vector<Output> reports(const Parser &P) {
  std::vector<FormatArgument> Formats;
  for (unsigned I = 0; I < P.Formats.size(); ++I)
    Formats.push_back({P.Formats[I], P.Formats.getPosition(I)});
  std::vector<OutputArgument> Files;
  for (unsigned I = 0; I < P.Outputs.size(); ++I)
    Files.push_back({P.Outputs[I], P.Outputs.getPosition(I)});
  if (llvm::Expected<std::vector<Output>> Out = pairOutputs(Formats, Files))
    return std::move(*Out);
  else
    refuse(llvm::toString(Out.takeError()));
}

/// Mistakes that each option by itself does not have.
void checkCombinations(const Parser &P) {
  if (P.UpdateBaseline && P.Baseline.empty())
    refuse("--update-baseline: name the file with --baseline");
  if (P.Baseline.getNumOccurrences() && P.Baseline.empty())
    refuse("--baseline: expected the name of a file");
  if (P.ReportFolder.getNumOccurrences() && P.ReportFolder.empty())
    refuse("--report: expected the name of a folder");
  if (P.ExportFixes.getNumOccurrences() && P.ExportFixes.empty())
    refuse("--export-fixes: expected the name of a file");
  if (P.UpdateBaseline && P.Diff.getNumOccurrences())
    refuse("--update-baseline needs all findings, and --diff leaves some out; "
           "use one of them");
}

} // namespace

CommandLine parseCommandLine(int Argc, const char **Argv) {
  CommandLine Out;
  std::string Error;
  // LLVM expands no response files behind `--`.
  llvm::BumpPtrAllocator Allocator;
  llvm::SmallVector<const char *, 64> Words(Argv, Argv + Argc);
  cl::ExpansionContext Files(Allocator, cl::TokenizeGNUCommandLine);
  if (llvm::Error E = Files.expandResponseFiles(Words))
    refuse(llvm::toString(std::move(E)));
  Argc = static_cast<int>(Words.size());
  Argv = Words.data();
  auto Flags = llvm::find(Words, llvm::StringRef("--"));
  for (llvm::StringRef Word : llvm::make_range(Flags, Words.end()))
    if (Word.consume_front("@"))
      refuse("no such response file: " + Word.str());
  // Takes what follows `--` away.
  if (isCommand(Flags, Words.end())) {
    Out.Fixed = std::make_unique<OneCommand>(
        std::vector<std::string>(std::next(Flags), Words.end()));
    Argc = static_cast<int>(Flags - Words.begin());
  } else {
    Out.Fixed = clang::tooling::FixedCompilationDatabase::loadFromCommandLine(
        Argc, Argv, Error);
  }

  Parser P;
  cl::HideUnrelatedOptions(P.Category);
  cl::SetVersionPrinter([](llvm::raw_ostream &OS) {
    OS << "nostall " NOSTALL_VERSION " (" << clang::getClangFullVersion()
       << ")\n";
  });
  std::string Message;
  llvm::raw_string_ostream Errors(Message);
  if (!cl::ParseCommandLineOptions(Argc, Argv, Overview, &Errors)) {
    llvm::errs() << Message;
    std::exit(Failed);
  }

  if (P.Generate)
    std::exit(generateFor(P));
  if (P.Explain) {
    Out.What = CommandLine::Explain;
    Out.Words = P.ExplainWords;
  } else if (P.Catalogue) {
    Out.What = CommandLine::Catalogue;
    Out.Words = P.CatalogueWords;
  } else if (P.Init) {
    Out.What = CommandLine::Init;
  } else if (P.Doctor) {
    Out.What = CommandLine::Doctor;
  } else if (P.Link) {
    Out.What = CommandLine::Link;
    Out.Words = P.LinkFiles;
  } else {
    if (P.Summarize)
      Out.What = CommandLine::Summarize;
    else if (P.ListChecks)
      Out.What = CommandLine::ListChecks;
    Out.Words = P.Files;
  }
  Out.ConfigFile = P.ConfigFile;
  Out.BuildPath = P.BuildPath;
  Out.Checks = P.Checks;
  Out.HeaderFilter = P.HeaderFilter;
  Out.ExplainEffect = P.ExplainEffect;
  Out.ListUnknown = P.ListUnknown;
  if (P.Prof.getNumOccurrences())
    Out.Prof = P.Prof;
  if (P.Virtual.getNumOccurrences())
    Out.Virtual = P.Virtual;
  if (P.Judged.getNumOccurrences())
    Out.Judged = P.Judged;
  Out.Jobs = P.Jobs;
  Out.UseCache = !P.NoCache;
  Out.WholeProgram = P.WholeProgram;
  Out.CacheDir = P.CacheDir;
  Out.Output = P.Output;
  Out.Depfile = P.Depfile;
  Out.Root = P.Root;
  Out.Dump = P.Dump;
  Out.CompileFlags = P.CompileFlags;
  Out.All = P.All;
  Out.Parts = {P.InitPreCommit, P.InitGitHub, P.InitGitLab};
  Out.ExitZero = P.ExitZero;
  Out.Quiet = P.Quiet;
  checkCombinations(P);
  Out.Reports = reports(P);
  Out.ReportFolder = P.ReportFolder;
  Out.MaxSame = P.MaxSame;
  Out.Statistics = P.Statistics;
  Out.Baseline = P.Baseline;
  Out.UpdateBaseline = P.UpdateBaseline;
  if (P.Diff.getNumOccurrences())
    Out.Diff = P.Diff;
  Out.LineFilter = P.LineFilter;
  Out.Fix = P.Fix;
  Out.ExportFixes = P.ExportFixes;
  if (P.UseColor.getNumOccurrences())
    Out.Color = P.UseColor;
  return Out;
}

} // namespace nostall
