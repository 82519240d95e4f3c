'use strict';
// Draws the findings that the element #data holds. Texts come from the code
// that was linted: they are never taken for HTML.

const data = JSON.parse(document.getElementById('data').textContent);
const list = document.getElementById('list');
const detail = document.getElementById('detail');
const filter = document.getElementById('filter');

let shown = [];      // the findings in the list, in its order
let chosen = -1;     // a row of data.findings
let chosenHop = 0;

const plural = (n, word) => `${n} ${word}${n === 1 ? '' : 's'}`;
const place = p => `${p.file}:${p.line}`;
const last = array => array[array.length - 1];

function element(name, attributes = {}, ...children) {
  const svg = ['svg', 'g', 'rect', 'text', 'path', 'title'].includes(name);
  const node = svg ? document.createElementNS('http://www.w3.org/2000/svg', name)
                   : document.createElement(name);
  for (const [key, value] of Object.entries(attributes))
    node.setAttribute(key, value);
  node.append(...children);
  return node;
}

// The list

function words(finding) {
  const names = finding.chain.map(s => `${s.file} ${s.caller} ${s.callee}`);
  return [finding.check, finding.duration, finding.message, ...names].join(' ').toLowerCase();
}

function item(index) {
  const finding = data.findings[index];
  const [first] = finding.chain;
  const end = last(finding.chain).callee;
  const node = element('div', {class: 'item', role: 'option', id: `item-${index}`, 'aria-selected': 'false'},
    element('b', {}, first.callee),
    element('span', {class: 'via'}, finding.chain.length > 1 ? `reaches ${end}` : ''),
    element('span', {}, `in ${first.caller}`),
    element('span', {}, place(first)));
  node.addEventListener('click', () => choose(index));
  return node;
}

function groups() {
  const byFile = document.querySelector('input[value="file"]').checked;
  const asked = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
  const out = new Map();
  data.findings.forEach((finding, index) => {
    if (!asked.every(word => finding.words.includes(word)))
      return;
    const key = byFile ? finding.chain[0].file : finding.check;
    if (!out.has(key))
      out.set(key, []);
    out.get(key).push(index);
  });
  return [...out].sort((a, b) => byFile ? (a[0] < b[0] ? -1 : 1) : b[1].length - a[1].length);
}

function drawList() {
  const all = groups();
  shown = all.flatMap(([, indexes]) => indexes);
  list.replaceChildren(...all.map(([key, indexes], number) => {
    const title = data.checks[key]?.category ?? key;
    return element('div', {class: 'group', role: 'group', 'aria-labelledby': `group-${number}`},
      element('h2', {id: `group-${number}`, role: 'presentation'},
        element('span', {}, title), element('span', {}, String(indexes.length))),
      ...indexes.map(item));
  }));
  const total = data.findings.length;
  const files = new Set(data.findings.map(f => f.chain[0].file)).size;
  document.getElementById('count').textContent = shown.length === total
    ? plural(total, 'finding') + (total ? ` in ${plural(files, 'file')}` : '')
    : `${shown.length} of ${plural(total, 'finding')}`;
  if (!shown.length)
    list.append(element('p', {class: 'empty'}, total ? 'Nothing matches the filter.' : 'Nothing was found.'));
  choose(shown.includes(chosen) ? chosen : shown[0] ?? -1);
}

function choose(index, hop = 0) {
  document.getElementById(`item-${chosen}`)?.setAttribute('aria-selected', 'false');
  chosen = index;
  chosenHop = hop;
  const node = document.getElementById(`item-${index}`);
  node?.setAttribute('aria-selected', 'true');
  node?.scrollIntoView({block: 'nearest'});
  if (node)
    list.setAttribute('aria-activedescendant', node.id);
  else
    list.removeAttribute('aria-activedescendant');
  if (index >= 0)
    history.replaceState(null, '', `#${index + 1}`);
  drawDetail();
}

// The chosen finding

function drawDetail() {
  detail.scrollTop = 0;
  const finding = data.findings[chosen];
  if (!finding) {
    detail.replaceChildren(element('p', {class: 'empty'}, data.findings.length
      ? 'No finding is chosen.' : 'No call was found that stalls an event loop.'));
    return;
  }
  const check = data.checks[finding.check];
  detail.replaceChildren(
    element('h2', {}, finding.message),
    element('p', {class: 'facts'},
      element('span', {class: `duration ${finding.duration}`}, durations[finding.duration]),
      element('span', {}, finding.check),
      element('span', {class: 'where'}, place(finding.chain[0]))),
    element('h3', {}, 'Call chain'),
    element('div', {id: 'graph'}),
    element('h3', {}, 'Code'),
    element('div', {id: 'code', 'aria-live': 'polite'}),
    ...asides(finding),
    ...remedy(finding),
    element('h3', {}, 'Why it matters'),
    element('p', {}, check.title),
    ...check.why.split('\n').filter(Boolean).map(text => element('p', {}, text)));
  drawGraph();
  drawCode();
}

