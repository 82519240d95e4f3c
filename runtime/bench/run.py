#!/usr/bin/env python3
"""Runs the benchmarks in a build directory and prints a table.

    runtime/bench/run.py BUILD/bench [--runs 5] [--seconds 2] [--rate 10000]

Medians of alternating runs; each program is pinned to one processor, the echo
client to another. Times are in nanoseconds an operation (allocations in
brackets), echo latencies in microseconds, from the time a message was due.
"""
import argparse
import os
import statistics
import subprocess
import sys

parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
parser.add_argument("directory")
parser.add_argument("--runs", type=int, default=5)
parser.add_argument("--seconds", type=float, default=2)
parser.add_argument("--rate", type=int, default=10000)
parser.add_argument("--connections", type=int, default=32)
options = parser.parse_args()

cpus = sorted(os.sched_getaffinity(0))
PROGRAMS = {
    "nostall": ["bench_nostall"],
    "detector on": ["bench_nostall", None, "--detector"],
    "compiled out": ["bench_nostall_bare"],
    "Asio": ["bench_asio"],
    "libuv": ["bench_uv"],
}
ROWS = ["await_ready", "spawn_join", "yield", "gather_2", "gather_1000",
        "timer_add_cancel", "mutex_hand_off", "pool_round_trip"]


def path(name):
    return os.path.join(options.directory, name)


def pinned(cpu, words):
    return ["taskset", "-c", str(cpu)] + words


def run_rows():
    found = {}
    for row in ROWS:
        # A pool's thread needs a processor of its own, as in life.
        where = ",".join(map(str, cpus)) if row == "pool_round_trip" else cpus[0]
        for _ in range(options.runs):
            for name, program in PROGRAMS.items():
                if not os.path.exists(path(program[0])):
                    continue
                words = [path(program[0]), row] + program[2:]
                out = subprocess.run(pinned(where, words), check=True,
                                     capture_output=True, text=True).stdout
                for line in out.splitlines():
                    _, ns, allocations = line.split()
                    found.setdefault((row, name), []).append(
                        (float(ns), float(allocations)))
    print("%-18s" % "ns an operation" +
          "".join("%20s" % name for name in PROGRAMS))
    for row in ROWS:
        line = "%-18s" % row
        for name in PROGRAMS:
            runs = found.get((row, name))
            if runs:
                ns = statistics.median(r[0] for r in runs)
                allocations = statistics.median(r[1] for r in runs)
                line += "%20s" % ("%.1f (%.2f)" % (ns, allocations))
            else:
                line += "%20s" % "-"
        print(line)


def run_echo():
    servers = {"nostall": ["echo_nostall"],
               "detector on": ["echo_nostall", "--detector"],
               "Asio": ["echo_asio"], "libuv": ["echo_uv"]}
    found = {}
    for _ in range(options.runs):
        for name, program in servers.items():
            if not os.path.exists(path(program[0])):
                continue
            server = subprocess.Popen(
                pinned(cpus[0], [path(program[0])] + program[1:]),
                stdout=subprocess.PIPE, text=True)
            try:
                port = server.stdout.readline().strip()
                out = subprocess.run(
                    pinned(cpus[-1], [path("echo_client"), port,
                                      str(options.connections),
                                      str(options.rate),
                                      str(options.seconds)]),
                    check=True, capture_output=True, text=True).stdout
                with open("/proc/%d/stat" % server.pid) as stat:
                    fields = stat.read().rsplit(")", 1)[1].split()
                ticks = int(fields[11]) + int(fields[12])
                cpu = ticks / os.sysconf("SC_CLK_TCK")
                messages = options.rate * options.seconds
                found.setdefault(name, []).append(
                    [float(x) for x in out.split()] + [cpu * 1e6 / messages])
            finally:
                server.kill()
                server.wait()
    print()
    print("echo at %d/s, %d connections, microseconds" %
          (options.rate, options.connections))
    print("%-18s%10s%10s%10s%18s" % ("", "p50", "p99", "p99.9",
                                     "server cpu/message"))
    for name, runs in found.items():
        print("%-18s" % name +
              "".join("%10.1f" % statistics.median(r[i] for r in runs)
                      for i in range(3)) +
              "%18.2f" % statistics.median(r[3] for r in runs))


run_rows()
run_echo()
sys.stdout.flush()
