"""Keeps a baseline over the edits of a program.

usage: check_baseline.py NOSTALL INPUTS FOLDER
"""

import json
import os
import sys

import project
from project import HELPERS, MAIN, read

KNOWN = "known.txt"


class Program:
    def __init__(self, nostall, folder, inputs):
        self.nostall, self.inputs = nostall, inputs
        self.folder = project.make(folder, inputs)

    def edit(self, **files):
        project.write(self.folder, {f"src/{name}.cpp": text for name, text in files.items()})

    def run(self, *arguments, code, folder=None):
        return project.run(self.nostall, folder or self.folder, *arguments, expect=code)

    def new(self, *arguments):
        """Lines of src/main.cpp with a finding that is not known, and what was fixed."""
        done = self.run(f"--baseline={KNOWN}", "--format=json", "--exit-zero", *arguments, code=0)
        found = json.loads(done.stdout)["findings"]
        fixed = [l.removeprefix("fixed: ") for l in done.stderr.splitlines() if l.startswith("fixed: ")]
        last = done.stderr.splitlines()[-1]
        assert f"; {6 - len(fixed)} known, {len(fixed)} fixed" in last or arguments, done.stderr
        return [f["line"] for f in found], fixed


def check_edits(program):
    # Of two calls of one identity the new line is the one that is reported.
    edits = {
        "lines above": (dict(main="// A comment\n\n" + MAIN), []),
        "a formatter": (dict(main=MAIN.replace("  usleep(5);", "\tusleep(5);  // why")), []),
        "a third call before the others": (
            dict(main=MAIN.replace("  usleep(5);", "  usleep(1);\n  usleep(5);")), [3]),
        "a third call between the others": (
            dict(main=MAIN.replace("  usleep(5);", "  usleep(5);\n  usleep(1);")), [4]),
        "the same line again": (dict(main=MAIN.replace("  usleep(5);", "  usleep(5);\n  usleep(5);")), [4]),
        "another coroutine": (
            dict(main=MAIN + "mock::task<> more() {\n  usleep(5);\n  co_return;\n}\n"), [20]),
        "a helper on the way has another name": (
            dict(helpers=HELPERS.replace("wait_a_little", "wait_a_bit")), []),
    }
    for what, (files, lines) in edits.items():
        program.edit(**{"main": MAIN, "helpers": HELPERS, **files})
        assert program.new() == (lines, []), (what, program.new())
        program.run(f"--baseline={KNOWN}", code=1 if lines else 0)

    fixes = {
        "one of two calls": (dict(main=MAIN.replace("  usleep(5);", "")), [],
                             ["src/main.cpp: '::usleep' in coroutine 'direct' [nostall-blocking-sleep]"]),
        "another function now": (dict(main=MAIN.replace("deep()", "deeper()")), [8],
                                 ["src/main.cpp: '::wait_ready' in coroutine 'deep' [nostall-blocking-sleep]"]),
    }
    for what, (files, lines, fixed) in fixes.items():
        program.edit(**{"main": MAIN, "helpers": HELPERS, **files})
        assert program.new() == (lines, fixed), (what, program.new())
    program.edit(main=MAIN, helpers=HELPERS)


def check_partial_runs(program):
    # What the run did not look for is not fixed, and stays in the file.
    before = read(program.folder, KNOWN)
    assert program.new("src/helpers.cpp") == ([], [])
    assert program.new("--checks=-nostall-blocking-sleep") == ([], [])
    program.run(f"--baseline={KNOWN}", "--update-baseline", "src/helpers.cpp", code=0)
    assert read(program.folder, KNOWN) == before
    # A file that is gone is fixed.
    os.rename(f"{program.folder}/src/main.cpp", f"{program.folder}/away")
    lines, fixed = program.new("src/helpers.cpp")
    assert lines == [] and len(fixed) == 5, fixed
    os.rename(f"{program.folder}/away", f"{program.folder}/src/main.cpp")


def check_whole_program(program):
    # A helper is named, and what leads through it is looked at.
    helper = "--whole-program", "src/helpers.cpp"
    before = read(program.folder, KNOWN)
    assert program.new(*helper) == ([], [])
    more = "mock::task<> {0}() {{\n  wait_ready();\n  {1}\n  co_return;\n}}\n"
    program.edit(main=MAIN + more.format("more", "usleep(9);"))
    assert program.new(*helper) == ([20], [])  # and not line 21, which is on no way through it
    program.run(f"--baseline={KNOWN}", *helper, code=1)
    program.edit(main=MAIN, helpers=HELPERS.replace("usleep(10);", ""))
    assert program.new(*helper) == ([], ["src/main.cpp: '::wait_ready' in coroutine 'deep' [nostall-blocking-sleep]"])
    # Of what does not compile nothing is known.
    program.edit(main="#error no\n", helpers=HELPERS)
    assert program.new(*helper) == ([], [])
    program.run(f"--baseline={KNOWN}", "--update-baseline", *helper, code=0)
    assert read(program.folder, KNOWN) == before
    program.edit(main=MAIN)


def check_updates(program):
    program.edit(main=MAIN.replace("  usleep(5);", "").replace("compare", "order"))
    before = read(program.folder, KNOWN)
    done = program.run(f"--baseline={KNOWN}", "--update-baseline", code=0)
    assert f"{KNOWN} has 5 findings now: 1 new, 2 fixed\n" in done.stderr, done.stderr
    assert done.stdout == ""
    after = read(program.folder, KNOWN)
    # A merge of two changes sees whole lines, in an order that stays.
    assert after.splitlines()[3:] == sorted(after.splitlines()[3:]), after
    assert set(after.splitlines()) - set(before.splitlines()) == {
        "\t".join(["src/main.cpp", "nostall-blocking-sleep", "coroutine 'order'", "'::operator<'", "'::usleep'",
                   "co_return a < b;"])}
    program.run(f"--baseline={KNOWN}", "--update-baseline", code=0)
    assert read(program.folder, KNOWN) == after
    # Files with carriage returns and comments mean the same.
    project.write(program.folder, {KNOWN: "\r\n".join(after.splitlines() + ["# a comment", ""])})
    program.run(f"--baseline={KNOWN}", code=0)
    # A run that could not analyse all of it forgets nothing.
    program.edit(main="#error no\n")
    done = program.run(f"--baseline={KNOWN}", "--update-baseline", code=2)
    assert "is left as it was, for not all files could be analysed" in done.stderr, done.stderr
    program.edit(main=MAIN)


def check_folders(program):
    # Paths count from the folder of the file, wherever nostall runs.
    program.run(f"--baseline={KNOWN}", "--update-baseline", code=0)
    program.run(f"--baseline=../{KNOWN}", "-p", "..", code=0, folder=program.folder + "/src")
    moved = program.folder + "-moved"
    os.rename(program.folder, moved)
    project.make(moved, program.inputs)
    program.run(f"--baseline={KNOWN}", code=0, folder=moved)


def main():
    nostall, inputs, folder = sys.argv[1:]
    program = Program(nostall, folder, inputs)
    program.run(code=1)
    done = program.run(f"--baseline={KNOWN}", "--update-baseline", code=0)
    assert f"{KNOWN} has 6 findings now: 6 new, 0 fixed\n" in done.stderr, done.stderr
    program.run(f"--baseline={KNOWN}", code=0)
    check_edits(program)
    check_partial_runs(program)
    check_whole_program(program)
    check_updates(program)
    check_folders(program)


main()
