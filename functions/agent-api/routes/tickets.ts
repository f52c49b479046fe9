import * as operations from '../../../shared/api/agents/tickets.ts';
import { contactOfAll } from '../../../shared/contacts/contact.ts';
import { servedUnder } from '../../../shared/contracts/in-force.ts';
import { CallerError } from '../../../shared/errors.ts';
import { promiseStates } from '../../../shared/sla/clock.ts';
import { agentReply, assign, changeStatus, note } from '../../../shared/tickets/decide.ts';
import { standing } from '../../../shared/tickets/merge.ts';
import { changeKind, changePriority, moveToContract } from '../../../shared/tickets/requalify.ts';
import { acknowledge, stepOf } from '../../../shared/tickets/ring.ts';
import { attachable, claimAll } from '../attachments.ts';
import { changer, etagOf, isKnown, ticketFinder } from '../change.ts';
import type { Dependencies } from '../handler.ts';
import { listing } from '../list-tickets.ts';
import { openTicket } from '../open-ticket.ts';
import type { Route, Serve } from '../serve.ts';
import { timelineOf } from '../timeline.ts';

/** List, open and read tickets. */
export function ticketReading(serve: Serve, dependencies: Dependencies): Route[] {
  const { tickets, contacts, outbox } = dependencies;
  const ticketOf = ticketFinder(dependencies);
  return [
    serve(operations.listTickets, listing(dependencies)),
    serve(operations.openTicket, openTicket(dependencies)),
    serve(operations.readTicket, async ({ event, path, query: { after } }) => {
      const ticket = await ticketOf(path.id);
      if (isKnown(event, etagOf(ticket).etag)) return { status: 304, headers: etagOf(ticket) };
      const { events, next } = await tickets.history(ticket.id, after);
      const timeline = await timelineOf(ticket, events, outbox);
      const contact = await contactOfAll(ticket.identifiers, contacts);
      const body = { ticket, contact, promises: promiseStates(ticket.clocks), events: timeline, next };
      return { status: 200, body, headers: etagOf(ticket) };
    }),
    serve(operations.listNotices, async ({ path }) => {
      const ticket = await ticketOf(path.id);
      return { status: 200, body: { notices: await outbox.list(ticket.id) } };
    }),
  ];
}

/** What an agent's work changes on a ticket. */
export function ticketChanging(serve: Serve, dependencies: Dependencies): Route[] {
  const { contracts } = dependencies;
  const change = changer(dependencies);
  return [
    serve(operations.replyToTicket, (asked) =>
      change(asked, async ({ ticket, occasion, messageId }) => {
        const { text, attachments: ids } = asked.body;
        const attachments = await attachable(ticket.id, ids, dependencies);
        const events = agentReply(ticket, { messageId, text, attachments }, await contracts.of(ticket), occasion);
        await claimAll(attachments ?? [], dependencies);
        return events;
      }),
    ),
    serve(operations.addNote, (asked) =>
      change(asked, ({ occasion, messageId }) => note({ messageId, text: asked.body.text }, occasion)),
    ),
    serve(operations.assignTicket, (asked) =>
      change(asked, ({ ticket, occasion }) => assign(ticket, asked.body.assignee ?? undefined, occasion)),
    ),
    serve(operations.setStatus, (asked) =>
      change(asked, async ({ ticket, occasion }) => {
        const { status: to, ...why } = asked.body;
        return changeStatus(ticket, { to, ...why }, await contracts.of(ticket), occasion);
      }),
    ),
    serve(operations.setPriority, (asked) =>
      change(asked, async ({ ticket, occasion }) => {
        const { priority: to, reason } = asked.body;
        return changePriority(standing(ticket), { to, reason }, await contracts.of(ticket), occasion);
      }),
    ),
    serve(operations.setKind, (asked) =>
      change(asked, async ({ ticket, occasion }) => {
        const { kind: to, reason } = asked.body;
        return changeKind(standing(ticket), { to, reason }, await contracts.of(ticket), occasion);
      }),
    ),
    serve(operations.setContract, (asked) =>
      change(asked, async ({ ticket, occasion }) => {
        const { contract, reason } = asked.body;
        const to = servedUnder(await contracts.all(), contract, occasion.at);
        if (!to) throw new CallerError('invalid', 'must be the id of a contract in force', 'contract');
        return moveToContract(standing(ticket), { to, before: await contracts.of(ticket), reason }, occasion);
      }),
    ),
    serve(operations.acknowledgeEscalation, (asked) =>
      change(asked, ({ ticket, occasion }) => {
        if (!stepOf(standing(ticket), asked.body))
          throw new CallerError('invalid', 'must be a step that this clock has taken', 'step');
        return acknowledge(ticket, asked.body, occasion);
      }),
    ),
  ];
}
