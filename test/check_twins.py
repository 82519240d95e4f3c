"""Holds nostall's findings in the stall twins against their marks.

usage: check_twins.py NOSTALL DATABASE FILE…

A line that ends in `// STALL: <category>` stalls when it is run, which the
runtime's own tests prove with the stall detector. The linter must flag exactly
these lines, with the check of that category, and those that end in
`// CAUSE: <category>`: what makes another line stall.
"""

import os
import re
import subprocess
import sys

import checks_def


def main():
    nostall, database, *files = sys.argv[1:]
    run = subprocess.run([nostall, "-p", database, "--quiet", "--max-same=0", *files],
                         capture_output=True, text=True)
    problems = [run.stderr] if run.stderr else []
    checks_of = {category: check for check, category in checks_def.checks().items()}
    flagged = set()
    for path, line, text in re.findall(r"^(\S+?):(\d+):\d+: (.*)$", run.stdout, re.M):
        if check := re.match(r"warning: .* \[([\w-]+)\]$", text):
            last = (os.path.realpath(path), int(line), check[1])
            flagged.add(last)
        elif text == "note: it is destroyed here, at the end of its scope":
            flagged.remove(last)  # the destructor runs there, and the detector says so
            flagged.add((last[0], int(line), last[2]))
    marked = set()
    for path in files:
        for number, line in enumerate(open(path), 1):
            if mark := re.search(r"// (?:STALL|CAUSE): ([\w-]+)$", line):
                marked.add((os.path.realpath(path), number, checks_of[mark[1]]))
    for path, line, check in sorted(marked - flagged):
        problems.append(f"{path}:{line}: stalls, but {check} did not flag it")
    for path, line, check in sorted(flagged - marked):
        problems.append(f"{path}:{line}: {check} flagged it, but it is not marked")
    if not marked:
        problems.append("no line is marked")
    print("\n".join(problems))
    sys.exit(bool(problems))


main()
