import type { Listing } from '../../shared/api/agents/listing.ts';
import type { listTickets } from '../../shared/api/agents/tickets.ts';
import { cursorFor, placeIn } from '../../shared/api/cursor.ts';
import type { Answer } from '../../shared/lambda/http.ts';
import { isWanted, type QueueFilter } from '../../shared/tickets/queue-filter.ts';
import { isReference } from '../../shared/tickets/reference.ts';
import { statuses } from '../../shared/tickets/ticket.ts';
import { summaryOf } from '../../shared/tickets/ticket-queue.ts';
import type { Dependencies } from './handler.ts';
import type { AskedOf } from './serve.ts';

/** Lists, filters and searches tickets, most urgent first. */
export const listing =
  ({ queue, tickets }: Pick<Dependencies, 'queue' | 'tickets'>) =>
  async ({ query, caller }: AskedOf<typeof listTickets>): Promise<Answer> => {
    const search = query.q === undefined ? undefined : readSearch(query.q);
    const filter = filterOf(query, search, caller.id);
    const list = ['tickets', filter, search];
    const after = placeIn(list, query.after);
    if (search && 'reference' in search) {
      const found = await tickets.findByReference(search.reference);
      const summary = found && summaryOf(found);
      return { status: 200, body: { tickets: summary && isWanted(summary, filter) ? [summary] : [] } };
    }
    const { tickets: page, next } = await queue.find(filter, query.limit, after);
    return { status: 200, body: { tickets: page, next: next === undefined ? undefined : cursorFor(list, next) } };
  };

export type Search = { reference: string } | { address: string } | { phone: string } | { words: string[] };

/** What somebody types who looks for a ticket: its number, as it is printed or said; an address; a phone number; or words. */
export function readSearch(q: string): Search {
  const digits = q.replace(/^#/, '').replace(/[\s–-]/g, '');
  if (isReference(digits)) return { reference: digits };
  if (/^[^\s@<>]+@[^\s@<>]+$/.test(q)) return { address: q.toLowerCase() };
  const phone = q.replace(/[\s().-]/g, '');
  if (/^\+[1-9]\d{6,14}$/.test(phone)) return { phone };
  return { words: [...new Set(q.toLowerCase().split(/\s+/))] };
}

function filterOf(query: Listing, search: Search | undefined, caller: string): QueueFilter {
  const { status, assignee, channel, contract, kind, priority, team, dueAfter, dueBefore, late } = query;
  const asked = status?.split(',') ?? (search ? statuses : ['open']);
  return {
    statuses: statuses.filter((each) => asked.includes(each)),
    assignee: assignee === 'nobody' ? null : assignee === 'me' ? caller : assignee,
    channel,
    contractId: contract,
    kind,
    priority,
    team,
    dueAfter: dueAfter === undefined ? undefined : new Date(dueAfter),
    dueBefore: dueBefore === undefined ? undefined : new Date(dueBefore),
    late: late && true,
    requester: search && ('address' in search || 'phone' in search) ? search : undefined,
    words: search && 'words' in search ? search.words : undefined,
  };
}
