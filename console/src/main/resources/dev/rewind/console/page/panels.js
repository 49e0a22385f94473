// What stands beside the cards: jobs, drift, models, and how the console itself is.
import { byId, element, hueOf, percent } from './dom.js';

const ROWS = 12;
const JOB_ORDER = ['FAILED', 'RUNNING', 'STARTING', 'WAITING', 'DONE'];
const MODEL_ORDER = ['LIVE', 'SHADOW', 'CANDIDATE', 'RETIRED', 'REFUSED'];

/** What inference says of models and of streams is shown with these. */
const kindOf = ({ job }) => /^(shadow|model|drift)\//.exec(job)?.[1];

export function drawJobs(all) {
  const jobs = [...all];
  fill('jobs', ordered(jobs.filter((job) => !kindOf(job)), JOB_ORDER, (job) => job.job).map((job) => {
    const figures = Object.entries(job.figures ?? {}).slice(0, 4)
      .map(([name, value]) => `${words(name)} ${figure(value)}`).join(', ');
    return listed(job.job, job.state, [[job.detail, figures].filter(Boolean).join('; ')]);
  }));
  drawDrift(jobs.filter((job) => kindOf(job) === 'drift'));
}

/** The streams that moved furthest first, by what the model sees of them. */
function drawDrift(jobs) {
  const moved = ({ figures }) => figures?.embedding ?? 0;
  fill('drift', jobs.sort((a, b) => moved(b) - moved(a)).map(({ job, detail, figures }) => element(
    'li', '', element('strong', '', job.slice('drift/'.length)),
    element('span', 'quiet', `${figure(figures?.clips ?? 0)} clips`), element('p', '', detail ?? ''))));
  byId('drift-section').hidden = jobs.length === 0;
}

export function drawModels(models, jobs) {
  const sorted = ordered(models, MODEL_ORDER, (model) => model.version, (model) => model.standing.state);
  const reports = [...jobs].filter((job) => ['shadow', 'model'].includes(kindOf(job)));
  fill('models', sorted.map((model) => listed(model.version, model.standing.state, [
    model.standing.reason,
    [model.manifest?.preset, ...Object.entries(model.trial?.metrics ?? {}).slice(0, 4).map(metric)].filter(Boolean).join(', '),
    ...verdict(model.trial?.verdict),
    ...reports.filter(({ job }) => job.split('/')[1] === model.version).map(report),
    model.parent ? `trained from ${model.parent}` : '',
  ], confusion(model))));
  const live = sorted.find((model) => model.standing.state === 'LIVE');
  // The live model's classes take their hues in order, so that a reload keeps the colours.
  if (Array.isArray(live?.manifest?.classes)) live.manifest.classes.forEach((name) => hueOf(String(name)));
  return live;
}

const points = (value) => `${value < 0 ? '\u2212' : '+'}${(100 * Math.abs(value)).toFixed(1)}`;

function verdict(gate) {
  if (!gate) return [];
  const { passed, clips, live, candidate, low, high, drops, reason } = gate;
  return [
    `${passed ? 'passed' : 'failed'} the gate: ${reason}`,
    `${points(candidate - live)} points against the live model (${points(low)} to ${points(high)}) on ${clips} clips`,
    drops?.length ? `worse at ${drops.map((drop) => (
      `${drop.label} (${percent(drop.candidate)}, live ${percent(drop.live)})`)).join(', ')}` : '',
  ];
}

/** What an inference process says of a model: that it serves it, why not, or how it compares as a shadow. */
function report(job) {
  const instance = job.job.split('/').slice(2).join('/');
  const { clips, agreed, liveMillis, shadowMillis } = job.figures ?? {};
  if (kindOf(job) === 'shadow' && clips > 0) {
    return `as shadow on ${instance}: agrees on ${figure(agreed)} of ${figure(clips)} clips (${percent(agreed / clips)}),`
      + ` ${figure(shadowMillis / clips)} ms each, live ${figure(liveMillis / clips)} ms`;
  }
  return `${job.state === 'FAILED' ? 'refused' : 'taken over'} by ${instance}: ${job.detail ?? ''}`;
}

const confusions = new Map(); // kept, so that an open picture stays open and is fetched once

function confusion({ version, pictured, standing }) {
  if (!pictured) return null;
  const key = `${version} ${standing.since}`;
  if (!confusions.has(key)) {
    const picture = element('img');
    picture.loading = 'lazy';
    picture.alt = `What ${version} takes for what`;
    picture.src = `api/models/${encodeURIComponent(version)}/confusion.png`;
    confusions.set(key, element('details', '', element('summary', '', 'What it takes for what'), picture));
  }
  return confusions.get(key);
}

export function drawHealth(health) {
  const alert = byId('alert');
  alert.hidden = health.status === 'UP';
  alert.textContent = alert.hidden ? '' : `Not up to date: ${health.reason ?? 'no reason given'}.`;
  const skipped = Object.entries(health.unreadable ?? {});
  byId('unreadable').hidden = skipped.length === 0;
  byId('unreadable').textContent = `Skipped records that could not be read: ${
    skipped.map(([topic, count]) => `${count} of ${topic}`).join(', ')}`;
}

function fill(id, rows) {
  const more = rows.length - ROWS;
  if (more > 0) rows.splice(ROWS, more, element('li', 'quiet', `and ${more} more`));
  byId(id).replaceChildren(...rows);
  byId(`${id}-empty`).hidden = rows.length > 0;
}

function listed(name, state, lines, ...more) {
  const badge = element('span', 'state', state.toLowerCase());
  badge.dataset.state = state;
  return element(
    'li', '', element('strong', '', name), badge,
    ...lines.filter(Boolean).map((line) => element('p', '', line)), ...more.filter(Boolean));
}

const ordered = (items, states, name, state = (item) => item.state) => [...items].sort(
  (a, b) => states.indexOf(state(a)) - states.indexOf(state(b)) || (name(a) < name(b) ? -1 : 1));

const words = (camelCase) => camelCase.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();

function figure(value) {
  const size = Math.abs(value);
  return Number(value).toLocaleString([], { maximumFractionDigits: size >= 100 ? 0 : size >= 1 ? 1 : 4 });
}

const metric = ([name, value]) => (/^top\d$/.test(name)
  ? `${name.replace('top', 'top-')} ${percent(value)}` : `${words(name)} ${figure(value)}`);
