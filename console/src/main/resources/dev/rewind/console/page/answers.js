// What people say of clips: one click where the model is right, a dialog where it is not.
import { byId, clipId, clock, colour, element, percent, pictureOf } from './dom.js';

const MOST_BUTTONS = 40;
const SHOWN_FOR = 12_000;

const given = new Map(); // clip to what was said of it
let classes = [];
let changed = () => {};
let hiding = 0;

/** What was said of a clip; undefined when nothing was. */
export const answerOf = (clip) => given.get(clip);

export function onAnswers(listener) {
  changed = listener;
}

export function resetAnswers(all) {
  given.clear();
  all.forEach(noteAnswer);
}

export function noteAnswer({ clip, label }) {
  if (label === undefined) given.delete(clip);
  else given.set(clip, label);
}

/** The live model's classes, which the dialog offers. */
export function offerClasses(names) {
  if (names.length === classes.length && names.every((name, i) => name === classes[i])) return;
  classes = names;
  byId('classes').replaceChildren(...names.map((name) => {
    const option = element('option');
    option.value = name;
    return option;
  }));
}

/** Says what a clip shows; true when the broker has it. */
export async function answer(clip, label) {
  const saved = await request('api/labelled-clips', 'POST', { clip, label });
  if (saved) {
    noteAnswer(saved);
    const undo = element('button', '', 'Undo');
    undo.type = 'button';
    undo.addEventListener('click', () => forget(clip));
    notice(false, `Saved: ${clip} shows ${saved.label}. `, undo);
    changed();
  }
  return Boolean(saved);
}

/** Takes a clip out of the training set. */
export async function forget(clip) {
  if (await request(`api/labelled-clips/${encodeURIComponent(clip)}`, 'DELETE')) {
    noteAnswer({ clip });
    notice(false, `Forgotten: ${clip}.`);
    changed();
  }
}

/** What the console answers, or nothing once it has said why not. */
export async function request(path, method, body) {
  try {
    const response = await fetch(path, {
      method,
      headers: body ? { 'Content-Type': 'application/json' } : {},
      body: body && JSON.stringify(body),
    });
    const said = response.status === 204 ? {} : await response.json();
    if (response.ok) return said;
    notice(true, said._embedded?.errors?.[0]?.message ?? said.message ?? `Not saved: ${response.status}`);
  } catch {
    notice(true, 'Not saved: the console is not reachable. Try again when it is back.');
  }
  return null;
}

/** Says something for a while; what failed stays. */
export function notice(failed, ...content) {
  const line = byId(failed && byId('ask').open ? 'ask-problem' : 'notice'); // beside what failed
  line.replaceChildren(...content);
  line.classList.toggle('failed', failed);
  line.hidden = false;
  clearTimeout(hiding);
  if (!failed) hiding = setTimeout(() => { line.hidden = true; }, SHOWN_FOR);
}

/** A button that says what a clip shows. */
export function answerButton(clip, label, ...content) {
  const button = element('button', 'choice', ...content);
  button.type = 'button';
  button.addEventListener('click', async () => {
    button.disabled = true; // two quick clicks are one answer
    const saved = await answer(clip, label);
    if (saved) byId('ask').close();
    button.disabled = false;
  });
  return button;
}

/** Asks what the clip of a label shows. */
export function ask(label) {
  const clip = clipId(label);
  const [best] = label.top;
  byId('ask-clip').textContent =
    `${label.stream}, ${clock(label.to)}: ${label.model.version} says ${best.label} ${percent(best.score)}`;
  byId('ask-picture').replaceChildren(pictureOf(clip));
  const offered = [...new Set([...label.top.map((score) => score.label), ...classes])].slice(0, MOST_BUTTONS);
  byId('ask-classes').replaceChildren(...offered.map((name) => colour(answerButton(clip, name, name), name)));
  const other = byId('ask-other');
  byId('ask-problem').hidden = true;
  other.value = '';
  other.onkeydown = (event) => { if (event.key === 'Enter') byId('ask-save').click(); };
  byId('ask-save').onclick = async () => {
    if (other.value.trim() && await answer(clip, other.value)) byId('ask').close();
  };
  byId('ask-cancel').onclick = () => byId('ask').close();
  byId('ask').showModal();
}

/** A button that asks. */
export function askButton(label, ...content) {
  const button = element('button', '', ...content);
  button.type = 'button';
  button.addEventListener('click', () => ask(label));
  return button;
}

/** Shows that something was said of a clip, and takes it back. */
export function undoButton(clip) {
  const undo = element('button', 'said', '\u2713 undo');
  undo.type = 'button';
  undo.title = `You say that it shows ${given.get(clip)}; undo`;
  undo.addEventListener('click', () => forget(clip));
  return undo;
}
