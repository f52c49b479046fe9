import type { Kind, Priority } from '../contracts/vocabulary.ts';
import type { Channel } from '../intake/channels.ts';
import type { Requester } from '../intake/inbound-message.ts';
import type { Status } from './ticket.ts';
import type { TicketSummary } from './ticket-queue.ts';

/** Which tickets of the queue somebody wants to see. What is absent does not matter. */
export interface QueueFilter {
  statuses: readonly Status[];
  /** An id; null for tickets that are nobody's. */
  assignee?: string | null | undefined;
  channel?: Channel | undefined;
  contractId?: string | undefined;
  kind?: Kind | undefined;
  priority?: Priority | undefined;
  team?: string | undefined;
  /** Next due at this moment or later. Tickets that nothing is promised for are then left out, here and with `dueBefore`. */
  dueAfter?: Date | undefined;
  /** Next due before this moment. */
  dueBefore?: Date | undefined;
  /** A promise is broken and still not kept. */
  late?: true | undefined;
  requester?: { address: string } | { phone: string } | undefined;
  /** Each of them is in the subject or the requester's name; lower case. */
  words?: readonly string[] | undefined;
}

/** What words are looked for in, as the queue keeps it. */
export const queueText = ({ subject, requester }: { subject: string; requester: Requester }): string =>
  [subject, requester.name ?? ''].join('\n').toLowerCase();

/** Whether a ticket is among those that are wanted. */
export function isWanted(ticket: TicketSummary, filter: QueueFilter): boolean {
  const {
    statuses,
    assignee,
    channel,
    contractId,
    kind,
    priority,
    team,
    dueAfter,
    dueBefore,
    late,
    requester,
    words = [],
  } = filter;
  const text = queueText(ticket);
  const due = ticket.nextDueAt === undefined ? undefined : Date.parse(ticket.nextDueAt);
  return (
    statuses.includes(ticket.status) &&
    (assignee === undefined || (ticket.assignee ?? null) === assignee) &&
    isEither(channel, ticket.channel) &&
    isEither(contractId, ticket.contractId) &&
    isEither(kind, ticket.kind) &&
    isEither(priority, ticket.priority) &&
    isEither(team, ticket.team) &&
    (dueAfter === undefined || (due !== undefined && due >= dueAfter.getTime())) &&
    (dueBefore === undefined || (due !== undefined && due < dueBefore.getTime())) &&
    (late === undefined || ticket.runningLate) &&
    (requester === undefined || isRequester(ticket.requester, requester)) &&
    words.every((word) => text.includes(word))
  );
}

const isEither = (wanted: string | undefined, is: string | undefined) => wanted === undefined || wanted === is;

const isRequester = ({ address, phone }: Requester, wanted: NonNullable<QueueFilter['requester']>) =>
  'address' in wanted ? address === wanted.address : phone === wanted.phone;
