import type { RequestAnswer } from '../../shared/api/customer-requests.ts';
import { conversationOf, mostShown } from '../../shared/requests/conversation.ts';
import type { RequestLink } from '../../shared/requests/request-link.ts';
import { promisesOf, standOf } from '../../shared/requests/standing.ts';
import { requestWords } from '../../shared/requests/words/by-language.ts';
import { formatReference } from '../../shared/tickets/reference.ts';
import type { Ticket } from '../../shared/tickets/ticket.ts';
import type { Tickets } from '../../shared/tickets/tickets.ts';

/** The ticket of a link, and the one that it was merged into, if it was. */
export interface Followed {
  link: RequestLink;
  own: Ticket;
  current: Ticket;
}

/** One merge may follow another; nobody merges so often. */
const mostMerges = 10;

export async function follow(link: RequestLink, { find }: Pick<Tickets, 'find'>): Promise<Followed | undefined> {
  const own = await find(link.ticketId);
  if (!own) return undefined;
  let current = own;
  for (let left = mostMerges; current.mergedInto !== undefined && left > 0; left--) {
    const into = await find(current.mergedInto);
    if (!into) break;
    current = into;
  }
  return { link, own, current };
}

/**
 * What the customer is told. Of a ticket that theirs was merged into they see how it stands and our answers, and of its other messages only
 * their own: somebody else may have written the rest.
 */
export async function requestOf(
  { link, own, current }: Followed,
  tickets: Pick<Tickets, 'history'>,
  rest: { nonce: string; contactUrl: string | undefined },
): Promise<RequestAnswer['request']> {
  const stand = standOf(current);
  const said = await conversationOf(own.id, own.requester, tickets);
  const joined = current === own ? undefined : await conversationOf(current.id, own.requester, tickets);
  const messages = [...said.messages, ...(joined?.messages.filter(({ by }) => by !== 'other') ?? [])]
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
