import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chatKeptDays, mostBadTokensAnHour, mostUnusedTokens } from '../../../shared/chat/limits.ts';
import { minutesLater } from '../../support/builders.ts';
import type { Json } from '../../support/cloud.ts';
import { type AChat, aChat } from './a-chat.ts';

let chat: AChat;
beforeAll(async () => {
  chat = await aChat();
});
afterAll(() => chat.table.stop());

let connections = 0;
const aConnection = async () => {
  const id = `back-${++connections}=`;
  await chat.connect(id);
  return id;
};
const aVisitor = async () => {
  chat.at.time = minutesLater(60, chat.at.time);
  const id = `visitor-${++connections}=`;
  return { id, ...(await chat.visitor(id)) };
};
const said = (id: string, type: string): Json => chat.posted.get(id)?.findLast((message) => message.type === type);
const say = (id: string, n: number, clientId = `c${n}`): Promise<Json> =>
  chat.ask(id, { action: 'say', n, clientId, text: `Line ${n}.` });
/** Comes back on a new connection. */
const resume = async (token: string): Promise<Json> => {
  const id = await aConnection();
  await chat.ask(id, { action: 'resume', token });
  return { ...(said(id, 'resumed') ?? said(id, 'error')), id };
};

describe('a token', () => {
  it('is given anew with every return, and the one before holds until the new one is used', async () => {
    const { token: first } = await aVisitor();
    const { token: second } = await resume(first);
    expect(second).not.toBe(first);
    // The answer with the new one was lost.
    const { token: again } = await resume(first);
    const { token: third } = await resume(again);
    for (const dead of [first, second]) expect(await resume(dead)).toMatchObject({ type: 'error', field: 'token' });
    expect((await resume(third)).type).toBe('resumed');
  });

  it('that was stolen and used is dead once its owner returns with theirs, and the thief is shut out', async () => {
    const { token } = await aVisitor();
    const owner = await resume(token);
    const thief = await resume(token);
    const back = await resume(owner.token);
    expect(back.type).toBe('resumed');
    expect(await resume(thief.token)).toMatchObject({ type: 'error', field: 'token' });
    expect(await say(thief.id, 1)).toMatchObject({ code: 'gone' });
  });

  it('that is not used is remembered with the two given after it, and not for ever', async () => {
    const { token } = await aVisitor();
    const given: string[] = [];
    for (let i = 0; i <= mostUnusedTokens; i++) given.push((await resume(token)).token);
    expect((await resume(given[0]!)).type).toBe('error');
    expect((await resume(given[1]!)).type).toBe('resumed');
  });

  it('used many times at once leaves one connection that speaks, and its own token holds', async () => {
    const { token } = await aVisitor();
    const back = await Promise.all([resume(token), resume(token), resume(token)]);
    const speaking: Json[] = [];
    for (const each of back) if ((await chat.ask(each.id, { action: 'history' })).type === 'history') speaking.push(each);
    expect(speaking).toHaveLength(1);
    expect((await resume(speaking[0].token)).type).toBe('resumed');
  });

  it('that does not hold is told so also when that ends the connection', async () => {
    chat.at.time = minutesLater(60, chat.at.time);
    for (let tried = 0; tried < mostBadTokensAnHour; tried++) await resume('nonsense');
    const last = await resume('nonsense');
    expect(last).toMatchObject({ type: 'error', code: 'too-many', field: 'token' });
    expect(chat.ended).toContain(last.id);
  });
});

describe('a message', () => {
  it('that is acknowledged again on another connection has that one follow the ticket', async () => {
    const { id, token } = await aVisitor();
    const { ticketId } = await say(id, 1);
    const back = await resume(token);
    // As if the ticket had been opened after the other had taken over.
    await chat.connections.unfollow(back.id, ticketId);
    expect(await say(back.id, 1)).toMatchObject({ type: 'taken', ticketId });
    const { followers } = await chat.connections.ofTicket(ticketId);
    expect(followers.map(({ connectionId }) => connectionId)).toEqual([back.id]);
  });

  it('that comes again under another number, earlier or later, is acknowledged as what it was', async () => {
    const { id } = await aVisitor();
    const first = await say(id, 1, 'same');
    await say(id, 2);
    expect(await say(id, 3, 'same')).toEqual(first);
    expect(await say(id, 9, 'same')).toEqual(first);
    expect(await say(id, 2, 'same')).toEqual(first);
    expect(await chat.table.historyOf(first.ticketId)).toHaveLength(2);
    expect(await say(id, 3)).toMatchObject({ type: 'taken', n: 3 });
  });

  it('that comes under two numbers at once is taken once', async () => {
    const { id } = await aVisitor();
    const { ticketId } = await say(id, 1);
    await Promise.all([say(id, 2, 'twice'), say(id, 3, 'twice'), say(id, 2, 'twice')]);
    await say(id, 3, 'twice');
    expect(await chat.table.historyOf(ticketId)).toHaveLength(2);
  });
});

describe('a visitor who comes every day', () => {
  it('keeps their ticket and its place in the chat, though their last message is forgotten', async () => {
    const { id, token: first } = await aVisitor();
    const { ticketId, reference } = await say(id, 1);
    let back: Json = { token: first };
    for (let day = 0; day <= chatKeptDays; day++) {
      chat.at.time = minutesLater(23 * 60, chat.at.time);
      back = await resume(back.token);
    }
    chat.at.time = minutesLater(23 * 60, chat.at.time);
    await chat.expire();
    expect(await chat.table.items('chat-line')).toEqual([]);
    back = await resume(back.token);
    expect(back).toMatchObject({ type: 'resumed', n: 1, ticketId, reference });
    expect((await chat.connections.ofTicket(ticketId)).chat).toBeDefined();
    expect(await say(back.id, 2)).toMatchObject({ type: 'taken', ticketId, sequence: 2 });
  });
});
