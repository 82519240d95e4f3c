"""Makes the program that the tests of the reports are about."""

import json
import os
import subprocess

HEADER = """\
#include "coroutine.h"
#include <unistd.h>
struct Guard {
  ~Guard() { usleep(5); }
};
struct Number { int value; };
bool operator<(Number a, Number b);
void wait_ready();
"""

HELPERS = """\
#include "lib.h"
void wait_a_little() { usleep(10); }
void wait_ready() { wait_a_little(); }
bool operator<(Number a, Number b) {
  usleep(7);
  return a.value < b.value;
}
"""

MAIN = """\
#include "lib.h"
mock::task<> direct() {
  usleep(5);
  usleep(6);
  co_return;
}
mock::task<> deep() {
  wait_ready();
  co_return;
}
mock::task<bool> compare(Number a, Number b) {
  co_return a < b;
}
mock::task<> destroyed() {
  Guard guard;
  co_await mock::yield();
}
mock::task<> clean() { co_await mock::yield(); }
"""

# A comment in front of the call, of characters that are two and four bytes and
# one and two UTF-16 code units.
AWKWARD = """\
#include "lib.h"
mock::task<> awkward() {
  /* äöü 😀 */ usleep(5);
  co_return;
}
"""

# What must be escaped in one format or another.
AWKWARD_NAME = "a <b> & 'c' \"d\" 100%,:\n[e](f) ä.cpp"


def write(folder, files):
    for name, text in files.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)


def database(folder, inputs, sources):
    # Arguments rather than a command: nothing is to be quoted.
    commands = [{"directory": folder, "file": source,
                 "arguments": ["c++", "-std=c++20", f"-I{inputs}", f"-I{folder}/src", "-c", source]}
                for source in sources]
    write(folder, {"compile_commands.json": json.dumps(commands)})


def make(folder, inputs):
    folder = os.path.realpath(folder)
    sources = {"src/main.cpp": MAIN, "src/helpers.cpp": HELPERS, f"src/{AWKWARD_NAME}": AWKWARD}
    write(folder, {"src/lib.h": HEADER, **sources})
    database(folder, inputs, sources)
    return folder


def run(nostall, folder, *arguments, expect=1, stdin=""):
    done = subprocess.run([nostall, *arguments], cwd=folder, input=stdin,
                          capture_output=True, text=True)
    assert done.returncode == expect, (arguments, done.returncode, done.stdout, done.stderr)
    return done


def read(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8", newline="") as file:
        return file.read()
