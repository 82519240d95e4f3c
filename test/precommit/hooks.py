"""Commits and pushes in a scratch repository that has nostall's hooks.

usage: hooks.py NOSTALL HOOKS INPUTS SOURCES

HOOKS is a .pre-commit-hooks.yaml. Prints `== WHAT: done` or `refused` and what
was said, for each step. pre-commit must not want the network.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile


class Repository:
    def __init__(self, folder, tools, home):
        self.folder = folder
        # A home of its own: no settings of the user, no cache of pre-commit.
        self.environment = dict(
            PATH=f"{tools}:/usr/bin:/bin", HOME=home, LC_ALL="C.UTF-8",
            PRE_COMMIT_HOME=os.path.join(home, "cache"),
            GIT_AUTHOR_NAME="a", GIT_AUTHOR_EMAIL="a@example.org",
            GIT_COMMITTER_NAME="a", GIT_COMMITTER_EMAIL="a@example.org")
        os.makedirs(folder)
        self.run("git", "init", "-q", "-b", "main")

    def run(self, *command):
        done = subprocess.run(command, cwd=self.folder, env=self.environment,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        return done.returncode, done.stdout

    def must(self, *command):
        code, text = self.run(*command)
        if code:
            sys.exit(f"{' '.join(command)}: {text}")

    def step(self, what, *command):
        code, text = self.run(*command)
        print(f"== {what}: {'refused' if code else 'done'}")
        print(text)

    def put(self, source, name):
        shutil.copy(os.path.join(self.sources, source), os.path.join(self.folder, name))
        self.must("git", "add", name)

    def write(self, name, text):
        with open(os.path.join(self.folder, name), "w") as file:
            file.write(text)
        self.must("git", "add", "-f", name)


def database(inputs, folder):
    return json.dumps([
        {"directory": folder, "file": name, "command": f"c++ -std=c++20 -I{inputs} -c {name}"}
        for name in ("a.cpp", "helper.cpp")])


def commit(message):
    return "git", "commit", "-q", "-m", message


def main():
    nostall, hooks, inputs, sources = map(os.path.abspath, sys.argv[1:])
    with tempfile.TemporaryDirectory(prefix="nostall-") as scratch:
        tools = os.path.join(scratch, "tools")
        os.makedirs(tools)
        os.symlink(nostall, os.path.join(tools, "nostall"))
        home = os.path.join(scratch, "home")
        os.makedirs(home)

        # What users name as `repo:`. Its only file is that of the hooks.
        published = Repository(os.path.join(scratch, "published"), tools, home)
        shutil.copy(hooks, published.folder)
        published.must("git", "add", "-A")
        published.must(*commit("hooks"))
        published.must("git", "tag", "v1")

        r = Repository(os.path.join(scratch, "user"), tools, home)
        r.sources = sources
        r.write(".pre-commit-config.yaml",
                f"repos:\n- repo: {published.folder}\n  rev: v1\n"
                "  hooks: [{id: nostall}, {id: nostall-program}]\n")
        r.write("compile_commands.json", database(inputs, r.folder))
        r.must("pre-commit", "install", "-t", "pre-commit", "-t", "pre-push")
        upstream = os.path.join(scratch, "upstream.git")
        r.must("git", "init", "-q", "--bare", upstream)
        r.must("git", "remote", "add", "origin", upstream)

        r.put("clean.h", "helper.h")
        r.put("clean_helper.cpp", "helper.cpp")
        r.put("blocking.cpp", "a.cpp")
        r.step("commit blocking", *commit("blocking"))
        r.put("clean.cpp", "a.cpp")
        r.step("commit clean", *commit("clean"))
        r.write("readme.txt", "text\n")
        r.step("commit text", *commit("text"))
        r.put("blocking.h", "helper.h")
        r.step("commit header", *commit("header"))
        r.put("clean.h", "helper.h")
        r.write("readme.txt", "more text\n")
        r.step("commit good header", *commit("good header"))
        r.put("blocking_helper.cpp", "helper.cpp")
        r.step("commit helper", *commit("helper"))
        r.must(*commit("anyway"), "--no-verify")
        r.step("push", "git", "push", "-q", "origin", "main")
        r.put("clean_helper.cpp", "helper.cpp")
        r.must(*commit("mended"), "--no-verify")
        r.step("push mended", "git", "push", "-q", "origin", "main")

        with open(os.path.join(r.folder, "a.cpp"), "a") as file:
            file.write("// staged\n")
        r.must("git", "add", "a.cpp")
        shutil.copy(os.path.join(sources, "blocking.cpp"), os.path.join(r.folder, "a.cpp"))
        r.step("commit staged part", *commit("staged"))
        r.must("git", "checkout", "a.cpp")

        r.must("git", "rm", "-q", "--cached", "compile_commands.json")
        os.remove(os.path.join(r.folder, "compile_commands.json"))
        r.must(*commit("no database"), "--no-verify")
        r.put("blocking.cpp", "a.cpp")
        r.step("commit without database", *commit("without"))

        r.write("compile_commands.json", database(inputs, r.folder))
        r.step("try-repo", "pre-commit", "try-repo", published.folder, "nostall", "--files", "a.cpp")


main()
