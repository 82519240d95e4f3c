"""Changes a program in a git repository and lints the changes.

usage: check_diff.py NOSTALL INPUTS FOLDER
"""

import difflib
import json
import os
import subprocess
import sys

import project
from project import AWKWARD, AWKWARD_NAME, HELPERS, MAIN

QUIET_HELPERS = HELPERS.replace("usleep(10);", "")


class Repository:
    def __init__(self, nostall, folder, inputs):
        self.nostall = nostall
        self.folder = project.make(folder, inputs)
        # Nothing of the machine's configuration counts.
        os.environ.update(GIT_CONFIG_GLOBAL="/dev/null", GIT_CONFIG_NOSYSTEM="1")
        self.git("init", "-q")
        self.git("config", "user.email", "nobody@example.org")
        self.git("config", "user.name", "nobody")
        self.write(helpers=QUIET_HELPERS)
        self.commit()

    def git(self, *arguments, folder="."):
        return subprocess.run(["git", *arguments], cwd=os.path.join(self.folder, folder), check=True,
                              capture_output=True, text=True).stdout

    def commit(self):
        self.git("add", "-A", "src")
        self.git("commit", "-q", "-m", "-")

    def write(self, **files):
        project.write(self.folder, {f"src/{name}.cpp": text for name, text in files.items()})

    def lint(self, *arguments, stdin="", folder="."):
        done = project.run(self.nostall, os.path.join(self.folder, folder), "--quiet", "--format=json", "--exit-zero",
                           *arguments, expect=0, stdin=stdin)
        return [(os.path.basename(f["file"]), f["line"],
                 os.path.basename(f["changed_at"]["file"]) if "changed_at" in f else None)
                for f in json.loads(done.stdout)["findings"]]

    def changes(self, **files):
        """What is found after the change, by git's diff and by several others."""
        self.write(**files)
        found = self.lint("--diff=HEAD")
        for options in ([], ["--no-prefix"], ["--src-prefix=b/", "--dst-prefix=a/"], ["-U0"]):
            diff = self.git("diff", *options)
            assert self.lint("--diff", stdin=diff) == found, (options, diff)
        assert self.lint("--diff=HEAD", "-p", "..", folder="src") == found
        assert self.lint("--diff", "-p", "..", stdin=self.git("diff", folder="src"), folder="src") == found
        relative = self.git("diff", "--relative", folder="src")
        assert self.lint("--diff", "-p", "..", stdin=relative, folder="src") == found, relative
        self.git("checkout", "-q", "HEAD", "--", "src")
        return found


def check_lines(repository):
    assert repository.lint("--diff=HEAD") == []
    assert repository.changes(main=MAIN.replace("usleep(6)", "usleep(60)")) == [("main.cpp", 4, None)]
    assert repository.changes(main="// A comment\n" + MAIN) == []
    assert repository.changes(main=MAIN.replace("mock::task<> clean()", "mock::task<>  clean()")) == []
    # What follows removed lines has changed.
    assert repository.changes(main=MAIN.replace("  usleep(5);\n", "")) == [("main.cpp", 3, None)]
    # Nothing behind the last brace, and none in the old file.
    assert repository.changes(main=MAIN.replace("  usleep(6);\n", "").rstrip("\n")) == []
    # The line where a local is destroyed is the finding's too.
    assert repository.changes(main=MAIN.replace("yield();\n}\nmock::task<> clean", "yield(); }\nmock::task<> clean")) == [
        ("main.cpp", 15, None)]


