import type { Requester } from '../intake/inbound-message.ts';
import type { RecordedEvent } from '../tickets/ticket-events.ts';
import type { Tickets } from '../tickets/tickets.ts';

/** A message as its customer sees it: who wrote, when, what. Nobody's address, and nothing that is only for agents. */
export interface Said {
  by: 'customer' | 'other' | 'support';
  at: string;
  text: string;
  /** There is more of it than is shown. */
  cut: boolean;
  files: readonly string[];
}

/** Messages that are shown: the latest. */
export const mostShown = 100;
/** Characters of one message that are shown. */
export const longestShown = 20_000;

/** Whom the page is for. */
export interface Reader {
  requester: Requester;
  /** The ticket is another's, which the reader's was merged into: of its messages theirs alone are shown, and none that may not be theirs. */
  isGuest: boolean;
}

/**
 * What the customer and we have said to each other; undefined for any other event, and for what the reader is not to see. Whoever else
 * takes part is not named.
 */
export function saidIn({ event }: RecordedEvent, { requester, isGuest }: Reader): Said | undefined {
  if (event.type === 'AgentReplied') return said('support', event.at, event.text, false, event.attachments ?? []);
  if (event.type !== 'TicketOpened' && event.type !== 'CustomerReplied') return undefined;
  const { text, visible = text, textCut, attachments, from, unverified } = event.message;
  const areKnown = from.address !== undefined && requester.address !== undefined;
  if (isGuest && !(areKnown && from.address === requester.address && !unverified)) return undefined;
  const isOther = areKnown && from.address !== requester.address;
  return said(isOther ? 'other' : 'customer', event.at, visible, textCut, attachments);
}

const said = (by: Said['by'], at: string, text: string, cut: boolean, files: readonly { name: string }[]): Said => ({
  by,
  at,
  text: text.slice(0, longestShown),
  cut: cut || text.length > longestShown,
  files: files.map(({ name }) => name),
});

/**
 * The latest messages of a ticket, oldest first, and whether there are older ones. `unverified`: nobody vouches for the address of whoever
 * opened it.
 */
export async function conversationOf(
  ticketId: string,
  reader: Reader,
  { history }: Pick<Tickets, 'history'>,
): Promise<{ messages: Said[]; hasOlder: boolean; unverified: boolean }> {
  let messages: Said[] = [];
  let hasOlder = false;
  let unverified = false;
  for (let after: number | undefined = 0; after !== undefined; ) {
    const page: Awaited<ReturnType<Tickets['history']>> = await history(ticketId, after);
    messages.push(...page.events.flatMap((recorded) => saidIn(recorded, reader) ?? []));
    unverified ||= page.events.some(({ event }) => event.type === 'TicketOpened' && event.message.unverified === true);
    hasOlder ||= messages.length > mostShown;
    messages = messages.slice(-mostShown);
    after = page.next;
  }
  return { messages, hasOlder, unverified };
}
