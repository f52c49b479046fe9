import { describe, expect, it } from 'vitest';
import type { OutboxMail } from '../../../../infra/local/control/outbox.ts';
import { verifyToken } from '../../../../infra/local/http-api/json-web-token.ts';
import { anApp } from '../http-api/an-app.ts';
import { aRequest } from '../http-api/an-http-api.ts';
import { aControl, http } from './a-control.ts';

const aMail = (given: Partial<OutboxMail> = {}): OutboxMail => ({
  messageId: 'm1',
  from: 'support@guichet.example',
  to: ['ana@example.com'],
  subject: 'Hello',
  headers: { 'X-A': '1' },
  text: 'text',
  raw: 'raw',
  at: Date.UTC(2026, 0, 5, 8),
  ...given,
});

describe('the outbox', () => {
  const html = '<script>alert(1)</script>';
  const mails = [
    aMail(),
    aMail({ messageId: 'm2', to: ['Bo@Example.com', 'chen@example.com'], html, at: '2026-01-05T09:00:00Z' }),
  ];
  const { send } = aControl({ outbox: async () => mails });

  it('is a list, newest last', async () => {
    expect((await send('GET /_local/outbox')).json).toEqual([
      {
        messageId: 'm1',
        at: '2026-01-05T08:00:00.000Z',
        from: 'support@guichet.example',
        to: ['ana@example.com'],
        subject: 'Hello',
        headers: { 'X-A': '1' },
        text: 'text',
        tags: {},
        raw: 'raw',
      },
      expect.objectContaining({ messageId: 'm2', html, at: '2026-01-05T09:00:00.000Z' }),
    ]);
  });

  it('can be asked for the mails to one address, without regard to case', async () => {
    expect((await send('GET /_local/outbox?to=bo@example.com')).json).toMatchObject([{ messageId: 'm2' }]);
    expect((await send('GET /_local/outbox?to=nobody@example.com')).json).toEqual([]);
  });

  it("shows a mail's HTML where nothing in it can run or load", async () => {
    const response = await send('GET /_local/outbox/m2/html');
    expect(response.body).toBe(html);
    expect(response.headers['content-security-policy']).toMatch(/^sandbox; default-src 'none'/);
    expect((await send('GET /_local/outbox/m1/html')).status).toBe(404);
  });
});

describe('POST /_local/token', () => {
  it('gives a token that the API takes', async () => {
    const { send, issuer, clock } = aControl();
    const { token } = (await send('POST /_local/token', { sub: 'ana', groups: ['agent'] })).json as { token: string };
    const expected = { keys: issuer.keys, issuer: issuer.url, audience: ['client'], now: clock.now() };
    expect(verifyToken(token, expected)).toMatchObject({ valid: true, claims: { sub: 'ana', 'cognito:groups': ['agent'] } });
  });

  it.each([
    ['sub', { groups: ['agent'] }],
    ['groups', { sub: 'ana', groups: 'agent' }],
    ['groups.0', { sub: 'ana', groups: [''] }],
    ['expiresInSeconds', { sub: 'ana', expiresInSeconds: 0 }],
    ['role', { sub: 'ana', role: 'agent' }],
    ['body', 'not JSON'],
  ])('refuses a request whose %s is wrong, naming it', async (field, body) => {
    const { status, json } = await aControl().send('POST /_local/token', body);
    expect({ status, json }).toMatchObject({ status: 400, json: { field, rule: expect.stringMatching(/./) } });
  });
});