def check_helpers(repository):
    # The helper blocks now, and the coroutine with it, which has not changed.
    repository.write(helpers=HELPERS)
    text = project.run(repository.nostall, repository.folder, "--quiet", "--diff=HEAD").stdout
    assert "src/helpers.cpp:2:24: note: it is reported because this line has changed\n" in text, text
    assert repository.changes(helpers=HELPERS) == [("main.cpp", 8, "helpers.cpp")]
    # The helper alone is named, as by the hook for staged files.
    helper = "--whole-program", "--diff=HEAD", "src/helpers.cpp"
    repository.write(helpers=HELPERS)
    assert repository.lint(*helper) == [("main.cpp", 8, "helpers.cpp")]
    repository.write(helpers=QUIET_HELPERS + "// A comment\n")
    assert repository.lint(*helper) == []
    # A hop in the middle.
    repository.write(helpers=HELPERS.replace("{ wait_a_little(); }", "{}"))
    repository.commit()
    assert repository.changes(helpers=HELPERS) == [("main.cpp", 8, "helpers.cpp")]
    # An unrelated line of the same helper.
    repository.write(helpers=HELPERS)
    repository.commit()
    assert repository.changes(helpers=HELPERS.replace("return a.value", "return  a.value")) == []


# `post` is a function of an event loop, by the configuration.
CALLBACKS = """\
#include "lib.h"
void post(void (*)());
void run(void (*)());
void on_timer() {
  usleep(5);
}
void start() {
  run(on_timer);
}
int later() {
  usleep(5);
  return 1;
}
"""


def check_contexts(repository):
    # A line makes code run on a loop that blocks as it always did.
    project.write(repository.folder, {
        ".nostall.yaml": "functions:\n- {name: post, runs_on_loop: [0]}\n", "src/main.cpp": CALLBACKS})
    repository.commit()
    assert repository.lint("src/main.cpp") == []
    assert repository.changes(main=CALLBACKS.replace("run(on_timer)", "post(on_timer)")) == [
        ("main.cpp", 5, "main.cpp")]
    coroutine = CALLBACKS.replace("int later", "mock::task<int> later").replace("return 1", "co_return 1")
    assert repository.changes(main=coroutine) == [("main.cpp", 11, "main.cpp")]
    assert repository.changes(main=CALLBACKS.replace("return 1", "return 2")) == []
    repository.write(main=coroutine)
    repository.commit()
    assert repository.changes(main=coroutine.replace("co_return 1", "co_return 2")) == []
    repository.write(main=MAIN)
    repository.commit()


def check_files(repository):
    git = repository.git
    moved = MAIN.replace("usleep(6)", "usleep(60)")
    os.rename(f"{repository.folder}/src/{AWKWARD_NAME}", f"{repository.folder}/src/away")
    git("add", "-A", "src")
    assert repository.lint("src/main.cpp", "--diff=HEAD") == []  # deleted
    git("reset", "-q", "--hard")
    awkward = AWKWARD.replace("usleep(5)", "usleep(50)")
    project.write(repository.folder, {f"src/{AWKWARD_NAME}": awkward})
    assert "\\n" in git("diff")  # git quotes the name
    for arguments, stdin in ((["--diff=HEAD"], ""), (["--diff"], git("diff")), (["--diff"], git("diff", "--no-prefix"))):
        assert repository.lint(*arguments, stdin=stdin) == [(AWKWARD_NAME, 3, None)], stdin
    git("reset", "-q", "--hard")

    # main.cpp is renamed and changed, and is new under its new name.
    git("mv", "src/main.cpp", "src/with space.cpp")
    project.write(repository.folder, {"src/with space.cpp": moved})
    flags = ["src/with space.cpp", "--", "-std=c++20", f"-I{sys.argv[2]}", "-Isrc"]
    assert "rename to" in git("diff", "HEAD")
    assert repository.lint("--diff=HEAD", *flags) == [("with space.cpp", 4, None)]
    assert repository.lint("--diff", *flags, stdin=git("diff", "HEAD")) == [("with space.cpp", 4, None)]
    new = git("diff", "--no-renames", "HEAD")
    assert [line for _, line, _ in repository.lint("--diff", *flags, stdin=new)] == [3, 4, 15]
    git("reset", "-q", "--hard")


