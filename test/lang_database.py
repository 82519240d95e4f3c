"""Writes a compilation database of the language tests into this folder.

usage: lang_database.py FLAG...

Left out are tests of several files, and the one that does not compile.
"""

import glob
import json
import os
import sys

LANG = os.path.join(os.path.dirname(os.path.abspath(__file__)), "lang")


def main():
    files = [f for f in sorted(glob.glob(os.path.join(LANG, "*.cpp")))
             if not f.endswith("errors.cpp") and "//--- " not in open(f, encoding="utf-8").read()]
    with open("compile_commands.json", "w", encoding="utf-8") as file:
        json.dump([{"directory": os.getcwd(), "file": f, "arguments": ["clang++", *sys.argv[1:], "-c", f]}
                   for f in files], file)


main()
