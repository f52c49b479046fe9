import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mostAsksAMinute, mostHandOversAnHour, mostLinesAMinute } from '../../../shared/chat/limits.ts';
import { agentReply, customerReply, open } from '../../../shared/tickets/decide.ts';
import { merge } from '../../../shared/tickets/merge.ts';
import type { Ticket } from '../../../shared/tickets/ticket.ts';
import { aContract, anOpening, minutesLater } from '../../support/builders.ts';
import type { Json } from '../../support/cloud.ts';
import { type AChat, aChat } from './a-chat.ts';

let chat: AChat;
beforeAll(async () => {
  chat = await aChat();
});
afterAll(() => chat.table.stop());

let made = 0;
const aTalk = async (start: object = {}): Promise<{ id: string; ticketId: string; reference: string }> => {
  chat.at.time = minutesLater(60, chat.at.time);
  const id = `talk-${++made}=`;
  await chat.visitor(id, start);
  const { ticketId, reference } = await say(id, 1, 'Mine.');
  return { id, ticketId, reference };
};
const say = (id: string, n: number, text: string): Promise<Json> => chat.ask(id, { action: 'say', n, clientId: `c${n}`, text });
const ticketOf = async (id: string): Promise<Ticket> => (await chat.table.tickets.find(id))!;
const occasion = () => ({ at: chat.at.time, now: chat.at.time, by: { kind: 'agent' as const, id: 'ana' } });
const file = { name: 'secret.txt', type: 'text/plain', size: 3, key: 'attachments/x/secret' };
/** The customer writes, by mail where it has a Message-ID; else by phone or on a status page. */
const elsewhere = async (ticketId: string, more: object) => {
  const message = { ...anOpening().message, text: 'Secret.', attachments: [file], ...more };
  const ticket = await ticketOf(ticketId);
  const events = customerReply(ticket, { message, participants: [] }, aContract(), { ...occasion(), by: { kind: 'customer' } });
  return chat.table.tickets.append(ticket, events);
};
const answer = async (ticketId: string, text: string) => {
  chat.at.time = minutesLater(1, chat.at.time);
  const ticket = await ticketOf(ticketId);
  const reply = { messageId: `msg_${text}`, text, attachments: [file] };
  return chat.table.tickets.append(ticket, agentReply(ticket, reply, aContract(), occasion()));
};
/** Another customer's request, answered once, into which the chat's is merged. */
const mergedInto = async (own: string): Promise<Ticket> => {
  const id = `tkt_${String(++made).padStart(26, '0')}`;
  await chat.table.tickets.append(id, [open(anOpening({ reference: `${100000000 + made}` }), aContract(), occasion())]);
  await answer(id, 'Before.');
  chat.at.time = minutesLater(1, chat.at.time);
  const [merged, into] = [await ticketOf(own), await ticketOf(id)];
  const events = merge(merged, into, 'the same', aContract(), occasion());
  await chat.table.tickets.appendAll([
    { before: merged, events: [events.merged] },
    { before: into, events: [events.into] },
  ]);
  return ticketOf(id);
};
const shown = async (id: string, more: object = {}): Promise<Json[]> =>
  (await chat.ask(id, { action: 'history', ...more })).events.map(({ kind, text }: Json) => text ?? kind);

describe('what a visitor is shown', () => {
  it('of what was said elsewhere on their ticket is at most that they mailed, and no file of it', async () => {
    const { id, ticketId } = await aTalk();
    const mailed = await elsewhere(ticketId, { rfcMessageId: 'a@customer.example' });
    const called = await elsewhere(ticketId, { id: 'msg_call', rfcMessageId: undefined });
    const other = await elsewhere(ticketId, { id: 'msg_other', rfcMessageId: undefined, chatId: 'cht_other' });
    const answered = await answer(ticketId, 'Answer.');
    expect(await shown(id)).toEqual(['Mine.', 'mailed', 'Answer.']);
    const fetch = (sequence: number) => chat.ask(id, { action: 'fetch', sequence, file: 1 });
    for (const { sequence } of [mailed, called, other])
      expect(await fetch(sequence)).toMatchObject({ code: 'not-found', field: 'file' });
    expect(await fetch(answered.sequence)).toMatchObject({ type: 'file', name: 'secret.txt' });
  });

  it('and has seen is of a ticket of theirs, and no more than there is', async () => {
    const { id, ticketId } = await aTalk();
    const foreign = await aTalk();
    expect(await chat.ask(id, { action: 'seen', ticketId: foreign.ticketId, sequence: 1 })).toMatchObject({ field: 'ticketId' });
    expect(await chat.ask(id, { action: 'history', ticketId: foreign.ticketId })).toMatchObject({ field: 'ticketId' });
    await chat.ask(id, { action: 'seen', ticketId, sequence: 999_999 });
    expect((await chat.connections.ofTicket(ticketId)).chat?.seen).toBe(1);
    expect((await chat.connections.ofTicket(foreign.ticketId)).chat?.seen).toBe(0);
  });
});

