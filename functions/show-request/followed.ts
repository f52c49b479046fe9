import type { RequestAnswer } from '../../shared/api/customer-requests.ts';
import { conversationOf, mostShown } from '../../shared/requests/conversation.ts';
import type { RequestLink } from '../../shared/requests/request-link.ts';
import { promisesOf, standOf } from '../../shared/requests/standing.ts';
import { requestWords } from '../../shared/requests/words/by-language.ts';
import { standingFor } from '../../shared/tickets/merge.ts';
import { formatReference } from '../../shared/tickets/reference.ts';
import type { Ticket } from '../../shared/tickets/ticket.ts';
import type { Tickets } from '../../shared/tickets/tickets.ts';

/** The ticket of a link, and the one that it was merged into, if it was. */
export interface Followed {
  link: RequestLink;
  own: Ticket;
  current: Ticket;
}

export async function follow(link: RequestLink, { find }: Pick<Tickets, 'find'>): Promise<Followed | undefined> {
  const own = await find(link.ticketId);
  if (!own) return undefined;
  return { link, own, current: await standingFor(own, { find }) };
}

/**
 * What the customer is told. Of a ticket that theirs was merged into they see how it stands and our answers, and of its other messages only
 * their own: somebody else may have written the rest. Where anybody may have typed their address, it shows them how it stands, no more: else
 * a form with a stranger's address would be all it takes to read what the stranger wrote, once somebody joins the two.
 */
export async function requestOf(
  { link, own, current }: Followed,
  tickets: Pick<Tickets, 'history'>,
  rest: { nonce: string; contactUrl: string | undefined },
): Promise<RequestAnswer['request']> {
  const stand = standOf(current);
  const { requester } = own;
  const said = await conversationOf(own.id, { requester, isGuest: false }, tickets);
  const mayRead = current.id !== own.id && own.channel !== 'form' && !said.unverified;
  const joined = mayRead ? await conversationOf(current.id, { requester, isGuest: true }, tickets) : undefined;
  const messages = [...said.messages, ...(joined?.messages ?? [])]
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    .slice(-mostShown);
  return {
    reference: own.reference,
    formatted: formatReference(own.reference),
    subject: own.subject,
    status: stand,
    statusText: requestWords[link.language].stands[stand],
    openedAt: own.openedAt,
    promises: promisesOf(current, link.language),
    messages: messages.map(({ files, ...message }) => ({ ...message, files: [...files] })),
    hasOlder: said.hasOlder || joined?.hasOlder === true,
    ...(stand === 'closed' ? { contactUrl: rest.contactUrl } : { nonce: rest.nonce }),
  };
}
