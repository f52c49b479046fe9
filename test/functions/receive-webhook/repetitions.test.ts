import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answersKeptDays } from '../../../shared/partners/limits.ts';
import { minutesLater, monday } from '../../support/builders.ts';
import { aMessage, anOpened, aQuestion, aReceiver, type Receiver } from './a-partner.ts';

let receiver: Receiver;
beforeEach(async () => {
  receiver = await aReceiver();
});
afterEach(() => receiver.stop());

describe('the same webhook again', () => {
  it.each([
    ['request.opened', anOpened()],
    ['message.added', aMessage()],
    ['state.asked', aQuestion()],
  ])('of %s is answered as the first was, whatever has happened since', async (type, body) => {
    if (type !== 'request.opened') await receiver.send(anOpened());
    const first = await receiver.send(body, { id: 'evt_once' });
    await receiver.send(aMessage(), { at: minutesLater(1) });
    const events = await receiver.items('event');
    receiver.restart();
    const again = await receiver.send(body, { id: 'evt_once', at: minutesLater(60) });
    expect([again.status, again.body]).toEqual([first.status, first.body]);
    expect(await receiver.items('event')).toHaveLength(events.length);
  });

  it.each([
    ['request.opened', anOpened()],
    ['message.added', aMessage()],
    ['state.asked', aQuestion()],
  ])('of %s, many times at once, happens once and is answered the same', async (type, body) => {
    if (type !== 'request.opened') await receiver.send(anOpened());
    const before = (await receiver.items('event')).length;
    const answers = await Promise.all([...Array(8).keys()].map(() => receiver.send(body, { id: 'evt_once' })));
    const [first] = answers;
    for (const { status, body: answer } of answers) expect([status, answer]).toEqual([first?.status, first?.body]);
    expect((await receiver.items('event')).length - before).toBe(type === 'state.asked' ? 0 : 1);
  });

  it('with another body is refused, naming webhook-id', async () => {
    await receiver.send(anOpened(), { id: 'evt_once' });
    const { status, body } = await receiver.send(anOpened({ subject: 'Other' }), { id: 'evt_once' });
    expect([status, body.field]).toEqual([409, 'webhook-id']);
    const question = await receiver.send(aQuestion(), { id: 'evt_once' });
    expect([question.status, question.body.field]).toEqual([409, 'webhook-id']);
  });

  it('of another partner is another webhook', async () => {
    await receiver.send(anOpened(), { id: 'evt_once' });
    expect((await receiver.send(anOpened(), { id: 'evt_once', partner: 'prt_other' })).status).toBe(201);
  });

  it('is not taken for one that was refused: after mending, the same id may come again', async () => {
    expect((await receiver.send(anOpened({ priority: 'P1' }), { id: 'evt_once' })).status).toBe(400);
    expect((await receiver.send(anOpened(), { id: 'evt_once' })).status).toBe(201);
  });

  it('is known for seven days, by an item that then goes away', async () => {
    await receiver.send(anOpened(), { id: 'evt_once' });
    const [item] = (await receiver.items('request')).filter(({ pk }) => String(pk).includes('evt_once'));
    expect(answersKeptDays).toBe(7);
    expect(item).toMatchObject({ status: 201, expiresAt: monday.getTime() / 1000 + 7 * 24 * 3600 });
    const again = await receiver.send(anOpened(), { id: 'evt_once', at: minutesLater(7 * 24 * 60 - 1) });
    expect(again.status).toBe(201);
    expect(await receiver.items('ticket')).toHaveLength(1);
  });
});

describe('a quota', () => {
  it('lets through as many a minute as were agreed on, and then says when there is room again', async () => {
    await receiver.put({ quota: { perMinute: 3 } });
    await receiver.send(anOpened());
    const at = new Date(monday.getTime() + 20_000);
    expect((await receiver.send(aQuestion(), { at })).status).toBe(200);
    expect((await receiver.send(aQuestion())).status).toBe(200);
    const { status, body, headers } = await receiver.send(aQuestion());
    expect([status, body.field, headers['retry-after']]).toEqual([429, 'partner', '40']);
    expect((await receiver.send(aQuestion(), { at: minutesLater(1) })).status).toBe(200);
  });

  it('may be by the day too', async () => {
    await receiver.put({ quota: { perMinute: 10, perDay: 2 } });
    await receiver.send(anOpened());
    expect((await receiver.send(aQuestion(), { at: minutesLater(2) })).status).toBe(200);
    const { status, headers } = await receiver.send(aQuestion(), { at: minutesLater(4) });
    expect([status, headers['retry-after']]).toEqual([429, String((16 * 60 - 4) * 60)]);
    expect((await receiver.send(aQuestion(), { at: minutesLater(16 * 60) })).status).toBe(200);
  });

  it('of one partner is not used up by another, nor by whoever signs wrongly', async () => {
    await receiver.put({ quota: { perMinute: 1 } });
    for (let n = 0; n < 3; n++) await receiver.send(anOpened(), { headers: { 'webhook-id': 'evt_altered' } });
    expect((await receiver.send(anOpened(), { partner: 'prt_other' })).status).toBe(201);
    expect((await receiver.send(anOpened())).status).toBe(201);
    expect((await receiver.send(aQuestion())).status).toBe(429);
  });
});