describe('a chat whose ticket is merged into another', () => {
  it('goes on there, and sees of it only answers since then and its own words', async () => {
    const { id, ticketId, reference } = await aTalk();
    const into = await mergedInto(ticketId);
    expect(await say(id, 2, 'More of mine.')).toMatchObject({ type: 'taken', ticketId: into.id, reference });
    await elsewhere(into.id, { rfcMessageId: 'b@customer.example' });
    await answer(into.id, 'Since.');
    expect(await shown(id, { ticketId: into.id })).toEqual(['More of mine.', 'Since.']);
    expect(await shown(id)).toContain('Mine.');
    expect(await chat.ask(id, { action: 'fetch', ticketId: into.id, sequence: 2, file: 1 })).toMatchObject({ field: 'file' });
    expect(await say(id, 2, 'More of mine.')).toMatchObject({ type: 'taken', ticketId: into.id });
    expect((await ticketOf(ticketId)).status).toBe('closed');
  });

  it('leaves it for mail without making the other request its own', async () => {
    const { id, ticketId } = await aTalk();
    const into = await mergedInto(ticketId);
    const leave = { action: 'leave', wants: 'mail', address: 'eve@elsewhere.example' };
    expect(await chat.ask(id, leave)).toMatchObject({ type: 'left', ticketId: into.id });
    expect(await chat.ask(id, leave)).toMatchObject({ type: 'left', sequence: into.sequence + 1 });
    const { requester, alsoFor, handedOver } = await ticketOf(into.id);
    expect({ requester, handedOver }).toEqual({ requester: into.requester, handedOver: undefined });
    expect(alsoFor).toEqual([{ requester: { address: 'eve@elsewhere.example' }, language: 'en', from: ticketId }]);
    expect(await chat.ask(id, { action: 'leave', wants: 'call-back' })).toMatchObject({ field: 'phone' });
  });
});

describe('too much', () => {
  it('is the sixth hand-over of a chat in an hour; in the next there is room again', async () => {
    const { id } = await aTalk();
    const leave = (n: number) => chat.ask(id, { action: 'leave', wants: 'mail', address: `a${n}@elsewhere.example` });
    for (let n = 1; n <= mostHandOversAnHour; n++) expect((await leave(n)).type).toBe('left');
    // What is settled already writes nothing.
    expect((await leave(mostHandOversAnHour)).type).toBe('left');
    expect(await leave(0)).toMatchObject({ code: 'too-many', rule: `at most ${mostHandOversAnHour} an hour` });
    chat.at.time = minutesLater(60, chat.at.time);
    expect((await leave(0)).type).toBe('left');
  });

  it('is leaving as often as lines may be said in a minute', async () => {
    const { id } = await aTalk();
    const leave = () => chat.ask(id, { action: 'leave', wants: 'mail', address: 'same@elsewhere.example' });
    for (let n = 1; n < mostLinesAMinute; n++) expect((await leave()).type).toBe('left');
    expect(await leave()).toMatchObject({ code: 'too-many', rule: `at most ${mostLinesAMinute} messages a minute` });
  });

  it.each(['a visitor', 'an agent'])('is the 601st word of %s on one connection in a minute', async (who) => {
    chat.at.time = minutesLater(60, chat.at.time);
    const id = `busy-${++made}=`;
    const { secret } = await chat.admissions.issue('ana');
    await chat.connect(id, who === 'an agent' ? { ticket: secret } : undefined);
    for (let n = 1; n < mostAsksAMinute; n++) await chat.ask(id, { action: 'ping' });
    expect(await chat.ask(id, { action: 'ping' })).toEqual({ type: 'pong' });
    expect(await chat.ask(id, { action: 'ping' })).toMatchObject({
      code: 'too-many',
      field: 'connection',
      retryAfterSeconds: expect.any(Number),
    });
    chat.at.time = minutesLater(1, chat.at.time);
    expect(await chat.ask(id, { action: 'ping' })).toEqual({ type: 'pong' });
  });
});
