import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { agentReply, changeStatus, customerReply, note, open } from '../../../shared/tickets/decide.ts';
import { evolve, opened } from '../../../shared/tickets/evolve.ts';
import type { Ticket } from '../../../shared/tickets/ticket.ts';
import { type EventOf, type TicketEvent, ticketEvent } from '../../../shared/tickets/ticket-events.ts';
import { webhookTypeOf, webhookTypes } from '../../../shared/webhooks/event-types.ts';
import { webhookPayloads } from '../../../shared/webhooks/events.ts';
import { longestSentText, webhookBody, webhookId } from '../../../shared/webhooks/payload.ts';
import { aContract, anOpening, aTicket, byAgent, byCustomer, minutesLater, ticketId } from '../../support/builders.ts';

const base = {
  at: minutesLater(1).toISOString(),
  recordedAt: minutesLater(1).toISOString(),
  by: { kind: 'agent' as const, id: 'max' },
};
const opening = open(anOpening({ requester: { address: 'ana@customer.example', account: 'acme' } }), aContract(), byCustomer());
const ticket = opened(ticketId, opening);
const file = { name: 'a.pdf', type: 'application/pdf', size: 7, key: 'attachments/secret/1' };

const one: Partial<{ [Type in TicketEvent['type']]: EventOf<Type> }> = {
  TicketOpened: { ...opening, message: { ...opening.message, attachments: [file] } },
  CustomerReplied: customerReply(
    ticket,
    { message: opening.message, participants: [] },
    aContract(),
    byCustomer(),
  )[0] as EventOf<'CustomerReplied'>,
  AgentReplied: { type: 'AgentReplied', ...base, messageId: 'msg_2', text: 'Use water.', attachments: [file], clocks: [] },
  CallTaken: { type: 'CallTaken', ...base, clocks: [] },
  StatusChanged: { type: 'StatusChanged', ...base, from: 'open', to: 'pending', reason: 'he does not pay', clocks: [] },
  PriorityChanged: { type: 'PriorityChanged', ...base, from: 'normal', to: 'high', reason: 'he shouts', clocks: [] },
  KindChanged: { type: 'KindChanged', ...base, from: 'incident', to: 'complaint', reason: 'he shouts', clocks: [] },
  Reclocked: {
    type: 'Reclocked',
    ...base,
    cause: 'moved',
    contractId: 'ctr_other',
    contractVersion: 1,
    reason: 'cheaper',
    clocks: [],
  },
  PauseEnded: { type: 'PauseEnded', ...base, clock: 'resolution', cycle: 1, clocks: [] },
  SlaBreached: { type: 'SlaBreached', ...base, clock: 'first-response', cycle: 1, dueAt: minutesLater(1).toISOString() },
};
const after = (event: TicketEvent): Ticket => (event.type === 'TicketOpened' ? opened(ticketId, event) : evolve(ticket, event));
const bodyOf = (event: TicketEvent) => webhookBody({ ticketId, sequence: 2, event }, after(event));

describe('a payload', () => {
  it.each(Object.entries(one))('of %s is as its schema says, and nobody’s address or name is in it', (_, event) => {
    const body = bodyOf(event);
    const payload = JSON.parse(body);
    const schema = webhookPayloads[webhookTypeOf(event)!];
    expect(z.parse(schema, payload)).toEqual(payload);
    expect(body).not.toMatch(/@|\bAna\b|"max"|attachments\/|he does not pay|he shouts|cheaper/);
    expect(payload.data.ticket).toMatchObject({ id: ticketId, requester: { account: 'acme' } });
    expect(payload.timestamp).toBe(event.at);
  });

  it('is what the page for partners shows of one', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../shared/partners/CONNECTING.md'), 'utf8');
    const shown = JSON.parse([...page.matchAll(/```json\n(.*?)```/gs)].at(-1)?.[1] ?? '');
    const contract = aContract({ pauses: [{ because: ['customer'], clocks: ['resolution'] }] });
    const asked = open(
      anOpening({
        channel: 'webhook',
        kind: 'incident',
        reference: shown.data.ticket.reference,
        requester: { account: 'A-1729' },
      }),
      contract,
      byCustomer(),
    );
    const before = opened(ticketId, asked);
    const [answer] = agentReply(
      before,
      { messageId: 'msg_2', text: '…', attachments: [file] },
      contract,
      byAgent(minutesLater(14)),
    );
    const made = JSON.parse(webhookBody({ ticketId, sequence: 2, event: answer! }, evolve(before, answer!)));
    const { id, subject, contractId } = shown.data.ticket;
    const ours = { ...made.data.ticket, id, subject, contractId };
    const message = { ...made.data.event.message, id: shown.data.event.message.id };
    expect(shown).toEqual({ ...made, data: { ...made.data, ticket: ours, event: { message } } });
  });

  it('is the same bytes whenever it is made again', () => {
    for (const event of Object.values(one))
      expect(bodyOf(event)).toBe(bodyOf(ticketEvent.parse(JSON.parse(JSON.stringify(event)))));
  });

  it('has the ticket as it is after the event, and of files their names alone', () => {
    expect(JSON.parse(bodyOf(one.StatusChanged!)).data.ticket.status).toBe('pending');
    const { message } = JSON.parse(bodyOf(one.AgentReplied!)).data.event;
    expect(message.attachments).toEqual([{ name: 'a.pdf', type: 'application/pdf', size: 7 }]);
  });

  it('has text up to a length, and says when it is cut', () => {
    const saying = (text: string) => JSON.parse(bodyOf({ ...one.AgentReplied!, text })).data.event.message;
    expect(saying('x'.repeat(longestSentText)).textCut).toBe(false);
    expect(saying('x'.repeat(longestSentText + 1))).toMatchObject({ text: 'x'.repeat(longestSentText), textCut: true });
    // Half a pair at the cut would be no JSON to some.
    expect(saying(`${'x'.repeat(longestSentText - 1)}😀`).text.isWellFormed()).toBe(true);
  });

  it('is made of nothing that is internal', () => {
    const [noted] = note({ messageId: 'msg_3', text: 'He does not pay.' }, byAgent(minutesLater(2)));
    expect(webhookTypeOf(noted!)).toBeUndefined();
    expect(() => webhookBody({ ticketId, sequence: 2, event: noted! }, ticket)).toThrow('nobody');
    const [resolved] = changeStatus(aTicket(), { to: 'resolved' }, aContract(), byAgent(minutesLater(2)));
    expect(webhookTypeOf(resolved!)).toBe('ticket.status_changed');
  });

  it('has a schema for every type', () => expect(Object.keys(webhookPayloads)).toEqual([...webhookTypes]));
});

describe('the id of a webhook', () => {
  it('is the same for the same subscriber and event, and no other', () => {
    const of = (subscription: string, ticket: string, sequence: number) =>
      webhookId(subscription, { ticketId: ticket, sequence });
    expect(of('sub_1', 'tkt_1', 1)).toBe(of('sub_1', 'tkt_1', 1));
    expect(of('sub_1', 'tkt_1', 1)).toMatch(/^evt_[0-9a-z]{26}$/);
    expect(
      new Set([of('sub_1', 'tkt_1', 1), of('sub_2', 'tkt_1', 1), of('sub_1', 'tkt_2', 1), of('sub_1', 'tkt_1', 2)]).size,
    ).toBe(4);
  });
});
