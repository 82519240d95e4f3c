"""Validates SARIF against its JSON schema.

usage: check_schema.py NOSTALL INPUTS FOLDER SCHEMA
"""

import copy
import json
import sys

import jsonschema

import limits
import project


def main():
    nostall, inputs, folder, schema = sys.argv[1:]
    validator = jsonschema.Draft7Validator(json.load(open(schema, encoding="utf-8")))
    folder = project.make(folder, inputs)
    deep = limits.make_deep(folder + "-deep", inputs)
    logs = []
    for where, arguments, code in ((folder, [], 1), (folder, ["--checks=-*,nostall-blocking-dns"], 0),
                                   (deep, [], 1)):
        done = project.run(nostall, where, "--quiet", "--format=sarif", *arguments, expect=code)
        logs.append(json.loads(done.stdout))
    for log in logs:
        errors = [f"{list(e.path)}: {e.message[:300]}" for e in validator.iter_errors(log)]
        assert not errors, errors
    assert logs[0]["runs"][0]["results"] and not logs[1]["runs"][0]["results"]
    # The schema does say something.
    broken = copy.deepcopy(logs[0])
    broken["runs"][0]["results"][0]["level"] = "loud"
    assert list(validator.iter_errors(broken))


main()
