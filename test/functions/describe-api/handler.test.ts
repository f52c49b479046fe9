import { describe, expect, it } from 'vitest';
import { createHandler, freshSeconds } from '../../../functions/describe-api/handler.ts';
import { openApiDocument } from '../../../shared/api/openapi.ts';
import { operations } from '../../../shared/api/operations.ts';
import { createLog } from '../../../shared/lambda/log.ts';
import { context } from '../../support/lambda-events.ts';

const log = createLog(
  () => {},
  'describe-api',
  () => new Date(0),
);
const document = openApiDocument({ operations, serverUrl: 'https://api.example.org' });

const ask = async (headers: Record<string, string> = {}, of = document) => {
  const handler = createHandler({ log, document: of });
  const response = await handler({ routeKey: 'GET /openapi.json', headers }, context);
  return { status: response.statusCode, headers: response.headers ?? {}, body: response.body };
};

describe('the description of the API', () => {
  it('is answered whole, with a tag and for how long it may be kept', async () => {
    const { status, headers, body = '' } = await ask();
    expect(status).toBe(200);
    expect(JSON.parse(body)).toEqual(JSON.parse(JSON.stringify(document)));
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'cache-control': `public, max-age=${freshSeconds}`,
      etag: expect.stringMatching(/^"[\w-]{22}"$/),
    });
  });

  it('is not answered again to whoever has it, and is to whoever has another', async () => {
    const etag = String((await ask()).headers.etag);
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const { status, headers, body } = await ask({ 'if-none-match': known });
      expect([status, headers.etag, body]).toEqual([304, etag, undefined]);
    }
    for (const known of ['"other"', etag.slice(1, -1), '']) expect((await ask({ 'if-none-match': known })).status).toBe(200);
  });

  it('has another tag once anything in it is other', async () => {
    const other = openApiDocument({ operations, serverUrl: 'https://other.example.org' });
    expect((await ask({}, other)).headers.etag).not.toBe((await ask()).headers.etag);
  });

  it('fits many times over into what Lambda may answer', async () => {
    expect((await ask()).body?.length).toBeLessThan(1024 * 1024);
  });
});
