"""Runs the commands of the example workflows.

usage: check_examples.py NOSTALL INPUTS FOLDER DOCS TEMPLATE...

TEMPLATE is a workflow that `nostall init` writes.
"""

import os
import re
import subprocess
import sys

import project
from project import HELPERS, MAIN

# What the services put into the files.
VALUES = {
    "${{ github.base_ref }}": "main",
    '"$CI_MERGE_REQUEST_DIFF_BASE_SHA"': "origin/main",
}


def commands(text):
    """The nostall commands of a workflow; YAML folds lines behind '>'."""
    joined = re.sub(r">\n((?: +.*\n)+?)(?=\n|\s*#|\s*- |\s*artifacts:)",
                    lambda m: " ".join(m[1].split()) + "\n", text)
    for line in joined.splitlines():
        if match := re.search(r"(?:^|[\s>])nostall (-p .*?)(?:; fi)?$", line):
            command = match[1]
            for name, value in VALUES.items():
                command = command.replace(name, value)
            yield command.split()


def make_branch(folder):
    def git(*arguments):
        subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)

    os.environ.update(GIT_CONFIG_GLOBAL="/dev/null", GIT_CONFIG_NOSYSTEM="1")
    git("init", "-q", "-b", "main")
    git("config", "user.email", "nobody@example.org")
    git("config", "user.name", "nobody")
    project.write(folder, {"src/helpers.cpp": HELPERS.replace("usleep(10);", "")})
    git("add", "src")
    git("commit", "-q", "-m", "-")
    git("update-ref", "refs/remotes/origin/main", "HEAD")
    git("checkout", "-q", "-b", "topic")
    project.write(folder, {"src/helpers.cpp": HELPERS, "src/main.cpp": "// A comment\n" + MAIN})
    git("commit", "-q", "-a", "-m", "-")


def check(nostall, folder, text):
    """Runs both commands of a workflow: for everything, and for the change."""
    everything, change = commands(text)
    project.run(nostall, folder, *everything, expect=0)
    outputs = [a.split("=")[1] for a in everything if a.startswith("--output=")]
    assert outputs and all(os.path.getsize(f"{folder}/{o}") for o in outputs), outputs
    reports = [a.split("=")[1] for a in everything if a.startswith("--report=")]
    assert all(os.path.getsize(f"{folder}/{r}/index.html") for r in reports), reports
    # What other steps pick up has the same names.
    assert all(text.count(name) >= 2 for name in outputs + reports), text
    done = project.run(nostall, folder, *change, expect=1)
    assert done.stdout.count("::warning ") + done.stdout.count(" warning: ") == 1, done.stdout
    assert "'::wait_ready' blocks the event loop in coroutine 'deep'" in done.stdout, done.stdout


def main():
    nostall, inputs, folder, docs, *templates = sys.argv[1:]
    folder = project.make(folder, inputs)
    make_branch(folder)
    os.makedirs(f"{folder}/build")
    os.rename(f"{folder}/compile_commands.json", f"{folder}/build/compile_commands.json")
    guide = project.read(docs, "ci.md")
    for name in sorted(os.listdir(f"{docs}/examples")):
        text = project.read(docs, f"examples/{name}")
        assert f"```yaml\n{text}```\n" in guide, f"docs/ci.md shows another {name}"
        assert "--report=" in text
        check(nostall, folder, text)
    for path in templates:
        check(nostall, folder, project.read(*os.path.split(path)))


main()
