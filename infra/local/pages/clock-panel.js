import { local } from './backend.js';
import { attempt, element, find, instantText, spanText } from './dom.js';

let ahead = 0;
let offset = 0;

/** Milliseconds since the epoch on the local cloud's clock, as last heard. */
function cloudNow() {
  return Date.now() + ahead;
}

export function heard({ now, offsetSeconds }) {
  ahead = Date.parse(now) - Date.now();
  offset = offsetSeconds * 1000;
  tick();
}

/** Shows the clock and lets it be moved; `moved` runs after each move. */
export function startClock(moved) {
  const buttons = [...find('jumps').querySelectorAll('button'), ...find('set-form').querySelectorAll('button')];
  const move = (body) =>
    attempt(
      async () => {
        find('clock-status').textContent = 'Moving; everything due on the way happens now…';
        try {
          heard(await local('/_local/clock', { method: 'POST', body }));
          find('clock-status').textContent = 'There; everything due has happened.';
          await moved();
        } catch (error) {
          find('clock-status').textContent = '';
          throw error;
        }
      },
      ...buttons,
    );

  find('jumps').addEventListener('click', ({ target }) => {
    if (target.dataset.advance) void move({ advance: target.dataset.advance });
  });
  find('set-form').addEventListener('submit', (event) => {
    event.preventDefault();
    void move({ set: `${find('set-time').value}Z` });
  });
  setInterval(tick, 1000);
}

/** Also keeps up every element that counts down to a `data-due`. */
function tick() {
  const now = cloudNow();
  find('now').textContent = instantText(now);
  find('offset').textContent = offset === 0 ? 'The same as the real time.' : `${spanText(offset)} ahead of the real time.`;
  for (const counter of document.querySelectorAll('[data-due]')) counter.textContent = untilText(counter.dataset.due);
}

function untilText(due) {
  const left = Date.parse(due) - cloudNow();
  return left >= 0 ? `in ${spanText(left)}` : `${spanText(left)} late`;
}

/** How long until an instant, kept up as time passes. */
export function countdown(due) {
  return element('span', { 'data-due': due }, untilText(due));
}
