"""Holds every format of one run against the JSON of the same run.

usage: check_formats.py NOSTALL INPUTS FOLDER
"""

import json
import re
import sys
import urllib.parse
import xml.etree.ElementTree

import project
from project import AWKWARD_NAME, read

FORMATS = ["json", "sarif", "github", "gitlab", "checkstyle", "junit", "text"]


def check_json(folder):
    findings = json.loads(read(folder, "out.json"))["findings"]
    main = [f for f in findings if f["file"] == "src/main.cpp"]
    assert [(f["line"], f["context"]) for f in main] == [
        (3, "coroutine 'direct'"), (4, "coroutine 'direct'"), (8, "coroutine 'deep'"),
        (12, "coroutine 'compare'"), (15, "coroutine 'destroyed'")], main
    assert main[3]["chain"][0]["callee"] == "'::operator<'", main[3]
    assert main[4]["destroyed_at"]["line"] == 17, main[4]
    deep = main[2]
    assert [(c["file"], c["line"], c["callee"]) for c in deep["chain"]] == [
        ("src/main.cpp", 8, "'::wait_ready'"), ("src/helpers.cpp", 3, "'::wait_a_little'"),
        ("src/helpers.cpp", 2, "'::usleep'")], deep
    assert len(findings) == 6 and f"src/{AWKWARD_NAME}" in [f["file"] for f in findings]
    assert len({f["fingerprint"] for f in findings}) == len(findings)
    for f in findings:
        assert f["check"] == "nostall-blocking-sleep" and f["category"] == "sleep"
        assert f["duration"] == "unbounded" and f["reason"]
    return findings


def check_gitlab(folder, findings):
    report = json.loads(read(folder, "out.gitlab"))
    assert [(i["location"]["path"], i["location"]["lines"]["begin"], i["description"], i["check_name"])
            for i in report] == [(f["file"], f["line"], f["message"], f["check"]) for f in findings]
    assert len({i["fingerprint"] for i in report}) == len(report)
    assert all(re.fullmatch("[0-9a-f]{16}", i["fingerprint"]) for i in report)
    assert {i["severity"] for i in report} == {"critical"}


def check_sarif(folder, findings):
    [run] = json.loads(read(folder, "out.sarif"))["runs"]
    base = urllib.parse.unquote(run["originalUriBaseIds"]["%SRCROOT%"]["uri"])
    assert base == f"file://{folder}/", base
    rules = run["tool"]["driver"]["rules"]
    for result, f in zip(run["results"], findings, strict=True):
        location = result["locations"][0]["physicalLocation"]
        uri = location["artifactLocation"]["uri"]
        assert re.fullmatch(r"([\w./~-]|%[0-9A-F]{2})+", uri), uri
        assert urllib.parse.unquote(uri) == f["file"], uri
        assert location["region"]["startLine"] == f["line"]
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == f["check"]
        assert result["message"]["text"].startswith(f["message"] + ". ")
        assert result["partialFingerprints"] == {"nostall/v1": f["fingerprint"]}
        flow = result["codeFlows"][0]["threadFlows"][0]["locations"]
        assert [l["location"]["physicalLocation"]["region"]["startLine"] for l in flow] == [
            c["line"] for c in f["chain"]]
        assert len(result["relatedLocations"]) >= len(f["chain"]) - 1
    [awkward] = [r["locations"][0]["physicalLocation"]["region"] for r, f in zip(run["results"], findings)
                 if f["file"].endswith(AWKWARD_NAME)]
    assert (awkward["startColumn"], awkward["endColumn"]) == (16, 25), awkward
    assert run["columnKind"] == "utf16CodeUnits"
    for rule in rules:
        assert rule["help"]["markdown"].startswith("# " + rule["id"])
        assert rule["shortDescription"]["text"].endswith(".") and len(rule["fullDescription"]["text"]) > 20
        assert ".md)" not in rule["help"]["markdown"] and "```" not in rule["help"]["text"]


def unescaped(text, *special):
    for character in (*special, "\n", "\r", "%"):
        text = text.replace("%%%02X" % ord(character), character)
    return text


def check_github(folder, findings):
    lines = read(folder, "out.github").splitlines()
    assert len(lines) == len(findings), lines
    for line, f in zip(lines, findings):
        match = re.fullmatch("::warning ([^:]*)::(.*)", line)
        assert match, line
        properties = dict(p.split("=", 1) for p in match[1].split(","))
        assert unescaped(properties["file"], ":", ",") == f["file"], line
        assert int(properties["line"]) == f["line"] and int(properties["col"]) == f["column"]
        assert unescaped(properties["title"], ":", ",") == f["check"]
        assert unescaped(match[2]).startswith(f["message"] + "\n"), line


def check_checkstyle(folder, findings):
    root = xml.etree.ElementTree.fromstring(read(folder, "out.checkstyle").encode())
    found = [(file.get("name"), int(e.get("line")), e.get("source")) for file in root for e in file]
    assert found == [(f["file"], f["line"], f["check"]) for f in findings], found
    names = [file.get("name") for file in root]
    assert len(set(names)) == len(names), names
    for error, f in zip(root.iter("error"), findings):
        assert error.get("message").startswith(f["message"] + "\n"), error.attrib


def check_junit(folder, findings):
    [suite] = xml.etree.ElementTree.fromstring(read(folder, "out.junit").encode())
    assert int(suite.get("tests")) == int(suite.get("failures")) == len(findings)
    names = set()
    for case, f in zip(suite, findings, strict=True):
        names.add((case.get("classname"), case.get("name")))
        assert case.get("classname") == f["file"] and case.get("name").startswith(f["message"])
        assert case[0].text.startswith(f["message"] + "\n")
    assert len(names) == len(findings), names


def check_text(folder, findings):
    text = read(folder, "out.text")
    for f in findings:
        assert f"{f['file']}:{f['line']}:{f['column']}: warning: {f['message']} [{f['check']}]\n" in text, f
    assert text.count(" warning: ") == len(findings)


def check_empty(nostall, inputs, folder):
    clean = "#include \"coroutine.h\"\nmock::task<> clean() { co_await mock::yield(); }\n"
    project.write(folder, {"clean.cpp": clean})
    project.database(folder, inputs, ["clean.cpp"])
    outputs = [a for f in FORMATS for a in (f"--format={f}", f"--output=none.{f}")]
    project.run(nostall, folder, *outputs, expect=0)
    assert json.loads(read(folder, "none.json"))["findings"] == []
    assert json.loads(read(folder, "none.gitlab")) == []
    assert json.loads(read(folder, "none.sarif"))["runs"][0]["results"] == []
    assert read(folder, "none.github") == read(folder, "none.text") == ""
    assert len(xml.etree.ElementTree.fromstring(read(folder, "none.checkstyle").encode())) == 0
    [suite] = xml.etree.ElementTree.fromstring(read(folder, "none.junit").encode())
    assert (suite.get("tests"), suite.get("failures"), len(suite)) == ("1", "0", 1)


def main():
    nostall, inputs, folder = sys.argv[1:]
    folder = project.make(folder, inputs)
    outputs = [a for f in FORMATS for a in (f"--format={f}", f"--output=out.{f}")]
    done = project.run(nostall, folder, *outputs)
    assert done.stdout == "", done.stdout
    findings = check_json(folder)
    for check in check_gitlab, check_sarif, check_github, check_checkstyle, check_junit, check_text:
        check(folder, findings)
    check_empty(nostall, inputs, folder + "-clean")


main()
