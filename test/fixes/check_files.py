"""Fixes files of every make: their bytes are what they were, but for the fix.

usage: check_files.py NOSTALL CLANGXX RUNTIME FOLDER
"""

import os
import subprocess
import sys

SLEEP = b"co_await nostall::sleep(std::chrono::microseconds(%s))"
FIVE = SLEEP % b"5"
INCLUDE = b"#include <nostall/sleep.hpp>\n"
TASK = b"#include <nostall/task.hpp>\n#include <unistd.h>\n"

# What is in a file, with the words FIVE and INCLUDE for what the fix changes.
FILES = {
    "plain.cpp": b"INCLUDE" + TASK + b"nostall::task<> f() {\n  FIVE;\n  co_return;\n}\n",
    "no_newline_at_end.cpp": b"INCLUDE" + TASK + b"nostall::task<> f() { FIVE; co_return; }",
    "tabs.cpp": b"INCLUDE" + TASK + b"nostall::task<> f() {\n\tint n;\t\tFIVE;\tco_return;\n}\n",
    "utf8.cpp": "INCLUDE".encode() + TASK + "/* äöü 😀 */ nostall::task<> f() { /* 😀 */ FIVE; /* ä */ co_return; }\n".encode(),
    "bom.cpp": b"\xef\xbb\xbfINCLUDE" + TASK + b"nostall::task<> f() { FIVE; co_return; }\n",
    "own_header.cpp": b'#include "own_header.h"\nINCLUDEnostall::task<> f() { FIVE; co_return; }\n',
    "has_it.cpp": TASK + b"#include <nostall/sleep.hpp>\nnostall::task<> f() { FIVE; co_return; }\n",
    "has_it_in_quotes.cpp": TASK + b'#include "nostall/sleep.hpp"\nnostall::task<> f() { FIVE; co_return; }\n',
    "umbrella.cpp": b"#include <nostall/nostall.hpp>\n#include <unistd.h>\nnostall::task<> f() { FIVE; co_return; }\n",
    "conditional.cpp": b"// A comment.\n\nINCLUDE#ifdef NEVER\n#include <zlib.h>\n#endif\n" + TASK
                       + b"nostall::task<> f() { FIVE; co_return; }\n",
    "guarded.h": b"#ifndef GUARDED_H\n#define GUARDED_H\nINCLUDE" + TASK
                 + b"inline nostall::task<> guarded() { FIVE; co_return; }\n#endif\n",
    # It is in two of them.
    "first.cpp": b'#include "guarded.h"\nINCLUDEnostall::task<> first() { FIVE; co_await guarded(); }\n',
    "second.cpp": b'#include "guarded.h"\nINCLUDEnostall::task<> second() { FIVE; co_await guarded(); }\n',
}
FILES["carriage_returns.cpp"] = FILES["plain.cpp"].replace(b"\n", b"\r\n")
LINES = b"INCLUDE" + TASK + b"nostall::task<> f() {\n  %s;\n  co_return;\n}\n"
SEVERAL = {"several_lines.cpp": (LINES % b"usleep(\n    5 +\n    6)", LINES % (SLEEP % b"5 +\n    6"))}


def write(path, text):
    with open(path, "wb") as file:
        file.write(text)


def main():
    nostall, clangxx, runtime, folder = sys.argv[1:]
    os.makedirs(folder)
    os.chdir(folder)
    write("own_header.h", TASK)
    pairs = {name: (text.replace(b"FIVE", b"usleep(5)"), text.replace(b"FIVE", FIVE)) for name, text in FILES.items()}
    pairs |= SEVERAL
    for name, (before, _) in pairs.items():
        write(name, before.replace(b"INCLUDE", b""))
    os.chmod("plain.cpp", 0o640)
    os.symlink("tabs.cpp", "link.cpp")

    sources = [name for name in pairs if name.endswith(".cpp")]
    flags = ["-std=c++20", f"-I{runtime}", "-I."]

    def fix(*names):
        done = subprocess.run([nostall, "--no-cache", "--quiet", "--fix", *names, "--", *flags], capture_output=True)
        assert done.returncode == 0 and not done.stderr, done.stderr.decode()

    fix(*sources)
    for name, (_, after) in pairs.items():
        end = b"\r\n" if name == "carriage_returns.cpp" else b"\n"
        wanted = after.replace(b"INCLUDE", INCLUDE.replace(b"\n", end).replace(b"\r\r", b"\r"))
        found = open(name, "rb").read()
        assert found == wanted, f"{name}:\n{found}\n{wanted}"
        subprocess.run([clangxx, "-fsyntax-only", *flags, "-x", "c++", name], check=True)
    assert os.stat("plain.cpp").st_mode & 0o777 == 0o640
    assert os.path.islink("link.cpp")
    # There is nothing left to fix.
    fix("plain.cpp")
    assert open("plain.cpp", "rb").read().count(b"nostall::sleep") == 1
    print(len(pairs), "files")


main()
