"""Opens the page of --report in Chromium and presses keys.

usage: check_browser.py NOSTALL INPUTS FOLDER CHROMIUM
"""

import html
import json
import os
import re
import subprocess
import sys

import project
from project import read

# Runs in the page. `press` acts on what has the focus, as a keyboard does.
HARNESS = """
const failures = [];
addEventListener('error', event => failures.push(event.message));
const press = key => document.activeElement.dispatchEvent(
  new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true}));
const texts = selector => [...document.querySelectorAll(selector)].map(node => node.textContent);
const type = text => { filter.value = text; filter.dispatchEvent(new Event('input')); };
const nodes = () => [...document.querySelectorAll('.graph .main title')].map(node => node.textContent);
"""


def ask(chromium, folder, script, size="1200,800"):
    """What `script`, a function's body, returns in the page."""
    page = read(folder, "page/index.html")
    probe = (f"<script>{HARNESS}\nconst answer = (() => {{ {script} }})();\n"
             "document.body.append(element('pre', {id: 'answer'}, JSON.stringify({answer, failures})));</script>")
    # The harness hears of errors of the page's own script too.
    page = page.replace("<script type=", "<script>window.early = []; addEventListener('error', e => early.push(e.message));"
                                         "</script><script type=", 1)
    project.write(folder, {"page/probe.html": page.replace("</body>", probe + "</body>")})
    shown = subprocess.run(
        [chromium, "--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile",
         f"--window-size={size}", "--virtual-time-budget=2000", "--dump-dom", f"file://{folder}/page/probe.html"],
        capture_output=True, text=True, timeout=300).stdout
    match = re.search(r'<pre id="answer">(.*?)</pre>', shown, re.S)
    assert match, shown[-3000:]
    said = json.loads(html.unescape(match[1]))
    assert said["failures"] == [], said
    return said["answer"]


def check_list(chromium, folder):
    said = ask(chromium, folder, """
      const out = {early, count: texts('#count')[0], title: document.title, items: texts('.item b')};
      list.focus();
      const at = () => Number(list.getAttribute('aria-activedescendant').split('-')[1]);
      out.walk = ['Home', 'ArrowUp', 'ArrowDown', 'ArrowDown', 'End', 'ArrowDown', 'PageUp'].map(key => (press(key), at()));
      out.selected = document.querySelectorAll('[aria-selected="true"]').length;
      press('/');
      out.filter = document.activeElement.id;
      type('compare USLEEP');
      out.filtered = [texts('#count')[0], texts('.item b'), texts('#detail h2')[0]];
      type('no such function');
      out.none = texts('#list .empty');
      press('Escape');
      out.back = document.activeElement.id;
      type('');
      document.querySelector('input[value="file"]').click();
      out.groups = texts('.group h2');
      out.svg = document.querySelector('.graph').namespaceURI;
      return out;""")
    assert said["early"] == [], said
    assert said["count"] == "6 findings in 2 files" and said["title"] == "nostall: 6 findings", said
    assert said["items"] == ["'::usleep'", "'::usleep'", "'::usleep'", "'::wait_ready'", "'::operator<'",
                             "the destructor of '::Guard'"], said
    assert said["walk"] == [0, 0, 1, 2, 5, 5, 0] and said["selected"] == 1, said
    assert said["filter"] == "filter" and said["back"] == "list", said
    assert said["filtered"][:2] == ["1 of 6 findings", ["'::operator<'"]] and "operator<" in said["filtered"][2], said
    assert said["none"] == ["Nothing matches the filter."], said
    assert len(said["groups"]) == 2 and said["groups"][1] == "src/main.cpp5", said
    assert said["svg"] == "http://www.w3.org/2000/svg", said


