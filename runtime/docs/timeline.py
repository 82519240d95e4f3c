#!/usr/bin/env python3
"""Draws blocking.json and async.json, which demo/timeline wrote, as one SVG.

    nostall_timeline DIRECTORY
    runtime/docs/timeline.py DIRECTORY > runtime/docs/timeline.svg
"""
import json
import sys

WIDTH, LEFT, RIGHT = 800, 104, 76
LANE, BAR = 26, 18
SPAN = 500_000  # microseconds between LEFT and WIDTH - RIGHT
STALL = 10_000

STYLE = """
  text { font: 12px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #1f2328 }
  .title { font-size: 15px; font-weight: 600 }
  .code { font: 12px ui-monospace, Menlo, Consolas, monospace; fill: #59636e }
  .faint { fill: #59636e }
  .inside { font-size: 11px }
  .over { paint-order: stroke; stroke: #ffffff; stroke-width: 5px }
  .background { fill: #ffffff }
  .grid { stroke: #d8dee4 }
  .blocks { fill: #cf222e }  .on-blocks { fill: #ffffff }
  .waits { fill: #eaeef2 }  .stripe { stroke: #c4ccd4 }  .on-waits { fill: #424a53; paint-order: stroke; stroke: #eaeef2; stroke-width: 4px }
  .awaits { fill: #d2f0d9 }  .on-awaits { fill: #0f5323 }
  .runs { fill: #1a7f37 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 }
    .code, .faint { fill: #9198a1 }
    .over { stroke: #0d1117 }
    .background { fill: #0d1117 }
    .grid { stroke: #2a313a }
    .blocks { fill: #da3633 }  .on-blocks { fill: #ffffff }
    .waits { fill: #21262d }  .stripe { stroke: #3d444d }  .on-waits { fill: #d1d7e0; stroke: #21262d }
    .awaits { fill: #12381f }  .on-awaits { fill: #8ddb9f }
    .runs { fill: #3fb950 }
  }"""


def x(us):
    return LEFT + us * (WIDTH - LEFT - RIGHT) / SPAN


def ticks():
    return range(0, SPAN + 1, 100_000)


class Drawing:
    def __init__(self):
        self.parts = []
        self.y = 0

    def text(self, at, words, kind="", anchor="start"):
        self.parts.append(f'<text x="{at:.1f}" y="{self.y + LANE / 2 + 4:.1f}" class="{kind}" '
                          f'text-anchor="{anchor}">{words}</text>')

    def bar(self, begin, end, kind, words=()):
        """From one time to another, with the longest of `words` that fits."""
        left, width = x(begin), max(x(end) - x(begin), 2.5)
        top = self.y + (LANE - BAR) / 2
        shape = f'x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{BAR}" rx="1"'
        self.parts.append(f'<rect {shape} class="{kind}"/>')
        if kind == "waits":
            self.parts.append(f'<rect {shape} fill="url(#stripes)"/>')
        fitting = [w for w in words if len(w) * 6.6 + 10 < width]
        if fitting:
            self.text(left + width / 2, max(fitting, key=len), f"inside on-{kind}", "middle")


def lane(drawing, name, steps):
    """One request: what it did, and what it waited for in between."""
    drawing.text(8, name)
    for before, after in zip(steps, steps[1:]):
        begin, end = before["ts"] + before["dur"], after["ts"]
        if end - begin < 1000:
            continue
        if after["dur"] > STALL:
            drawing.bar(begin, end, "waits", ["waits", "ready, but has to wait its turn"])
        else:
            drawing.bar(begin, end, "awaits", ["awaits"])
    for step in steps:
        if step["dur"] > STALL:
            drawing.bar(step["ts"], step["ts"] + step["dur"], "blocks", ["blocks"])
        else:
            drawing.bar(step["ts"], step["ts"], "runs")
    end = steps[-1]["ts"] + steps[-1]["dur"]
    drawing.text(x(end) + 8, f"{end / 1000:.0f} ms")


def panel(drawing, title, code, loop_line, steps):
    drawing.text(8, title, "title")
    drawing.text(LEFT, code, "code")
    drawing.y += LANE + 2
    for at in ticks():
        drawing.parts.append(f'<line x1="{x(at):.1f}" y1="{drawing.y}" x2="{x(at):.1f}" '
                             f'y2="{drawing.y + 6 * LANE}" class="grid"/>')
    end = max(s["ts"] + s["dur"] for s in steps)
    drawing.text(8, "the loop", "title inside")
    held_up = [s for s in steps if s["dur"] > STALL]
    if held_up:
        drawing.bar(held_up[0]["ts"], end, "blocks", [loop_line])
    else:
        drawing.bar(0, end, "awaits", ["free"])
        for step in steps:
            drawing.bar(step["ts"], step["ts"], "runs")
        drawing.text(x(end) + 8, loop_line, "faint over")
    drawing.y += LANE
    for number in range(1, 6):
        name = f"request {number}"
        lane(drawing, name, [s for s in steps if s["name"] == name])
        drawing.y += LANE


def read(name):
    with open(f"{sys.argv[1]}/{name}.json", encoding="utf-8") as file:
        return [e for e in json.load(file)["traceEvents"] if e["ph"] == "X"]


def main():
    drawing = Drawing()
    drawing.y = 10
    panel(drawing, "Blocking", "std::this_thread::sleep_for(100ms);",
          "held up: it can serve nobody else", read("blocking"))
    drawing.y += 18
    panel(drawing, "Awaiting", "co_await nostall::sleep(100ms);",
          "it starts all five, and is free until their timers are due", read("async"))
    for at in ticks():
        drawing.text(x(at), f"{at // 1000} ms" if at else "0", "faint", "middle")
    height = drawing.y + LANE + 4

    print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
          f'width="{WIDTH}" height="{height}" role="img">')
    print("<title>Five requests of 100 ms each on one event loop</title>")
    print("<desc>Blocking, they run one after the other and the last is answered after 500 ms. "
          "Awaiting, they wait together and all are answered after 100 ms.</desc>")
    print(f"<style>{STYLE}\n</style>")
    print('<defs><pattern id="stripes" width="6" height="6" patternUnits="userSpaceOnUse" '
          'patternTransform="rotate(45)"><line x1="0" y1="0" x2="0" y2="6" class="stripe" '
          'stroke-width="2"/></pattern></defs>')
    print('<rect width="100%" height="100%" rx="6" class="background"/>')
    print("\n".join(drawing.parts))
    print("</svg>")


main()
