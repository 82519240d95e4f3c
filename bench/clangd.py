"""Compares nostall-clangd with clangd: how long diagnostics take.

usage: clangd.py BUILD LLVM [--rounds=N] [--functions=N]

Both open bench/asio_echo.cpp, which includes all of Boost.Asio, in a project
of so many functions (5,000), for which nostall has left its index: a coroutine
that is added to the file leads to most of them. Measured is the time from
opening the file to its first diagnostics, and from an edit to the next ones.
Each round gives its own ratios, and their medians count.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "test", "clangd"))

import lsp

LAYERS, PER_FILE, CALLS, EDITS = 10, 50, 50, 5

STALLING = """
{declarations}
static asio::awaitable<void> stalling() {{
  {calls}
  co_return;
}}
"""


def write_project(folder, count):
    """A program of layers: each function calls three of the next one."""
    width = count // LAYERS
    name = lambda layer, number: f"layer{layer}_{number % width}"
    commands = ["asio_echo.cpp"]
    for layer in range(LAYERS):
        for first in range(0, width, PER_FILE):
            lines = ["#include <unistd.h>"]
            for number in range(first, first + PER_FILE):
                callees = [name(layer + 1, number * 7 + 1000 * i) for i in range(3)]
                body = "return ::usleep(n);"
                if layer + 1 < LAYERS:
                    lines += [f"int {callee}(int n);" for callee in callees]
                    body = "return " + " + ".join(f"{callee}(n)" for callee in callees) + ";"
                lines.append(f"int {name(layer, number)}(int n) {{ {body} }}")
            commands.append(f"layer{layer}_{first}.cpp")
            with open(os.path.join(folder, commands[-1]), "w") as file:
                file.write("\n".join(lines) + "\n")
    called = [name(0, number * 11) for number in range(CALLS)]
    with open(os.path.join(HERE, "asio_echo.cpp")) as file:
        text = file.read() + STALLING.format(
            declarations="\n".join(f"int {f}(int n);" for f in called),
            calls="\n  ".join(f"{f}(1);" for f in called))
    with open(os.path.join(folder, "asio_echo.cpp"), "w") as file:
        file.write(text)
    with open(os.path.join(folder, "compile_commands.json"), "w") as file:
        json.dump([{"directory": folder, "file": name,
                    "command": f"clang++ -std=c++20 -c {name}"} for name in commands], file)


def clocks(process):
    """The wall's clock, and how long the server's threads have computed."""
    with open(f"/proc/{process.pid}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return time.monotonic(), (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def wait_until_idle(process):
    """clangd goes on after the first diagnostics: it indexes the headers."""
    before = None
    while (now := clocks(process)[1]) != before:
        before = now
        time.sleep(0.5)


def since(start, process):
    return [now - before for now, before in zip(clocks(process), start)]


def measure(server, folder):
    """Seconds to the first diagnostics, wall and CPU seconds to those after an
    edit (the medians), and how many diagnostics there are."""
    client = lsp.Client([server, "--background-index=false", "--log=error"], folder, timeout=300)
    text = open(os.path.join(folder, "asio_echo.cpp")).read()
    start = clocks(client.process)
    client.open("asio_echo.cpp")
    client.diagnostics("asio_echo.cpp", 1)
    first, edits = since(start, client.process)[:1], []
    wait_until_idle(client.process)
    for version in range(2, 2 + EDITS):
        start = clocks(client.process)
        client.change("asio_echo.cpp", text + f"int edited{version};\n", version)
        found = client.diagnostics("asio_echo.cpp", version)
        edits.append(since(start, client.process))
    client.close()
    return first + [statistics.median(e) for e in zip(*edits)], len(found)


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("build")
    parser.add_argument("llvm")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--functions", type=int, default=5000)
    arguments = parser.parse_args()
    programs = os.path.join(os.path.abspath(arguments.build), "bin")
    servers = {"clangd": f"/usr/lib/llvm-{arguments.llvm}/bin/clangd",
               "nostall-clangd": os.path.join(programs, "nostall-clangd")}
    with tempfile.TemporaryDirectory() as folder:
        write_project(folder, arguments.functions)
        subprocess.run([os.path.join(programs, "nostall"), "--quiet", "--exit-zero"],
                       cwd=folder, check=True, stdout=subprocess.DEVNULL)
        ratios = []
        for number in range(arguments.rounds + 1):
            times = {name: measure(server, folder) for name, server in servers.items()}
            (ours, found), (theirs, others) = times["nostall-clangd"], times["clangd"]
            if found - others <= CALLS:
                sys.exit("nostall-clangd misses stalls in asio_echo.cpp")
            if number:  # the first round warms up
                ratios.append([mine / other for mine, other in zip(ours, theirs)])
            print(f"round {number}: " + ", ".join(
                "{0} {1:.2f} s, edit {2:.3f} s (CPU {3:.3f})".format(name, *seconds)
                for name, (seconds, _) in times.items()), file=sys.stderr)
    first, edit, cpu = (statistics.median(r) for r in zip(*ratios))
    print(f"nostall-clangd / clangd: first diagnostics {first:.2f}, after an edit {edit:.2f} (CPU {cpu:.2f})")


main()
