import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { subjectOf } from '../../../functions/receive-chat/visitor/open-ticket.ts';
import { largestFile, mostFilesAnHour, mostFollowed, mostLineFiles } from '../../../shared/chat/limits.ts';
import { agentReply } from '../../../shared/tickets/decide.ts';
import { aContract, minutesLater, monday } from '../../support/builders.ts';
import type { Json } from '../../support/cloud.ts';
import { type AChat, aChat, chatsPerHour } from './a-chat.ts';

let chat: AChat;
beforeAll(async () => {
  chat = await aChat();
});
afterAll(() => chat.table.stop());

let connections = 0;
const aConnection = () => `connection-${++connections}=`;
/** A visitor an hour after the one before: starts of one address are counted by the hour. */
const aVisitor = async (start: object = {}) => {
  chat.at.time = minutesLater(60, chat.at.time);
  const id = aConnection();
  return { id, started: await chat.visitor(id, start) };
};
const anAgent = async (agentId = 'ana') => {
  const id = aConnection();
  const { secret } = await chat.admissions.issue(agentId);
  await chat.connect(id, { ticket: secret });
  return id;
};
const say = (id: string, n: number, text: string, more: object = {}): Promise<Json> =>
  chat.ask(id, { action: 'say', n, clientId: `c${n}`, text, ...more });

describe('a start', () => {
  it('is refused from the sixth of one address in an hour, and taken again in the next', async () => {
    chat.at.time = minutesLater(60, chat.at.time);
    for (let started = 0; started < chatsPerHour; started++) expect((await chat.visitor(aConnection())).type).toBe('started');
    expect(await chat.visitor(aConnection())).toMatchObject({ code: 'too-many', rule: `at most ${chatsPerHour} chats an hour` });
    chat.at.time = minutesLater(60, chat.at.time);
    expect((await chat.visitor(aConnection())).type).toBe('started');
  });

  it.each([
    ['a key that is none', { contract: 'made-up' }, 'invalid'],
    ['the key of a page that is not this one', { contract: 'shop' }, 'forbidden'],
  ])('with %s is refused', async (_, start, code) => {
    expect((await aVisitor(start)).started).toMatchObject({ type: 'error', code, field: 'contract' });
  });

  it('opens nothing: nobody has said anything', async () => {
    const { id } = await aVisitor();
    const before = (await chat.table.items('ticket')).length;
    expect(await chat.ask(id, { action: 'history', after: 0 })).toEqual({ type: 'history', events: [], upTo: 0, more: false });
    expect(await chat.table.items('ticket')).toHaveLength(before);
  });

  it('keeps no token, only its digest, and everything of a chat expires', async () => {
    const { id, started } = await aVisitor();
    await say(id, 1, 'One.');
    const items = await chat.table.items();
    expect(JSON.stringify(items)).not.toContain(started.token.split('.')[1]);
    const own = items.filter(({ kind }) =>
      ['chat', 'chat-line', 'chat-ticket', 'connection', 'admission', 'rate'].includes(kind),
    );
    expect(own.length).toBeGreaterThan(5);
    for (const item of own) expect(item.expiresAt, item.kind).toEqual(expect.any(Number));
  });
});

describe('a message', () => {
  it('is when API Gateway took it, from nobody who is vouched for', async () => {
    const { id } = await aVisitor({ name: 'Ana', address: 'ana@customer.example' });
    const { ticketId, at } = await say(id, 1, 'One.');
    expect(at).toBe(chat.at.time.toISOString());
    const [{ event }] = (await chat.table.historyOf(ticketId)) as [Json];
    expect(event).toMatchObject({ at, message: { from: { name: 'Ana', address: 'ana@customer.example' }, unverified: true } });
  });

  it('may have five files that are there, each named once', async () => {
    const { id } = await aVisitor();
    const files: string[] = [];
    for (let i = 0; i <= mostLineFiles; i++) {
      const attached = await chat.ask(id, {
        action: 'attach',
        clientId: `f${i}`,
        name: `f${i}.txt`,
        type: 'text/plain',
        size: 3,
      });
      chat.sizes.set(new URL(attached.upload.url).pathname.slice(1), 3);
      files.push(attached.id);
    }
    expect(await say(id, 1, 'Six.', { attachments: files })).toMatchObject({
      field: 'attachments',
      rule: `must be at most ${mostLineFiles}`,
    });
    expect(await say(id, 1, 'Twice.', { attachments: [files[0], files[0]] })).toMatchObject({ field: 'attachments.1' });
    expect(await say(id, 1, 'Foreign.', { attachments: ['att_1'] })).toMatchObject({ field: 'attachments.0' });
    expect(await say(id, 1, 'Five.', { attachments: files.slice(1) })).toMatchObject({ type: 'taken' });
    const size = (bytes: number) =>
      chat.ask(id, { action: 'attach', clientId: 'big', name: 'a.txt', type: 'text/plain', size: bytes });
    expect((await size(largestFile)).type).toBe('attach');
    expect(await size(largestFile + 1)).toMatchObject({ type: 'error', field: 'size' });
  });

  it('may not announce more than twenty files an hour', async () => {
    const { id } = await aVisitor();
    const attach = () => chat.ask(id, { action: 'attach', clientId: 'f', name: 'a.txt', type: 'text/plain', size: 1 });
    for (let i = 0; i < mostFilesAnHour; i++) expect((await attach()).type).toBe('attach');
    expect(await attach()).toMatchObject({ code: 'too-many', rule: `at most ${mostFilesAnHour} files an hour`, clientId: 'f' });
  });

  it('of a connection that nobody knows, or that another took over, is refused', async () => {
    expect(await say('unknown=', 1, 'Who?')).toMatchObject({ code: 'gone', field: 'connection' });
    const { id, started } = await aVisitor();
    const second = aConnection();
    await chat.connect(second);
    expect(await chat.ask(second, { action: 'resume', token: started.token })).toMatchObject({ type: 'resumed', n: 0 });
    expect(chat.ended).toContain(id);
    expect(await say(id, 1, 'Late.')).toMatchObject({ code: 'gone' });
  });
});

