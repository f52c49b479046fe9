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

/**
 * What the customer and we have said to each other; undefined for any other event. `requester`: whom the page is for. Whoever else takes
 * part is not named.
 */
export function saidIn({ event }: RecordedEvent, requester: Requester): Said | undefined {
  if (event.type === 'AgentReplied') return said('support', event.at, event.text, false, event.attachments ?? []);
  if (event.type !== 'TicketOpened' && event.type !== 'CustomerReplied') return undefined;
  const { text, visible = text, textCut, attachments, from } = event.message;
  const isOther = from.address !== undefined && requester.address !== undefined && from.address !== requester.address;
  return said(isOther ? 'other' : 'customer', event.at, visible, textCut, attachments);
}

const said = (by: Said['by'], at: string, text: string, cut: boolean, files: readonly { name: string }[]): Said => ({
  by,
  at,
  text: text.slice(0, longestShown),
  cut: cut || text.length > longestShown,
  files: files.map(({ name }) => name),
});

/** The latest messages of a ticket, oldest first, and whether there are older ones. */
export async function conversationOf(
  ticketId: string,
  requester: Requester,
  { history }: Pick<Tickets, 'history'>,
): Promise<{ messages: Said[]; hasOlder: boolean }> {
  let messages: Said[] = [];
  let hasOlder = false;
  for (let after: number | undefined = 0; after !== undefined; ) {
    const page: Awaited<ReturnType<Tickets['history']>> = await history(ticketId, after);
    messages.push(...page.events.flatMap((recorded) => saidIn(recorded, requester) ?? []));
    hasOlder ||= messages.length > mostShown;
    messages = messages.slice(-mostShown);
    after = page.next;
  }
  return { messages, hasOlder };
}
