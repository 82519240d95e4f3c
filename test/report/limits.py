"""Programs with more findings, and longer chains, than some formats take."""

import os

import project

DEPTH = 1500


def make_deep(folder, inputs):
    """One finding with a chain of DEPTH + 1 calls."""
    folder = os.path.realpath(folder)
    lines = ['#include "coroutine.h"', "#include <unistd.h>", "void f0() { usleep(5); }"]
    lines += [f"void f{i}() {{ f{i - 1}(); }}" for i in range(1, DEPTH)]
    lines += ["mock::task<> deep() {", f"  f{DEPTH - 1}();", "  co_return;", "}"]
    project.write(folder, {"deep.cpp": "\n".join(lines) + "\n"})
    project.database(folder, inputs, ["deep.cpp"])
    return folder


def make_wide(folder, inputs, sleeps):
    """As many findings, of which only the last one is of another check."""
    folder = os.path.realpath(folder)
    lines = ['#include "coroutine.h"', "#include <fcntl.h>", "#include <sys/socket.h>", "mock::task<> wide() {",
             *['  open("x", 0);'] * (sleeps - 1), '  recv(0, 0, 0, 0);', "  co_return;", "}"]
    project.write(folder, {"wide.cpp": "\n".join(lines) + "\n"})
    project.database(folder, inputs, ["wide.cpp"])
    return folder
