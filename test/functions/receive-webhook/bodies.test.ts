import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deepestBody, mostBodyBytes } from '../../../shared/lambda/json-body.ts';
import { longestText } from '../../../shared/partners/limits.ts';
import { aMessage, anOpened, aQuestion, aReceiver, type Receiver } from './a-partner.ts';

let receiver: Receiver;
beforeEach(async () => {
  receiver = await aReceiver();
});
afterEach(() => receiver.stop());

const padded = (bytes: number) => {
  const body = JSON.stringify({ ...anOpened(), padding: '' });
  return body.replace('"padding":""', `"padding":"${'x'.repeat(bytes - body.length)}"`);
};
const nested = (levels: number) =>
  JSON.stringify(anOpened()).replace(/}$/, `,"deep":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`);

describe('a body', () => {
  it('may have 256 KiB and no byte more', async () => {
    expect((await receiver.send(padded(mostBodyBytes))).status).toBe(201);
    const { status, body } = await receiver.send(padded(mostBodyBytes + 1));
    expect([status, body.field]).toEqual([413, 'body']);
  });

  it('may be nested 32 levels deep and no deeper', async () => {
    expect((await receiver.send(nested(deepestBody))).status).toBe(201);
    const { status, body } = await receiver.send(nested(deepestBody + 1));
    expect([status, body.field]).toEqual([400, 'body']);
  });

  it.each([
    ['invalid UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'must be UTF-8'],
    ['no JSON', '{"type":', 'the body must be JSON'],
    ['nothing at all', '', 'the body must be JSON'],
    ['a list', '[]', 'must be an object'],
    ['a text', '"request.opened"', 'must be an object'],
  ])('of %s, though signed, is refused', async (_, bytes, detail) => {
    const { status, body } = await receiver.send(bytes);
    expect([status, body.detail, body.field]).toEqual([400, detail, 'body']);
  });

  it('with half of a surrogate pair in it is refused, naming where', async () => {
    const bytes = JSON.stringify(anOpened()).replace(/"text":"/, '"text":"\\ud83d');
    const { status, body } = await receiver.send(bytes);
    expect([status, body.field]).toEqual([400, 'data.text']);
  });

  it('must not say that it is something else than JSON', async () => {
    const { status, body } = await receiver.send(anOpened(), {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect([status, body.field]).toEqual([415, 'content-type']);
    for (const type of ['application/cloudevents+json', 'application/json; charset=utf-8', undefined])
      expect((await receiver.send(anOpened({ externalId: String(type) }), { headers: { 'content-type': type } })).status).toBe(
        201,
      );
  });

  it.each([
    ['type', { ...anOpened(), type: undefined }, 'must be one of request.opened, message.added, state.asked'],
    ['type', { ...anOpened(), type: 'request.closed' }, 'must be one of request.opened, message.added, state.asked'],
    ['version', { ...anOpened(), version: 2 }, 'must be 1, the only version there is'],
    ['version', { ...anOpened(), version: '1' }, 'must be 1, the only version there is'],
    ['timestamp', { ...anOpened(), timestamp: 'now' }, 'must be an instant such as 2026-01-05T09:00:00Z'],
    ['data', { type: 'request.opened' }, 'must be an object'],
    ['data.externalId', anOpened({ externalId: 7 }), 'must be text'],
    ['data.externalId', anOpened({ externalId: 'x'.repeat(201) }), 'must have at most 200 characters'],
    ['data.subject', anOpened({ subject: '  ' }), 'must not be empty'],
    ['data.text', anOpened({ text: 'x'.repeat(longestText + 1) }), 'must have at most 50000 characters'],
    ['data.requester', anOpened({ requester: undefined }), 'must be an object'],
    ['data.requester', anOpened({ requester: {} }), 'must say by what they are known: address, phone, account or name'],
    ['data.requester.address', anOpened({ requester: { address: 'ana' } }), 'must be a mail address'],
    ['data.requester.phone', anOpened({ requester: { phone: '0142' } }), 'must be a phone number such as +33142860000'],
    ['data.kind', anOpened({ kind: 'NEW' }), 'must be one of incident, request, complaint, question'],
    ['data.priority', anOpened({ priority: 'P1' }), 'must be one of urgent, high, normal, low'],
    ['data.language', anOpened({ language: 'de' }), 'must be one of en, fr, zh'],
    ['data.occurredAt', anOpened({ occurredAt: '2026-01-05' }), 'must be an instant such as 2026-01-05T09:00:00Z'],
    ['data', aMessage({ externalId: undefined }), 'must name the request by reference or externalId'],
    ['data', aQuestion({ externalId: undefined }), 'must name the request by reference or externalId'],
    ['data.reference', aQuestion({ reference: '12' }), 'must be a reference of ours such as 123-456-789'],
    ['data.text', aMessage({ text: undefined }), 'must be text'],
  ])('is refused with its first wrong field, %s', async (field, wrong, detail) => {
    const { status, body } = await receiver.send(wrong);
    expect([status, body.field, body.detail]).toEqual([400, field, detail]);
    expect(await receiver.items('ticket')).toEqual([]);
  });

  it('may hold what we do not know, and a text of exactly the longest', async () => {
    const body = {
      ...anOpened({ text: 'é'.repeat(longestText), colour: 'red' }),
      version: 1,
      timestamp: '2026-01-05T08:00:00.123456Z',
      more: 1,
    };
    expect((await receiver.send(body)).status).toBe(201);
  });
});

describe('a partner with a mapping', () => {
  const mapping = {
    'request.opened': {
      when: { path: '/kind', equals: 'NEW' },
      set: {
        'data.externalId': '/nr',
        'data.subject': '/title',
        'data.text': '/body',
        'data.requester.address': '/who/mail',
        'data.priority': { from: '/prio', table: { P1: 'urgent' } },
        'data.kind': { constant: 'incident' },
      },
    },
  };
  const own = { kind: 'NEW', nr: 4711, title: 'Down', body: 'All of it.', who: { mail: 'ana@customer.example' }, prio: 'P1' };
  beforeEach(() => receiver.put({ mapping }));

  it('sends its own JSON', async () => {
    const { status, body } = await receiver.send(own);
    expect(status).toBe(201);
    expect(body.ticket).toMatchObject({ priority: 'urgent', kind: 'incident' });
    expect((await receiver.send(aQuestion({ externalId: '4711' }))).status).toBe(200);
  });

  it.each([
    ['/title', { ...own, title: undefined }, 'must be text'],
    ['/who/mail', { ...own, who: { mail: 'ana' } }, 'must be a mail address'],
    ['/who/mail', { ...own, who: undefined }, 'must be an object'],
    ['/prio', { ...own, prio: 'P9' }, 'must be one of P1'],
    ['/body', { ...own, body: ['All'] }, 'must be text or a number'],
    ['/kind', { ...own, kind: 'OLD' }, 'the body is no event that was agreed on: expected /kind "NEW"'],
  ])('is told in its own terms what is wrong: %s', async (field, wrong, detail) => {
    const { status, body } = await receiver.send(wrong);
    expect([status, body.field, body.detail]).toEqual([400, field, detail]);
  });

  it('is told so of a number that is taken, too', async () => {
    await receiver.send(own);
    const { status, body } = await receiver.send({ ...own, title: 'Again' });
    expect([status, body.field]).toEqual([409, '/nr']);
  });
});
