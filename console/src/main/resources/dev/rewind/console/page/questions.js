// The clips that the live model is least sure of, each with a picture and its scores to choose from.
import { answerButton, answerOf, askButton } from './answers.js';
import { byId, clock, colour, element, percent, pictureOf } from './dom.js';

const MOST = 4; // the next one comes when one is answered
const SCORES = 3;
const cards = new Map(); // kept, so that pictures are not fetched again

export function drawQuestions(questions) {
  const open = [...questions]
    .filter(({ clip }) => answerOf(clip) === undefined)
    .sort((a, b) => b.uncertainty - a.uncertainty);
  const shown = open.slice(0, MOST);
  const clips = new Set(shown.map(({ clip }) => clip));
  [...cards.keys()].filter((clip) => !clips.has(clip)).forEach((clip) => cards.delete(clip));
  const wanted = shown.map((question) => {
    if (!cards.has(question.clip)) cards.set(question.clip, card(question));
    return cards.get(question.clip);
  });
  const box = byId('questions');
  const same = wanted.length === box.children.length && wanted.every((made, i) => made === box.children[i]);
  if (!same) box.replaceChildren(...wanted);
  byId('questions-section').hidden = open.length === 0;
  byId('questions-more').hidden = open.length <= MOST;
  byId('questions-more').textContent = `and ${open.length - MOST} more`;
}

function card({ clip, label, uncertainty }) {
  const choices = label.top.slice(0, SCORES).map((score) => colour(
    answerButton(clip, score.label, element('span', '', score.label), element('span', 'number', percent(score.score))),
    score.label));
  return element(
    'article', 'card question',
    pictureOf(clip),
    element(
      'div', '',
      element('header', '', element('h3', '', label.stream), element('time', '', clock(label.to))),
      element('p', 'quiet', `${Math.round(100 * uncertainty)}% uncertain`),
      ...choices,
      askButton(label, 'Something else')));
}
