"""The tables of run.py's results, as Markdown."""
import datetime
from statistics import median, quantiles

HEAD = """# Speed

Made by `./x bench-runtime --markdown runtime/docs/benchmarks.md`.

- {date}; {machine}; {kernel}
- {versions}
- load {load}, of which 1 or 2 is the measurement itself

A ratio above 1 says how many times as long the other library takes. Everything
is compiled by the same compiler with `-O2 -DNDEBUG` (libuv is Debian's) and
pinned to one core. The figures are medians of {rounds} alternating rounds. The
spread is the distance between the quartiles, as a part of the median, of the
noisiest program of the row; where it is large, trust the instructions: they are
counted in user space by valgrind and do not depend on what else runs.
"""

NOTES = """\
An operation is the same work in each library, written as its users write it
(`runtime/bench/bench_*.cpp`); a program aborts if it has done less. To know:

- One task that yields: Asio and libuv ask the kernel for events in each
  iteration, nostall at most every 20 µs or 64 iterations. Among 1,000 tasks
  that makes no difference. libuv's rows are callbacks: nothing is resumed.
- Asio's gather is `&&` and `parallel_group`: as in nostall, the first error
  cancels the others. Its mutex is a `channel` with room for one message.
- A timer of a million is cancelled and added again for another time. Asio also
  calls the handler of the cancelled wait. nostall's timer is the one below
  `sleep` and `timeout`.
- A round trip through a thread pool is mostly the kernel switching threads.
"""


def duration(ns):
    return "%.1f ns" % ns if ns < 1000 else "%.2f µs" % (ns / 1000)


def number(x):
    if x is None:
        return "not counted"
    return "{:,.0f}".format(x) if x >= 100 else "%.1f" % x


def table(head, lines):
    rows = [head, ["---"] + ["--:"] * (len(head) - 1)] + lines
    return "\n".join("| " + " | ".join(row) + " |" for row in rows) + "\n"


def spread(values):
    if len(values) < 4:
        return 0.0
    low, _, high = quantiles(values, n=4)
    return (high - low) / median(values)


def per_library(row, value, text):
    """The ratios of Asio and libuv to nostall, then text(…) of all three."""
    of = [row["programs"].get(name) for name in ("nostall", "Asio", "libuv")]
    ours = value(of[0])
    return (["**%.1f×**" % (value(p) / ours) if p and ours else "–"
             for p in of[1:]] + [text(p) if p else "–" for p in of])


def time_table(rows):
    return table(
        ["", "Asio ÷ nostall", "libuv ÷ nostall", "nostall", "Asio", "libuv",
         "spread"],
        [[row["title"]] +
         per_library(row, lambda p: median(p["ns"]),
                     lambda p: duration(median(p["ns"]))) +
         ["%.0f %%" % (100 * max(spread(p["ns"])
                                 for p in row["programs"].values()))]
         for row in rows])


def count_table(rows):
    return table(
        ["", "Asio ÷ nostall", "libuv ÷ nostall", "nostall", "Asio", "libuv"],
        [[row["title"]] +
         per_library(row, lambda p: p["instructions"],
                     lambda p: "%s / %.4g" % (number(p["instructions"]),
                                              p["allocations"]))
         for row in rows])


def echo_table(programs):
    names = ["p50", "p99", "p99.9"]
    return table(
        ["µs: median (best round)"] + names +
        ["processor time a message", "spread", "instructions a message"],
        [[program] +
         ["%.0f (%.0f)" % (median(p[name]), min(p[name])) for name in names] +
         ["%.2f (%.2f)" % (median(p["processor"]), min(p["processor"])),
          "%.0f %%" % (100 * spread(p["processor"])), number(p["instructions"])]
         for program, p in programs.items()])


def paired(programs, key, before, after):
    """The median of the differences within the rounds."""
    return median(b - a for a, b in
                  zip(programs[before][key], programs[after][key]))


def detector_table(steps, echo):
    lines = []
    for row in steps:
        p = row["programs"]
        def counted(before, after):
            a, b = p[before]["instructions"], p[after]["instructions"]
            return number(None) if a is None else "%+.1f" % (b - a)
        lines.append([row["title"] + ", a step",
                      duration(median(p["off"]["ns"])),
                      "%+.2f ns" % paired(p, "ns", "off", "on"),
                      counted("off", "on"),
                      "%+.2f ns" % paired(p, "ns", "compiled out", "on"),
                      counted("compiled out", "on")])
    if echo:
        off, on = echo["off"]["instructions"], echo["on"]["instructions"]
        out = echo["compiled out"]["instructions"]
        def part(before):
            a, b = echo[before]["processor"], echo["on"]["processor"]
            return "%+.1f %% (%+.1f %%)" % (
                100 * paired(echo, "processor", before, "on") / median(a),
                100 * (min(b) / min(a) - 1))
        lines.append(["echo, processor time a message (best rounds)",
                      "%.2f µs" % median(echo["off"]["processor"]),
                      part("off"),
                      number(None) if off is None else "%+.1f" % (on - off),
                      part("compiled out"),
                      number(None) if off is None else "%+.1f" % (on - out)])
    return table(["detector", "off", "on − off", "instructions",
                  "on − compiled out", "instructions"], lines)


def markdown(results):
    parts = [HEAD.format(
        date=datetime.date.today().isoformat(),
        machine=results["machine"], kernel=results["kernel"],
        versions=", ".join(results["versions"]), rounds=results["rounds"],
        load="%.1f at the beginning, %.1f at the end" %
        tuple(results["load"]))]
    if results["rows"]:
        parts += ["## Time an operation\n", time_table(results["rows"]),
                  "## Instructions / allocations an operation\n",
                  count_table(results["rows"]), NOTES]
    echo = results["echo"]
    if "libraries" in echo:
        parts += ["## TCP echo at {rate:,} messages a second\n".format(**echo),
                  "64 bytes over {connections} connections, open loop: latency "
                  "counts from the time at\nwhich a message was due to be sent. "
                  "The client has a core for itself. Medians far\nabove the best "
                  "rounds mean that other programs had the processors.\n"
                  .format(**echo),
                  echo_table(echo["libraries"])]
    if results["steps"] or "detector" in echo:
        parts += ["## The stall detector\n",
                  "Differences within the rounds: on against off (no detector "
                  "made), and against a\nruntime built with "
                  "`-DNOSTALL_DETECTOR=OFF`.\n",
                  detector_table(results["steps"], echo.get("detector"))]
    return "\n".join(parts)
