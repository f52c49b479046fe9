import { afterEach, describe, expect, it } from 'vitest';
import { createActivity } from '../../../../infra/local/activity.ts';
import type { HttpRequest, HttpResponse } from '../../../../infra/local/http-api/exchange.ts';
import { largestRequestBody } from '../../../../infra/local/http-api/http-api.ts';
import type { RunningServer } from '../../../../infra/local/pages/listening.ts';
import { createPages } from '../../../../infra/local/pages/pages.ts';
import { startWebServer } from '../../../../infra/local/pages/web-server.ts';
import { aControl } from '../control/a-control.ts';

const running: RunningServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});

async function started(answer: (request: HttpRequest) => Promise<HttpResponse | undefined> = async () => undefined) {
  const activity = createActivity();
  const reported: unknown[] = [];
  const { control } = aControl({ activity });
  const httpApi = { handle: answer };
  const server = await startWebServer({
    port: 0,
    pages: createPages(),
    control,
    httpApi,
    activity,
    report: (error) => reported.push(error),
  });
  running.push(server);
  return { origin: `http://127.0.0.1:${server.port}`, activity, reported };
}

describe('the web server', () => {
  it('answers pages and control itself and hands everything else to the HTTP API', async () => {
    const asked: HttpRequest[] = [];
    const { origin } = await started(async (request) => {
      asked.push(request);
      return { status: 201, headers: { 'x-a': '1' }, body: Buffer.from('ok'), cookies: ['a=1', 'b=2'] };
    });
    expect(await (await fetch(`${origin}/`)).text()).toContain('<!doctype html>');
    expect((await fetch(`${origin}/_local/clock`)).status).toBe(200);
    const response = await fetch(`${origin}/tickets?x=1`, { method: 'POST', body: 'hello', headers: { cookie: 'c=1' } });
    expect(response.status).toBe(201);
    expect(await response.text()).toBe('ok');
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(asked).toMatchObject([
      { method: 'POST', url: '/tickets?x=1', body: Buffer.from('hello'), headers: { cookie: ['c=1'] }, sourceIp: '127.0.0.1' },
    ]);
  });

  it('says when the template has no HTTP API', async () => {
    const { origin } = await started();
    const response = await fetch(`${origin}/tickets`);
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ message: 'the template has no HTTP API' });
  });

  it('counts a call of the HTTP API as activity, but not a wait for quiet', async () => {
    const { promise: release, resolve } = Promise.withResolvers<HttpResponse>();
    const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
    const { origin, activity } = await started(() => {
      arrive();
      return release;
    });
    const call = fetch(`${origin}/tickets`);
    await arrived;
    expect(activity.current()).toEqual(['GET /tickets']);
    const settle = fetch(`${origin}/_local/settle`, { method: 'POST' });
    resolve({ status: 204, headers: {}, body: '' });
    expect((await call).status).toBe(204);
    expect((await settle).status).toBe(200);
  });

  it('hands on just enough of a body that is too large', async () => {
    const { origin } = await started(async ({ body }) => ({
      status: 200,
      headers: {},
      body: `${body.length > largestRequestBody}`,
    }));
    const response = await fetch(`${origin}/x`, { method: 'POST', body: new Uint8Array(largestRequestBody + 1) });
    expect(await response.text()).toBe('true');
  });

  it('reports a failure of its own and answers 500', async () => {
    const { origin, reported } = await started(async () => {
      throw new Error('broken');
    });
    expect((await fetch(`${origin}/x`)).status).toBe(500);
    expect(reported).toMatchObject([{ message: 'broken' }]);
  });

  it('says when its port is taken', async () => {
    const { origin } = await started();
    const { control } = aControl();
    const options = { pages: createPages(), control, httpApi: { handle: async () => undefined }, activity: createActivity() };
    await expect(startWebServer({ port: Number(new URL(origin).port), ...options })).rejects.toThrow('EADDRINUSE');
  });
});
