"""Looks into the page of --report without a browser.

usage: check_page.py NOSTALL INPUTS FOLDER
"""

import html.parser
import json
import os
import re
import sys

import project
from project import AWKWARD_NAME, read

# What a page might take for its own end, or for the end of a string.
HOSTILE = """\
#include "coroutine.h"
#include <cstdio>
mock::task<> hostile() {
  fopen("</script><script>alert(1)</script><!-- & \\" ' \\\\", "r");
  co_return;
}
"""


class Page(html.parser.HTMLParser):
    VOID = {"meta", "input"}

    def __init__(self, text):
        super().__init__()
        self.text, self.open, self.elements, self.ids, self.data = text, [], [], set(), ""
        self.feed(text)
        self.close()
        assert not self.open, self.open

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        self.ids.add(dict(attributes).get("id"))
        if tag not in self.VOID:
            self.open.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.open and self.open[-1][0] == tag, (tag, self.open)
        self.open.pop()

    def handle_data(self, data):
        if self.open and self.open[-1][1].get("id") == "data":
            self.data += data


def page(nostall, folder, *arguments, code=1):
    done = project.run(nostall, folder, "--quiet", "--report=deep/er", "--format=json", *arguments, expect=code)
    text = read(folder, "deep/er/index.html")
    found = Page(text)
    # Nothing is loaded, and nothing could be.
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", re.sub(r'<script type="application/json".*?</script>', "", text, flags=re.S))
    assert not any(a.get("src") or a.get("rel") for _, a in found.elements)
    assert "default-src 'none'" in text
    assert [t for t, _ in found.elements].count("script") == 2
    return json.loads(found.data), json.loads(done.stdout)["findings"], found


def check_findings(nostall, inputs, folder):
    folder = project.make(folder, inputs)
    data, findings, found = page(nostall, folder)
    assert len(data["findings"]) == len(findings) == 6
    for shown, f in zip(data["findings"], findings):
        assert (shown["message"], shown["check"], shown["duration"]) == (f["message"], f["check"], f["duration"])
        assert [(s["file"], s["line"], s["caller"], s["callee"]) for s in shown["chain"]] == [
            (s["file"], s["line"], s["caller"], s["callee"]) for s in f["chain"]]
        for step in shown["chain"]:
            assert step["file"] in data["sources"] and str(step["line"]) in data["sources"][step["file"]]
    assert data["sources"]["src/helpers.cpp"]["2"] == "void wait_a_little() { usleep(10); }"
    [awkward] = [f["chain"][0] for f in data["findings"] if f["chain"][0]["file"].endswith(AWKWARD_NAME)]
    line = data["sources"][awkward["file"]]["3"].encode("utf-16-le")
    assert line[2 * awkward["column"] - 2:2 * awkward["endColumn"] - 2].decode("utf-16-le") == "usleep(5)"
    assert data["findings"][-1]["destroyed"]["line"] == 17
    [check] = data["checks"].values()
    assert check["category"] == "sleep" and check["why"].startswith("An event loop")
    # What the script asks for is there.
    for name in re.findall(r"getElementById\('(\w+)'\)", found.text):
        assert name in found.ids | {"graph", "code"}, name
    # A source that is gone is left out.
    project.run(nostall, folder, "summarize", "-o", "sums/", expect=0)
    os.remove(f"{folder}/src/helpers.cpp")
    project.run(nostall, folder, "link", "--quiet", "--report=gone", "sums")
    assert "src/helpers.cpp" not in json.loads(Page(read(folder, "gone/index.html")).data)["sources"]


def check_hostile(nostall, inputs, folder):
    folder = os.path.realpath(folder)
    project.write(folder, {"a.cpp": HOSTILE})
    project.database(folder, inputs, ["a.cpp"])
    data, findings, _ = page(nostall, folder)
    assert len(findings) == 1 and data["sources"]["a.cpp"]["4"] == HOSTILE.splitlines()[3]


def check_sizes(nostall, inputs, folder):
    folder = os.path.realpath(folder)
    for count in 0, 2000:
        calls = "  usleep(5);\n" * count
        project.write(folder, {"a.cpp": '#include "coroutine.h"\n#include <unistd.h>\n'
                                        f"mock::task<> a() {{\n{calls}  co_return;\n}}\n"})
        project.database(folder, inputs, ["a.cpp"])
        data, findings, _ = page(nostall, folder, code=1 if count else 0)
        assert len(data["findings"]) == len(findings) == count


def main():
    nostall, inputs, folder = sys.argv[1:]
    check_findings(nostall, inputs, folder)
    check_hostile(nostall, inputs, folder + "-hostile")
    check_sizes(nostall, inputs, folder + "-sizes")


main()
