#!/usr/bin/env python3
"""Draws blocking.json and async.json of demo/timeline as one SVG.

    runtime/docs/timeline.py DIRECTORY > runtime/docs/timeline.svg
"""
import json
import sys

WIDTH, LEFT, ROW = 640, 90, 22
out = []
y = 10
for name in ("blocking", "async"):
    with open(f"{sys.argv[1]}/{name}.json") as file:
        steps = [e for e in json.load(file)["traceEvents"] if e["ph"] == "X"]
    span = 520_000  # microseconds
    out.append(f'<text x="8" y="{y + 12}" font-weight="bold">{name}: the loop '
               f'is done after {max(s["ts"] + s["dur"] for s in steps) / 1000:.0f}'
               ' ms</text>')
    y += 20
    for number in range(1, 6):
        task = f"request {number}"
        mine = [s for s in steps if s["name"] == task]
        first = min(s["ts"] for s in mine)
        last = max(s["ts"] + s["dur"] for s in mine)

        def x(us):
            return LEFT + us * WIDTH / span

        out.append(f'<text x="8" y="{y + 14}">{task}</text>')
        out.append(f'<rect x="{x(first):.1f}" y="{y + 7}" '
                   f'width="{x(last) - x(first):.1f}" height="5" '
                   'fill="#c8d2dc"/>')
        for s in mine:
            stalls = s["dur"] > 10_000
            out.append(
                f'<rect x="{x(s["ts"]):.1f}" y="{y + 2}" '
                f'width="{max(s["dur"] * WIDTH / span, 2):.1f}" height="15" '
                f'fill="{"#d9483b" if stalls else "#2f7d4f"}"/>')
        y += ROW
    y += 16
out.append(f'<text x="8" y="{y + 8}" fill="#555">green: the loop runs this '
           'task; red: it is held up by it; grey: the task waits. '
           'Full width: 520 ms.</text>')
print(f'<svg xmlns="http://www.w3.org/2000/svg" width="{LEFT + WIDTH + 10}" '
      f'height="{y + 20}" font-family="sans-serif" font-size="12">')
print('<rect width="100%" height="100%" fill="white"/>')
print("\n".join(out))
print("</svg>")
