"""Compares nostall-clangd with clangd.

usage: drop_in.py CLANGD NOSTALL_CLANGD FOLDER
"""

import sys

import lsp


def session(server, folder):
    client = lsp.Client([server], folder)
    client.open("main.cpp")
    found = client.diagnostics("main.cpp", 1)
    actions = client.request("textDocument/codeAction", {
        "textDocument": {"uri": client.uri("main.cpp")},
        "range": {"start": {"line": 0, "character": 0}, "end": {"line": 29, "character": 0}},
        "context": {"diagnostics": found}})
    assert client.close() == 0
    return client.abilities, found, sorted(a["title"] for a in actions)


def main():
    clangd, nostall_clangd, folder = sys.argv[1:]
    theirs, ours = session(clangd, folder), session(nostall_clangd, folder)
    assert theirs[0] == ours[0], "the abilities differ"
    own = [d for d in ours[1] if str(d.get("code", "")).startswith("nostall-")]
    others = [d for d in ours[1] if d not in own]
    assert others == theirs[1] and len(others) >= 4, "\n".join(map(lsp.describe, ours[1]))
    assert [d["range"]["start"]["line"] + 1 for d in own] == [25], own
    assert theirs[2] == ours[2] and ours[2], ours[2]


main()
