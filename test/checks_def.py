"""The list of checks, for the tests' scripts."""

import os
import re

HERE = os.path.dirname(os.path.abspath(__file__))
PATH = os.path.join(os.path.dirname(HERE), "checks", "Checks.def")


def checks(path=PATH):
    """The category of each check, by its id."""
    with open(path, encoding="utf-8") as file:
        return dict(re.findall(r'^CHECK\("([\w-]+)",\s*"([\w-]+)"', file.read(), re.M))
