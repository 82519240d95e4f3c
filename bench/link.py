"""Measures linking on made-up programs.

usage: link.py BUILD_DIR [--markdown] [FUNCTIONS...]

Makes the summaries of programs of 10^4, 10^5 and 10^6 functions (or of the
sizes given) with ten calls each, see link/SyntheticProgram.cpp, and links
each of them. The largest needs 3 GB of disk for a while.
"""

import os
import subprocess
import sys
import tempfile
import time


def size_of(folder):
    return sum(entry.stat().st_size for entry in os.scandir(folder))


def link(nostall, folder):
    """Links a program: CPU seconds, wall seconds and peak bytes."""
    with tempfile.TemporaryFile("w+") as errors:
        start = time.monotonic()
        run = subprocess.Popen(
            [nostall, "link", "--exit-zero", "--quiet", folder], stdout=subprocess.DEVNULL, stderr=errors
        )
        _, status, usage = os.wait4(run.pid, 0)
        wall = time.monotonic() - start
        run.returncode = os.waitstatus_to_exitcode(status)
        if run.returncode != 0:
            errors.seek(0)
            sys.exit(f"bench: nostall link: exit status {run.returncode}\n{errors.read()}")
    return usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * 1024


def main():
    arguments = [a for a in sys.argv[1:] if a != "--markdown"]
    if not arguments:
        sys.exit(__doc__)
    build, *sizes = arguments
    nostall = os.path.join(build, "bin", "nostall")
    generator = os.path.join(build, "bin", "synthetic_program")
    rows = []
    for count in [int(size) for size in sizes] or [10**4, 10**5, 10**6]:
        with tempfile.TemporaryDirectory(prefix="nostall-link-") as folder:
            subprocess.run([generator, folder, str(count)], check=True)
            cpu, wall, memory = link(nostall, folder)
            files = len(os.listdir(folder))
            stored = size_of(folder)
        rows.append(
            (
                f"{count:,}",
                f"{count * 10:,}",
                f"{files:,}",
                f"{stored / 2**20:,.0f}",
                f"{cpu:.1f}",
                f"{wall:.1f}",
                f"{memory / 2**20:,.0f}",
                f"{cpu / count * 1e6:.1f}",
                f"{memory / count:,.0f}",
            )
        )
    titles = (
        "functions",
        "calls",
        "files",
        "summaries MiB",
        "CPU s",
        "wall s",
        "peak MiB",
        "CPU µs a function",
        "bytes a function",
    )
    if "--markdown" in sys.argv:
        for row in (titles, ["---:"] * len(titles), *rows):
            print("| " + " | ".join(row) + " |")
    else:
        widths = [max(map(len, column)) for column in zip(titles, *rows)]
        for row in (titles, *rows):
            print("  ".join(cell.rjust(width) for cell, width in zip(row, widths)))


main()
