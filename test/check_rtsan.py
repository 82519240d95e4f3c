"""Fails where RealtimeSanitizer knows a function that the catalogue does not.

usage: check_rtsan.py NOSTALL NM LIBRARY

LIBRARY is compiler-rt's, whose interceptors are what that sanitizer reports.
Memory is left out: allocating is no stall here.
"""

import fnmatch
import re
import subprocess
import sys

MEMORY = re.compile(r".*alloc.*|free(_.*)?|.*memalign")


def main():
    nostall, nm, library = sys.argv[1:]
    symbols = subprocess.run([nm, library], capture_output=True, text=True).stdout
    names = {n for n in re.findall(r"\b__interceptor_(\w+)", symbols) if not n.startswith("trampoline_")}
    rows = subprocess.run([nostall, "catalogue", "search", ""], capture_output=True, text=True).stdout
    known = {line.split(": ", 1)[0].split(" (", 1)[0] for line in rows.splitlines()}
    rules = [k for k in known if "*" in k]
    missing = [n for n in sorted(names) if not MEMORY.fullmatch(n) and n not in known
               and not any(fnmatch.fnmatchcase(n, rule) for rule in rules)]
    if len(names) < 50:
        missing.append(f"{library} has only {len(names)} interceptors")
    print("\n".join(missing))
    sys.exit(bool(missing))


main()