const durations = {
  unbounded: 'has no time limit',
  network: 'waits for the network',
  disk: 'waits for the disk',
  brief: 'usually brief',
};

function remedy(finding) {
  const parts = [];
  const say = (title, text) => text && parts.push(element('strong', {}, title), element('code', {}, text));
  say('Use instead', finding.advice);
  say('Off the event loop', finding.offload);
  return parts.length ? [element('div', {class: 'remedy'}, ...parts)] : [];
}

function asides(finding) {
  const out = [];
  const say = (at, text) => at && out.push(
    element('p', {}, text, ' ', element('span', {class: 'where'}, place(at))), excerpt(at));
  say(finding.locked, 'It is locked here:');
  say(finding.destroyed, 'It is destroyed here, at the end of its scope:');
  say(finding.changed, 'It is reported because this line has changed:');
  say(finding.isNew, 'It is reported because this was not so before the change:');
  return out;
}

function excerpt(at) {
  const lines = data.sources[at.file] ?? {};
  const numbers = Object.keys(lines).map(Number).filter(n => n >= at.line - 4 && n <= at.endLine + 4);
  if (!numbers.length)
    return element('p', {class: 'where'}, 'The source could not be read.');
  return element('pre', {role: 'group', tabindex: '0', 'aria-label': `${at.file} from line ${numbers[0]}`},
    ...numbers.map(n => sourceLine(lines[n], n, at)));
}

function sourceLine(text, number, at) {
  const node = element('span', {'data-line': number});
  if (number < at.line || number > at.endLine) {
    node.append(text || ' ');
    return node;
  }
  const from = number === at.line ? at.column - 1 : text.length - text.trimStart().length;
  const to = number === at.endLine ? at.endColumn - 1 : text.length;
  node.className = 'marked';
  node.append(text.slice(0, from), element('mark', {}, text.slice(from, to)), text.slice(to));
  return node;
}

function drawCode() {
  const finding = data.findings[chosen];
  const step = finding.chain[Math.min(chosenHop, finding.chain.length - 1)];
  document.getElementById('code').replaceChildren(
    element('p', {}, `${step.caller} calls ${step.callee} `, element('span', {class: 'where'}, place(step))),
    excerpt(step));
}

// The graph: the chain from top to bottom, and beside each function those that
// call it in other findings.

const callersOf = new Map();

function collectCallers() {
  data.findings.forEach((finding, index) => finding.chain.forEach((step, hop) => {
    if (!callersOf.has(step.callee))
      callersOf.set(step.callee, []);
    callersOf.get(step.callee).push({index, hop, step});
  }));
}

// Calls of the hop's function from other places, each place once.
function otherCallers(finding, hop) {
  const called = finding.chain[hop - 1];
  const seen = new Set([`${place(called)}:${called.column}`]);
  return callersOf.get(called.callee).filter(({step}) => {
    const key = `${place(step)}:${step.column}`;
    return !seen.has(key) && seen.add(key);
  });
}

const measure = document.createElement('canvas').getContext('2d');

// The text, without its middle if it does not fit.
function fit(text, width, font) {
  measure.font = font;
  if (measure.measureText(text).width <= width)
    return text;
  let keep = text.length - 1;
  const cut = () => text.slice(0, Math.ceil(keep / 2)) + '…' + text.slice(text.length - Math.floor(keep / 2));
  while (keep > 4 && measure.measureText(cut()).width > width)
    --keep;
  return cut();
}

function box(x, y, width, height, title, detail, label, className) {
  const mono = '600 13px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace';
  const sans = '12px system-ui, "DejaVu Sans", sans-serif';
  return element('g', {class: `node ${className}`, role: 'button', tabindex: '-1', 'aria-label': label},
    element('title', {}, label),
    element('rect', {class: 'box', x, y, width, height, rx: 7}),
    element('text', {x: x + 12, y: y + 22}, fit(title, width - 26, mono)),
    element('text', {class: 'small', x: x + 12, y: y + 40}, fit(detail, width - 24, sans)));
}

