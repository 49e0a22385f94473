// What stands beside the cards: the running list, jobs, models, and how the console itself is.
import { byId, clock, colour, duration, element, hueOf, percent } from './dom.js';

const FEED_ROWS = 10;
const ROWS = 12;
const JOB_ORDER = ['FAILED', 'RUNNING', 'STARTING', 'WAITING', 'DONE'];
const MODEL_ORDER = ['LIVE', 'SHADOW', 'CANDIDATE', 'RETIRED', 'REFUSED'];

export function drawFeed(labels) {
  byId('feed').replaceChildren(...labels.slice(0, FEED_ROWS).map((label) => {
    const [best] = label.top;
    const row = element(
      'tr', '',
      element('td', '', clock(label.to)), element('td', '', label.stream),
      colour(element('td', 'action', best.label), best.label), element('td', 'number', percent(best.score)));
    row.title = `${label.stream}: ${label.top.map((s) => `${s.label} ${percent(s.score)}`).join(', ')}`
      + (label.latency ? `, after ${duration(label.latency.total)}` : '');
    return row;
  }));
  byId('feed-empty').hidden = labels.length > 0;
  byId('feed').parentElement.hidden = labels.length === 0;
}

export function drawJobs(jobs) {
  const rows = ordered(jobs, JOB_ORDER, (job) => job.job).map((job) => {
    const figures = Object.entries(job.figures ?? {}).slice(0, 4)
      .map(([name, value]) => `${words(name)} ${figure(value)}`).join(', ');
    return listed(job.job, job.state, [[job.detail, figures].filter(Boolean).join('; ')]);
  });
  fill('jobs', rows);
}

export function drawModels(models) {
  const sorted = ordered(models, MODEL_ORDER, (model) => model.version, (model) => model.standing.state);
  fill('models', sorted.map((model) => listed(model.version, model.standing.state, [
    [model.manifest?.preset, ...Object.entries(model.trial?.metrics ?? {}).slice(0, 4).map(metric)].filter(Boolean).join(', '),
    model.parent ? `trained from ${model.parent}` : '',
  ])));
  const live = sorted.find((model) => model.standing.state === 'LIVE');
  // The live model's classes take their hues in order, so that a reload keeps the colours.
  if (Array.isArray(live?.manifest?.classes)) live.manifest.classes.forEach((name) => hueOf(String(name)));
  return live;
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

function listed(name, state, lines) {
  const badge = element('span', 'state', state.toLowerCase());
  badge.dataset.state = state;
  return element(
    'li', '', element('strong', '', name), badge,
    ...lines.filter(Boolean).map((line) => element('p', '', line)));
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
