import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { largestFrame, largestMessage } from '../../../infra/local/web-socket/connections.ts';
import { longestLine, mostBadTokensAnHour, mostLinesAMinute, tokenHours } from '../../../shared/chat/limits.ts';
import { aVisitor, connectChat, returning } from '../../support/chat.ts';
import { type Json, type Stage, startStage } from '../../support/cloud.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());

/** Counts are of windows of the clock: moves to a second after the next one has begun. */
const beginning = async (windowMilliseconds: number) => {
  const next = Math.ceil((await stage.now()).getTime() / windowMilliseconds) * windowMilliseconds;
  await stage.set(new Date(next + 1000).toISOString());
};

const shop = { Origin: 'https://www.bois-et-fer.example' };

describe('a connection', () => {
  it('ends after ten minutes without a word and after two hours, and the chat goes on where it was', async () => {
    const first = await aVisitor(stage);
    const { ticketId } = await first.say('One.');
    await stage.advance('PT9M');
    expect(await first.ask({ action: 'ping' }, 'pong')).toEqual({ type: 'pong' });
    await stage.advance('PT10M1S');
    expect((await first.closed).code).toBe(1001);
    await stage.api('POST', `/tickets/${ticketId}/replies`, { text: 'While you were away.' });
    await stage.settle();
    const second = await returning(stage, first.token, 2);
    const { events } = await second.ask({ action: 'history', after: 1 }, 'history');
    expect(events.map(({ text }: Json) => text)).toEqual(['While you were away.']);
    for (let minutes = 0; minutes < 117; minutes += 9) {
      await stage.advance('PT9M');
      await second.ask({ action: 'ping' }, 'pong');
    }
    await stage.advance('PT4M');
    expect((await second.closed).code).toBe(1001);
    const third = await returning(stage, first.token, 2);
    expect(await third.say('Two.')).toMatchObject({ type: 'taken', n: 2, ticketId });
    await third.close();
  });

  it('that sends more than 128 KB, or a frame of more than 32 KB, ends, and takes no other with it', async () => {
    const visitor = await aVisitor(stage);
    await visitor.say('One.');
    visitor.socket.send(`{"action":"say","text":"${'x'.repeat(largestFrame)}"}`);
    expect((await visitor.closed).code).toBe(1009);
    const second = await returning(stage, visitor.token, 2);
    const part = 'x'.repeat(largestFrame);
    for (let i = 0; i < largestMessage / largestFrame; i++) second.socket.send(part, { fin: false });
    second.socket.send('x', { fin: true });
    expect((await second.closed).code).toBe(1009);
    const third = await returning(stage, visitor.token, 2);
    expect(await third.say('x'.repeat(longestLine))).toMatchObject({ type: 'taken', n: 2 });
    expect(await third.say('x'.repeat(longestLine + 1))).toMatchObject({
      field: 'text',
      rule: `must have at most ${longestLine} characters`,
      n: 3,
    });
    await third.close();
  });

  it('that says what is no request is told so, and goes on', async () => {
    const visitor = await aVisitor(stage);
    for (const [text, field] of [
      ['no JSON', 'body'],
      ['[]', 'action'],
      ['{"action":"fly"}', 'action'],
      ['{"action":"say","n":0,"clientId":"a","text":"x"}', 'n'],
      ['{"action":"say","n":1,"clientId":"a","text":"   "}', 'text'],
      ['{"action":"say","n":1,"clientId":"not ok","text":"x"}', 'clientId'],
      ['{"action":"history","after":-1}', 'after'],
      ['{"action":"leave","wants":"nothing"}', 'wants'],
      ['{"action":"seen","sequence":1}', 'ticketId'],
      [`{"action":"seen","ticketId":"tkt_${'0'.repeat(26)}","sequence":1}`, 'action'],
      ['{"action":"start"}', 'action'],
    ] as const) {
      visitor.socket.send(text);
      expect(await visitor.next('error'), text).toMatchObject({ type: 'error', field, rule: expect.any(String) });
    }
    expect(await visitor.say('Fine.')).toMatchObject({ n: 1 });
    await visitor.close();
    const other = await connectChat(stage);
    expect(await other.ask({ action: 'say', n: 1, clientId: 'a', text: 'x' })).toMatchObject({
      rule: 'start a chat or resume one first',
    });
    await other.close();
  });
});

