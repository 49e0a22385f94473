// One card a stream: its newest label, and a ribbon of the actions before it.
import { byId, clock, colour, duration, element, percent } from './dom.js';

const TOP = 3;
const RIBBON = 48;
const STALE_AFTER = 15_000;
const STAGES = ['decoded', 'produced', 'transport', 'assembled', 'queued', 'computed', 'sent'];

class Card {
  constructor(stream) {
    this.stream = stream;
    this.actions = [];
    this.time = element('time');
    this.best = element('p', 'best');
    this.scores = element('ol', 'scores');
    this.rows = Array.from({ length: TOP }, () => this.row());
    this.ribbon = element('div', 'ribbon');
    this.ribbon.setAttribute('role', 'img');
    this.model = element('span');
    this.latency = element('span');
    this.root = element(
      'article', 'card',
      element('header', '', element('h3', '', stream), this.time),
      this.best, this.scores, this.ribbon,
      element('footer', '', this.model, this.latency));
  }

  row() {
    const row = { name: element('span'), bar: element('i'), score: element('span', 'number') };
    const track = element('span', 'track', row.bar);
    track.setAttribute('aria-hidden', 'true'); // the number beside it says the same
    row.line = element('li', '', row.name, track, row.score);
    this.scores.append(row.line);
    return row;
  }

  show(label, actions) {
    this.actions = actions ?? [...this.actions, label.top[0]].slice(-RIBBON);
    this.label = label;
    this.heard = Date.now();
  }

  draw() {
    const { top, to, model, latency } = this.label;
    this.time.dateTime = to;
    this.best.textContent = top[0].label;
    colour(this.best, top[0].label);
    this.rows.forEach(({ line, name, bar, score }, i) => {
      line.hidden = i >= top.length;
      if (line.hidden) return;
      name.textContent = name.title = top[i].label;
      score.textContent = percent(top[i].score);
      bar.style.transform = `scaleX(${top[i].score})`;
      colour(bar, top[i].label);
    });
    while (this.ribbon.childElementCount < this.actions.length) this.ribbon.append(element('i'));
    this.actions.forEach((action, i) => {
      const segment = this.ribbon.children[i];
      segment.title = `${action.label} ${percent(action.score)}`;
      segment.style.transform = `scaleY(${action.score})`;
      colour(segment, action.label);
    });
    this.ribbon.setAttribute('aria-label', `The last ${this.actions.length} actions; newest: ${top[0].label}`);
    this.model.textContent = this.model.title = model.version;
    this.latency.textContent = latency ? `after ${duration(latency.total)}` : '';
    this.latency.title = latency
      ? STAGES.filter(stage => stage in latency).map(stage => `${stage} ${latency[stage]} ms`).join(', ') : '';
    this.drawAge();
  }

  drawAge() {
    const age = Math.max(0, Date.now() - Date.parse(this.label.to));
    const stale = age > STALE_AFTER;
    this.time.textContent = stale ? `quiet for ${duration(age)}` : clock(this.label.to);
    this.root.classList.toggle('stale', stale);
  }
}

export class Cards {
  constructor(most) {
    this.most = most;
    this.box = byId('streams');
    this.cards = new Map();
    this.changed = new Set();
  }

  get size() {
    return this.cards.size;
  }

  reset(streams) {
    const known = new Set(streams.map(({ stream }) => stream));
    [...this.cards.keys()].filter((stream) => !known.has(stream)).forEach((stream) => this.remove(stream));
    streams.forEach(({ stream, latest, actions }) => this.card(stream).show(latest, actions));
    this.changed = new Set(known);
  }

  add(label) {
    this.card(label.stream).show(label);
    this.changed.add(label.stream);
    if (this.cards.size > this.most) {
      this.remove([...this.cards.values()].reduce((a, b) => (a.heard <= b.heard ? a : b)).stream);
    }
  }

  draw() {
    this.changed.forEach((stream) => this.cards.get(stream)?.draw());
    this.changed.clear();
  }

  drawAges() {
    this.cards.forEach((card) => card.label && card.drawAge());
  }

  card(stream) {
    if (!this.cards.has(stream)) {
      const card = new Card(stream);
      const next = [...this.cards.values()]
        .filter((other) => other.stream > stream)
        .reduce((a, b) => (a && a.stream < b.stream ? a : b), null);
      this.box.insertBefore(card.root, next ? next.root : null);
      this.cards.set(stream, card);
    }
    return this.cards.get(stream);
  }

  remove(stream) {
    this.cards.get(stream).root.remove();
    this.cards.delete(stream);
  }
}