def check_other_diffs(repository):
    # diff -u, without prefixes and with a backup's name; svn's lines in front.
    moved = MAIN.replace("usleep(6)", "usleep(60)")
    repository.write(main=moved)
    for old, new in (("src/main.cpp", "src/main.cpp"), ("src/main.cpp.orig", "src/main.cpp"),
                     ("old/src/main.cpp", "new/src/main.cpp"),
                     ("old/main.cpp", os.path.join(repository.folder, "src/main.cpp"))):
        diff = "".join(difflib.unified_diff(MAIN.splitlines(True), moved.splitlines(True), old, new,
                                            "2026-01-01 10:00:00", "2026-01-02 10:00:00"))
        diff = "Index: src/main.cpp\n==========\n" + diff
        assert repository.lint("--diff", stdin=diff) == [("main.cpp", 4, None)], diff
    # Other files that a path could mean.
    for decoy in "b/src/main.cpp", "src/src/main.cpp", "main.cpp":
        project.write(repository.folder, {decoy: ""})
    for options in ([], ["--no-prefix"]):
        diff = repository.git("diff", *options, "src")
        assert repository.lint("--diff", stdin=diff) == [("main.cpp", 4, None)], diff
        assert repository.lint("--diff", "-p", "..", stdin=diff, folder="src") == [("main.cpp", 4, None)], diff
    repository.git("clean", "-q", "-d", "-f", "b", "main.cpp", "src")
    # git's settings do not matter.
    for setting in ("diff.noprefix=true", "diff.mnemonicPrefix=true", "color.ui=always", "diff.external=false",
                    "diff.relative=true"):
        repository.git("config", *setting.split("="))
        assert repository.lint("--diff=HEAD") == [("main.cpp", 4, None)], setting
        repository.git("config", "--unset", setting.split("=")[0])
    # Revisions of any form.
    repository.commit()
    assert repository.lint("--diff=HEAD") == []
    assert repository.lint("--diff=HEAD~1") == repository.lint("--diff=HEAD~1..HEAD") == [("main.cpp", 4, None)]


# Each of them decides about a call in the coroutine that no chain leads through.
SETTINGS = """\
#include "lib.h"
#include <sys/socket.h>
constexpr int flags = MSG_DONTWAIT;
#define SECONDS 0
void maybe(int how = 0);
struct shape { virtual void draw(); };
struct slow { virtual void draw() { usleep(5); } };
"""
SETTLED = """\
#include "settings.h"
#include <poll.h>
void maybe(int how) { if (how) usleep(5); }
mock::task<> settled(int socket, char *buffer, pollfd *set, shape &s) {
  usleep(1);
  recv(socket, buffer, 1, flags);
  poll(set, 1, SECONDS);
  maybe();
  s.draw();
  co_return;
}
"""


