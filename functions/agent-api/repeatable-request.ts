import { keys } from '../../shared/dynamo/table.ts';
import { CallerError } from '../../shared/errors.ts';
import { idFrom } from '../../shared/ids.ts';
import type { Claim } from '../../shared/tickets/tickets.ts';
import type { Caller } from './caller.ts';
import type { ApiEvent } from './serve.ts';

const longestIdempotencyKey = 200;
const requestsKeptDays = 30;

/**
 * A request with an Idempotency-Key may be repeated without being carried out twice. The key counts for its caller, its route and its
 * body: the same key with other words is another request, so that nothing an agent wrote is dropped.
 */
export function requestOf(event: ApiEvent, caller: Caller, now: Date): { source: string[]; claim: Claim } | undefined {
  const key = event.headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (key.length === 0 || key.length > longestIdempotencyKey) {
    throw new CallerError('invalid', `must have 1 to ${longestIdempotencyKey} characters`, 'Idempotency-Key');
  }
  const source = ['agent-api', caller.id, `${event.requestContext.http.method} ${event.rawPath}`, key, event.body ?? ''];
  const expiresAt = Math.floor(now.getTime() / 1000) + requestsKeptDays * 24 * 3600;
  return {
    source,
    claim: { name: 'request', item: { ...keys.request('agent-api', idFrom('event', ...source)), kind: 'request', expiresAt } },
  };
}
