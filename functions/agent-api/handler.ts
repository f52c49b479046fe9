import type * as z from 'zod/mini';
import type { Now } from '../../shared/clock.ts';
import type { Contracts } from '../../shared/contracts/contract.ts';
import { servedUnder } from '../../shared/contracts/in-force.ts';
import { CallerError } from '../../shared/errors.ts';
import { idFrom, newId } from '../../shared/ids.ts';
import type { MailLedger } from '../../shared/intake/mail-ledger.ts';
import type { Release } from '../../shared/intake/release-mail.ts';
import { type Answer, type ApiEvent, bodyOf, httpApi, parsed } from '../../shared/lambda/http.ts';
import type { Log } from '../../shared/lambda/log.ts';
import type { Outbox } from '../../shared/notices/outbox.ts';
import type { Uploads } from '../../shared/notices/outgoing-files.ts';
import { promiseStates } from '../../shared/sla/clock.ts';
import { agentReply, assign, changeStatus, note, type Occasion } from '../../shared/tickets/decide.ts';
import { changeKind, changePriority, moveToContract } from '../../shared/tickets/requalify.ts';
import { acknowledge, stepOf } from '../../shared/tickets/ring.ts';
import type { Ticket } from '../../shared/tickets/ticket.ts';
import type { TicketEvent } from '../../shared/tickets/ticket-events.ts';
import type { TicketQueue } from '../../shared/tickets/ticket-queue.ts';
import { ClaimTaken, type Tickets, untilNotOvertaken } from '../../shared/tickets/tickets.ts';
import { type AttachmentPorts, announceFile, attachable, serveFile } from './attachments.ts';
import { callerOf } from './caller.ts';
import { openTicket } from './open-ticket.ts';
import { releaseMail } from './release-mail.ts';
import { requestOf } from './repeatable-request.ts';
import {
  acknowledgement,
  assignment,
  contractChange,
  kindChange,
  listing,
  mailListing,
  priorityChange,
  reading,
  reply,
  statusChange,
  write,
} from './requests.ts';
import { timelineOf } from './timeline.ts';

export interface Dependencies {
  log: Log;
  tickets: Tickets;
  queue: TicketQueue;
  ledger: MailLedger;
  contracts: Contracts;
  outbox: Pick<Outbox, 'list'>;
  uploads: Uploads;
  files: AttachmentPorts['files'];
  release: Release;
  now: Now;
}

/** Decides on a ticket as it stands. `messageId` is the same again when the same request comes again. */
type Decision<Body> = (
  ticket: Ticket,
  body: Body,
  occasion: Occasion,
  messageId: string,
) => TicketEvent[] | Promise<TicketEvent[]>;

