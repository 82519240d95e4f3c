"""Holds the schemas in share/ against the catalogue's files and the reader.

usage: check_schema.py SOURCE

- Every catalogue file is valid, and each mistake of MISTAKES is not.
- The schemas have the keys that the reader knows, and the categories of
  Checks.def.
"""

import glob
import json
import os
import pathlib
import re
import sys

import jsonschema

import checks_def

SOURCE = sys.argv[1]
sys.path.insert(0, os.path.join(SOURCE, "cmake"))
from catalogue_files import load

ROW = {"name": "f", "category": "file", "duration": "disk", "reason": "reads"}
# What is wrong with a row, or with the file around it.
MISTAKES = [
    {"category": "files"},
    {"duration": "long"},
    {"reason": None},
    {"unles": []},
    {"unless": {"arg": 0, "zero": True}},
    {"unless": [{"arg": -1, "zero": True}]},
    {"unless": [{"arg": 0, "zero": True, "null": True}]},
    {"unless": [{"arg": 0}]},
    {"offloads": "some"},
    {"sets": [{"state": "x"}]},
    {"operation": {"sleep": {}, "read": {}}},
    {"hop": "elsewhere"},
]


def schema(name):
    path = os.path.join(SOURCE, "share", name + ".schema.json")
    data = json.load(open(path))
    jsonschema.Draft202012Validator.check_schema(data)
    resolver = jsonschema.RefResolver(pathlib.Path(path).resolve().as_uri(), data)
    return data, jsonschema.Draft202012Validator(data, resolver=resolver)


def reader_keys(file, what):
    """The keys that the reader in FILE allows in WHAT."""
    text = open(os.path.join(SOURCE, file)).read()
    found = re.search(rf'mapping\(\s*\*?\w+, "{what}",\s*\{{(.*?)\}}', text, re.S)
    return set(re.findall(r'"(\w+)"', found[1]))


def keys(catalogue, config):
    for where, shown, known in (
            ("row", catalogue["$defs"]["row"], reader_keys("checks/core/Catalogue.cpp", "row")),
            ("condition", catalogue["$defs"]["condition"], reader_keys("checks/core/Catalogue.cpp", "condition")),
            ("catalogue file", catalogue, reader_keys("checks/core/Catalogue.cpp", "catalogue file")),
            ("configuration", config, reader_keys("tool/Config.cpp", "configuration"))):
        if set(shown["properties"]) != known:
            yield f"{where}: the schema and the reader differ in {sorted(set(shown['properties']) ^ known)}"
    if catalogue["$defs"]["row"]["properties"]["category"]["enum"] != list(checks_def.checks().values()):
        yield "category: the schema and Checks.def differ"


def main():
    catalogue, of_catalogue = schema("catalogue")
    config, of_config = schema("config")
    problems = list(keys(catalogue, config))
    paths = glob.glob(os.path.join(SOURCE, "checks", "catalogue", "**", "*.yaml"), recursive=True)
    for path in sorted(paths):
        for error in of_catalogue.iter_errors(load(path)):
            problems.append(f"{path}: {'/'.join(map(str, error.path))}: {error.message}")
    if not of_config.is_valid({"checks": "-*", "profile": "strict", "functions": [ROW]}):
        problems.append("a good configuration is not valid")
    for mistake in MISTAKES:
        row = {key: value for key, value in (ROW | mistake).items() if value is not None}
        for validator, document in ((of_catalogue, {"library": "x", "functions": [row]}),
                                    (of_config, {"functions": [row]})):
            if validator.is_valid(document):
                problems.append(f"valid, but should not be: {document}")
    if of_catalogue.is_valid({"functions": [ROW]}) or of_config.is_valid({"profil": "strict"}):
        problems.append("a file without 'library', or a configuration with an unknown key, is valid")
    if not paths:
        problems.append("there are no catalogue files")
    print("\n".join(problems))
    sys.exit(bool(problems))


main()
