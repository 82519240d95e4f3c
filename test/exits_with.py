"""Runs a command and succeeds if it exits with the given code.

usage: exits_with.py CODE [--away FOLDER] COMMAND...

With --away the command runs in a copy of FOLDER that has no compilation
database and no configuration in any folder above it.
"""

import shutil
import subprocess
import sys
import tempfile


def main():
    wanted, *command = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="nostall-") as folder:
        where = None
        if command[0] == "--away":
            where = shutil.copytree(command[1], folder, dirs_exist_ok=True)
            command = command[2:]
        code = subprocess.run(command, cwd=where).returncode
    if code != int(wanted):
        print(f"exit code {code}, expected {wanted}", file=sys.stderr)
        sys.exit(1)


main()
