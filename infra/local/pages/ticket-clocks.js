import { countdown } from './clock-panel.js';
import { element, instantText, words } from './dom.js';

/** The promises of a ticket: how each stands, when it is due, and who is told next. */
export function clockList(clocks) {
  if (clocks.length === 0) return element('p', { class: 'quiet' }, 'Nothing is promised for this ticket.');
  return element('ul', { class: 'plain', id: 'ticket-clocks' }, ...clocks.map(clockItem));
}

function clockItem(clock) {
  const { metric, cycle, dueAt, finishedAt, receipt } = clock;
  const { kind, text, open } = standing(clock);
  const next = open ? clock.steps?.find(({ doneAt, to }) => !doneAt && to.length > 0) : undefined;
  return element(
    'li',
    { class: 'entry' },
    element('strong', {}, words(metric), cycle > 1 ? ` (${cycle})` : ''),
    ' ',
    element('span', { class: `badge ${kind}` }, text),
    element(
      'div',
      {},
      dueAt ? `Due ${instantText(dueAt)}` : 'No due time while it stands still',
      ...(open && dueAt ? [', ', countdown(dueAt)] : []),
      finishedAt ? `; done ${instantText(finishedAt)}` : '',
    ),
    element('div', { class: 'quiet' }, why(receipt)),
    next?.at ? element('div', { class: 'quiet' }, `Next: ${next.name} at ${instantText(next.at)} to ${next.to.join(', ')}`) : '',
  );
}

/** The receipt in a line: what was promised, from when it counts, on which hours, and what was not counted. */
function why({ target, start, segments, pauses, contractId, contractVersion, holidaysKnownThrough }) {
  const hours = segments.map(({ calendar }) => words(calendar)).join(', then ');
  const stood = pauses.map(
    ({ from, until, reason }) =>
      `stood still from ${instantText(from)}${until ? ` until ${instantText(until)}` : ''} (${words(reason)})`,
  );
  const known = holidaysKnownThrough ? [`holidays after ${holidaysKnownThrough} are not known yet`] : [];
  return [`${target} from ${instantText(start)}, ${hours}, by ${contractId} version ${contractVersion}`, ...stood, ...known].join(
    '; ',
  );
}

/** A breached clock goes on until what was promised has happened. */
function standing({ state, finishedAt }) {
  if (state === 'running') return { kind: '', text: 'running', open: true };
  if (state === 'paused') return { kind: '', text: 'stands still', open: true };
  if (state === 'met') return { kind: 'good', text: 'met', open: false };
  if (state === 'breached') return { kind: 'bad', text: finishedAt ? 'missed' : 'late', open: !finishedAt };
  return { kind: '', text: words(state), open: false };
}
