"""Looks at the cache of nostall.

usage: cache.py parsed CACHE       prints how many entries are new since the
                                   last such call
       cache.py damage CACHE HOW   changes every entry
       cache.py age CACHE DAYS     makes every entry look unused for so long
       cache.py kill NOSTALL N     kills N runs in the current folder, each at
                                   another moment; then one has to say what a
                                   run without cache says
       cache.py together NOSTALL N starts N runs at once, which all have to say
                                   what a run without cache says
"""

import glob
import os
import random
import shutil
import subprocess
import sys
import time


def entries(cache):
    return sorted(glob.glob(os.path.join(cache, "llvmcache-*[0-9a-f]")))


def parsed(cache):
    # A new entry is a new file, a hit leaves it alone.
    note = cache.rstrip("/") + ".seen"
    seen = set(open(note).read().split()) if os.path.exists(note) else set()
    now = {f"{path}:{os.stat(path).st_ino}" for path in entries(cache)}
    # Keeps the number of a file that is replaced from being used again.
    for path in entries(cache):
        kept = f"{note}.{os.stat(path).st_ino}"
        if not os.path.exists(kept):
            os.link(path, kept)
    print(f"{len(now - seen)} parsed")
    open(note, "w").write(" ".join(now))


def damage(cache, how):
    for path in entries(cache):
        content = open(path, "rb").read()
        if len(content) < 100:
            continue  # Damaged already; no run has asked for it since.
        if how == "cut":
            content = content[: len(content) // 2]
        elif how == "empty":
            content = b""
        elif how == "flip":
            content = content[:-20] + bytes([content[-20] ^ 1]) + content[-19:]
        elif how == "inputs":
            content = content[:40] + bytes([content[40] ^ 1]) + content[41:]
        elif how == "format":
            content = content[:4] + b"\x63" + content[5:]
        else:
            sys.exit(__doc__)
        open(path, "wb").write(content)


def age(cache, days):
    then = time.time() - int(days) * 24 * 3600
    for path in entries(cache) + [os.path.join(cache, "llvmcache.timestamp")]:
        os.utime(path, (then, then))


def output(command):
    done = subprocess.run(command, capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def check(wanted, got):
    if wanted != got:
        sys.exit(f"expected {wanted}\ngot {got}")


def kill(nostall, times):
    start = time.monotonic()
    wanted = output([nostall, "--no-cache"])
    whole = time.monotonic() - start
    moments = random.Random(1)
    for _ in range(int(times)):
        shutil.rmtree(".nostall-cache", ignore_errors=True)
        # Some runs get further than others; none may leave harm behind.
        for _ in range(2):
            run = subprocess.Popen([nostall], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                run.wait(timeout=moments.uniform(0, whole))
            except subprocess.TimeoutExpired:
                run.kill()
            run.wait()
        check(wanted, output([nostall]))
        check(wanted, output([nostall]))


def together(nostall, times):
    wanted = output([nostall, "--no-cache"])
    pipe = subprocess.PIPE
    runs = [subprocess.Popen([nostall], stdout=pipe, stderr=pipe, text=True) for _ in range(int(times))]
    for run in runs:
        out, err = run.communicate()
        check(wanted, (run.returncode, out, err))


def main():
    commands = {f.__name__: f for f in (parsed, damage, age, kill, together)}
    if len(sys.argv) < 3 or sys.argv[1] not in commands:
        sys.exit(__doc__)
    commands[sys.argv[1]](*sys.argv[2:])


main()
