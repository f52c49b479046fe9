import type { Now } from '../../shared/clock.ts';
import type { Contracts } from '../../shared/contracts/contract.ts';
import { keys } from '../../shared/dynamo/table.ts';
import { CallerError } from '../../shared/errors.ts';
import { idFrom, newId } from '../../shared/ids.ts';
import type { MailLedger } from '../../shared/intake/mail-ledger.ts';
import { contractOf } from '../../shared/intake/take-in.ts';
import { type Answer, type ApiEvent, bodyOf, httpApi, parsed } from '../../shared/lambda/http.ts';
import type { Log } from '../../shared/lambda/log.ts';
import { agentReply, assign, changePriority, changeStatus, note, type Occasion } from '../../shared/tickets/decide.ts';
import type { Ticket } from '../../shared/tickets/ticket.ts';
import type { TicketEvent } from '../../shared/tickets/ticket-events.ts';
import type { TicketQueue } from '../../shared/tickets/ticket-queue.ts';
import { type Claim, ClaimTaken, type Tickets, untilNotOvertaken } from '../../shared/tickets/tickets.ts';
import { type Caller, callerOf } from './caller.ts';
import { assignment, listing, mailListing, priorityChange, statusChange, write } from './requests.ts';

export interface Dependencies {
  log: Log;
  tickets: Tickets;
  queue: TicketQueue;
  ledger: MailLedger;
  contracts: Contracts;
  now: Now;
}

/** Decides on a ticket as it stands, for a caller at a moment. `messageId` is the same again when the same request comes again. */
type Decision = (ticket: Ticket, occasion: Occasion, messageId: string) => TicketEvent[] | Promise<TicketEvent[]>;

export function createHandler({ log, tickets, queue, ledger, contracts, now }: Dependencies) {
  const ticketOf = async (event: ApiEvent): Promise<Ticket> => {
    const id = event.pathParameters?.id ?? '';
    const ticket = await tickets.find(id);
    if (!ticket) throw new CallerError('not-found', 'there is no such ticket', 'id');
    return ticket;
  };

  /** Appends what `decide` says, once per Idempotency-Key; answers the ticket as it is afterwards. */
  const change = async (event: ApiEvent, decide: Decision): Promise<Answer> => {
    const caller = callerOf(event);
    const request = requestOf(event, caller);
    return untilNotOvertaken(async () => {
      const ticket = await ticketOf(event);
      const messageId = request ? idFrom('message', ...request.source) : newId('message', now().getTime());
      const events = await decide(ticket, { at: now(), now: now(), by: { kind: 'agent', id: caller.id } }, messageId);
      if (events.length === 0) return { status: 200, body: { ticket } };
      try {
        return { status: 200, body: { ticket: await tickets.append(ticket, events, request ? [request.claim] : []) } };
      } catch (error) {
        if (!(error instanceof ClaimTaken)) throw error;
        return { status: 200, body: { ticket: await ticketOf(event) } };
      }
    });
  };

  const contractFor = async (ticket: Ticket) => contractOf(ticket, await contracts.all());

  return httpApi(log, {
    'GET /tickets': async (event) => {
      callerOf(event);
      const { status, limit, after } = parsed(event.queryStringParameters ?? {}, listing, 'query');
      return { status: 200, body: await queue.list(status, limit, after) };
    },
    'GET /tickets/{id}': async (event) => {
      callerOf(event);
      const ticket = await ticketOf(event);
      const events = (await tickets.history(ticket.id)).map(({ sequence, event: each }) => ({ sequence, ...each }));
      return { status: 200, body: { ticket, events } };
    },
    'POST /tickets/{id}/replies': (event) => {
      const { text } = bodyOf(event, write);
      return change(event, (ticket, occasion, messageId) => agentReply(ticket, { messageId, text }, occasion));
    },
    'POST /tickets/{id}/notes': (event) => {
      const { text } = bodyOf(event, write);
      return change(event, (_, occasion, messageId) => note({ messageId, text }, occasion));
    },
    'PUT /tickets/{id}/assignee': (event) => {
      const { assignee } = bodyOf(event, assignment);
      return change(event, (ticket, occasion) => assign(ticket, assignee ?? undefined, occasion));
    },
    'PUT /tickets/{id}/status': (event) => {
      const { status: to, reason } = bodyOf(event, statusChange);
      return change(event, async (ticket, occasion) => changeStatus(ticket, { to, reason }, await contractFor(ticket), occasion));
    },
    'PUT /tickets/{id}/priority': (event) => {
      const { priority: to, reason } = bodyOf(event, priorityChange);
      return change(event, async (ticket, occasion) =>
        changePriority(ticket, { to, reason }, await contractFor(ticket), occasion),
      );
    },
    'GET /mails': async (event) => {
      callerOf(event);
      const { day, limit, after } = parsed(event.queryStringParameters ?? {}, mailListing, 'query');
      const { rows: mails, next } = await ledger.list(day, limit, after);
      return { status: 200, body: { mails, next } };
    },
  });
}

const longestIdempotencyKey = 200;

/** A request with an Idempotency-Key may be repeated without being carried out twice. The key counts for its caller and its route. */
function requestOf(event: ApiEvent, caller: Caller): { source: string[]; claim: Claim } | undefined {
  const key = event.headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (key.length === 0 || key.length > longestIdempotencyKey) {
    throw new CallerError('invalid', `must have 1 to ${longestIdempotencyKey} characters`, 'Idempotency-Key');
  }
  const source = ['agent-api', caller.id, `${event.requestContext.http.method} ${event.rawPath}`, key];
  return {
    source,
    claim: { name: 'request', item: { ...keys.request('agent-api', idFrom('event', ...source)), kind: 'request' } },
  };
}
