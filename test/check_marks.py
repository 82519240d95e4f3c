"""Holds nostall's findings in a file against the marks in its lines.

usage: check_marks.py NOSTALL [--plugin=CLANG_TIDY,PLUGIN] FILE [OPTIONS] [-- FLAGS]

With --plugin, clang-tidy with the plugin has to say the same, word for word.

Every line with a finding must end in `// BAD: <category>` (or several), and
every line so marked must have findings of these categories and no other.
`// OK: <why>` marks the twin that must stay silent, as must every line without
a mark. A stall that is known to be missed is marked `// MISSED: <category>`, a
known false alarm `// FALSE: <category>: <why>`: if the tool learns better, the
mark has to go. A file needs at least as many OK lines as
it needs to show both sides: one for every four BAD ones.
"""

import json
import os
import re
import subprocess
import sys

import checks_def

DIAGNOSTIC = re.compile(r"^(?:.*/)?([^/\n]*?):(\d+):(\d+): (warning|note): (.*)$", re.M)


def run_nostall(nostall, path, options, flags):
    return subprocess.run([nostall, "--quiet", "--max-same=0", "--exit-zero", *options, path, *flags],
                          capture_output=True, text=True)


def run_plugin(clang_tidy, plugin, path, options, flags):
    """Runs clang-tidy with the same options; only those that it has."""
    names = {"--config": "nostall.Config", "--profile": "nostall.Profile",
             "--virtual": "nostall.Virtual", "--callbacks": "nostall.Callbacks"}
    check_options = {"nostall.Index": "none"}
    for option in options:
        name, _, value = option.partition("=")
        check_options[names[name]] = os.path.abspath(value) if name == "--config" else value
    config = {"Checks": "-*,nostall-*", "HeaderFilterRegex": ".*", "CheckOptions": check_options}
    return subprocess.run([clang_tidy, f"--load={plugin}", "--quiet",
                           f"--config={json.dumps(config)}", path, *flags],
                          capture_output=True, text=True)


def compare_with_plugin(cli, plugin):
    """A line for each diagnostic that only one of them has."""
    said = [DIAGNOSTIC.findall(run.stdout) for run in (cli, plugin)]
    return ([f"only nostall says: {line}" for line in said[0] if line not in said[1]]
            + [f"only the plugin says: {line}" for line in said[1] if line not in said[0]]
            + ([plugin.stderr] if plugin.returncode else []))


def main():
    nostall, *rest = sys.argv[1:]
    plugin = None
    if rest[0].startswith("--plugin="):
        plugin = rest.pop(0).removeprefix("--plugin=").split(",")
    path, *rest = rest
    options, flags = rest, []
    if "--" in rest:
        options, flags = rest[: rest.index("--")], rest[rest.index("--") :]
    run = run_nostall(nostall, path, options, flags)
    checks_of = {category: check for check, category in checks_def.checks().items()}
    found = {}
    for line in run.stdout.splitlines():
        match = re.match(r"(.*?):(\d+):\d+: warning: .* \[([\w-]+)\]$", line)
        if match and match[1].endswith(path.rsplit("/", 1)[-1]):
            found.setdefault(int(match[2]), set()).add(match[3])

    problems, bad, ok = [], 0, 0
    for number, line in enumerate(open(path), 1):
        mark = re.search(r"// (BAD|OK|MISSED|FALSE): *([\w -]*)", line)
        kind = mark[1] if mark else ""
        checks = found.pop(number, set())
        bad += kind == "BAD"
        ok += kind == "OK"
        wanted = set()
        if kind in ("BAD", "FALSE"):
            wanted = {checks_of.get(category, f"a check of the category '{category}'")
                      for category in mark[2].split()}
        if checks != wanted:
            problems.append(f"{path}:{number}: expected {sorted(wanted) or 'nothing'}, "
                            f"found {sorted(checks) or 'nothing'}: {line.strip()}")
    if run.stderr.strip() or run.returncode:
        problems.append(f"exit status {run.returncode}: {run.stderr.strip()}")
    if not bad and not ok:
        problems.append(f"{path}: has no marks")
    if ok * 4 < bad:
        problems.append(f"{path}: {bad} BAD lines but only {ok} OK lines")
    if plugin:
        problems += compare_with_plugin(run, run_plugin(*plugin, path, options, flags))
    print("\n".join(problems))
    sys.exit(bool(problems))


main()
