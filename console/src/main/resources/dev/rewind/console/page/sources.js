// What people want played while everything runs: to be added, paused, resumed and removed.
import { notice, request } from './answers.js';
import { byId, element } from './dom.js';

const POLL_EVERY = 2_000;
const MOST = 12;
const OVER = ['PAUSED', 'ENDED', 'FAILED']; // what can be played again

let shown = '';

async function draw() {
  const said = await fetch('api/sources', { cache: 'no-store' })
    .then((response) => (response.ok ? response.text() : shown)).catch(() => shown);
  if (said === shown) return;
  shown = said;
  const sources = JSON.parse(said);
  const rows = sources.slice(0, MOST).map(row);
  if (sources.length > MOST) rows.push(element('li', 'quiet', `and ${sources.length - MOST} more`));
  byId('sources').replaceChildren(...rows);
  byId('sources-empty').hidden = sources.length > 0;
}

function row({ stream, state, detail, problem, worker, figures, source }) {
  const badge = element('span', 'state', state.toLowerCase());
  badge.dataset.state = state;
  const path = `api/sources/${encodeURIComponent(stream)}`;
  const again = OVER.includes(state);
  const played = [worker && `on ${worker}`, figures.frames && `${figures.frames.toLocaleString()} frames`,
    figures.restarts && `${figures.restarts} restarts`];
  return element(
    'li', '', element('strong', '', stream), badge,
    ...[problem ?? detail, source?.url, played.filter(Boolean).join(', ')].filter(Boolean)
      .map((line) => element('p', '', line)),
    element(
      'p', 'choices',
      source ? act(again ? 'Play' : 'Pause', `${path}/${again ? 'resume' : 'pause'}`, 'POST') : '',
      act('Remove', path, 'DELETE')));
}

function act(name, path, method) {
  const button = element('button', '', name);
  button.type = 'button';
  button.addEventListener('click', async () => {
    button.disabled = true;
    if (await request(path, method)) await draw();
    button.disabled = false;
  });
  return button;
}

async function add() {
  const [stream, url] = ['source-stream', 'source-url'].map((id) => byId(id).value.trim());
  if (!await request('api/sources', 'POST', { stream, url })) return;
  notice(false, `Added: ${stream}.`);
  ['source-stream', 'source-url'].forEach((id) => { byId(id).value = ''; });
  await draw();
}

byId('source-add').addEventListener('click', add);
byId('source-url').addEventListener('keydown', (event) => { if (event.key === 'Enter') add(); });
// No button moves from under the pointer.
setInterval(() => { if (!byId('sources').matches(':hover')) draw(); }, POLL_EVERY);
draw();
