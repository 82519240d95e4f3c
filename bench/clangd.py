"""Compares nostall-clangd with clangd: how long diagnostics take.

usage: clangd.py BUILD LLVM [--rounds=N]

Both open bench/asio_echo.cpp, which includes all of Boost.Asio, in a project
with 100 more files, for which nostall has left its index. Measured is the time
from opening the file to its first diagnostics, and from an edit to the next
ones. Each round gives its own ratios, and their medians count.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "test", "clangd"))

import lsp

FILES, FUNCTIONS, EDITS = 100, 50, 5


def write_project(folder):
    """A program of layers: each file's functions call those of the next one."""
    commands = []
    for i in range(FILES):
        lines = ["#include <string>", "#include <vector>", "#include <unistd.h>"]
        for j in range(FUNCTIONS):
            callee = f"layer{i + 1}_{(j * 7) % FUNCTIONS}"
            last = i + 1 == FILES
            lines += [f"int {callee}(std::vector<std::string> &v, int n);"] if not last else []
            body = "return ::usleep(n);" if last else f"v.emplace_back(std::to_string(n)); return {callee}(v, n + 1);"
            lines += [f"int layer{i}_{j}(std::vector<std::string> &v, int n) {{ {body} }}"]
        with open(os.path.join(folder, f"layer{i}.cpp"), "w") as file:
            file.write("\n".join(lines) + "\n")
        commands.append(f"layer{i}.cpp")
    shutil.copy(os.path.join(HERE, "asio_echo.cpp"), folder)
    commands.append("asio_echo.cpp")
    with open(os.path.join(folder, "compile_commands.json"), "w") as file:
        json.dump([{"directory": folder, "file": name,
                    "command": f"clang++ -std=c++20 -c {name}"} for name in commands], file)


def measure(server, folder):
    """Seconds to the first diagnostics, and those after an edit (the median)."""
    client = lsp.Client([server, "--background-index=false", "--log=error"], folder, timeout=300)
    text = open(os.path.join(folder, "asio_echo.cpp")).read()
    start = time.monotonic()
    client.open("asio_echo.cpp")
    client.diagnostics("asio_echo.cpp", 1)
    first, edits = time.monotonic() - start, []
    for version in range(2, 2 + EDITS):
        start = time.monotonic()
        client.change("asio_echo.cpp", text + f"int edited{version};\n", version)
        found = client.diagnostics("asio_echo.cpp", version)
        edits.append(time.monotonic() - start)
    client.close()
    return first, statistics.median(edits), len(found)


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("build")
    parser.add_argument("llvm")
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    programs = os.path.join(os.path.abspath(arguments.build), "bin")
    servers = {"clangd": f"/usr/lib/llvm-{arguments.llvm}/bin/clangd",
               "nostall-clangd": os.path.join(programs, "nostall-clangd")}
    with tempfile.TemporaryDirectory() as folder:
        write_project(folder)
        subprocess.run([os.path.join(programs, "nostall"), "--quiet", "--exit-zero"],
                       cwd=folder, check=True, stdout=subprocess.DEVNULL)
        ratios = []
        for number in range(arguments.rounds + 1):
            times = {name: measure(server, folder) for name, server in servers.items()}
            ours, theirs = times["nostall-clangd"], times["clangd"]
            if not ours[2]:
                sys.exit("nostall-clangd finds nothing in asio_echo.cpp")
            if number:  # the first round warms up
                ratios.append((ours[0] / theirs[0], ours[1] / theirs[1]))
            print(f"round {number}: " + ", ".join(
                f"{name} {first:.2f} s, edit {edit:.3f} s" for name, (first, edit, _) in times.items()),
                file=sys.stderr)
    first, edit = (statistics.median(r) for r in zip(*ratios))
    print(f"nostall-clangd / clangd: first diagnostics {first:.2f}, after an edit {edit:.2f}")


main()
