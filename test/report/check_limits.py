"""Holds the reports of large runs against the limits of GitHub.

usage: check_limits.py NOSTALL INPUTS FOLDER
"""

import json
import re
import sys

import limits
import project


def sarif(nostall, folder):
    done = project.run(nostall, folder, "--quiet", "--format=sarif")
    [run] = json.loads(done.stdout)["runs"]
    return run


def check_deep(nostall, inputs, folder):
    folder = limits.make_deep(folder, inputs)
    [result] = sarif(nostall, folder)["results"]
    flow = result["codeFlows"][0]["threadFlows"][0]["locations"]
    texts = [l["location"]["message"]["text"] for l in flow]
    assert len(flow) == 1000, len(flow)
    assert texts[0] == f"coroutine 'deep' calls '::f{limits.DEPTH - 1}'" and texts[-1] == "'::f0' calls '::usleep'"
    related = result["relatedLocations"]
    assert len(related) == 100 and [r["id"] for r in related] == list(range(1, 101))
    [finding] = json.loads(project.run(nostall, folder, "--quiet", "--format=json").stdout)["findings"]
    assert len(finding["chain"]) == limits.DEPTH + 1


def check_wide(nostall, inputs, folder):
    run = sarif(nostall, limits.make_wide(folder, inputs, 25003))
    assert len(run["results"]) == 25000, len(run["results"])
    # The worst one is the last in the file.
    assert run["results"][0]["ruleId"] == "nostall-blocking-socket", run["results"][0]
    [told] = [n["message"]["text"] for i in run["invocations"] for n in i["toolExecutionNotifications"]]
    assert told == "3 of 25003 findings are left out: code scanning accepts no more", told


def check_annotations(nostall, inputs, folder):
    for count, more in (10, 0), (11, 1), (14, 4):
        limits.make_wide(folder, inputs, count)
        lines = project.run(nostall, folder, "--quiet", "--format=github").stdout.splitlines()
        annotated = [l for l in lines if l.startswith("::warning ")]
        assert len(annotated) == 10 and "title=nostall-blocking-socket::" in annotated[0], lines
        if not more:
            assert len(lines) == 10, lines
            continue
        notice, group, *rest, end = lines[10:]
        assert re.match(rf"::notice title=nostall::{more} of {count} findings are in the log", notice), notice
        assert group.startswith("::group::") and end == "::endgroup::", lines
        assert len(rest) == more and not any(l.startswith("::") for l in rest), rest


def main():
    nostall, inputs, folder = sys.argv[1:]
    check_deep(nostall, inputs, folder + "/deep")
    check_wide(nostall, inputs, folder + "/wide")
    check_annotations(nostall, inputs, folder + "/annotations")


main()
