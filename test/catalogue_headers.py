"""A lit test for each catalogue file: `nostall catalogue check` finds all that
its rows name in the library's real headers.

A file whose headers are not on this machine is an unsupported test, and says
which package has them. Libraries that Debian lacks are declared in Inputs/libs.
"""

import glob
import os
import re
import subprocess

import lit.Test
from lit.formats.base import TestFormat


class CatalogueHeaders(TestFormat):
    def __init__(self, nostall, folder, flags):
        self.nostall, self.folder, self.flags = nostall, folder, flags

    def path(self, test):
        return os.path.join(self.folder, *test.path_in_suite[1:])

    def getTestsInDirectory(self, suite, path_in_suite, lit_config, local_config):
        for pattern in "*.yaml", "*/*.yaml":
            for path in sorted(glob.glob(os.path.join(self.folder, pattern))):
                parts = tuple(os.path.relpath(path, self.folder).split(os.sep))
                yield lit.Test.Test(suite, path_in_suite + parts, local_config)

    def execute(self, test, lit_config):
        run = subprocess.run([self.nostall, "catalogue", "check", self.path(test), "--compile-flags=" + self.flags],
                             capture_output=True, text=True)
        output = run.stdout + run.stderr
        if run.returncode:
            return lit.Test.FAIL, output
        looked_at = re.search(r": (\d+) resolved, ", output)
        return lit.Test.PASS if looked_at and int(looked_at[1]) else lit.Test.UNSUPPORTED, output
