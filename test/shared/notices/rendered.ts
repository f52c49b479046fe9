import { noticesFor } from '../../../shared/notices/plan.ts';
import { render } from '../../../shared/notices/render.ts';
import type { Ticket } from '../../../shared/tickets/ticket.ts';
import type { TicketEvent } from '../../../shared/tickets/ticket-events.ts';
import { aTicket, desk, recorded } from './events.ts';

export const takeNoteAt = 'https://support.example/escalations/a-token_1';
export const followAt = 'https://support.example/requests/a-token_2';

/** The mail to the first whom the event makes us write to, in this language. */
export function mail(event: TicketEvent, { language = 'en', ...overrides }: Partial<Ticket> = {}) {
  const ticket = aTicket({ language, ...overrides });
  const [notice] = noticesFor(recorded(event), ticket, { ...desk, staffLanguage: language }).notices;
  if (!notice) throw new Error('no notice');
  return render(notice, ticket, { takeNoteAt: () => takeNoteAt, followAt: () => followAt });
}
