import { element, instantText, words } from './dom.js';

/** Told elsewhere: in the event's first lines, or among the ticket's clocks. */
const ownPlace = new Set(['sequence', 'type', 'at', 'recordedAt', 'by', 'text', 'message', 'clocks']);

/** One event of a ticket's history, told in a few lines; the rest can be unfolded. */
export function eventItem(event) {
  const whole = event.text ?? event.message?.text;
  const text = event.message?.visible ?? whole;
  const files = event.message?.attachments?.map(({ name }) => name) ?? [];
  const facts = Object.entries(event).filter(([key, value]) => !ownPlace.has(key) && value !== null && value !== '');
  return element(
    'li',
    { class: 'entry' },
    element('strong', {}, words(event.type)),
    element('span', { class: 'quiet' }, ` ${instantText(event.at)}${event.by ? `, ${brief(event.by)}` : ''}`),
    element('div', {}, gist(event)),
    forwardedLine(event.message?.forwarded),
    text ? element('p', { class: 'text' }, text) : '',
    text === whole ? '' : folded('The whole text', element('p', { class: 'text' }, whole)),
    files.length > 0 ? element('p', { class: 'quiet' }, `Attached: ${files.join(', ')}`) : '',
    facts.length > 0
      ? folded(
          'Details',
          element(
            'dl',
            { class: 'facts' },
            ...facts.flatMap(([key, value]) => [element('dt', {}, words(key)), element('dd', {}, brief(value))]),
          ),
        )
      : '',
  );
}

/** One click away. */
function folded(title, content) {
  return element('details', {}, element('summary', { class: 'quiet' }, title), content);
}

/** Whose mail the message passes on. */
function forwardedLine(forwarded) {
  if (!forwarded) return '';
  const { from, date, subject } = forwarded;
  return element('p', { class: 'quiet' }, `Forwarded: ${[from && brief(from), date, subject].filter(Boolean).join(' · ')}`);
}

/** What an event without a text says, in a line. */
function gist({ clock, step, from, to, assignee, reason }) {
  const parts = [
    clock && [words(clock), step].filter(Boolean).join(', '),
    from ? `${from} → ${to}` : to?.length > 0 && `told ${to.join(', ')}`,
    assignee && `to ${assignee}`,
    reason,
  ];
  return parts.filter(Boolean).join(' · ');
}

/** A value of an event in one line: its name or address when it has one. */
function brief(value) {
  if (typeof value !== 'object') return `${value}`;
  if (Array.isArray(value)) return value.map(brief).join(', ');
  const named = value.name ?? value.address ?? value.id ?? value.kind;
  return typeof named === 'string' ? named : JSON.stringify(value);
}