describe('looking into the local cloud', () => {
  const body = JSON.stringify({ start: '-PT1H', widgets: [{ type: 'text', properties: { markdown: 'Hi' } }] });
  const { send, clock } = aControl({
    app: anApp({
      board: { type: 'AWS::CloudWatch::Dashboard', name: 'service', properties: { DashboardBody: body } },
      alarm: { type: 'AWS::CloudWatch::Alarm', name: 'breaches', properties: { AlarmDescription: 'x' } },
    }),
    schedules: () => [{ name: 's', group: 'g', at: '2026-01-05T08:00:00Z' }],
    queues: { all: () => [{ name: 'q', depth: () => ({ visible: 1, inFlight: 2, delayed: 3 }), messages: () => [] }] },
    denials: () => [{ principal: 'p', action: 'a', resource: 'r', reason: 'no policy allows it', message: 'm' }],
    logs: () => ['one', 'two'],
  });

  it.each([
    ['schedules', { schedules: [{ name: 's', group: 'g', at: '2026-01-05T08:00:00Z' }] }],
    ['queues', { queues: [{ name: 'q', visible: 1, inFlight: 2, delayed: 3 }] }],
    ['denials', { denials: [{ action: 'a', resource: 'r' }] }],
    ['logs', { lines: ['one', 'two'] }],
    ['metrics', { metrics: [], errors: [] }],
    ['dashboards', { dashboards: [{ name: 'service' }] }],
    ['alarms', { alarms: [{ name: 'breaches', state: 'INSUFFICIENT_DATA' }] }],
    ['about', { http, smtp: '127.0.0.1:4425' }],
    ['issuer/.well-known/jwks.json', { keys: [{ kty: 'RSA' }] }],
  ])('GET /_local/%s answers', async (path, expected) => {
    const { status, json } = await send(`GET /_local/${path}`);
    expect({ status, json }).toMatchObject({ status: 200, json: expected });
  });

  it('evaluates a dashboard over its own range or the one asked for', async () => {
    const spanOf = async (query: string) => {
      const { from, to, widgets } = (await send(`GET /_local/dashboards/service${query}`)).json as Record<string, string>;
      expect(widgets).toMatchObject([{ kind: 'text', markdown: 'Hi' }]);
      expect(Math.abs(Date.parse(`${to}`) - clock.now())).toBeLessThan(5000);
      return Date.parse(`${to}`) - Date.parse(`${from}`);
    };
    expect(await spanOf('')).toBe(3600_000);
    expect(await spanOf('?range=P1W')).toBe(7 * 86_400_000);
    expect(await send('GET /_local/dashboards/service?range=long')).toMatchObject({ status: 400, json: { field: 'range' } });
    expect(await send('GET /_local/dashboards/other')).toMatchObject({ status: 404 });
  });
});

describe('faults', () => {
  it('are planned, listed with what happened, and cleared', async () => {
    const plans: unknown[] = [];
    const cancelled: unknown[] = [];
    const { send } = aControl({
      planFault: (plan) => {
        plans.push(plan);
        return {
          happened: () => true,
          calls: () => [{ service: 'dynamodb', operation: 'GetItem' }],
          cancel: () => cancelled.push(plan),
        };
      },
    });
    const planned = await send('POST /_local/faults', { function: 'keep-clocks', call: 2, when: 'after' });
    expect(planned.status).toBe(201);
    expect(plans).toEqual([{ functionName: 'keep-clocks', call: 2, when: 'after' }]);
    const listed = {
      function: 'keep-clocks',
      call: 2,
      when: 'after',
      happened: true,
      calls: [{ service: 'dynamodb', operation: 'GetItem' }],
    };
    expect((await send('GET /_local/faults')).json).toEqual({ faults: [listed] });
    expect((await send('DELETE /_local/faults')).json).toEqual({ faults: [] });
    expect(cancelled).toEqual(plans);
  });

  it('without a call number only watch', async () => {
    const plans: unknown[] = [];
    const { send } = aControl({
      planFault: (plan) => {
        plans.push(plan);
        return { happened: () => false, calls: () => [], cancel: () => undefined };
      },
    });
    await send('POST /_local/faults', { function: 'x' });
    expect(plans).toEqual([{ functionName: 'x', call: Number.POSITIVE_INFINITY, when: 'before' }]);
    expect(await send('POST /_local/faults', { function: 'x', call: 0 })).toMatchObject({ status: 400, json: { field: 'call' } });
  });
});

describe('paths', () => {
  it('outside /_local are not its own', async () => {
    expect(await aControl().control.handle(aRequest({ url: '/tickets' }))).toBeUndefined();
    expect(await aControl().control.handle(aRequest({ url: '/_locality' }))).toBeUndefined();
  });

  it.each(['/_local/nothing', '/_local', '/_local/issuer/other'])('%s, not there, is a 404 that names it', async (path) => {
    expect(await aControl().send(`GET ${path}`)).toMatchObject({
      status: 404,
      json: { message: expect.stringContaining(path) },
    });
  });

  it('with another method are a 405 that says which they take', async () => {
    expect(await aControl().send('POST /_local/outbox')).toMatchObject({ status: 405, headers: { allow: 'GET' } });
  });
});

describe('requests from a web site', () => {
  it.each(['evil.example', 'evil.example:4400', '127.0.0.1.evil.example', 'localhost@evil.example', ''])(
    'under the host name "%s" are refused',
    async (host) => {
      expect((await aControl().send('GET /_local/outbox', undefined, { headers: { host } })).status).toBe(403);
    },
  );

  it.each(['http://evil.example', 'https://127.0.0.1:4400', 'http://127.0.0.1:9999', 'null'])(
    'that change something, from the origin %s, are refused',
    async (origin) => {
      const headers = { host: '127.0.0.1:4400', origin };
      expect((await aControl().send('POST /_local/settle', undefined, { headers })).status).toBe(403);
    },
  );

  it.each(['127.0.0.1:4400', 'localhost:4400', 'localhost'])('are not those of the pages themselves under %s', async (host) => {
    const headers = { host, origin: `http://${host}` };
    expect((await aControl().send('POST /_local/settle', undefined, { headers })).status).toBe(200);
  });
});
