"""Fails where the documentation or the tests lag behind the tool.

usage: check_docs.py NOSTALL SOURCE [CHECKS_DEF]

- Every check of Checks.def has a page docs/checks/<id>.md with the headings
  below, in that order, and every page belongs to a check.
- Every check is named by a test: by its id in a message, or by its category
  in a BAD mark.
- Every option that `nostall --help` lists, of the tool and of each
  subcommand, is mentioned in a page of docs/ or in README.md.

CHECKS_DEF replaces checks/Checks.def, to test this script.
"""

import glob
import os
import re
import subprocess
import sys

import checks_def

HEADINGS = ["What it does", "Why is this bad?", "Example", "Use instead", "Near-misses", "Options"]
SUBCOMMANDS = [[], ["summarize"], ["link"], ["init"], ["doctor"], ["generate"], ["explain"], ["catalogue"]]


def read(path):
    return open(path, encoding="utf-8").read() if os.path.exists(path) else ""


def pages(source, checks):
    folder = os.path.join(source, "docs", "checks")
    for check in checks:
        page = read(os.path.join(folder, check + ".md"))
        if not page:
            yield f"docs/checks/{check}.md: is missing"
            continue
        found = re.findall(r"^#+ +(.*?) *$", page, re.M)
        if not found or check not in found[0]:
            yield f"docs/checks/{check}.md: its title is not '{check}'"
        for heading in HEADINGS:
            if heading not in found:
                yield f"docs/checks/{check}.md: has no heading '{heading}'"
        order = [h for h in found if h in HEADINGS]
        if sorted(order, key=HEADINGS.index) != order:
            yield f"docs/checks/{check}.md: headings are not in the order {', '.join(HEADINGS)}"
    for path in sorted(glob.glob(os.path.join(folder, "*.md"))):
        name = os.path.basename(path)[: -len(".md")]
        if name not in checks:
            yield f"docs/checks/{name}.md: there is no such check"


def tests(source, checks):
    text = ""
    for kind in "cpp", "c", "test":
        for path in glob.glob(os.path.join(source, "test", "**", "*." + kind), recursive=True):
            if os.sep + "unit" + os.sep not in path:
                text += read(path)
    for check, category in checks.items():
        if f"[{check}]" not in text and not re.search(rf"// BAD: {category}\b(?!-)", text):
            yield f"{check}: no test finds it"


def options(nostall, source):
    pages = [os.path.join(source, "README.md"), *glob.glob(os.path.join(source, "docs", "*.md"))]
    text = "".join(map(read, pages))
    seen = set()
    for subcommand in SUBCOMMANDS:
        shown = subprocess.run([nostall, *subcommand, "--help"], capture_output=True, text=True).stdout
        # Those of LLVM's command line library explain themselves.
        own = shown.split("nostall options:")[-1] if "nostall options:" in shown else ""
        seen.update(re.findall(r"^  (--?[\w-]+)", own, re.M))
    if not seen:
        yield "nostall --help lists no options"
    for option in sorted(seen):
        if not re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", text):
            yield f"{option}: no page of docs/ mentions it"


def main():
    nostall, source, *rest = sys.argv[1:]
    definitions = rest[0] if rest else checks_def.PATH
    checks = checks_def.checks(definitions)
    problems = [*pages(source, checks), *tests(source, checks), *options(nostall, source)]
    if not checks:
        problems.append(f"{definitions}: lists no checks")
    print("\n".join(problems))
    sys.exit(bool(problems))


main()
