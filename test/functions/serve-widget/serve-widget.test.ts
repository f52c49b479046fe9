import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHandler, urlPlaceholder } from '../../../functions/serve-widget/handler.ts';
import { buildWidget } from '../../../infra/build-widget.ts';
import { context } from '../../support/lambda-events.ts';
import { aLog } from '../../support/recorders.ts';

/** Bytes of the script as it is sent. */
const largestWidget = 15_000;

const folder = mkdtempSync(join(tmpdir(), 'guichet-widget-'));
let script = '';
beforeAll(async () => {
  const file = join(folder, 'widget.js');
  await buildWidget(file);
  script = readFileSync(file, 'utf8');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ask = async (headers: Record<string, string> = {}, chatUrl = 'wss://abc.example/chat') =>
  (await createHandler({ log: aLog().log, script, chatUrl })({ headers }, context)) as {
    statusCode: number;
    headers: Record<string, string>;
    body?: string;
  };

describe('the script of the chat', () => {
  it('has at most 15 kB compressed, and names the chat once', () => {
    expect(gzipSync(script).length).toBeLessThan(largestWidget);
    expect(script.split(urlPlaceholder)).toHaveLength(2);
  });

  it('speaks to the chat of its stage, and may be used by any page', async () => {
    const { statusCode, headers, body } = await ask();
    expect(statusCode).toBe(200);
    expect(body).toContain('"wss://abc.example/chat"');
    expect(headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=300, stale-while-revalidate=86400',
      'access-control-allow-origin': '*',
      'x-content-type-options': 'nosniff',
    });
  });

  it('is compressed for who takes that, with the same digest', async () => {
    const plain = await ask();
    const zipped = await ask({ 'accept-encoding': 'br, gzip' });
    expect(zipped.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(Buffer.from(zipped.body ?? '', 'base64')).toString()).toBe(plain.body);
    expect(zipped.headers.etag).toBe(plain.headers.etag);
  });

  it('is not sent again to who has it, and is after a change', async () => {
    const { etag = '' } = (await ask()).headers;
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`]) {
      const { statusCode, body } = await ask({ 'if-none-match': known });
      expect([statusCode, body]).toEqual([304, undefined]);
    }
    expect((await ask({ 'if-none-match': etag }, 'wss://other.example/chat')).statusCode).toBe(200);
  });
});
