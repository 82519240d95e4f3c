"""Unpacks the packages and uses what is in them.

usage: package.py SOURCE PACKAGES CLANG_TIDY

The current folder has the projects program, missing and newer.
"""

import glob
import os
import shutil
import subprocess
import sys
import tarfile

source, packages, clang_tidy = map(os.path.abspath, sys.argv[1:])
sys.path.insert(0, os.path.join(source, "test", "clangd"))

import lsp

version = open(os.path.join(source, "VERSION")).read().strip()


def run(*command, code=0, says=(), **more):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **more)
    if done.returncode != code or any(text not in done.stdout for text in says):
        sys.exit(f"{' '.join(command)}: exit code {done.returncode}, wanted {code} and {says}\n{done.stdout}")
    return done.stdout


def only(pattern):
    found = glob.glob(os.path.join(packages, pattern))
    if len(found) != 1:
        sys.exit(f"{pattern}: {found}")
    return found[0]


def unpack():
    """The .deb as it would be in /usr, and the archive, which has the same."""
    deb, archive = only(f"nostall_{version}_*.deb"), only(f"nostall-{version}-*.tar.gz")
    run("dpkg-deb", "-x", deb, "root")
    tarfile.open(archive).extractall("archive")
    unpacked = os.path.join("archive", os.listdir("archive")[0])

    def files(folder):
        return {os.path.relpath(os.path.join(f, n), folder) for f, _, names in os.walk(folder) for n in names}

    if files("root/usr") != files(unpacked):
        sys.exit(f"the packages differ: {files('root/usr') ^ files(unpacked)}")
    run(os.path.join(unpacked, "bin", "nostall"), "--version", says=[f"nostall {version} "])
    return deb


def dependencies(deb):
    depends = run("dpkg-deb", "-f", deb, "Depends")
    for name in ("libclang-common-", "libclang-cpp", "libllvm", "libc6"):
        if name not in depends:
            sys.exit(f"the package does not depend on {name}: {depends}")
    if shutil.which("apt-get") and run("apt-cache", "pkgnames", "libllvm"):
        run("apt-get", "install", "-s", deb, says=["Inst nostall "])
    else:
        print("skipped: apt-get has no lists, so nobody knows whether the package can be installed")


def linter(usr):
    nostall = os.path.join(usr, "bin", "nostall")
    run(nostall, "--version", says=[f"nostall {version} "])
    run(nostall, "program/main.cpp", "--", "-std=c++20", f"-I{usr}/include", code=1,
        says=["main.cpp:12:3: warning: '::usleep' blocks the event loop in coroutine 'work'",
              "co_await nostall::sleep(", "1 finding in "])
    run(nostall, "doctor", "-p", "build", says=["ok       headers of clang: ", "ok       self-test: "])
    for path in ("share/man/man1/nostall.1", "share/bash-completion/completions/nostall",
                 "share/zsh/vendor-completions/_nostall", "share/fish/vendor_completions.d/nostall.fish",
                 "share/nostall/nostall.bzl", "share/nostall/catalogue.schema.json",
                 "share/nostall/config.schema.json", "share/doc/nostall/copyright", "share/doc/nostall/docs/install.md"):
        if not os.path.getsize(os.path.join(usr, path)):
            sys.exit(f"{path} is empty")


def front_ends(usr):
    """What editors and clang-tidy load, on the project that CMake configured."""
    blocks = "'::usleep' blocks the event loop in coroutine 'work'"
    for plugin in glob.glob(os.path.join(usr, "lib*", "**", "NostallTidy.so"), recursive=True):
        run(clang_tidy, f"--load={plugin}", "--config={Checks: '-*,nostall-*'}", "-p", "build", "program/main.cpp",
            says=[f"main.cpp:12:3: warning: {blocks}"])
    for clangd in glob.glob(os.path.join(usr, "bin", "nostall-clangd")):
        client = lsp.Client([clangd, "--compile-commands-dir=build", "--background-index-priority=normal"], ".")
        client.open("program/main.cpp")
        found = client.diagnostics("program/main.cpp", 1)
        if not any(d["message"].startswith(blocks) for d in found):
            sys.exit(f"{clangd}: {found}")
        client.close()


def cmake(usr):
    configure = ("cmake", "-G", "Ninja", "-DCMAKE_CXX_COMPILER=g++", f"-DCMAKE_PREFIX_PATH={usr}",
                 "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON")
    run(*configure, "-S", "program", "-B", "build")
    run("cmake", "--build", "build")
    run("build/p", says=["42"])
    run("cmake", "--build", "build", "--target", "nostall-lint", code=1,
        says=["main.cpp:12:3: warning: '::usleep' blocks", "1 finding in "])
    run(*configure, "-S", "missing", "-B", "no1", code=1, says=["lacks 'teapot'"])
    run(*configure, "-S", "newer", "-B", "no2", code=1, says=["version: " + version])


def pkg_config(usr):
    environment = dict(os.environ, PKG_CONFIG_PATH=os.path.join(usr, "lib", "pkgconfig"))

    def flags(name):
        return run("pkg-config", "--cflags", "--libs", name, env=environment).split()

    run("g++", "-std=c++20", "program/main.cpp", "-o", "p", *flags("nostall"))
    run("./p", says=["42"])
    run("pkg-config", "--modversion", "nostall", env=environment, says=[version])
    for part in ("http", "curl", "pg", "redis"):
        whole = [word for f in flags(f"nostall-{part}") for word in (
            ["-Wl,--whole-archive", f, "-Wl,--no-whole-archive"] if f == f"-lnostall_{part}" else [f])]
        run("g++", "program/empty.cpp", "-o", "p", *whole)


def main():
    if f"## [{version}]" not in open(os.path.join(source, "CHANGELOG.md")).read():
        sys.exit(f"CHANGELOG.md has no version {version}")
    deb = unpack()
    usr = os.path.abspath("root/usr")
    dependencies(deb)
    cmake(usr)
    linter(usr)
    front_ends(usr)
    pkg_config(usr)


main()
