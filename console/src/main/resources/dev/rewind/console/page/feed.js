// The newest labels of all streams, each to be confirmed or corrected. It stands still while one points at it.
import { answerButton, answerOf, askButton, undoButton } from './answers.js';
import { byId, clipId, clock, colour, duration, element, percent } from './dom.js';

const ROWS = 10;
const rows = new Map(); // kept, so that a button stays under the pointer

export function drawFeed(labels) {
  const box = byId('feed');
  const held = box.matches(':hover') || box.contains(document.activeElement);
  if (!held) {
    const shown = labels.slice(0, ROWS);
    const keys = new Set(shown.map(keyOf));
    [...rows.keys()].filter((key) => !keys.has(key)).forEach((key) => rows.delete(key));
    box.replaceChildren(...shown.map((label) => {
      const key = keyOf(label);
      if (!rows.has(key)) rows.set(key, row(label));
      return rows.get(key).root;
    }));
    byId('feed-empty').hidden = labels.length > 0;
    box.parentElement.hidden = labels.length === 0;
  }
  byId('feed-held').hidden = !held;
  rows.forEach(({ draw }) => draw());
}

const keyOf = (label) => `${clipId(label)} ${label.to}`;

function row(label) {
  const clip = clipId(label);
  const [best] = label.top;
  const cell = element('td', 'say');
  const action = element('td', 'action');
  const root = element(
    'tr', '',
    element('td', '', clock(label.to)), element('td', '', label.stream),
    action, element('td', 'number', percent(best.score)), cell);
  root.title = `${label.stream}: ${label.top.map((s) => `${s.label} ${percent(s.score)}`).join(', ')}`
    + (label.latency ? `, after ${duration(label.latency.total)}` : '');
  let drawn = null;
  const draw = () => {
    const answer = answerOf(clip);
    if (drawn === answer) return;
    drawn = answer;
    action.textContent = answer ?? best.label;
    colour(action, action.textContent);
    cell.replaceChildren(...(answer === undefined ? buttons(label, clip, best) : [undoButton(clip)]));
  };
  return { root, draw };
}

function buttons(label, clip, best) {
  const right = answerButton(clip, best.label, '\u2713');
  right.title = `Right: it shows ${best.label}`;
  const wrong = askButton(label, '\u270e');
  wrong.title = 'Wrong: say what it shows';
  [right, wrong].forEach((button) => button.setAttribute('aria-label', `${button.title}, ${label.stream}`));
  return [right, wrong];
}
