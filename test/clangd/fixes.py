"""Fixes in an editor: one for each finding that has one, complete by itself.

usage: fixes.py NOSTALL_CLANGD FOLDER
"""

import sys

import lsp


def apply(text, edits):
    """The text after a code action. Its columns are of text without surprises."""
    lines = text.split("\n")
    for edit in sorted(edits, key=lambda e: -e["range"]["start"]["line"]):
        start, end = edit["range"]["start"], edit["range"]["end"]
        assert start["line"] == end["line"], edit
        line = lines[start["line"]]
        lines[start["line"]] = line[:start["character"]] + edit["newText"] + line[end["character"]:]
    return "\n".join(lines)


def show(client, text, version):
    """What nostall, or the compiler, says of a text."""
    client.change("main.cpp", text, version)
    return [d for d in client.diagnostics("main.cpp", version) if d.get("source") != "clangd"]


def main():
    server, folder = sys.argv[1:]
    client = lsp.Client([server], folder)
    client.open("main.cpp")
    # The text of the editor counts, not that of the file.
    text = "// edited\n" + open(f"{folder}/main.cpp").read()
    for number, diagnostic in enumerate(show(client, text, 2)):
        line = text.split("\n")[diagnostic["range"]["start"]["line"]]
        actions = client.request("textDocument/codeAction", {
            "textDocument": {"uri": client.uri("main.cpp")}, "range": diagnostic["range"],
            "context": {"diagnostics": [diagnostic]}})
        fixes = [a for a in actions if a.get("kind") == "quickfix" and a.get("edit")]
        assert len(fixes) == ("// FIX" in line), f"{line}: {actions}"
        if fixes:
            [edits] = fixes[0]["edit"]["changes"].values()
            assert any("<nostall/sleep.hpp>" in e["newText"] for e in edits), edits
            fixed = apply(text, edits)
            print(number, fixes[0]["title"], "|", *[l for l in fixed.split("\n") if "nostall::sleep(" in l])
            # It compiles by itself, and only that finding is gone.
            left = show(client, fixed, 3 + 2 * number)
            assert len(left) == 2 and all(d["code"] == "nostall-blocking-sleep" for d in left), left
            show(client, text, 4 + 2 * number)
    assert client.close() == 0


main()
