import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freshLooksAMinute, retired, rotated } from '../../../shared/partners/partner-secrets.ts';
import { newWebhookSecret } from '../../../shared/partners/standard-webhooks.ts';
import { minutesLater, monday } from '../../support/builders.ts';
import { anOpened, aQuestion, aReceiver, type Receiver } from './a-partner.ts';

let receiver: Receiver;
beforeEach(async () => {
  receiver = await aReceiver();
});
afterEach(() => receiver.stop());

const secondsLater = (seconds: number) => new Date(monday.getTime() + seconds * 1000);

describe('a webhook', () => {
  it.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('without %s is refused, naming it', async (header) => {
    const { status, type, body } = await receiver.send(anOpened(), { headers: { [header]: undefined } });
    expect([status, type, body.field]).toEqual([400, 'application/problem+json', header]);
    expect(body.detail).toBe(`the header ${header} is missing`);
  });

  it.each([
    ['webhook-id', 'x'.repeat(257)],
    ['webhook-id', 'x'.repeat(1000)],
    ['webhook-id', 'evt.1'],
    ['webhook-id', 'evt 1'],
    ['webhook-timestamp', 'yesterday'],
    ['webhook-timestamp', '1.5e9'],
    ['webhook-timestamp', '-1'],
    ['webhook-signature', 'nonsense'],
    ['webhook-signature', 'v1,%%%'],
    ['webhook-signature', 'v2,AAAA'],
    ['webhook-signature', Array(21).fill('v1,AAAA').join(' ')],
  ])('with a malformed %s is refused: %s', async (header, value) => {
    const { status, body } = await receiver.send(anOpened(), { headers: { [header]: value } });
    expect([status, body.field]).toEqual([400, header]);
  });

  it('may have an id of 256 characters', async () => {
    expect((await receiver.send(anOpened(), { id: 'x'.repeat(256) })).status).toBe(201);
  });

  it.each([
    [-300, 201],
    [300, 201],
  ])('sent %i s from now is taken', async (seconds, status) => {
    expect((await receiver.send(anOpened(), { sentAt: secondsLater(seconds) })).status).toBe(status);
  });

  it.each([
    [-301, 'too old'],
    [301, 'too new'],
  ])('sent %i s from now is %s', async (seconds, words) => {
    const { status, body } = await receiver.send(anOpened(), { sentAt: secondsLater(seconds) });
    expect([status, body.field]).toEqual([401, 'webhook-timestamp']);
    expect(body.detail).toContain(words);
    expect(await receiver.items('ticket')).toEqual([]);
  });

  it.each([
    ['another secret', { secrets: [newWebhookSecret()] }],
    ['no secret that is known among several', { secrets: [newWebhookSecret(), newWebhookSecret()] }],
    ['a body that was altered by one blank', { arriving: `${JSON.stringify(anOpened())} ` }],
    ['another id than was signed', { headers: { 'webhook-id': 'evt_other' } }],
    ['another time than was signed', { headers: { 'webhook-timestamp': String(monday.getTime() / 1000 + 1) } }],
  ])('with %s does not fit its signature', async (_, sending) => {
    const { status, body } = await receiver.send(anOpened(), sending);
    expect([status, body.field]).toEqual([401, 'webhook-signature']);
    expect(await receiver.items('ticket')).toEqual([]);
    expect(await receiver.items('rate')).toEqual([]);
  });

  it('of one partner is not taken for another', async () => {
    const { status } = await receiver.send(anOpened(), {
      partner: 'prt_other',
      secrets: receiver.secrets.get('prt_relay')?.secrets ?? [],
    });
    expect(status).toBe(401);
  });

  it('signed with an unknown and a known secret is taken', async () => {
    const known = receiver.secrets.get('prt_relay')?.secrets ?? [];
    expect((await receiver.send(anOpened(), { secrets: [newWebhookSecret(), ...known] })).status).toBe(201);
  });

  it.each(['prt_unknown', 'prt_', 'PRT_RELAY', 'nobody', 'prt_relay/../x'])('to %s finds no such partner', async (partner) => {
    const { status, body } = await receiver.send(anOpened(), { partner, secrets: [newWebhookSecret()] });
    expect([status, body.field]).toEqual([404, 'partner']);
  });

  it('is verified over its bytes, when they come in base64 too', async () => {
    expect((await receiver.send(anOpened({ subject: 'Pas de réseau 📡' }), { asBase64: true })).status).toBe(201);
  });
});

describe('a rotation', () => {
  const rotate = (how: typeof rotated) => {
    const before = receiver.secrets.get('prt_relay')!;
    receiver.secrets.set('prt_relay', how(before));
    return before.secrets[0]!;
  };

  it('needs no wait: the new secret is good at once, and the former still is', async () => {
    expect((await receiver.send(anOpened())).status).toBe(201);
    const former = rotate(rotated);
    const all = [...Array(5).keys()].map(() => receiver.send(aQuestion()));
    expect((await Promise.all(all)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect((await receiver.send(aQuestion(), { secrets: [former] })).status).toBe(200);
    expect(receiver.reads.length).toBeLessThanOrEqual(3);
  });

  it('is over when the former is retired: within a minute only the new one is good', async () => {
    const former = rotate(rotated);
    expect((await receiver.send(anOpened(), { secrets: [former] })).status).toBe(201);
    rotate(retired);
    expect((await receiver.send(aQuestion(), { secrets: [former], at: secondsLater(59) })).status).toBe(200);
    expect((await receiver.send(aQuestion(), { secrets: [former], at: secondsLater(61) })).status).toBe(401);
    expect((await receiver.send(aQuestion())).status).toBe(200);
  });

  it('never leaves more than two in force', () => {
    const first = rotate(rotated);
    const second = rotate(rotated);
    const { secrets } = receiver.secrets.get('prt_relay')!;
    expect(secrets).toHaveLength(2);
    expect(secrets).toContain(second);
    expect(secrets).not.toContain(first);
  });

  it('is looked for six times in a minute, and then every ten seconds, however many wrong signatures come', async () => {
    const wrong = { secrets: [newWebhookSecret()] };
    for (let n = 0; n < 10; n++) expect((await receiver.send(anOpened(), wrong)).status).toBe(401);
    expect(receiver.reads).toHaveLength(1 + freshLooksAMinute);
    await receiver.send(anOpened(), { ...wrong, at: secondsLater(9.999) });
    expect(receiver.reads).toHaveLength(1 + freshLooksAMinute);
    await receiver.send(anOpened(), { ...wrong, at: secondsLater(10) });
    expect(receiver.reads).toHaveLength(2 + freshLooksAMinute);
  });

  it('that cannot be read is a fault of ours, and is read again the next time', async () => {
    const kept = receiver.secrets.get('prt_relay')!;
    receiver.secrets.delete('prt_relay');
    expect((await receiver.send(anOpened(), { secrets: kept.secrets })).status).toBe(500);
    receiver.secrets.set('prt_relay', kept);
    expect((await receiver.send(anOpened(), { at: minutesLater(1) })).status).toBe(201);
  });
});