def check_elsewhere(repository):
    project.write(repository.folder, {"src/settings.h": SETTINGS, "src/main.cpp": SETTLED})
    repository.commit()
    assert repository.lint("--diff=HEAD") == []

    def change(old, new, *arguments, file="src/settings.h", text=SETTINGS):
        assert old in text
        project.write(repository.folder, {file: text.replace(old, new)})
        found = {line for name, line, _ in repository.lint("--diff=HEAD", *arguments) if name == "main.cpp"}
        repository.git("checkout", "-q", "HEAD", "--", "src")
        return found

    # The finding that was there before is not reported with the new one.
    for arguments in [], ["--no-cache"]:
        assert change("MSG_DONTWAIT", "MSG_PEEK", *arguments) == {6}
    assert change("MSG_DONTWAIT", "MSG_DONTWAIT | MSG_PEEK") == set()
    assert change("SECONDS 0", "SECONDS 1") == {7}
    assert change("how = 0", "how = 1") == {8}
    assert change("struct slow {", "struct slow : shape {") == {9}
    assert change("struct slow {", "struct other {}; struct slow : other {") == set()
    # Lines above it do not make a finding new, and files may be renamed.
    assert change('#include "settings.h"', "// A comment\n" * 9 + '#include "settings.h"',
                  file="src/main.cpp", text=SETTLED) == set()
    repository.git("mv", "src/main.cpp", "src/moved.cpp")
    flags = ["--", "-std=c++20", f"-I{sys.argv[2]}", "-Isrc"]
    assert repository.lint("src/moved.cpp", "--diff=HEAD", *flags) == []
    project.write(repository.folder, {"src/settings.h": SETTINGS.replace("SECONDS 0", "SECONDS 1")})
    assert repository.lint("src/moved.cpp", "--diff=HEAD", *flags) == [("moved.cpp", 7, None)]
    text = project.run(repository.nostall, repository.folder, "--quiet", "src/moved.cpp", "--diff=HEAD", *flags).stdout
    assert "note: it is reported because it was not so before the change, though no line on its way has changed\n" in text
    repository.git("reset", "-q", "--hard")

    # The configuration, in a repository that has it.
    project.write(repository.folder, {".nostall.yaml": "allow: [usleep]\n"})
    repository.git("add", ".nostall.yaml")
    repository.commit()
    project.write(repository.folder, {".nostall.yaml": "# nothing\n"})
    assert ("main.cpp", 5, None) in repository.lint("--diff=HEAD", "src/main.cpp")
    os.remove(os.path.join(repository.folder, ".nostall.yaml"))
    assert ("main.cpp", 5, None) in repository.lint("--diff=HEAD", "src/main.cpp")
    repository.git("rm", "-q", ".nostall.yaml")
    repository.commit()

    # Code that could not be read before has no findings to compare with.
    project.write(repository.folder, {"src/settings.h": "#error\n"})
    repository.commit()
    project.write(repository.folder, {"src/settings.h": SETTINGS.replace("SECONDS 0", "SECONDS 1")})
    run = project.run(repository.nostall, repository.folder, "--diff=HEAD", "src/main.cpp", expect=0)
    assert "warning: the program before the change could not be analysed as a whole" in run.stderr, run.stderr
    repository.git("reset", "-q", "--hard", "HEAD~1")
    repository.write(main=MAIN)
    repository.commit()


def check_mistakes(repository):
    def complaint(*arguments, stdin="", folder="."):
        return project.run(repository.nostall, os.path.join(repository.folder, folder), *arguments,
                           expect=2, stdin=stdin).stderr

    assert complaint("--diff=no-such") == "nostall: error: --diff: git: fatal: bad revision 'no-such'\n"
    assert complaint("--diff=--help") == "nostall: error: --diff: '--help' is no revision\n"
    assert complaint("--diff", stdin="text\n").startswith("nostall: error: --diff: this is no unified diff; ")
    assert complaint("--diff", stdin="--- a/x\n+++ b/x\n@@ -1 +1 @@\n").endswith("line 3: the diff ends within a hunk\n")
    assert repository.lint("--diff", stdin="") == []
    # A program without a repository.
    outside = os.path.join(repository.folder, ".git")
    os.rename(outside, outside + ".away")
    os.environ["GIT_CEILING_DIRECTORIES"] = os.path.dirname(repository.folder)
    assert complaint("--diff=HEAD").startswith("nostall: error: --diff: git: "), complaint("--diff=HEAD")
    diff = "--- src/main.cpp\n+++ src/main.cpp\n@@ -3 +3 @@\n-  x\n+  usleep(5);\n"
    assert repository.lint("--diff", stdin=diff) == [("main.cpp", 3, None)]


def main():
    nostall, inputs, folder = sys.argv[1:]
    repository = Repository(nostall, folder, inputs)
    for check in check_lines, check_helpers, check_contexts, check_files, check_elsewhere, check_other_diffs, check_mistakes:
        check(repository)


main()
