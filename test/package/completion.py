"""Holds completions and the man page against --help, and tries them.

usage: completion.py complete NOSTALL BASH ZSH FISH MAN
       completion.py try bash|zsh|fish|man FILE
"""

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time

# What is typed, and some of what is offered; what is not offered.
CASES = [
    ("nostall --prof", {"--profile"}, {"--checks"}),
    ("nostall --profile=st", {"strict"}, {"default"}),
    ("nostall summ", {"summarize"}, {"link"}),
    ("nostall link --exit", {"--exit-zero"}, {"--depfile"}),
    ("nostall init --git", {"--github", "--gitlab"}, {"--clangd"}),
]


def said(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def own_help(nostall, *subcommand):
    return said(nostall, *subcommand, "--help").split("nostall options:")[-1]


def complete(nostall, bash, zsh, fish, man):
    top = said(nostall, "--help")
    names = re.findall(r"^  (\w+) +- ", top.split("SUBCOMMANDS:")[1].split("OPTIONS:")[0], re.M)
    texts = {path: open(path).read() for path in (bash, zsh, fish, man)}
    missing = []
    wanted = set(names)
    for subcommand in [[], *([name] for name in names)]:
        shown = own_help(nostall, *subcommand) if "nostall options:" in said(nostall, *subcommand, "--help") else ""
        wanted.update(re.findall(r"^  (--?[\w-]+)", shown, re.M))
        wanted.update(re.findall(r"^    =([\w-]+)", shown, re.M))
    if len(wanted) < 30:
        sys.exit(f"--help lists too little: {wanted}")
    for path, text in texts.items():
        text = re.sub(r"\\f.", " ", text).replace("\\-", "-")
        if path == fish:
            text = re.sub(r" -l (\S+)", r" --\1", re.sub(r" -s (\S+)", r" -\1", text))
        missing += [f"{path}: {w}" for w in wanted if not re.search(rf"(?<![\w-]){re.escape(w)}(?![\w-])", text)]
    if missing:
        sys.exit("\n".join(["missing in", *missing]))


def check(shell, typed, offered, some, others):
    if not some <= offered or others & offered:
        sys.exit(f"{shell}: '{typed}' offers {sorted(offered)}")


def try_bash(path):
    script = ('source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _nostall; '
              'printf "%s\\n" "${COMPREPLY[@]}"')
    more = [("nostall summarize a.cpp -", {"-o", "--depfile="}, {"--checks="}), ("nostall a.cpp -- -", set(), {"-p"})]
    for typed, some, others in CASES + more:
        words = re.findall(r"=|[^\s=]+", typed)
        out = said("bash", "--norc", "-u", "-c", script, "bash", path, *words)
        check("bash", typed, {w.rstrip("=") if w.rstrip("=") in some else w for w in out.split()}, some, others)
    return f"asked {len(CASES + more)} times"


def try_fish(path):
    for typed, some, others in CASES:
        out = said("fish", "--no-config", "-c", f"source {path}; complete -C '{typed}'")
        offered = {line.split("\t")[0].split("=")[-1].rstrip("=") or line for line in out.splitlines()}
        offered |= {line.split("\t")[0].rstrip("=") for line in out.splitlines()}
        check("fish", typed, offered, some, others)
    return f"asked {len(CASES)} times"


def try_zsh(path):
    """Types into a real zsh on a terminal and reads what it lists."""
    functions = os.path.abspath("functions")
    os.makedirs(functions, exist_ok=True)
    shutil.copy(path, os.path.join(functions, "_nostall"))
    shell, terminal = pty.fork()
    if shell == 0:
        os.environ.update(TERM="vt100", COLUMNS="200", PS1="", HOME=functions)
        os.execlp("zsh", "zsh", "-f", "-i")

    def read(until, seconds=20):
        text, end = "", time.monotonic() + seconds
        while until not in text and time.monotonic() < end:
            if select.select([terminal], [], [], 0.2)[0]:
                text += os.read(terminal, 65536).decode(errors="replace")
        if until not in text:
            sys.exit(f"zsh: '{until}' does not come, but: {text}")
        return text

    def send(text):
        os.write(terminal, text.encode())

    send(f"fpath=({functions} $fpath); autoload -Uz compinit; compinit -u -D; setopt list_ambiguous; "
         "PS1=; print rea''dy\n")
    read("ready\r\n")
    for typed, some, others in CASES:
        # Two tabs list; the rest of the line is thrown away. What is typed
        # too early may be lost on a machine that is busy.
        for patience in (1, 4, 16):
            send(typed + "\t\t")
            time.sleep(patience)
            send("\x15print do''ne\n")
            offered = set(re.findall(r"--?[\w-]+|\w+", read("done\r\n")))
            if some <= offered:
                break
        check("zsh", typed, offered, some, others)
    send("exit\n")
    os.waitpid(shell, 0)
    return f"asked {len(CASES)} times"


def try_man(path):
    done = subprocess.run(["man", "--warnings", "-l", path], capture_output=True, text=True,
                          env=dict(os.environ, LC_ALL="C.UTF-8", MANWIDTH="80", MAN_KEEP_STDERR="1"))
    if done.returncode or done.stderr or "--whole-program" not in done.stdout.replace("\u2010", "-"):
        sys.exit(f"man: {done.returncode} {done.stderr} {done.stdout[:500]}")
    return "no complaints"


def attempt(program, path):
    tries = {"bash": try_bash, "zsh": try_zsh, "fish": try_fish, "man": try_man}
    print(f"{program}: {tries[program](os.path.abspath(path))}")


{"complete": complete, "try": attempt}[sys.argv[1]](*sys.argv[2:])
