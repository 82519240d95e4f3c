"""Scaffolds a check: its line in Checks.def, its page and its test.

usage: ./x new-check ID CATEGORY "DESCRIPTION"

ID           its name in messages and of its page: nostall-blocking-fax
CATEGORY     what rows of the catalogue say to belong to it: fax
DESCRIPTION  what the code does wrong, in one line: "synchronous fax machine"
"""

import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
NAME = r"[a-z0-9]+(-[a-z0-9]+)*"
# The summaries have a bit for each check.
MOST = 64

PAGE = """\
# {id}

## What it does

Finds TODO ({description}) in coroutines.

## Why is this bad?

TODO: what the loop waits for, and for how long.

## Example

```cpp
TODO: a coroutine with a finding, if possible through a helper
```

## Use instead

```cpp
TODO: the same without the finding
```

## What is found

- TODO: the functions of each library.

The call is found through any chain of helpers, methods, constructors, destructors, operators, virtual
functions and callables, also across files.

## Near-misses

These are not reported:

- TODO: flags, states and neighbours that look alike and do not block.

## Options

- One place: `// NOLINT({id})` at the end of the line.
- One function everywhere: `allow: [NAME]` in `.nostall.yaml`.
- Your own library, in `.nostall.yaml`:

  ```yaml
  functions:
    - name: vendor::wait
      category: {category}
      duration: unbounded
      reason: waits until the other side is done
  ```

[Configuration](../configuration.md) describes these options.

## See also

- [The catalogue](../catalogue.md)
"""

TEST = """\
// {id}: {description}.
// RUN: rm -rf %t && %split_file %s %t && cd %t
// RUN: %check_marks test.cpp --config=rows.yaml -- %flags

// TODO: include a real header in the place of vendor; once the catalogue has
// rows for it, the two lines above become: %check_marks %s -- %flags

//--- rows.yaml
functions:
  - name: vendor::wait
    category: {category}
    duration: unbounded
    unless: [{{arg: 0, zero: true}}]
    reason: waits until the other side is done

//--- test.cpp
#include "coroutine.h"

namespace vendor {{
int wait(int milliseconds);
}}

int helper(int milliseconds) {{ return vendor::wait(milliseconds); }}

mock::task<int> waits() {{
  co_return helper(100); // BAD: {category}
}}

mock::task<int> looks() {{
  co_return helper(0); // OK: a zero timeout
}}
"""


def fail(message):
    print(f"new-check: error: {message}", file=sys.stderr)
    sys.exit(2)


def validate(check, category, description, checks):
    if not re.fullmatch("nostall-" + NAME, check):
        fail(f"the id '{check}' must be nostall- and lower-case words with '-' between them")
    if not re.fullmatch(NAME, category):
        fail(f"the category '{category}' must be lower-case words with '-' between them")
    if not description.strip() or re.search(r'[\n"\\]', description):
        fail("the description must be one line of text without quotation marks and backslashes")
    if description != description.strip() or description.endswith("."):
        fail("the description must have no full stop and no spaces around it")
    if check in checks:
        fail(f"there is a check '{check}' already; ids are never reused")
    for other, its in checks.items():
        if its == category:
            fail(f"the category '{category}' belongs to '{other}' already")
    if len(checks) >= MOST:
        fail(f"there are {MOST} checks, and Call::Suppressed in checks/core/Facts.h has no more bits")


def main():
    arguments = sys.argv[1:]
    if arguments in (["-h"], ["--help"]):
        print(__doc__.strip())
        return
    if len(arguments) != 3:
        print(__doc__.strip(), file=sys.stderr)
        fail(f"3 arguments are needed, not {len(arguments)}")
    check, category, description = arguments

    definitions = os.path.join(ROOT, "checks", "Checks.def")
    try:
        text = open(definitions, encoding="utf-8").read()
    except OSError as error:
        fail(f"checks/Checks.def: {error.strerror}")
    checks = dict(re.findall(r'^CHECK\("([\w-]+)",\s*"([\w-]+)"', text, re.M))
    validate(check, category, description, checks)
    if text.count("\n#undef CHECK\n") != 1:
        fail("checks/Checks.def has no line '#undef CHECK' to write before")

    # All is looked at before anything is written.
    entry = f'CHECK("{check}", "{category}", true,\n      "{description}")\n'
    values = {"id": check, "category": category, "description": description}
    files = {
        f"docs/checks/{check}.md": PAGE.format(**values),
        f"test/catalogue/{check}.cpp": TEST.format(**values),
    }
    for path in files:
        if os.path.exists(os.path.join(ROOT, path)):
            fail(f"{path} exists already")
    try:
        for path, content in files.items():
            path = os.path.join(ROOT, path)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as file:
                file.write(content)
        with open(definitions, "w", encoding="utf-8") as file:
            file.write(text.replace("\n#undef CHECK\n", f"{entry}\n#undef CHECK\n"))
    except OSError as error:
        fail(f"{os.path.relpath(error.filename, ROOT)}: {error.strerror}")

    print("changed checks/Checks.def")
    for path in files:
        print(f"wrote {path}")
    print(f"""
Next:
1. ./x test {check}: it passes as it is, with a made-up function.
2. Add rows with `category: {category}` to checks/catalogue (docs/catalogue.md says how).
3. Fill in the TODOs of the page and of the test.
4. Add the check to the table in README.md and a line to CHANGELOG.md.""")


main()
