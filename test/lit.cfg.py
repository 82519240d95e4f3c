# Configuration of lit, LLVM's test runner.

import importlib.util
import os
import shutil
import sys

import lit.formats
import lit.util

config.name = "nostall"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".cpp", ".c", ".test"]
config.excludes = ["Inputs", "unit", "CMakeLists.txt"]
config.test_source_root = os.path.dirname(__file__)
config.test_exec_root = os.path.join(config.nostall_build, "test", "out")

# The scripts of the tests import each other; the sources stay as they are.
config.environment["PYTHONDONTWRITEBYTECODE"] = "1"

tools = config.llvm_tools
nostall = os.path.join(config.nostall_build, "bin", "nostall")
inputs = os.path.join(config.test_source_root, "Inputs")
flags = f"-std=c++20 -I{inputs}"

# Messages are compared in full: whatever nobody claims fails the test.
filecheck = (
    os.path.join(tools, "FileCheck")
    + " --implicit-check-not=warning: --implicit-check-not=error:"
)

config.substitutions += [
    # %check: warnings, errors and notes of a file against its CHECK lines.
    ("%check_all",
     f"{nostall} --quiet --exit-zero %s -- {flags} 2>&1 | "
     f"{filecheck} --implicit-check-not=note: %s"),
    # %check_marks: the BAD and OK lines of a file, see check_marks.py.
    ("%check_marks",
     f"{sys.executable} {config.test_source_root}/check_marks.py {nostall}"),
    ("%filecheck_only", os.path.join(tools, "FileCheck")),
    ("%filecheck", filecheck),
    ("%split_file", os.path.join(tools, "split-file")),
    ("%not", os.path.join(tools, "not")),
    ("%nostall", nostall),
    # %exits_with 2 COMMAND: tells apart what `not` does not.
    ("%exits_with", f"{sys.executable} {config.test_source_root}/exits_with.py"),
    # %cache: looks into a cache and damages it, see cache.py.
    ("%cache", f"{sys.executable} {config.test_source_root}/cache.py"),
    ("%unit_tests", os.path.join(config.nostall_build, "bin", "unit_tests")),
    ("%synthetic_program", os.path.join(config.nostall_build, "bin", "synthetic_program")),
    ("%gxx", shutil.which("g++") or "g++"),
    ("%clangxx", os.path.join(tools, "clang++")),
    ("%python", sys.executable),
    ("%flags", flags),
    ("%inputs", inputs),
    ("%source", config.nostall_source),
    ("%build", config.nostall_build),
]
config.available_features.add("llvm" + config.llvm_major)
if shutil.which("g++"):
    config.available_features.add("gxx")
# Tests with the real program on the other side: REQUIRES: pre-commit.
for program in ("pre-commit", "cmake", "make", "ninja", "meson", "bazel", "ccache",
                "bash", "zsh", "fish", "man", "cpack", "dpkg-deb", "dpkg-shlibdeps", "pkg-config"):
    if shutil.which(program):
        config.available_features.add(program)
# A package has the runtime in it, which ./x builds.
runtime = os.path.join(config.nostall_build, "runtime", "gcc", "libnostall_runtime.a")
if {"cpack", "dpkg-deb", "dpkg-shlibdeps"} <= config.available_features and os.path.exists(runtime):
    config.available_features.add("package")

# What ./x fetches beside the packages; see there.
if os.path.exists(os.path.join(config.nostall_build, "sarif-schema.json")):
    if importlib.util.find_spec("jsonschema"):
        config.available_features.add("sarif-schema")
chromium = shutil.which("chromium")
if chromium:
    config.available_features.add("chromium")
    config.substitutions.append(("%chromium", chromium))
if shutil.which("git"):
    config.available_features.add("git")

# Tests on a library's real headers say what they need: REQUIRES: boost.
for feature, header in {
    "boost": "boost/asio.hpp",
    "asio": "asio.hpp",
    "libpq": "postgresql/libpq-fe.h",
    "hiredis": "hiredis/hiredis.h",
    "libcurl": "x86_64-linux-gnu/curl/curl.h",
    "sqlite": "sqlite3.h",
    "liburing": "liburing.h",
    "libuv": "uv.h",
    "libevent": "event2/event.h",
    "glib": "glib-2.0/gio/gio.h",
}.items():
    if os.path.exists(os.path.join("/usr/include", header)):
        config.available_features.add(feature)