describe('history', () => {
  it('comes in pages that fit into a message, without what is no business of the visitor', async () => {
    const { id } = await aVisitor();
    const { ticketId } = await say(id, 1, 'One.');
    for (let i = 0; i < 4; i++) {
      const ticket = (await chat.table.tickets.find(ticketId))!;
      const occasion = { at: monday, now: monday, by: { kind: 'agent' as const, id: 'ana' } };
      // A Chinese character has three bytes; what is longer than is pushed is cut.
      const answer = agentReply(ticket, { messageId: `msg_${i}`, text: '多'.repeat(25_000) }, aContract(), occasion);
      await chat.table.tickets.append(ticket, answer);
    }
    const seen: Json[] = [];
    let pages = 0;
    for (let after = 0, more = true; more; pages++) {
      const page = await chat.ask(id, { action: 'history', after });
      expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThan(128 * 1024);
      seen.push(...page.events);
      ({ upTo: after, more } = page);
    }
    expect(pages).toBe(4);
    expect(seen.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5]);
    expect(seen[1]).toMatchObject({ kind: 'answered', textCut: true, text: '多'.repeat(20_000) });
    expect(JSON.stringify(seen)).not.toContain('ana');
  });
});

describe('an agent', () => {
  it('may watch fifty tickets on one connection', async () => {
    const agent = await anAgent();
    const { id } = await aVisitor();
    const { ticketId } = await say(id, 1, 'One.');
    for (let i = 0; i < mostFollowed; i++) await chat.connections.follow(agent, `tkt_${String(i).padStart(26, '0')}`, 'ana');
    expect(await chat.ask(agent, { action: 'watch', ticketId })).toMatchObject({
      rule: `at most ${mostFollowed} tickets a connection`,
    });
    await chat.ask(agent, { action: 'unwatch', ticketId: `tkt_${'0'.repeat(26)}` });
    await chat.ask(agent, { action: 'watch', ticketId });
    expect(chat.posted.get(agent)?.find(({ type }) => type === 'watching')).toMatchObject({
      ticketId,
      agents: ['ana'],
      visitor: true,
    });
  });

  it('who is gone is forgotten at the next word, and by $disconnect', async () => {
    const { id } = await aVisitor();
    const { ticketId } = await say(id, 1, 'One.');
    const [lost, left] = [await anAgent('ben'), await anAgent('cem')];
    for (const agent of [lost, left]) await chat.ask(agent, { action: 'watch', ticketId });
    chat.gone.add(lost);
    await chat.ask(id, { action: 'typing' });
    await chat.disconnect(left);
    await chat.disconnect(left);
    expect((await chat.connections.ofTicket(ticketId)).followers.map(({ connectionId }) => connectionId)).toEqual([id]);
    expect(chat.posted.get(id)?.at(-1)).toEqual({ type: 'presence', ticketId, agents: false });
  });
});

describe('the subject', () => {
  it.each([
    ['Hello', 'Hello'],
    ['  One line\nand another', 'One line'],
    ['word '.repeat(20), `${'word '.repeat(15)}word…`],
    ['x'.repeat(81), `${'x'.repeat(80)}…`],
    [`${'x'.repeat(79)}😀`, `${'x'.repeat(79)}\ufffd…`],
  ])('of %j is %j', (text, subject) => expect(subjectOf(text)).toBe(subject));
});
