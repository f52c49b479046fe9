import { createHash } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { describeApi } from '../../shared/api/description.ts';
import type { JsonSchema } from '../../shared/api/json-schemas.ts';
import { httpApi } from '../../shared/lambda/http.ts';
import type { Log } from '../../shared/lambda/log.ts';

export interface Dependencies {
  log: Log;
  document: JsonSchema;
}

export type DescriptionEvent = Pick<APIGatewayProxyEventV2, 'routeKey' | 'headers'>;

/** How long whoever has the description may go without asking whether it is still so. It changes with deployments only. */
export const freshSeconds = 300;

export function createHandler({ log, document }: Dependencies) {
  const etag = `"${createHash('sha256').update(JSON.stringify(document)).digest('base64url').slice(0, 22)}"`;
  const headers = { etag, 'cache-control': `public, max-age=${freshSeconds}` };
  return httpApi<DescriptionEvent>(log, {
    [describeApi.route]: async ({ headers: { 'if-none-match': known } }) =>
      isAmong(etag, known) ? { status: 304, headers } : { status: 200, body: document, headers },
  });
}

/** By weak comparison, as `If-None-Match` wants it (RFC 9110, 13.1.2). */
function isAmong(etag: string, known: string | undefined): boolean {
  if (known === undefined) return false;
  return known.split(',').some((each) => each.trim() === '*' || each.trim().replace(/^W\//, '') === etag);
}
