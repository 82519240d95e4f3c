"""What an editor sees of a project of three files.

usage: session.py NOSTALL NOSTALL_CLANGD FOLDER
"""

import os
import queue
import shutil
import subprocess
import sys
import tempfile

import lsp

BLOCKS = "'{0}' blocks the event loop in coroutine 'handler'"


class Session:
    def __init__(self, nostall, server, folder):
        self.nostall, self.folder = nostall, folder
        self.client = lsp.Client([server], folder)
        self.version = 1
        self.client.open("main.cpp")

    def read(self, name):
        return open(os.path.join(self.folder, name)).read()

    def write(self, name, text):
        with open(os.path.join(self.folder, name), "w") as file:
            file.write(text)

    def lint(self):
        subprocess.run([self.nostall, "--quiet", "--exit-zero", "-p", "build"],
                       cwd=self.folder, check=True, stdout=subprocess.DEVNULL)

    def edit(self, text):
        """The diagnostics of another text: the same one is not looked at again."""
        self.version += 1
        self.client.change("main.cpp", text, self.version)
        return self.diagnostics()

    def diagnostics(self):
        return self.client.diagnostics("main.cpp", self.version)

    def expect_refresh(self, what, wanted):
        """Fails unless these are found in the end, without an edit."""
        while True:
            try:
                found = self.diagnostics()
            except queue.Empty:
                sys.exit(f"{what}: the file that is open never shows {wanted}")
            if is_as(found, wanted):
                return found


def is_as(found, wanted):
    """True if exactly these are found: (line, the message's beginning)."""
    seen = [(d["range"]["start"]["line"] + 1, d["message"]) for d in found]
    return len(seen) == len(wanted) and all(
        line == at and text.startswith(start) for (line, text), (at, start) in zip(seen, wanted))


def expect(what, found, wanted):
    if not is_as(found, wanted):
        sys.exit(f"{what}: expected {wanted}, found:\n" + "\n".join(map(lsp.describe, found)))


def main():
    nostall, server, source = sys.argv[1:]
    # Elsewhere: in the folders above the source there may be an index.
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(source, folder, dirs_exist_ok=True)
        commands = os.path.join(folder, "build", "compile_commands.json")
        text = open(commands).read().replace(source, folder)
        with open(commands, "w") as file:
            file.write(text)
        run(nostall, server, folder)


def run(nostall, server, folder):
    session = Session(nostall, server, folder)
    text = session.read("main.cpp")
    expect("without an index", session.diagnostics(), [])

    session.lint()
    blocks = BLOCKS.format
    reached = ": it reaches '::usleep'"
    in_three = [(5, blocks("db::load") + reached), (6, blocks("db::load_inline") + reached),
                (7, blocks("::load_any") + reached)]
    found = session.expect_refresh("with an index", in_three)
    first = found[0]
    assert first["code"] == "nostall-blocking-sleep" and first["severity"] == 2, first
    hops = [(r["location"]["uri"], r["location"]["range"]["start"]["line"] + 1)
            for r in first["relatedInformation"]]
    wanted = [(session.client.uri("db.cpp"), 3), (session.client.uri("wait.cpp"), 3),
              (session.client.uri("main.cpp"), 5)]
    assert hops == wanted, f"the chain leads to {hops}, not to {wanted}"

    moved = session.edit("\n\n" + text)
    expect("lines that have moved", moved, [(line + 2, start) for line, start in in_three])
    expect("a call that is new", session.edit(text.replace("d.quick()", "d.store()")),
           in_three + [(8, blocks("db::store") + reached)])
    expect("a call that is gone", session.edit(text.replace("  d.load(5);", "")),
           [(6, in_three[1][1]), (7, in_three[2][1])])
    expect("a helper of the file itself", session.edit(text.replace(
        "mock::task<> handler", "void own(db &d) { d.store(); }\nmock::task<> handler").replace(
            "d.quick();", "own(d);")),
           [(line + 1, start) for line, start in in_three] + [(9, blocks("::own") + reached)])

    # What changes on disk is seen without an edit.
    waits = session.read("wait.cpp")
    session.write("wait.cpp", waits.replace("usleep(n);", ""))
    expect("a change that nobody has linted yet", session.edit(text + "\n"), in_three)
    session.lint()
    session.expect_refresh("a change that is linted", [])
    session.write("wait.cpp", waits)
    session.lint()
    session.expect_refresh("the change undone", in_three)

    # The project's configuration counts.
    session.write(".nostall.yaml", "checks: -nostall-blocking-sleep\n")
    session.expect_refresh("a check that is off", [])
    session.write(".nostall.yaml", "allow: wait_a_bit\n")
    expect("a function that is allowed", session.edit(text), [])
    os.remove(os.path.join(folder, ".nostall.yaml"))
    session.expect_refresh("no configuration", in_three)

    # A damaged index is said, and the rest still works.
    index = os.path.join(folder, "build", ".nostall-cache", "index")
    size = os.path.getsize(index)
    with open(index, "r+b") as file:
        file.truncate(size - 10)
    found = session.edit(text.replace("d.quick()", "throw 1; wrong()"))
    assert any("index" in d["message"] for d in found), "\n".join(map(lsp.describe, found))
    assert any("wrong" in d["message"] for d in found), "\n".join(map(lsp.describe, found))
    assert session.client.close() == 0


main()
