import { api, session } from './backend.js';
import { countdown } from './clock-panel.js';
import { attempt, element, find, instantText, referenceText } from './dom.js';
import { openTicket, openTicketId } from './ticket-view.js';

let last = '';

/** Fetches the tickets through the real API and lists them; does nothing to the page when they are as they were. */
export async function refreshTickets() {
  const place = find('tickets');
  if (!session()) {
    place.replaceChildren(element('p', {}, element('a', { href: '/_local/sign-in' }, 'Sign in'), ' to see and answer tickets.'));
    return;
  }
  const status = find('ticket-status').value;
  const { tickets, next } = await api(`/tickets?status=${encodeURIComponent(status)}`);
  const state = JSON.stringify([tickets, next, openTicketId()]);
  if (state === last) return;
  last = state;
  const focused = document.activeElement?.dataset.ticket;
  place.replaceChildren(
    ...(tickets.length === 0
      ? [element('p', { class: 'quiet' }, `No ${status} tickets. A mail makes one.`)]
      : tickets.map(ticketButton)),
    next ? element('p', { class: 'quiet' }, 'There are more tickets than fit here.') : '',
  );
  if (focused) place.querySelector(`[data-ticket="${CSS.escape(focused)}"]`)?.focus();
}

function ticketButton(ticket) {
  const { id, reference, subject, priority, channel, requester, assignee, nextDueAt, runningLate } = ticket;
  const facts = [priority, channel, requester?.name || requester?.address, assignee ? `with ${assignee}` : 'not assigned'];
  return element(
    'button',
    {
      type: 'button',
      class: 'open-ticket',
      'data-ticket': id,
      'aria-pressed': `${id === openTicketId()}`,
      click: async () => {
        await openTicket(id);
        await attempt(refreshTickets);
      },
    },
    element('strong', {}, `${referenceText(reference)} ${subject}`),
    element('br'),
    element('span', { class: 'quiet' }, facts.filter(Boolean).join(' · ')),
    element('br'),
    ...(nextDueAt ? [`Due ${instantText(nextDueAt)}, `, countdown(nextDueAt), runningLate ? ' ' : ''] : ['Nothing due ']),
    runningLate ? element('span', { class: 'badge bad' }, 'late') : '',
  );
}
