//===- Generate.cpp - completions and the man page ------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Generate.h"
#include "Version.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"

namespace nostall {
namespace {

using llvm::StringRef;
using Commands = llvm::ArrayRef<CommandText>;

std::string replaced(StringRef Text, StringRef What, StringRef With) {
  std::string Out;
  for (auto [Before, Rest] = Text.split(What);;
       std::tie(Before, Rest) = Rest.split(What)) {
    Out += Before;
    if (Before.size() == Text.size())
      return Out;
    Out += With;
    Text = Rest;
  }
}

/// In single quotes, for a shell.
std::string quoted(StringRef Text) {
  return "'" + replaced(Text, "'", "'\\''") + "'";
}

/// `-p`, `--quiet`, or `--checks=`, which a value follows.
std::string spelled(const OptionText &O) {
  bool IsLong = StringRef(O.Name).starts_with("--");
  return O.Name + (IsLong && !O.Value.empty() ? "=" : "");
}

std::string names(Commands All, StringRef Between) {
  std::vector<StringRef> Out;
  for (const CommandText &C : All.drop_front())
    Out.push_back(C.Name);
  return llvm::join(Out, Between);
}

std::string choices(const OptionText &O) {
  std::vector<StringRef> Out;
  for (const OptionText::Choice &C : O.Choices)
    Out.push_back(C.Name);
  return llvm::join(Out, " ");
}

//===----------------------------------------------------------------------===//
// bash
//===----------------------------------------------------------------------===//

void bash(Commands All, llvm::raw_ostream &OS) {
  OS << "# Completion of nostall for bash, made by 'nostall generate bash'.\n\n"
        "_nostall() {\n"
        "  local word=${COMP_WORDS[COMP_CWORD]} command='' options='' i\n"
        "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
        "    case ${COMP_WORDS[i]} in\n"
        "    --) return ;;\n"
        "    "
     << names(All, " | ")
     << ") command=${COMP_WORDS[i]} ;;\n"
        "    esac\n"
        "  done\n"
        "  # bash takes --option=value for three words.\n"
        "  local option=${COMP_WORDS[COMP_CWORD - 1]}\n"
        "  if [ \"$word\" = = ]; then\n"
        "    word=''\n"
        "  elif [ \"$option\" = = ]; then\n"
        "    option=${COMP_WORDS[COMP_CWORD - 2]}\n"
        "  fi\n"
        "  case $option in\n";
  std::vector<std::string> Seen;
  for (const CommandText &C : All)
    for (const OptionText &O : C.Options)
      if (!O.Choices.empty() && !llvm::is_contained(Seen, O.Name)) {
        Seen.push_back(O.Name);
        OS << "  " << O.Name << ")\n    COMPREPLY=($(compgen -W "
           << quoted(choices(O)) << " -- \"$word\"))\n    return\n    ;;\n";
      }
  OS << "  esac\n"
        "  case $command in\n";
  for (const CommandText &C : All) {
    std::vector<std::string> Words;
    for (const OptionText &O : C.Options)
      Words.push_back(spelled(O));
    OS << "  " << quoted(C.Name)
       << ") options=" << quoted(llvm::join(Words, " ")) << " ;;\n";
  }
  OS << "  esac\n"
        "  case $word in\n"
        "  -*) COMPREPLY=($(compgen -W \"$options\" -- \"$word\")) ;;\n"
        "  *)\n"
        "    COMPREPLY=($(compgen -f -- \"$word\"))\n"
        "    [ -n \"$command\" ] ||\n"
        "      COMPREPLY+=($(compgen -W "
     << quoted(names(All, " "))
     << " -- \"$word\"))\n"
        "    compopt -o filenames 2>/dev/null\n"
        "    ;;\n"
        "  esac\n"
        "  [[ ${COMPREPLY-} != *= ]] || compopt -o nospace 2>/dev/null\n"
        "}\n"
        "complete -F _nostall nostall\n";
}

//===----------------------------------------------------------------------===//
// zsh
//===----------------------------------------------------------------------===//

/// What is special in the specifications of _arguments.
std::string forArguments(StringRef Text) {
  return replaced(replaced(replaced(Text, "[", "\\["), "]", "\\]"), ":", "\\:");
}

std::string zshOption(const OptionText &O) {
  std::string Out = O.Name;
  bool IsLong = StringRef(O.Name).starts_with("--");
  if (!O.Value.empty())
    Out += IsLong ? "=" : "+";
  Out += "[" + forArguments(O.Help) + "]";
  if (O.Value.empty())
    return Out;
  Out += ":" + forArguments(O.Value) + ":";
  return Out + (O.Choices.empty() ? "_files" : "(" + choices(O) + ")");
}

void zsh(Commands All, llvm::raw_ostream &OS) {
  OS << "#compdef nostall\n"
        "# Completion of nostall for zsh, made by 'nostall generate zsh'.\n\n"
        "_nostall() {\n"
        "  local -a commands\n"
        "  commands=(\n";
  for (const CommandText &C : All.drop_front())
    OS << "    " << quoted(C.Name + ":" + forArguments(C.Help)) << '\n';
  OS << "  )\n"
        "  case ${words[2]} in\n";
  auto Arguments = [&](const CommandText &C) {
    for (const OptionText &O : C.Options)
      OS << " \\\n      " << quoted(zshOption(O));
  };
  for (const CommandText &C : All.drop_front()) {
    OS << "  " << C.Name << ")\n    shift words\n    (( CURRENT-- ))\n"
       << "    _arguments";
    Arguments(C);
    OS << " \\\n      '*:" << forArguments(C.Words) << ":_files'\n    ;;\n";
  }
  OS << "  *)\n"
        "    _arguments";
  Arguments(All.front());
  OS << " \\\n      '1: :{_describe command commands; _files}' \\\n"
        "      '*:file:_files'\n"
        "    ;;\n"
        "  esac\n"
        "}\n\n"
        "_nostall \"$@\"\n";
}

//===----------------------------------------------------------------------===//
// fish
//===----------------------------------------------------------------------===//

void fish(Commands All, llvm::raw_ostream &OS) {
  OS << "# Completion of nostall for fish, made by 'nostall generate fish'.\n";
  std::string Names = names(All, " ");
  for (const CommandText &C : All.drop_front())
    OS << "complete -c nostall -n 'not __fish_seen_subcommand_from " << Names
       << "' -a " << C.Name << " -d " << quoted(C.Help) << '\n';
  for (const CommandText &C : All)
    for (const OptionText &O : C.Options) {
      StringRef Name = O.Name;
      OS << "complete -c nostall -n '"
         << (C.Name.empty() ? "not __fish_seen_subcommand_from " + Names
                            : "__fish_seen_subcommand_from " + C.Name)
         << "' " << (Name.consume_front("--") ? "-l " : "-s ")
         << Name.ltrim('-') << " -d " << quoted(O.Help);
      if (!O.Choices.empty())
        OS << " -x -a " << quoted(choices(O));
      else if (!O.Value.empty())
        OS << " -r -F";
      OS << '\n';
    }
}

//===----------------------------------------------------------------------===//
// man
//===----------------------------------------------------------------------===//

/// Text for roff: a hyphen is a minus, a line does not begin with a dot.
std::string roff(StringRef Text) {
  std::string Out = replaced(replaced(Text, "\\", "\\e"), "-", "\\-");
  return StringRef(Out).starts_with(".") || StringRef(Out).starts_with("'")
             ? "\\&" + Out
             : Out;
}

void manOptions(const CommandText &C, llvm::raw_ostream &OS) {
  for (const OptionText &O : C.Options) {
    OS << ".TP\n.B " << roff(spelled(O));
    if (!O.Value.empty())
      OS << "\\fI" << roff(O.Value) << "\\fR";
    OS << '\n' << roff(O.Help) << '\n';
    for (const OptionText::Choice &Choice : O.Choices)
      OS << ".br\n\\fB" << roff(Choice.Name) << "\\fR: " << roff(Choice.Help)
         << '\n';
  }
}

void man(Commands All, StringRef Overview, llvm::raw_ostream &OS) {
  OS << ".\\\" Made by 'nostall generate man'.\n"
        ".TH NOSTALL 1 \"\" \"nostall " NOSTALL_VERSION "\" \"User Commands\"\n"
        ".SH NAME\nnostall \\- find what can stall an event loop\n"
        ".SH SYNOPSIS\n"
        ".B nostall\n[\\fIoptions\\fR] [\\fIfiles\\fR] "
        "[\\fB\\-\\-\\fR \\fIcompiler flags\\fR]\n";
  for (const CommandText &C : All.drop_front())
    OS << ".br\n.B nostall " << C.Name << '\n'
       << (C.Options.empty() ? "" : "[\\fIoptions\\fR] ") << "\\fI"
       << roff(C.Words) << "\\fR\n";
  OS << ".SH DESCRIPTION\n";
  for (auto [Paragraph, Rest] = Overview.rtrim().split("\n\n");
       !Paragraph.empty(); std::tie(Paragraph, Rest) = Rest.split("\n\n"))
    OS << ".PP\n" << roff(Paragraph) << '\n';
  OS << ".SH OPTIONS\n";
  manOptions(All.front(), OS);
  OS << ".SH COMMANDS\n";
  for (const CommandText &C : All.drop_front()) {
    OS << ".SS nostall " << C.Name << '\n' << roff(C.Help) << ".\n";
    manOptions(C, OS);
  }
  OS << ".SH FILES\n"
        ".TP\n.I .nostall.yaml\nThe configuration of a project, in the current "
        "directory or above it.\n"
        ".TP\n.I compile_commands.json\nThe compilation database.\n"
        ".TP\n.I .nostall\\-cache\nWhat earlier runs found, beside the "
        "database. It may be deleted.\n"
        ".SH SEE ALSO\n"
        ".BR clang\\-tidy (1),\n.BR clangd (1)\n";
}

} // namespace

bool generate(StringRef Kind, Commands All, StringRef Overview,
              llvm::raw_ostream &OS) {
  if (Kind == "bash")
    bash(All, OS);
  else if (Kind == "zsh")
    zsh(All, OS);
  else if (Kind == "fish")
    fish(All, OS);
  else if (Kind == "man")
    man(All, Overview, OS);
  else
    return false;
  return true;
}

} // namespace nostall
