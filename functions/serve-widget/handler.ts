import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { invocationLog } from '../../shared/lambda/invocation-log.ts';
import type { Log } from '../../shared/lambda/log.ts';

export interface Dependencies {
  log: Log;
  /** The bundled script, in which `urlPlaceholder` stands for the address of the chat. */
  script: string;
  chatUrl: string;
}

/** As the bundle has it, quotes and all. */
export const urlPlaceholder = '"__CHAT_URL__"';

/** Seconds for which browsers ask nobody. Short, because pages name the script by an address that never changes. */
export const freshSeconds = 300;

type Request = Pick<APIGatewayProxyEventV2, 'headers'>;

/** The script of the chat for any page: fresh for five minutes, and after that compared by its digest. */
export function createHandler({ log, script, chatUrl }: Dependencies) {
  const body = script.replace(urlPlaceholder, () => JSON.stringify(chatUrl));
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
  const zipped = gzipSync(body, { level: 9 }).toString('base64');
  const headers = {
    'cache-control': `public, max-age=${freshSeconds}, stale-while-revalidate=86400`,
    etag,
    vary: 'accept-encoding',
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'x-content-type-options': 'nosniff',
  };
  const typed = { ...headers, 'content-type': 'text/javascript; charset=utf-8' };
  return middy<Request, APIGatewayProxyStructuredResultV2>()
    .use(invocationLog(log))
    .handler(async ({ headers: asked }) => {
      if (asked['if-none-match']?.split(',').some((each) => each.trim().replace(/^W\//, '') === etag))
        return { statusCode: 304, headers };
      return /\bgzip\b/.test(asked['accept-encoding'] ?? '')
        ? { statusCode: 200, headers: { ...typed, 'content-encoding': 'gzip' }, body: zipped, isBase64Encoded: true }
        : { statusCode: 200, headers: typed, body };
    });
}
