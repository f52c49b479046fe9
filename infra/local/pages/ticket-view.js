import { api, session } from './backend.js';
import { attempt, element, find, referenceText } from './dom.js';
import { ticketActions } from './ticket-actions.js';
import { clockList } from './ticket-clocks.js';
import { eventItem } from './ticket-timeline.js';

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

/** Fetches the open ticket anew. What someone has begun to write there, and where they are, is kept. */
export async function refreshTicket() {
  if (!current || !session()) return;
  const { ticket, events } = await api(`/tickets/${encodeURIComponent(current)}`);
  const place = find('ticket');
  const same = place.dataset.ticket === ticket.id;
  const drafts = same ? [...place.querySelectorAll('[data-drafted]')].filter(isDraft) : [];
  const focused = same && place.contains(document.activeElement) ? document.activeElement.id : '';
  place.dataset.ticket = ticket.id;
  place.replaceChildren(...ticketParts(ticket, events));
  for (const { id, value } of drafts) find(id).value = value;
  if (focused) find(focused)?.focus();
}

/** Whether someone changed a field from what the page put there. */
const isDraft = ({ value, dataset }) => value !== dataset.drafted;

function ticketParts(ticket, events) {
  const facts = [ticket.status, ticket.priority, ticket.channel, ticket.assignee ? `with ${ticket.assignee}` : 'not assigned'];
  return [
    element('h3', { id: 'ticket-title', tabindex: '-1' }, `${referenceText(ticket.reference)} ${ticket.subject}`),
    element('p', { class: 'quiet', id: 'ticket-facts' }, facts.filter(Boolean).join(' · ')),
    clockList(ticket.clocks ?? []),
    ticketActions(ticket, () => changed()),
    element('h3', {}, 'Timeline'),
    element('ol', { class: 'plain' }, ...events.map(eventItem)),
  ];
}