describe('a token', () => {
  it('that is altered, stale, another’s or no token at all gets nothing but that it does not hold', async () => {
    const visitor = await aVisitor(stage);
    await visitor.say('Secret.');
    const foreign = await aVisitor(stage);
    const [chatId] = visitor.token.split('.');
    const forged = [
      `${chatId}.${'A'.repeat(22)}`,
      `${chatId}.${foreign.token.split('.')[1]}`,
      `${chatId}`,
      'nonsense',
      `${visitor.token.slice(0, -1)}${visitor.token.endsWith('A') ? 'B' : 'A'}`,
    ];
    const thief = await connectChat(stage);
    for (const token of forged) {
      const told = await thief.ask({ action: 'resume', token }, 'resumed');
      expect(told).toEqual({ type: 'error', code: 'invalid', field: 'token', rule: 'does not hold: start a new chat' });
    }
    expect(await thief.ask({ action: 'history', after: 0 }, 'history')).toMatchObject({ type: 'error' });
    expect(await visitor.say('Still mine.')).toMatchObject({ n: 2 });
    await thief.close();

    const elsewhere = await connectChat(stage, '?key=fleurs-martin');
    expect(await elsewhere.ask({ action: 'resume', token: visitor.token }, 'resumed')).toMatchObject({ field: 'token' });
    await elsewhere.close();
    await stage.advance(`PT${tokenHours}H1S`);
    const late = await connectChat(stage);
    expect(await late.ask({ action: 'resume', token: visitor.token }, 'resumed')).toMatchObject({ field: 'token' });
    await late.close();
  });

  it('holds for a day after each use', async () => {
    const first = await aVisitor(stage);
    await first.say('One.');
    await stage.advance(`PT${tokenHours - 1}H`);
    const second = await returning(stage, first.token, 2);
    await stage.advance(`PT${tokenHours - 1}H`);
    const third = await returning(stage, first.token, 2);
    expect(third.started).toMatchObject({ n: 1 });
    await Promise.all([second.closed, third.close()]);
  });

  it('tried too often is not even answered: the connection ends', async () => {
    await beginning(3600_000);
    const thief = await connectChat(stage);
    for (let tried = 0; tried < mostBadTokensAnHour; tried++) {
      thief.send({ action: 'resume', token: 'nonsense' });
      if ((await Promise.race([thief.next('error').catch(() => undefined), thief.closed])) === undefined) break;
    }
    thief.send({ action: 'resume', token: 'nonsense' });
    await thief.closed;
    const visitor = await aVisitor(stage);
    await visitor.say('One.');
    const back = await returning(stage, visitor.token, 2);
    expect(back.started.n).toBe(1);
    await back.close();
  });
});

describe('the page', () => {
  it('that the contract does not name may not connect, and the key decides under which contract', async () => {
    await expect(connectChat(stage, '?key=bois-et-fer')).rejects.toThrow('status 403');
    await expect(connectChat(stage, '?key=bois-et-fer', { Origin: 'https://evil.example' })).rejects.toThrow('status 403');
    await expect(connectChat(stage, '?key=made-up', shop)).rejects.toThrow('status 403');
    const other = await connectChat(stage, '', { Origin: 'https://evil.example' });
    expect(await other.ask({ action: 'start', contract: 'bois-et-fer' }, 'started')).toMatchObject({
      code: 'forbidden',
      field: 'contract',
    });
    await other.close();
    const client = await connectChat(stage, '?key=bois-et-fer', shop);
    expect(await client.ask({ action: 'start', contract: 'guichet' }, 'started')).toMatchObject({ field: 'contract' });
    expect(await client.ask({ action: 'start', language: 'en' }, 'started')).toMatchObject({ language: 'fr' });
    const { ticketId } = await client.ask({ action: 'say', n: 1, clientId: 'a', text: 'Bonjour' }, 'taken');
    expect((await stage.ticket(ticketId)).ticket.contractId).toBe('ctr_paid-tickets-fr');
    await client.close();
  });
});

describe('too much', () => {
  it('is said when a chat has had its messages of a minute; those that were taken stay, and there is room again later', async () => {
    await beginning(60_000);
    const visitor = await aVisitor(stage);
    for (let n = 1; n <= mostLinesAMinute; n++) expect((await visitor.say(`Line ${n}.`)).n).toBe(n);
    const told = await visitor.say('One more.');
    expect(told).toMatchObject({ code: 'too-many', n: mostLinesAMinute + 1, retryAfterSeconds: expect.any(Number) });
    await stage.advance('PT1M');
    visitor.n = mostLinesAMinute + 1;
    expect((await visitor.say('One more.')).n).toBe(mostLinesAMinute + 1);
    await visitor.close();
  });
});
