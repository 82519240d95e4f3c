"""Holds what nostall-clangd says of each file of a project against nostall.

usage: lang.py NOSTALL NOSTALL_CLANGD FOLDER

FOLDER has a compilation database; nostall lints it and leaves its index.
"""

import json
import os
import re
import subprocess
import sys

import lsp


def main():
    nostall, server, folder = sys.argv[1:]
    commands = json.load(open(os.path.join(folder, "compile_commands.json")))
    whole = subprocess.run([nostall, "--quiet", "--max-same=0", "--exit-zero", "-p", folder], cwd=folder,
                           check=True, capture_output=True, text=True)
    client = lsp.Client([server, "--background-index=false", f"--compile-commands-dir={folder}"], folder)
    problems, count = [], 0
    for name in sorted(c["file"] for c in commands):
        client.open(name)
        found = {(d["range"]["start"]["line"] + 1,
                  f"{d['message'].removesuffix(' (fix available)')} [{d['code']}]")
                 for d in client.diagnostics(name, 1) if str(d.get("code")).startswith("nostall-")}
        # clangd begins messages with a capital.
        wanted = {(int(line), text[0].upper() + text[1:]) for path, line, text in re.findall(
            r"^(\S+?):(\d+):\d+: warning: (.*)$", whole.stdout, re.M)
            if os.path.samefile(os.path.join(folder, path), name)}
        count += len(wanted)
        problems += [f"{name}: only nostall says: {f}" for f in sorted(wanted - found)]
        problems += [f"{name}: only nostall-clangd says: {f}" for f in sorted(found - wanted)]
    client.close()
    print("\n".join(problems))
    print(f"{count} findings, {len(problems)} differences")
    sys.exit(bool(problems) or not count)


main()
