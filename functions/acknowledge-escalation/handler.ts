import type { Now } from '../../shared/clock.ts';
import { htmlPages, type PageEvent } from '../../shared/lambda/html-pages.ts';
import type { Log } from '../../shared/lambda/log.ts';
import { readAcknowledgementToken } from '../../shared/notices/acknowledgement-link.ts';
import { acknowledge } from '../../shared/tickets/ring.ts';
import { type Tickets, untilNotOvertaken } from '../../shared/tickets/tickets.ts';
import { escalationPage, failedPage, leftOf, unknownPage } from './page.ts';

export interface Dependencies {
  log: Log;
  /** Signs the links; read when first needed. */
  key: () => Promise<string>;
  tickets: Pick<Tickets, 'find' | 'append'>;
  now: Now;
}

export function createHandler({ log, key, tickets, now }: Dependencies) {
  /** The signature is checked before anything is read: a made-up link costs nothing and learns nothing. */
  const leadingTo = async ({ pathParameters }: PageEvent) => {
    const link = readAcknowledgementToken(pathParameters?.token ?? '', await key());
    const ticket = link && (await tickets.find(link.ticketId));
    return ticket && { link, ticket };
  };

  return htmlPages(
    log,
    {
      // Mail scanners open links before people do, so that opening one must change nothing.
      'GET /escalations/{token}': async (event) => {
        const found = await leadingTo(event);
        return found ? escalationPage(found.link, found.ticket) : unknownPage;
      },
      'POST /escalations/{token}': (event) =>
        untilNotOvertaken(async () => {
          const found = await leadingTo(event);
          if (!found) return unknownPage;
          const { link, ticket } = found;
          if (leftOf(link, ticket).kind !== 'take-note') return escalationPage(link, ticket);
          const by = { kind: 'staff' as const, address: link.address };
          const events = acknowledge(ticket, link, { at: new Date(event.requestContext.timeEpoch), now: now(), by });
          const after = await tickets.append(ticket, events);
          log.info('escalation acknowledged', { ticketId: ticket.id, clock: link.clock, cycle: link.cycle, step: link.step });
          return escalationPage(link, after, { justNow: true });
        }),
    },
    failedPage,
  );
}
