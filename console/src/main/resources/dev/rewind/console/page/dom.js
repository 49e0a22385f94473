// Everything that comes from a topic goes through textContent or a property: never through HTML.

export const byId = (id) => document.getElementById(id);

export function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children); // strings become text nodes
  return made;
}

/** The id of the clip that a label was made from. */
export const clipId = ({ stream, lineage: { partition, firstOffset, lastOffset } }) => (
  `${stream}@${partition}:${firstOffset}-${lastOffset}`);

/** The middle frame of a clip, as long as its frames are kept. */
export function pictureOf(clip) {
  const picture = element('img', 'frame');
  picture.loading = 'lazy';
  picture.alt = '';
  picture.addEventListener('error', () => picture.replaceWith(element('p', 'frame quiet', 'Its frames are gone.')));
  picture.src = `api/clips/${encodeURIComponent(clip)}/frame.jpg`;
  return picture;
}

export const percent = (score) => `${(100 * score).toFixed(1)}%`;

export function clock(instant) {
  const time = new Date(instant);
  return Number.isNaN(time.getTime()) ? '?' : time.toLocaleTimeString([], { hour12: false });
}

export function duration(milliseconds) {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  return `${Math.round(milliseconds / 60_000)} min`;
}

// One hue per action for as long as the page is open, each far from the ones before it (the golden angle).
const MOST_ACTIONS = 1000;
const hues = new Map();

export function hueOf(action) {
  if (!hues.has(action)) {
    if (hues.size >= MOST_ACTIONS) hues.clear();
    hues.set(action, Math.round(265 + hues.size * 137.508) % 360);
  }
  return hues.get(action);
}

export function colour(target, action) {
  target.style.setProperty('--hue', hueOf(action));
  return target;
}
