// Follows the console through server-sent events, or by polling while there are none, and draws once a frame.
import { noteAnswer, offerClasses, onAnswers, resetAnswers } from './answers.js';
import { Cards } from './cards.js';
import { byId } from './dom.js';
import { drawFeed } from './feed.js';
import { drawHealth, drawJobs, drawModels } from './panels.js';
import { drawQuestions } from './questions.js';

const MOST_STREAMS = 256;
const MOST_LABELS = 50;
const POLL_EVERY = 2_000;
const RETRY_EVENTS_EVERY = 10_000;
const OPEN = 1;
const CLOSED = 2;

const cards = new Cards(MOST_STREAMS);
let labels = [];
let jobs = new Map();
let models = new Map();
let questions = new Map();
let live = null;
let listsChanged = true; // jobs and models: redrawn with each label, their text could not be selected
let health = { status: 'UP' };
let count = 0;
let lastModel = '';
let known = false;
let link = 'connecting';
let drawing = false;

function onSnapshot(board) {
  labels = board.labels;
  jobs = new Map(board.progress.map((job) => [job.job, job]));
  models = new Map(board.models.map((model) => [model.version, model]));
  questions = new Map(board.questions.map((question) => [question.clip, question]));
  resetAnswers(board.answers);
  health = board.health;
  lastModel = labels[0]?.model.version ?? '';
  count = board.streams.reduce((sum, { labels: read }) => sum + read, 0);
  known = true;
  drawLists(); // before the cards: it settles the colours
  cards.reset(board.streams);
}

const handlers = {
  snapshot: onSnapshot,
  label(label) {
    labels = [label, ...labels].slice(0, MOST_LABELS);
    lastModel = label.model.version;
    count += 1;
    cards.add(label);
  },
  progress(job) {
    jobs.set(job.job, job);
    listsChanged = true;
  },
  model(model) {
    models.set(model.version, model);
    listsChanged = true;
  },
  question: (question) => questions.set(question.clip, question),
  settled: (question) => questions.delete(question.clip),
  answer: noteAnswer,
  health: (now) => { health = now; },
};

function drawLists() {
  listsChanged = false;
  live = drawModels(models.values(), jobs.values());
  drawJobs(jobs.values());
  offerClasses((live?.manifest?.classes ?? []).map(String));
}

function draw() {
  drawing = false;
  if (listsChanged) drawLists();
  cards.draw();
  drawQuestions(questions.values());
  drawFeed(labels);
  drawHealth(health);
  drawLink();
  byId('empty').hidden = !known || cards.size > 0;
  byId('empty-idle').hidden = jobs.size > 0;
  byId('empty-busy').hidden = jobs.size === 0;
  byId('tally-streams').textContent = cards.size;
  byId('tally-labels').textContent = count.toLocaleString();
  byId('tally-model').textContent = live?.version || lastModel || 'none yet';
}

function drawSoon() {
  if (!drawing) {
    drawing = true;
    requestAnimationFrame(draw);
  }
}

// What the pill says: how the page hears of changes, unless the console itself hears of none.
const LINKS = {
  connecting: 'Connecting',
  live: 'Live',
  polling: 'Polling',
  stalled: 'Waiting for Kafka',
  offline: 'Console not reachable',
};

function drawLink() {
  const pill = byId('link');
  const state = known && link !== 'offline' && health.status !== 'UP' ? 'stalled' : link;
  if (pill.dataset.state !== state) {
    pill.dataset.state = state;
    pill.textContent = LINKS[state];
  }
}

function setLink(state) {
  link = state;
  drawSoon();
}

let events = null;

function follow() {
  // For a proxy that holds events back: /?events=off only polls.
  if (new URLSearchParams(location.search).get('events') === 'off') return;
  events = new EventSource('api/events');
  events.onopen = () => setLink('live');
  Object.entries(handlers).forEach(([name, handle]) => events.addEventListener(name, (event) => {
    handle(JSON.parse(event.data));
    drawSoon();
  }));
}

async function poll() {
  if (events?.readyState === OPEN) return;
  try {
    const paths = ['api/streams', `api/labels?limit=${MOST_LABELS}`, 'api/progress', 'api/models', 'api/questions',
      'api/labelled-clips', 'health'];
    const [streams, newest, progress, published, asked, answers, how] = await Promise.all(
      paths.map((path) => fetch(path, { cache: 'no-store' }).then((response) => response.json())));
    if (events?.readyState === OPEN) return; // it came back meanwhile, and knows more
    onSnapshot({
      streams, labels: newest, progress, models: published, questions: asked, answers, health: how,
    });
    setLink('polling');
  } catch {
    setLink('offline');
  }
}

onAnswers(drawSoon);
follow();
setInterval(poll, POLL_EVERY);
setInterval(() => { if (events?.readyState === CLOSED) follow(); }, RETRY_EVENTS_EVERY);
setInterval(() => cards.drawAges(), 1_000);
byId('feed').addEventListener('mouseleave', drawSoon);
byId('feed').addEventListener('focusout', drawSoon);
