#!/usr/bin/env python3
"""Measures the runtime against Boost.Asio and libuv and prints tables.

    runtime/bench/run.py BUILD/bench [--rounds N] [--only REGEX]
                         [--json FILE] [--markdown FILE]

Each round runs every program of a row once, in another order each time; what
counts are the medians. Instructions are counted by valgrind, if it is there:
what n more operations take, so that start and end do not count.
"""
import argparse
import json
import os
import re
import shutil
import signal
import statistics
import subprocess

import tables

NOSTALL, ASIO, UV = "nostall", "Asio", "libuv"
OFF, ON, OUT = "off", "on", "compiled out"
# The programs' names in the tables: (suffix of the executable, last argument).
PROGRAMS = {
    NOSTALL: ("nostall", []), ASIO: ("asio", []), UV: ("uv", []),
    OUT: ("bare", []), OFF: ("nostall", []), ON: ("nostall", ["detector"]),
}
LIBRARIES = [NOSTALL, ASIO, UV]
UV_ROWS = {"yield", "yield_of_1000", "timer_move", "pool_round_trip"}
# Name, title, operations, processors.
ROWS = [
    ("await_ready", "await of a ready task", 5_000_000, 1),
    ("spawn_join", "spawn and join", 500_000, 1),
    ("yield", "yield, one task", 1_000_000, 1),
    ("yield_of_1000", "yield, 1,000 tasks", 3_000_000, 1),
    ("gather_2", "gather of 2", 200_000, 1),
    ("gather_1000", "gather of 1,000", 500, 1),
    ("mutex_hand_off", "mutex hand-off", 1_000_000, 1),
    ("timer_move", "timer add and cancel, 1,000,000 pending", 300_000, 1),
    ("pool_round_trip", "thread pool round trip, one core", 30_000, 1),
    ("pool_round_trip", "thread pool round trip, two cores", 30_000, 2),
]
STEP_ROWS = [row for row in ROWS if row[0].startswith("yield")]
ECHO = {"rate": 10_000, "connections": 32, "messages": 20_000}

parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
parser.add_argument("directory")
parser.add_argument("--rounds", type=int, default=15)
parser.add_argument("--only", type=re.compile, default=re.compile(""),
                    metavar="REGEX",
                    help="rows by their titles, 'echo', 'detector, …'")
parser.add_argument("--json", metavar="FILE")
parser.add_argument("--markdown", metavar="FILE")
options = parser.parse_args()
cpus = sorted(os.sched_getaffinity(0))
environment = {k: v for k, v in os.environ.items() if k != "NOSTALL_DETECTOR"}


def command(kind, program, arguments, processors=1, under=()):
    """The words that run it on the first processors; None if it is not built."""
    suffix, more = PROGRAMS[program]
    path = os.path.join(options.directory, "%s_%s" % (kind, suffix))
    if not os.path.exists(path):
        return None
    where = ",".join(map(str, cpus[:processors]))
    return (["taskset", "-c", where, *under, path] + list(map(str, arguments)) +
            more)


def output_of(words):
    return subprocess.run(words, check=True, capture_output=True, text=True,
                          env=environment).stdout


def rounds_of(programs, measure):
    """What measure(program) yields, in rounds: {program: [one a round]}."""
    found = {program: [] for program in programs}
    for i in range(options.rounds):
        for program in programs[i % len(programs):] + programs[:i % len(programs)]:
            found[program].append(measure(program))
    return found


# ---- instructions ----

VALGRIND = ["valgrind", "--tool=cachegrind", "--cache-sim=no",
            "--cachegrind-out-file=/dev/null"]


def instructions(run, n):
    """run(under, n) does n operations and returns valgrind's standard error."""
    if not shutil.which("valgrind"):
        return None
    def count(n):
        found = re.search(r"I +refs: +([\d,]+)", run(VALGRIND, n))
        return int(found[1].replace(",", ""))
    return (count(2 * n) - count(n)) / n


