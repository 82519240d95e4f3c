"""Writes the reference of the catalogue: a page for each library and an index.

usage: catalogue_reference.py SOURCE [--check]

The pages go to SOURCE/docs/catalogue/. How many rows were found in the real
headers is taken from docs/catalogue/checked.txt, which `./x catalogue-check`
writes. With --check nothing is written: it fails if a page is not up to date.
"""

import argparse
import glob
import os
import re
import sys

from catalogue_files import load

MADE = "<!-- Made by cmake/catalogue_reference.py; edit the YAML file instead. -->\n\n"


def as_list(value):
    return value if isinstance(value, list) else [] if value is None else [value]


def code(text):
    return f"`{str(text).replace('|', chr(92) + '|')}`"


def plain(text):
    return str(text).replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")


def check_of(category):
    return "nostall-" + (category if category in ("cpu-bound", "nested-event-loop") else "blocking-" + category)


def blocking(row):
    conditions = [f"if {code(flow(c)[1:-1])}" for c in as_list(row.get("when"))]
    conditions += [f"not if {code(flow(c)[1:-1])}" for c in as_list(row.get("unless"))]
    check = check_of(row["category"])
    return [f"[{row['category']}](../checks/{check}.md)", row["duration"], plain(row["reason"]),
            "<br>".join(conditions), plain(row.get("instead", "")), plain(row.get("source", ""))]


def flow(value):
    """A value as YAML writes it on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(item) for item in value) + "]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def names(row):
    text = "<br>".join(code(name) for name in as_list(row["name"]))
    if "parameters" in row:
        text += "<br>with " + code("(" + ", ".join(row["parameters"]) + ")")
    if "returns" in row:
        text += "<br>returning " + " or ".join(code(r) for r in as_list(row["returns"]))
    return text


def table(head, rows):
    return "".join("| " + " | ".join(cells) + " |\n" for cells in [head, ["---"] * len(head), *rows]) + "\n"


def says(row):
    """What a row says besides whether the function blocks."""
    keys = ("invokes", "offloads", "runs_on_loop", "wraps", "assigns", "constructs", "locks", "destroys", "sets", "clears", "hop")
    return "<br>".join(code(f"{key}: {flow(row[key])}") for key in keys if key in row)


class Library:
    def __init__(self, path, checked):
        self.file = os.path.basename(path)
        data = load(path)
        self.id = data["library"]
        self.title = data.get("title", self.id)
        self.head = data
        self.rows = data.get("functions", [])
        self.functions = sum(len(as_list(row["name"])) for row in self.rows)
        self.conditional = sum("when" in row or "unless" in row for row in self.rows)
        total, self.resolved = checked.get(self.file, (None, 0))
        self.is_checked = total == len(self.rows)

    def page(self):
        text = f"# {self.title}\n\n{MADE}"
        text += f"{len(self.rows)} rows for {self.functions} functions or rules"
        text += f"; {self.resolved} rows were found in the real headers.\n\n" if self.resolved else ".\n\n"
        if self.head.get("headers"):
            text += "Headers: " + ", ".join(code(h) for h in self.head["headers"]) + ".\n\n"
        if self.head.get("packages"):
            text += "Debian packages: " + ", ".join(self.head["packages"]) + ".\n\n"
        rows = [[names(r), *blocking(r)] for r in self.rows if "category" in r]
        if rows:
            text += "## What blocks\n\n" + table(
                ["function", "check", "duration", "because it", "conditions", "instead", "source"], rows)
        rows = [[names(r), plain(r["reason"]), plain(r.get("source", ""))] for r in self.rows if "blocks" in r]
        if rows:
            text += "## What does not\n\n" + table(["function", "because it", "source"], rows)
        rows = [[names(r), says(r)] for r in self.rows if says(r)]
        if rows:
            text += "## What they do with states and callables\n\n" + table(["function", "row"], rows)
        return text.rstrip("\n") + "\n"


def index(libraries):
    total = {key: sum(getattr(l, key) for l in libraries) for key in ("functions", "conditional", "resolved")}
    rows = sum(len(l.rows) for l in libraries)
    text = f"# Reference of the catalogue\n\n{MADE}"
    text += table(["libraries", "rows", "functions and rules", "rows with conditions", "rows found in real headers"],
                  [[str(n) for n in (len(libraries), rows, total["functions"], total["conditional"],
                                     total["resolved"])]])
    text += ("The real headers are those of Debian 12. What is missing there is of other versions of the library, or "
             "of libraries that Debian does not have: these are tested on declarations of their own.\n\n")
    text += table(["library", "rows", "functions and rules", "with conditions", "found in real headers"],
                  [[f"[{l.title}]({l.id}.md)", str(len(l.rows)), str(l.functions), str(l.conditional),
                    str(l.resolved)] for l in libraries])
    return text.rstrip("\n") + "\n"


def read_checked(path):
    """file: (rows, resolved), as `nostall catalogue check` prints it."""
    if not os.path.exists(path):
        return {}
    return {m[1]: (int(m[2]), int(m[3]))
            for m in re.finditer(r"^(\S+): (\d+) rows?: (\d+) resolved", open(path).read(), re.M)}


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("source")
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    folder = os.path.join(arguments.source, "docs", "catalogue")
    checked = read_checked(os.path.join(folder, "checked.txt"))
    paths = sorted(glob.glob(os.path.join(arguments.source, "checks", "catalogue", "*.yaml")))
    libraries = sorted((Library(path, checked) for path in paths), key=lambda l: l.title.lower())
    pages = {f"{l.id}.md": l.page() for l in libraries} | {"README.md": index(libraries)}

    problems = [f"docs/catalogue/checked.txt: {l.file} has changed since; run ./x catalogue-check"
                for l in libraries if l.file in checked and not l.is_checked]
    if not arguments.check:
        for name in os.listdir(folder):
            if name.endswith(".md") and name not in pages:
                os.remove(os.path.join(folder, name))
        for name, text in pages.items():
            open(os.path.join(folder, name), "w", encoding="utf-8").write(text)
    for name in sorted(set(pages) | {n for n in os.listdir(folder) if n.endswith(".md")}):
        path = os.path.join(folder, name)
        if not os.path.exists(path) or open(path, encoding="utf-8").read() != pages.get(name):
            problems.append(f"docs/catalogue/{name}: is not up to date; run cmake/catalogue_reference.py .")
    print("\n".join(problems))
    sys.exit(bool(problems))


main()