function drawGraph() {
  const finding = data.findings[chosen];
  const parent = document.getElementById('graph');
  const width = Math.max(260, parent.clientWidth);
  const rows = finding.chain.length + 1;
  const others = [...Array(rows).keys()].map(hop => hop ? otherCallers(finding, hop) : []);
  const beside = others.some(o => o.length);
  const boxHeight = 50, gap = 24, mainWidth = Math.min(540, beside ? width * 0.6 : width) - 4;
  const otherX = mainWidth + Math.min(60, width * 0.06), otherWidth = Math.min(340, width - otherX - 2);
  const svg = element('svg', {class: 'graph', role: 'group', 'aria-label': 'Call chain, from the event loop to what waits'});
  const edges = element('g', {'aria-hidden': 'true'});
  svg.append(edges);

  let y = 2;
  for (let hop = 0; hop < rows; ++hop) {
    const few = others[hop].slice(0, 3), more = others[hop].length - few.length;
    const title = hop ? finding.chain[hop - 1].callee : finding.chain[0].caller;
    const isLast = hop === rows - 1;
    const about = isLast ? finding.reason ?? '' : `calls at ${place(finding.chain[hop])}`;
    const node = box(2, y, mainWidth, boxHeight, title, about, `${title}, ${about}`, isLast ? 'main last' : 'main');
    node.dataset.hop = hop;
    node.addEventListener('click', () => chooseHop(hop));
    svg.append(node);
    few.forEach(({index, hop: at, step}, number) => {
      const otherY = y + number * (boxHeight + 8);
      const other = box(otherX, otherY, otherWidth, boxHeight, step.caller, `also calls it at ${place(step)}`,
        `${step.caller} also calls it at ${place(step)}: go to that finding`, 'other');
      other.dataset.beside = hop;
      other.addEventListener('click', () => { choose(index, at); focusHop(); });
      svg.append(other);
      edges.append(element('path', {class: 'other-edge', d:
        `M${otherX} ${otherY + 25} C${otherX - 20} ${otherY + 25} ${mainWidth + 26} ${y + 25} ${mainWidth + 4} ${y + 25}`}));
    });
    let height = Math.max(boxHeight, few.length * (boxHeight + 8) - 8);
    if (more > 0) {
      svg.append(element('text', {class: 'small', x: otherX + 12, y: y + height + 18}, `and from ${plural(more, 'other place')}`));
      height += 24;
    }
    if (!isLast) {
      const from = y + boxHeight, to = y + height + gap, x = 28;
      edges.append(element('path', {class: 'edge', d: `M${x} ${from} V${to - 7}`}),
                   element('path', {class: 'head', d: `M${x} ${to - 1} l-5 -9 h10 z`}));
    }
    y += height + gap;
  }
  svg.setAttribute('viewBox', `0 0 ${width} ${y - gap + 3}`);
  svg.style.height = `${y - gap + 3}px`;
  svg.addEventListener('keydown', walk);
  parent.replaceChildren(svg);
  markHop();
}

function markHop() {
  for (const node of document.querySelectorAll('.graph .main')) {
    const isChosen = Number(node.dataset.hop) === chosenHop;
    node.classList.toggle('chosen', isChosen);
    node.setAttribute('aria-pressed', isChosen);
    node.setAttribute('tabindex', isChosen ? '0' : '-1');
  }
}

function chooseHop(hop) {
  chosenHop = Math.max(0, Math.min(hop, data.findings[chosen].chain.length));
  markHop();
  drawCode();
  focusHop();
}

const focusHop = () => document.querySelector('.graph .chosen')?.focus();

// Arrow keys within the graph: along the chain, and to the callers beside it.
function walk(event) {
  const node = event.target.closest('.node');
  const beside = [...document.querySelectorAll(`.graph [data-beside="${node?.dataset.beside ?? chosenHop}"]`)];
  const at = beside.indexOf(node);
  const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
  if (step && at < 0)
    chooseHop(chosenHop + step);
  else if (step)
    beside[Math.max(0, Math.min(at + step, beside.length - 1))].focus();
  else if (event.key === 'ArrowRight' && at < 0)
    beside[0]?.focus();
  else if (event.key === 'ArrowLeft' && at >= 0)
    chooseHop(Number(node.dataset.beside));
  else if (event.key === 'Enter' || event.key === ' ')
    node?.dispatchEvent(new MouseEvent('click'));
  else
    return;
  event.preventDefault();
}

// Keys and controls

list.addEventListener('keydown', event => {
  const page = 10;
  const steps = {ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity};
  if (event.key in steps && shown.length) {
    const at = shown.indexOf(chosen) + steps[event.key];
    choose(shown[Math.max(0, Math.min(at, shown.length - 1))]);
  } else if (event.key === 'Enter') {
    focusHop();
  } else {
    return;
  }
  event.preventDefault();
});

document.addEventListener('keydown', event => {
  if (event.key === '/' && event.target !== filter)
    filter.focus();
  else if (event.key === 'Escape')
    list.focus();
  else
    return;
  event.preventDefault();
});

filter.addEventListener('input', drawList);
for (const radio of document.querySelectorAll('input[name="group"]'))
  radio.addEventListener('change', drawList);
addEventListener('resize', () => chosen >= 0 && drawGraph());
addEventListener('hashchange', () => chooseFromAddress());

function chooseFromAddress() {
  const number = Number(location.hash.slice(1));
  if (number >= 1 && number <= data.findings.length)
    choose(number - 1);
}

for (const finding of data.findings)
  finding.words = words(finding);
collectCallers();
document.title = `nostall: ${plural(data.findings.length, 'finding')}`;
document.getElementById('version').textContent = `nostall ${data.version}`;
// Drawing the list chooses a finding and with it sets the address.
const asked = location.hash;
drawList();
if (asked) {
  history.replaceState(null, '', asked);
  chooseFromAddress();
}