def row_instructions(program, name, operations):
    def run(under, n):
        words = command("bench", program, [name, n, "once"], under=under)
        return subprocess.run(words, check=True, capture_output=True,
                              text=True, env=environment).stderr
    return instructions(run, max(operations // 100, 5))


# ---- rows ----

def measure_row(row, programs):
    name, title, operations, processors = row
    programs = [p for p in programs if command("bench", p, [])]
    found = rounds_of(programs, lambda program: [
        float(word) for word in output_of(command(
            "bench", program, [name, operations], processors)).split()])
    return {"title": title, "programs": {
        program: {
            "ns": [ns for ns, _ in runs],
            "allocations": statistics.median(a for _, a in runs),
            "instructions": row_instructions(program, name, operations),
        } for program, runs in found.items()}}


# ---- echo ----

class Server:
    """An echo server that runs; ends with the block."""

    def __init__(self, program, under=()):
        self.process = subprocess.Popen(
            command("echo", program, [], under=under), env=environment,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def __enter__(self):
        self.port = self.process.stdout.readline().strip()
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.communicate()

    def processor_time_us(self):
        tasks = "/proc/%d/task" % self.process.pid
        total = 0
        for task in os.listdir(tasks):
            with open("%s/%s/schedstat" % (tasks, task)) as schedstat:
                total += int(schedstat.read().split()[0])
        return total / 1000

    def drive(self, rate, messages):
        client = os.path.join(options.directory, "echo_client")
        words = [client, self.port, ECHO["connections"], rate, messages]
        return [float(word) for word in output_of(
            ["taskset", "-c", str(cpus[-1])] + list(map(str, words))).split()]


def one_echo(program):
    with Server(program) as server:
        before = server.processor_time_us()
        latencies = server.drive(ECHO["rate"], ECHO["messages"])
        used = server.processor_time_us() - before
    return latencies + [used / ECHO["messages"]]


def echo_instructions(program):
    def run(under, n):
        with Server(program, under) as server:
            server.drive(2000, n)
            server.process.send_signal(signal.SIGTERM)
            return server.process.communicate()[1]
    return instructions(run, 2000)


def measure_echo(programs):
    programs = [p for p in programs if command("echo", p, [])]
    found = rounds_of(programs, one_echo)
    names = ["p50", "p99", "p99.9", "processor"]
    return {program: dict(zip(names, map(list, zip(*runs))),
                          instructions=echo_instructions(program))
            for program, runs in found.items()}


# ---- all ----

def processor_name():
    with open("/proc/cpuinfo") as info:
        found = re.search(r"model name\s*: (.*)", info.read())
    return found[1] if found else os.uname().machine


def main():
    results = {
        "machine": "%s, %d cores" % (processor_name(), len(cpus)),
        "kernel": "Linux " + ".".join(os.uname().release.split(".")[:2]),
        "versions": [output_of(command("bench", p, [])).strip()
                     for p in LIBRARIES if command("bench", p, [])],
        "rounds": options.rounds,
        "load": [os.getloadavg()[0]],
        "echo": dict(ECHO),
    }
    results["rows"] = [
        measure_row(row, [p for p in LIBRARIES if p != UV or row[0] in UV_ROWS])
        for row in ROWS if options.only.search(row[1])]
    results["steps"] = [measure_row(row, [OUT, OFF, ON]) for row in STEP_ROWS
                        if options.only.search("detector, " + row[1])]
    if options.only.search("echo"):
        results["echo"]["libraries"] = measure_echo(LIBRARIES)
    if options.only.search("detector, echo"):
        results["echo"]["detector"] = measure_echo([OUT, OFF, ON])
    results["load"].append(os.getloadavg()[0])

    text = tables.markdown(results)
    print(text, end="")
    if options.markdown:
        with open(options.markdown, "w") as file:
            file.write(text)
    if options.json:
        with open(options.json, "w") as file:
            json.dump(results, file, indent=1)
            file.write("\n")


main()
