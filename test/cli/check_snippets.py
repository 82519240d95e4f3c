"""Fails if a file is no YAML, or if a call of nostall in it is none.

usage: check_snippets.py NOSTALL FILE...

A call is held against the tool itself: unknown options are an error before
anything else happens.
"""

import re
import subprocess
import sys

import yaml


def main():
    nostall, *files = sys.argv[1:]
    for path in files:
        text = open(path).read()
        yaml.safe_load(text)
        calls = re.findall(r"(?:entry: |run: |- )nostall( .*)?$", text, re.M)
        if not calls:
            sys.exit(f"{path}: calls no nostall")
        for call in calls:
            words = [nostall, *call.split(), "--list-checks"]
            done = subprocess.run(words, capture_output=True, text=True)
            if done.returncode:
                sys.exit(f"{path}: nostall{call}: {done.stderr}")


main()
