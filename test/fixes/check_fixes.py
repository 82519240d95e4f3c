"""Fixes a file in every way that there is, and holds the results against its marks.

usage: check_fixes.py --tools=NOSTALL,CLANG_TIDY,PLUGIN,APPLY --compilers=A,B FOLDER SOURCE -- FLAGS

    usleep(5); // FIX: co_await nostall::sleep(std::chrono::microseconds(5));
    usleep(5); // OK: why a fix would be wrong

The program, clang-tidy with the plugin, and clang-apply-replacements have to
make the same of it: each FIX line what its mark says, and no other line
anything else but an #include. The compilers have to accept the result, and
nostall must still find all OK lines in it, and only them. Needs an OK line for
each FIX line.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys


def run(*command, expect=0):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != expect:
        sys.exit(f"{' '.join(command)}\nexit code {done.returncode}, not {expect}\n{done.stdout}{done.stderr}")
    return done.stdout


def marked(text, kind):
    """The numbers of the lines with a mark."""
    return [n for n, line in enumerate(text.splitlines(), 1) if re.search(rf"// {kind}: .", line)]


def expect(what, found, numbers):
    if sorted(set(found)) != numbers:
        sys.exit(f"{what}: differs on lines {sorted(set(found) ^ set(numbers))}")


def wanted(text):
    out = []
    for line in text.splitlines():
        if mark := re.search(r" // FIX: (.*)", line):
            spaces = re.match(r"\s*", line)[0]
            line = spaces + mark[1] + mark[0]
        out.append(line)
    return out


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--tools", required=True)
    parser.add_argument("--compilers", required=True)
    parser.add_argument("folder")
    parser.add_argument("source")
    parser.add_argument("flags", nargs="+")
    arguments = parser.parse_args()
    nostall, clang_tidy, plugin, apply = arguments.tools.split(",")
    flags = ["--", *arguments.flags]
    shutil.rmtree(arguments.folder, ignore_errors=True)

    def copy(name):
        folder = os.path.join(arguments.folder, name)
        os.makedirs(folder)
        return shutil.copy(arguments.source, folder)

    text = open(arguments.source).read()
    fixes, others = marked(text, "FIX"), marked(text, "OK")
    assert fixes and len(others) >= len(fixes), f"{len(fixes)} FIX lines, {len(others)} OK lines"

    path = copy("cli")
    findings = json.loads(run(nostall, "--quiet", "--fix", "--format=json", path, *flags, expect=1))["findings"]
    expect("fixes that are offered", [f["line"] for f in findings if "fix" in f], fixes)
    result, lines = open(path).read(), text.splitlines()
    added = [line for line in result.splitlines() if line.startswith("#include") and line not in lines]
    assert [line for line in result.splitlines() if line not in added] == wanted(text), result

    path = copy("tidy")
    run(clang_tidy, f"--load={plugin}", "--config={}", "--checks=-*,nostall-*", "--quiet", "--fix", path, *flags)
    assert open(path).read() == result, "clang-tidy makes something else of it:\n" + open(path).read()

    path = copy("export")
    yaml = os.path.join(arguments.folder, "export", "fixes.yaml")
    run(nostall, "--quiet", f"--export-fixes={yaml}", path, *flags, expect=1)
    assert open(path).read() == text, "--export-fixes changes the file itself"
    run(apply, os.path.dirname(yaml))
    assert open(path).read() == result, "clang-apply-replacements makes something else of it:\n" + open(path).read()

    for compiler in arguments.compilers.split(","):
        run(compiler, "-fsyntax-only", "-fcoroutines" if "g++" == os.path.basename(compiler) else "-Wno-everything",
            *arguments.flags, path)
    left = json.loads(run(nostall, "--quiet", "--format=json", path, *flags, expect=1))["findings"]
    expect("what is found in the result", [f["line"] - len(added) for f in left], others)
    assert not any("fix" in f for f in left), left
    print(f"{len(fixes)} fixed, {len(others)} left, {len(added)} headers")


main()
