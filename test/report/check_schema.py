"""Validates SARIF against its JSON schema.

usage: check_schema.py NOSTALL INPUTS FOLDER SCHEMA
"""

import copy
import json
import os
import sys

import jsonschema

import limits
import project

FIXABLE = """\
#include <nostall/task.hpp>
#include <unistd.h>
nostall::task<int> fixable() {
  /* äöü 😀 */ usleep(5); /* 😀 */
  co_return usleep(6);
}
"""


def make_fixes(folder, inputs):
    runtime = os.path.join(inputs, "..", "..", "runtime", "include")
    project.write(folder, {"src/main.cpp": FIXABLE})
    project.database(folder, runtime, ["src/main.cpp"])
    return folder


def check_fixes(results):
    """One has a fix: applied to the characters that it names, it is right."""
    [fix] = [f for r in results for f in r.get("fixes", [])]
    [change] = fix["artifactChanges"]
    assert change["artifactLocation"]["uri"] == "src/main.cpp" and len(results) == 2
    lines = FIXABLE.split("\n")
    for replacement in sorted(change["replacements"], key=lambda r: -r["deletedRegion"]["startLine"]):
        region, new = replacement["deletedRegion"], replacement["insertedContent"]["text"]
        line = lines[region["startLine"] - 1].encode("utf-16-le")
        before, after = line[:2 * region["startColumn"] - 2], line[2 * region["endColumn"] - 2:]
        lines[region["startLine"] - 1] = before.decode("utf-16-le") + new + after.decode("utf-16-le")
    wanted = FIXABLE.replace("usleep(5)", "co_await nostall::sleep(std::chrono::microseconds(5))")
    assert "\n".join(lines) == "#include <nostall/sleep.hpp>\n" + wanted, lines


def main():
    nostall, inputs, folder, schema = sys.argv[1:]
    validator = jsonschema.Draft7Validator(json.load(open(schema, encoding="utf-8")))
    folder = project.make(folder, inputs)
    deep = limits.make_deep(folder + "-deep", inputs)
    fixes = make_fixes(folder + "-fixes", inputs)
    logs = []
    for where, arguments, code in ((folder, [], 1), (folder, ["--checks=-*,nostall-blocking-dns"], 0),
                                   (deep, [], 1), (fixes, [], 1)):
        done = project.run(nostall, where, "--quiet", "--format=sarif", *arguments, expect=code)
        logs.append(json.loads(done.stdout))
    for log in logs:
        errors = [f"{list(e.path)}: {e.message[:300]}" for e in validator.iter_errors(log)]
        assert not errors, errors
    check_fixes(logs[3]["runs"][0]["results"])
    assert logs[0]["runs"][0]["results"] and not logs[1]["runs"][0]["results"]
    # The schema does say something.
    broken = copy.deepcopy(logs[0])
    broken["runs"][0]["results"][0]["level"] = "loud"
    assert list(validator.iter_errors(broken))


main()