export function createHandler(dependencies: Dependencies) {
  const { log, tickets, queue, ledger, contracts, outbox, now } = dependencies;
  const ticketOf = async (event: ApiEvent): Promise<Ticket> => {
    const id = event.pathParameters?.id ?? '';
    const ticket = ticketIdForm.test(id) ? await tickets.find(id) : undefined;
    if (!ticket) throw new CallerError('not-found', 'there is no such ticket', 'id');
    return ticket;
  };

  /**
   * Appends what `decide` says of the body, once per Idempotency-Key; answers the ticket as it is afterwards. It happened when API
   * Gateway took the request, however long we then take.
   */
  const change = async <Schema extends z.ZodMiniType>(
    event: ApiEvent,
    schema: Schema,
    decide: Decision<z.infer<Schema>>,
  ): Promise<Answer> => {
    const caller = callerOf(event);
    const body = bodyOf(event, schema);
    const request = requestOf(event, caller, now());
    const at = new Date(event.requestContext.timeEpoch);
    return untilNotOvertaken(async () => {
      const ticket = await ticketOf(event);
      // Carried out before: what it asked for may not even be possible any more.
      if (request && (await tickets.claimed(request.claim))) return { status: 200, body: { ticket } };
      const messageId = request ? idFrom('message', ...request.source) : newId('message', now().getTime());
      const occasion = { at, now: now(), by: { kind: 'agent' as const, id: caller.id } };
      const events = await decide(ticket, body, occasion, messageId);
      if (events.length === 0) return { status: 200, body: { ticket } };
      try {
        return { status: 200, body: { ticket: await tickets.append(ticket, events, request ? [request.claim] : []) } };
      } catch (error) {
        if (!(error instanceof ClaimTaken)) throw error;
        return { status: 200, body: { ticket: await ticketOf(event) } };
      }
    });
  };

  return httpApi(log, {
    'POST /tickets': openTicket({ tickets, contracts, now }),
    'GET /tickets': async (event) => {
      callerOf(event);
      const { status, limit, after } = parsed(event.queryStringParameters ?? {}, listing, 'query');
      return { status: 200, body: await queue.list(status, limit, after) };
    },
    'GET /tickets/{id}': async (event) => {
      callerOf(event);
      const { after } = parsed(event.queryStringParameters ?? {}, reading, 'query');
      const ticket = await ticketOf(event);
      const { events, next } = await tickets.history(ticket.id, after);
      const timeline = await timelineOf(ticket.id, events, outbox);
      return { status: 200, body: { ticket, promises: promiseStates(ticket.clocks), events: timeline, next } };
    },
    'POST /tickets/{id}/replies': (event) =>
      change(event, reply, async (ticket, { text, attachments: ids }, occasion, messageId) => {
        const attachments = await attachable(ticket.id, ids, dependencies);
        return agentReply(ticket, { messageId, text, attachments }, await contracts.of(ticket), occasion);
      }),
    'POST /tickets/{id}/attachments': announceFile(dependencies, ticketOf),
    'GET /tickets/{id}/attachments/{messageId}/{n}': serveFile(dependencies, ticketOf),
    'POST /tickets/{id}/notes': (event) =>
      change(event, write, (_, { text }, occasion, messageId) => note({ messageId, text }, occasion)),
    'PUT /tickets/{id}/assignee': (event) =>
      change(event, assignment, (ticket, { assignee }, occasion) => assign(ticket, assignee ?? undefined, occasion)),
    'PUT /tickets/{id}/status': (event) =>
      change(event, statusChange, async (ticket, { status: to, ...why }, occasion) =>
        changeStatus(ticket, { to, ...why }, await contracts.of(ticket), occasion),
      ),
    'PUT /tickets/{id}/priority': (event) =>
      change(event, priorityChange, async (ticket, { priority: to, reason }, occasion) =>
        changePriority(ticket, { to, reason }, await contracts.of(ticket), occasion),
      ),
    'PUT /tickets/{id}/kind': (event) =>
      change(event, kindChange, async (ticket, { kind: to, reason }, occasion) =>
        changeKind(ticket, { to, reason }, await contracts.of(ticket), occasion),
      ),
    'PUT /tickets/{id}/contract': (event) =>
      change(event, contractChange, async (ticket, { contract, reason }, occasion) => {
        const to = servedUnder(await contracts.all(), contract, occasion.at);
        if (!to) throw new CallerError('invalid', 'must be the id of a contract in force', 'contract');
        return moveToContract(ticket, { to, before: await contracts.of(ticket), reason }, occasion);
      }),
    'POST /tickets/{id}/acknowledgements': (event) =>
      change(event, acknowledgement, (ticket, step, occasion) => {
        if (!stepOf(ticket, step)) throw new CallerError('invalid', 'must be a step that this clock has taken', 'step');
        return acknowledge(ticket, step, occasion);
      }),
    'GET /tickets/{id}/notices': async (event) => {
      callerOf(event);
      const ticket = await ticketOf(event);
      return { status: 200, body: { notices: await outbox.list(ticket.id) } };
    },
    'GET /mails': async (event) => {
      callerOf(event);
      const { day, limit, after, direction } = parsed(event.queryStringParameters ?? {}, mailListing, 'query');
      const { rows: mails, next } = await ledger.list(day, limit, after, direction);
      return { status: 200, body: { mails, next } };
    },
    'POST /mails/{day}/{sesMessageId}/release': releaseMail(dependencies),
  });
}

const ticketIdForm = /^tkt_[0-9A-Z]{26}$/;
