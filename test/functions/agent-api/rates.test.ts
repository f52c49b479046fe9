import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mostRequestsAMinute } from '../../../functions/agent-api/serve.ts';
import { keys } from '../../../shared/dynamo/table.ts';
import { digest } from '../../../shared/ids.ts';
import { minutesLater } from '../../support/builders.ts';
import { type Api, anApi } from './an-api.ts';

let api: Api;
beforeAll(async () => {
  api = await anApi();
});
afterAll(() => api.table.stop());

/** Somebody who has asked so often in this minute. */
const asked = (sub: string, count: number) =>
  api.table.put({ ...keys.rate('agent-api', digest(sub), '2026-01-05T08:30:00'), kind: 'rate', count });
const ask = (sub: string) => api.call('GET /tickets', undefined, { sub });

describe('an agent', () => {
  it('may ask 600 times a minute, and then hears when to ask again', async () => {
    await asked('ana', mostRequestsAMinute - 1);
    api.table.at.time = new Date(minutesLater(30).getTime() + 20_500);
    expect((await ask('ana')).status).toBe(200);
    expect(await ask('ana')).toMatchObject({
      status: 429,
      retryAfter: '40',
      body: { title: 'too-many', field: 'authorization', detail: 'at most 600 requests a minute' },
    });
    expect((await ask('max')).status).toBe(200);
    api.table.at.time = minutesLater(31);
    expect((await ask('ana')).status).toBe(200);
  });
});
