"""Measures nostall against clang and a naive clang-tidy check.

usage: run.py BUILD_DIR LLVM_MAJOR

All run in turn on bench/asio_echo.cpp. Each round gives its own ratios and
their medians are shown: load on the machine slows all of a round. Fails if
nostall needs 0.7 or more of the CPU time of `clang++ -fsyntax-only`.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROUNDS = 7
LIMIT = 0.7
FLAGS = ["-std=c++20"]


def measure(command):
    """Runs a command: (CPU seconds, wall seconds, peak MiB), and its output."""
    with tempfile.TemporaryFile("w+") as output:
        start = time.monotonic()
        process = subprocess.Popen(command, cwd=HERE, stdout=output, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read()
    if process.returncode != 0:
        sys.exit(f"bench: {' '.join(command)}: exit status {process.returncode}\n{text}")
    return (usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024), text


def build_naive_check(build, llvm):
    folder = os.path.join(build, "bench")
    compilers = [f"-DCMAKE_C_COMPILER=clang-{llvm}", f"-DCMAKE_CXX_COMPILER=clang++-{llvm}"]
    for command in (
        ["cmake", "-S", HERE, "-B", folder, "-G", "Ninja", f"-DNOSTALL_LLVM_VERSION={llvm}", *compilers],
        ["ninja", "-C", folder],
    ):
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode != 0:
            sys.exit(f"bench: {' '.join(command)}: failed\n{done.stdout}")
    return os.path.join(folder, "naive_tidy.so")


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    build, llvm = os.path.abspath(sys.argv[1]), sys.argv[2]
    nostall = os.path.join(build, "bin", "nostall")
    plugin = build_naive_check(build, llvm)
    tidy = [f"clang-tidy-{llvm}", "--quiet", f"--load={plugin}", "--config={}", "--checks=-*,naive-sleep"]
    commands = {
        "nostall": [nostall, "--quiet", "--exit-zero", "asio_echo.cpp", "--", *FLAGS],
        "clang -fsyntax-only": [f"clang++-{llvm}", *FLAGS, "-fsyntax-only", "asio_echo.cpp"],
        "clang-tidy, naive check": [*tidy, "asio_echo.cpp", "--", *FLAGS],
        "nostall, start-up": [nostall, "--list-checks"],
    }
    if "[naive-sleep]" not in measure([*tidy, "direct_sleep.cpp", "--", *FLAGS])[1]:
        sys.exit("bench: the naive check does not work: it finds nothing in direct_sleep.cpp")

    # The warm-up fills the file cache, and says what each finds.
    found = {name: measure(command)[1].count(": warning: ") for name, command in commands.items()}
    rounds = [{name: measure(command)[0] for name, command in commands.items()} for _ in range(ROUNDS)]

    def median(name, column):
        return statistics.median(r[name][column] for r in rounds)

    def ratio(name, to, column):
        return statistics.median(r[name][column] / r[to][column] for r in rounds)

    print(f"bench/asio_echo.cpp, LLVM {llvm}, median of {ROUNDS} rounds\n")
    print(f"{'':<24}{'CPU s':>8}{'wall s':>8}{'MiB':>6}")
    for name in commands:
        cpu, wall, memory = (median(name, column) for column in range(3))
        print(f"{name:<24}{cpu:>8.2f}{wall:>8.2f}{memory:>6.0f}")
    print(f"\n{'median of ratios':<44}{'CPU':>6}{'wall':>6}{'memory':>8}")
    for name, to in (
        ("nostall", "clang -fsyntax-only"),
        ("nostall", "clang-tidy, naive check"),
        ("nostall, start-up", "nostall"),
    ):
        cpu, wall, memory = (ratio(name, to, column) for column in range(3))
        print(f"{name + ' / ' + to:<44}{cpu:>6.2f}{wall:>6.2f}{memory:>8.2f}")
    print(f"\nfindings: nostall {found['nostall']}, naive check {found['clang-tidy, naive check']}")

    if not found["nostall"]:
        sys.exit("bench: nostall misses the call of back_off() in asio_echo.cpp")
    result = ratio("nostall", "clang -fsyntax-only", 0)
    if result >= LIMIT:
        sys.exit(f"bench: nostall needs {result:.2f} of clang's CPU time; the limit is {LIMIT}")


if __name__ == "__main__":
    main()
