"""Holds what an editor sees of each file, by the index, against the whole run.

usage: check_index.py NOSTALL CLANG_TIDY PLUGIN FOLDER

FOLDER has a compilation database. nostall lints all of it and leaves the index;
then clang-tidy with the plugin has to say of each file, one by one, what
nostall said of it: the same findings with the same notes.
"""

import concurrent.futures
import json
import os
import re
import subprocess
import sys

LINE = re.compile(r"(\S.*?):(\d+):(\d+): (warning|note): (.*)$", re.M)


def findings(output, folder, files):
    """Warnings with their notes, as tuples of lines, of these files."""
    out = []
    for path, line, column, kind, text in LINE.findall(output):
        path = os.path.normpath(os.path.join(folder, path))
        if kind == "warning":
            out.append([path])
        if out:
            out[-1].append(f"{os.path.basename(path)}:{line}:{column}: {kind}: {text}")
    return {tuple(lines[1:]) for lines in out if lines[0] in files}


def main():
    nostall, clang_tidy, plugin, folder = sys.argv[1:]
    folder = os.path.realpath(folder)
    commands = json.load(open(os.path.join(folder, "compile_commands.json")))
    files = sorted({os.path.normpath(os.path.join(c["directory"], c["file"])) for c in commands})
    # The lines of findings are compared, not the code that is shown with them.
    whole = subprocess.run([nostall, "--quiet", "--max-same=0", "--exit-zero", "-p", folder],
                           cwd=folder, capture_output=True, text=True)

    config = {"Checks": "-*,nostall-*", "CheckOptions": {
        "nostall.Index": os.path.join(folder, ".nostall-cache", "index")}}

    def tidy(file):
        run = subprocess.run([clang_tidy, f"--load={plugin}", "--quiet", "-p", folder,
                              f"--config={json.dumps(config)}", file],
                             cwd=folder, capture_output=True, text=True)
        return findings(run.stdout, folder, {file})

    problems, count = [], 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for file, seen in zip(files, pool.map(tidy, files)):
            wanted = findings(whole.stdout, folder, {file})
            count += len(wanted)
            problems += ["only nostall says:\n  " + "\n  ".join(f) for f in sorted(wanted - seen)]
            problems += ["only the plugin says:\n  " + "\n  ".join(f) for f in sorted(seen - wanted)]
    print("\n".join(problems))
    print(f"{count} findings in {len(files)} files, {len(problems)} differences")
    sys.exit(bool(problems) or not count)


main()