def check_graph(chromium, folder):
    said = ask(chromium, folder, """
      const out = {};
      choose(3);
      list.focus();
      press('Enter');
      const hop = () => [document.activeElement.dataset.hop, texts('#code .where')[0], texts('#code mark')[0]];
      out.nodes = nodes();
      out.walk = [hop(), ...['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowUp'].map(key => (press(key), hop()))];
      press('ArrowDown');
      press('ArrowRight');
      out.beside = document.activeElement.getAttribute('aria-label');
      press('ArrowLeft');
      out.back = document.activeElement.dataset.hop;
      press('ArrowRight');
      press('Enter');
      out.other = [chosen, texts('#detail h2')[0], document.activeElement.classList.contains('chosen')];
      press('Escape');
      out.escaped = document.activeElement.id;
      document.querySelectorAll('.graph .main')[0].dispatchEvent(new MouseEvent('click'));
      out.clicked = hop();
      out.unnamed = [...document.querySelectorAll('[role="button"], [role="group"]')].filter(
        node => !node.getAttribute('aria-label') && !node.getAttribute('aria-labelledby')).length;
      out.stops = document.querySelectorAll('.graph [tabindex="0"]').length;
      choose(5);
      out.destroyed = texts('#detail > p:not(.facts)')[0];
      return out;""")
    assert [n.split(",")[0] for n in said["nodes"]] == [
        "coroutine 'deep'", "'::wait_ready'", "'::wait_a_little'", "'::usleep'"], said
    assert said["walk"] == [["0", "src/main.cpp:8", "wait_ready()"], ["1", "src/helpers.cpp:3", "wait_a_little()"],
                            ["2", "src/helpers.cpp:2", "usleep(10)"], ["3", "src/helpers.cpp:2", "usleep(10)"],
                            ["3", "src/helpers.cpp:2", "usleep(10)"], ["2", "src/helpers.cpp:2", "usleep(10)"]], said
    assert "also calls it at" in said["beside"] and said["back"] == "3", said
    assert said["other"][0] != 3 and said["other"][2] is True, said
    assert said["escaped"] == "list" and said["clicked"][0] == "0", said
    assert said["unnamed"] == 0 and said["stops"] == 1, said
    assert said["destroyed"].startswith("It is destroyed here") and "src/main.cpp:17" in said["destroyed"], said


def check_narrow(chromium, folder):
    said = ask(chromium, folder, """
      choose(3);
      const wide = [...document.querySelectorAll('body *')].filter(
        node => node.getBoundingClientRect().right > innerWidth + 1 && !node.closest('pre, .skip'));
      return {wide: wide.map(node => node.outerHTML.slice(0, 200)), width: innerWidth};""", size="500,900")
    assert said["wide"] == [], said


def check_sizes(nostall, inputs, folder, chromium):
    folder = os.path.realpath(folder)
    for count in 0, 2000:
        calls = "  usleep(5);\n" * count
        project.write(folder, {"a.cpp": '#include "coroutine.h"\n#include <unistd.h>\n'
                                        f"mock::task<> a() {{\n{calls}  co_return;\n}}\n"})
        project.database(folder, inputs, ["a.cpp"])
        project.run(nostall, folder, "--quiet", "--report=page", expect=1 if count else 0)
        said = ask(chromium, folder, """
          for (const key of ['End', 'ArrowUp', 'ArrowUp']) { list.focus(); press(key); }
          return {early, items: texts('.item').length, count: texts('#count')[0], empty: texts('.empty'),
                  chosen};""")
        assert said["early"] == [] and said["items"] == count, said
        if count:
            assert said["count"] == "2000 findings in 1 file" and said["chosen"] == 1997, said
        else:
            assert said["count"] == "0 findings" and said["empty"] == [
                "Nothing was found.", "No call was found that stalls an event loop."], said


def main():
    nostall, inputs, folder, chromium = sys.argv[1:]
    folder = project.make(folder, inputs)
    project.run(nostall, folder, "--quiet", "--report=page")
    for check in check_list, check_graph, check_narrow:
        check(chromium, folder)
    check_sizes(nostall, inputs, folder + "-sizes", chromium)


main()
