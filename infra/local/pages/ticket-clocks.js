import { countdown } from './clock-panel.js';
import { element, instantText, words } from './dom.js';

/** The promises of a ticket: how each stands, when it is due, and who is told next. */
export function clockList(clocks) {
  if (clocks.length === 0) return element('p', { class: 'quiet' }, 'Nothing is promised for this ticket.');
  return element('ul', { class: 'plain', id: 'ticket-clocks' }, ...clocks.map(clockItem));
}

function clockItem(clock) {
  const { metric, cycle, dueAt, finishedAt } = clock;
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
      `Due ${instantText(dueAt)}`,
      ...(open ? [', ', countdown(dueAt)] : []),
      finishedAt ? `; done ${instantText(finishedAt)}` : '',
    ),
    next ? element('div', { class: 'quiet' }, `Next: ${next.name} at ${instantText(next.at)} to ${next.to.join(', ')}`) : '',
  );
}

/** A breached clock goes on until what was promised has happened. */
function standing({ state, finishedAt }) {
  if (state === 'running') return { kind: '', text: 'running', open: true };
  if (state === 'met') return { kind: 'good', text: 'met', open: false };
  if (state === 'breached') return { kind: 'bad', text: finishedAt ? 'missed' : 'late', open: !finishedAt };
  return { kind: '', text: words(state), open: false };
}
