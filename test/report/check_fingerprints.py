"""Edits a program and looks at the fingerprints of its findings.

usage: check_fingerprints.py NOSTALL INPUTS FOLDER
"""

import json
import os
import sys

import project
from project import HELPERS, MAIN


def fingerprints(nostall, folder, **files):
    project.write(folder, {f"src/{name}.cpp": text for name, text in files.items()})
    log = json.loads(project.run(nostall, folder, "--quiet", "--format=sarif").stdout)
    out = [r["partialFingerprints"]["nostall/v1"] for r in log["runs"][0]["results"]]
    assert len(set(out)) == len(out), out
    return out


def main():
    nostall, inputs, folder = sys.argv[1:]
    folder = project.make(folder, inputs)
    before = fingerprints(nostall, folder)

    same = {
        "lines above": dict(main="// A comment\n\n" + MAIN),
        "other spaces": dict(main=MAIN.replace("  usleep(5);", "    usleep( 5 );")),
        "other arguments": dict(main=MAIN.replace("usleep(5)", "usleep(500)")),
        "a clean function before": dict(main=MAIN.replace("mock::task<> direct", "void other() {}\nmock::task<> direct")),
        "a helper on the way has another name": dict(helpers=HELPERS.replace("wait_a_little", "wait_a_bit")),
        "a clean function has another name": dict(main=MAIN.replace("clean", "spotless")),
    }
    for what, files in same.items():
        assert fingerprints(nostall, folder, **{"main": MAIN, "helpers": HELPERS, **files}) == before, what

    # What changes, changes only the findings that it is about. The first one is
    # that of the other file.
    other = {
        "the coroutine": (dict(main=MAIN.replace("direct", "straight")), {1, 2}),
        "what is called": (dict(main=MAIN.replace("usleep(6)", "sleep(6)")), {2}),
        "what waits in the end": (dict(helpers=HELPERS.replace("usleep(10)", "sleep(1)")), {3}),
    }
    for what, (files, changed) in other.items():
        after = fingerprints(nostall, folder, **{"main": MAIN, "helpers": HELPERS, **files})
        assert {i for i, (a, b) in enumerate(zip(before, after, strict=True)) if a != b} == changed, (what, after)

    # The third of its kind is new, the others are what they were.
    more = fingerprints(nostall, folder, main=MAIN.replace("  usleep(6);", "  usleep(6);\n  usleep(7);"), helpers=HELPERS)
    assert len(more) == len(before) + 1 and set(before) < set(more), more

    # The place of the working copy does not matter.
    moved = folder + "-moved"
    os.rename(folder, moved)
    project.make(moved, inputs)
    assert fingerprints(nostall, moved) == before


main()
