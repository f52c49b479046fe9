import { api, local, session } from './backend.js';
import { countdown } from './clock-panel.js';
import { attempt, element, find, instantText, referenceText } from './dom.js';

let current;
let changed = async () => {};

export function openTicketId() {
  return current;
}

/** `after` runs when something was done to a ticket and has settled. */
export function onTicketChanged(after) {
  changed = after;
}

export function openTicket(id) {
  current = id;
  return attempt(async () => {
    await refreshTicket();
    find('ticket-title')?.focus();
  });
}

/** Fetches the open ticket anew. What someone is typing is kept. */
export async function refreshTicket() {
  if (!current || !session()) return;
  const draft = find('ticket-text')?.value ?? '';
  const typing = document.activeElement === find('ticket-text');
  const { ticket, events } = await api(`/tickets/${encodeURIComponent(current)}`);
  find('ticket').replaceChildren(...ticketParts(ticket, events));
  find('ticket-text').value = draft;
  if (typing) find('ticket-text').focus();
}

function ticketParts(ticket, events) {
  return [
    element('h3', { id: 'ticket-title', tabindex: '-1' }, `${referenceText(ticket.reference)} ${ticket.subject}`),
    element('p', { class: 'quiet' }, [ticket.status, ticket.priority, ticket.channel].filter(Boolean).join(' · ')),
    element('ul', {}, ...(ticket.clocks ?? []).map(clockItem)),
    actions(),
    element('h3', {}, 'Timeline'),
    element('ol', { class: 'plain' }, ...events.map(eventItem)),
  ];
}

function clockItem({ metric, state, dueAt, finishedAt }) {
  const running = dueAt && !finishedAt && state !== 'cancelled' && state !== 'met';
  return element(
    'li',
    {},
    `${words(metric)}: ${words(state)}`,
    dueAt ? `, due ${instantText(dueAt)}` : '',
    running ? ' (' : '',
    running ? countdown(dueAt) : '',
    running ? ')' : '',
  );
}

function actions() {
  const path = `/tickets/${encodeURIComponent(current)}`;
  const text = element('textarea', { id: 'ticket-text' });
  const buttons = [];
  const button = (label, act, kind) => {
    const made = element('button', { type: 'button', class: kind, click: () => attempt(() => run(act), ...buttons) }, label);
    buttons.push(made);
    return made;
  };
  const run = async (act) => {
    await act();
    await local('/_local/settle', { method: 'POST' });
    await changed();
  };
  const say = (where) => async () => {
    if (text.value.trim() === '') throw new Error('Write something first.');
    await api(`${path}/${where}`, { method: 'POST', body: { text: text.value } });
    text.value = '';
  };
  const put = (what, body) => () => api(`${path}/${what}`, { method: 'PUT', body });
  return element(
    'div',
    {},
    element('label', { for: 'ticket-text' }, 'Reply or note'),
    text,
    element(
      'p',
      { class: 'row' },
      button('Send reply', say('replies'), 'main'),
      button('Add note', say('notes')),
      button('Take it', put('assignee', { assignee: session().sub })),
      button('Resolve', put('status', { status: 'resolved' })),
    ),
  );
}

/** Told elsewhere: in the event's first lines, or among the ticket's clocks. */
const ownPlace = new Set(['sequence', 'type', 'at', 'recordedAt', 'by', 'text', 'message', 'clocks']);

function eventItem(event) {
  const text = event.text ?? event.message?.text;
  const files = event.message?.attachments?.map(({ name }) => name) ?? [];
  const facts = Object.entries(event).filter(([key, value]) => !ownPlace.has(key) && value !== null && value !== '');
  return element(
    'li',
    { class: 'entry' },
    element('strong', {}, words(event.type)),
    element('span', { class: 'quiet' }, ` ${instantText(event.at)}${event.by ? `, ${brief(event.by)}` : ''}`),
    element('div', {}, gist(event)),
    text ? element('p', { class: 'text' }, text) : '',
    files.length > 0 ? element('p', { class: 'quiet' }, `Attached: ${files.join(', ')}`) : '',
    facts.length > 0
      ? element(
          'details',
          {},
          element('summary', { class: 'quiet' }, 'Details'),
          element(
            'dl',
            { class: 'facts' },
            ...facts.flatMap(([key, value]) => [element('dt', {}, words(key)), element('dd', {}, brief(value))]),
          ),
        )
      : '',
  );
}

/** What an event without a text says, in a line. */
function gist({ clock, step, from, to, assignee, reason }) {
  const parts = [
    clock && `${words(clock)}, ${step}`,
    from ? `${from} → ${to}` : to?.length > 0 && `told ${to.join(', ')}`,
    assignee && `to ${assignee}`,
    reason,
  ];
  return parts.filter(Boolean).join(' · ');
}

/** `FirstResponse`, `first-response` and `first_response` as `first response`. */
function words(name) {
  return `${name ?? ''}`
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/[-_]/g, ' ')
    .toLowerCase();
}

/** A value of an event in one line: its name or address when it has one. */
function brief(value) {
  if (typeof value !== 'object') return `${value}`;
  if (Array.isArray(value)) return value.map(brief).join(', ');
  const named = value.name ?? value.address ?? value.id ?? value.kind;
  return typeof named === 'string' ? named : JSON.stringify(value);
}
