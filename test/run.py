"""Runs every test and closes with the line `N passed, N failed`.

usage: run.py BUILD [--filter REGEX]

The linter's tests are run by lit, the runtime's by ctest, in each of the
configurations that BUILD/runtime has.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree


def lit_path(build):
    site = open(os.path.join(build, "lit.site.cfg.py")).read()
    tools = site.split('config.llvm_tools = "')[1].split('"')[0]
    # Older packages keep it elsewhere.
    for path in ("lit", "../build/utils/lit/lit.py"):
        if os.path.exists(os.path.join(tools, path)):
            return os.path.join(tools, path)
    sys.exit(f"no lit beside {tools}; ./x test installs it")


def run_lit(build, pattern):
    """Names of the tests that passed, failed and were skipped."""
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        command = [lit_path(build), "--output", report.name]
        command += ["--filter", pattern, "--allow-empty-runs"] if pattern else []
        command += ["-sv" if sys.stdout.isatty() else "-v", build]
        subprocess.call(command)
        try:
            tests = json.load(open(report.name))["tests"]
        except ValueError:
            sys.exit("lit could not run; its message is above")
    passed = [t["name"] for t in tests if t["code"] in ("PASS", "XFAIL", "FLAKYPASS")]
    if pattern:  # lit lists the others as excluded
        tests = [t for t in tests if t["code"] != "EXCLUDED"]
    without = {t["name"]: t["output"].strip() for t in tests if t["code"] in ("UNSUPPORTED", "SKIPPED")}
    failed = [t["name"] for t in tests if t["name"] not in passed and t["name"] not in without]
    return passed, failed, [f"{name}: {why}" for name, why in without.items()]


def run_ctest(build, pattern):
    with tempfile.NamedTemporaryFile(suffix=".xml") as report:
        command = ["ctest", "--test-dir", build, "--output-on-failure",
                   "--output-junit", report.name, "--no-tests=ignore"]
        command += ["-R", pattern] if pattern else []
        subprocess.call(command)
        try:
            tests = xml.etree.ElementTree.parse(report.name).getroot().findall("testcase")
        except xml.etree.ElementTree.ParseError:
            tests = []
    where = os.path.basename(build)
    by_status = {"run": [], "fail": [], "notrun": []}
    for test in tests:
        by_status.get(test.get("status"), by_status["fail"]).append(f"{where}: {test.get('name')}")
    return by_status["run"], by_status["fail"], by_status["notrun"]


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("build")
    parser.add_argument("--filter", default="")
    arguments = parser.parse_args()

    results = [run_lit(os.path.join(arguments.build, "test"), arguments.filter)]
    runtime = os.path.join(arguments.build, "runtime")
    for configuration in sorted(os.listdir(runtime)):
        results.append(run_ctest(os.path.join(runtime, configuration), arguments.filter))
    passed, failed, skipped = (sum(lists, []) for lists in zip(*results))
    for name in skipped:
        print(f"skipped: {name}")
    for name in failed:
        print(f"failed: {name}")
    print(f"{len(passed)} passed, {len(failed)} failed"
          + (f", {len(skipped)} skipped" if skipped else ""))
    sys.exit(2 if not passed and not failed else bool(failed))


main()
