import { createHandler } from '../../../functions/acknowledge-escalation/handler.ts';
import type { PageEvent } from '../../../shared/lambda/html-pages.ts';
import { type AcknowledgementLink, acknowledgementUrl } from '../../../shared/notices/acknowledgement-link.ts';
import { type Opening, open } from '../../../shared/tickets/decide.ts';
import { ring } from '../../../shared/tickets/ring.ts';
import type { Ticket } from '../../../shared/tickets/ticket.ts';
import type { TicketEvent } from '../../../shared/tickets/ticket-events.ts';
import type { Tickets } from '../../../shared/tickets/tickets.ts';
import { aContract, anOpening, byCustomer, minutesLater, ticketId } from '../../support/builders.ts';
import { context } from '../../support/lambda-events.ts';
import { aLog } from '../../support/recorders.ts';
import { startTable } from '../../support/table.ts';

const key = 'k'.repeat(32);
export const contract = aContract();
/** When the button is pressed, as API Gateway says. */
export const pressedAt = minutesLater(125);

/** Of the warning at half of the four hours. */
export const link: AcknowledgementLink = {
  ticketId,
  clock: 'first-response',
  cycle: 1,
  step: '50%',
  address: 'duty@desk.example',
  language: 'en',
};
export const tokenOf = (overrides: Partial<AcknowledgementLink> = {}) =>
  acknowledgementUrl({ ...link, ...overrides }, { publicUrl: '', key }).replace('/escalations/', '');

/** A table with one ticket whose person on duty has been warned, and the function on it. */
export async function aWarnedTicket(opening: Opening = anOpening()) {
  const table = await startTable({ time: minutesLater(126) });
  let ticket = await table.tickets.append(ticketId, [open(opening, contract, byCustomer())]);
  const append = async (events: (ticket: Ticket) => TicketEvent[]) => {
    ticket = await table.tickets.append(ticket, events(ticket));
  };
  await append((opened) => ring(opened, contract, minutesLater(120)));
  return {
    table,
    append,
    /** As it stands after what was appended here. */
    ticket: () => ticket,
    events: async () => (await table.historyOf(ticketId)).map(({ event }) => event),
    ...visiting(table.tickets, table.now),
  };
}

/** The function, called as API Gateway calls it. */
export function visiting(tickets: Pick<Tickets, 'find' | 'append'>, now = () => minutesLater(126)) {
  const { log, lines } = aLog();
  const handler = createHandler({ log, key: async () => key, tickets, now });
  const visit = async (method: string, token: string | undefined) => {
    const event = {
      routeKey: `${method} /escalations/{token}`,
      pathParameters: token === undefined ? undefined : { token },
      requestContext: { timeEpoch: pressedAt.getTime() },
    } as unknown as PageEvent;
    const { statusCode: status, headers = {}, body = '' } = await handler(event, context);
    return { status, headers, body };
  };
  return { lines, look: (token?: string) => visit('GET', token), press: (token?: string) => visit('POST', token) };
}

export const button = '<button type="submit">';
