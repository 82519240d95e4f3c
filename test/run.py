"""Runs lit and closes with the line `N passed, N failed`.

usage: run.py BUILD/test [--filter REGEX]
"""

import json
import os
import subprocess
import sys
import tempfile


def lit_path(build):
    site = open(os.path.join(build, "lit.site.cfg.py")).read()
    tools = site.split('config.llvm_tools = "')[1].split('"')[0]
    # Older packages keep it elsewhere.
    for path in ("lit", "../build/utils/lit/lit.py"):
        if os.path.exists(os.path.join(tools, path)):
            return os.path.join(tools, path)
    sys.exit(f"no lit beside {tools}; ./x test installs it")


def main():
    build = sys.argv[1]
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        command = [lit_path(build), "--output", report.name, *sys.argv[2:]]
        command += ["-sv" if sys.stdout.isatty() else "-v", build]
        status = subprocess.call(command)
        try:
            tests = json.load(open(report.name))["tests"]
        except ValueError:
            tests = []
    codes = [test["code"] for test in tests]
    passed = sum(code in ("PASS", "XFAIL", "FLAKYPASS") for code in codes)
    skipped = sum(code in ("UNSUPPORTED", "SKIPPED", "EXCLUDED") for code in codes)
    failed = len(codes) - passed - skipped
    for test in tests:
        if test["code"] == "UNSUPPORTED":
            print(f"skipped: {test['name']}")
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    sys.exit(status if codes else 2)


main()
