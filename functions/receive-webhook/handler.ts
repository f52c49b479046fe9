import { receiveEvent } from '../../shared/api/partners.ts';
import type { Now } from '../../shared/clock.ts';
import type { Contracts } from '../../shared/contracts/contract.ts';
import { CallerError } from '../../shared/errors.ts';
import { type Answer, httpApi } from '../../shared/lambda/http.ts';
import { jsonIn } from '../../shared/lambda/json-body.ts';
import type { Log } from '../../shared/lambda/log.ts';
import { answeredBefore, type KeepAnswer, webhookClaim } from '../../shared/partners/answered-webhooks.ts';
import type { ExternalIds } from '../../shared/partners/external-ids.ts';
import type { Partner, Partners } from '../../shared/partners/partner.ts';
import type { KnownSecrets } from '../../shared/partners/partner-secrets.ts';
import { readEvent } from '../../shared/partners/read-event.ts';
import type { Counting } from '../../shared/rates/rate.ts';
import { ClaimTaken, type Tickets } from '../../shared/tickets/tickets.ts';
import { addMessage } from './add-message.ts';
import { askState } from './ask-state.ts';
import { authenticating, type WebhookEvent } from './authentic.ts';
import { openRequest } from './open-request.ts';
import type { Received } from './received.ts';

export interface Dependencies {
  log: Log;
  partners: Partners;
  secrets: KnownSecrets;
  counting: Counting;
  contracts: Contracts;
  tickets: Pick<Tickets, 'find' | 'findByReference' | 'claimed' | 'append'>;
  externalIds: ExternalIds;
  keepAnswer: KeepAnswer;
  now: Now;
}

export function createHandler(dependencies: Dependencies) {
  const { log, tickets, now } = dependencies;
  const authenticate = authenticating(dependencies);

  /** What the same webhook was answered before, if it was. */
  const before = async ({ webhook, claim }: Pick<Received, 'webhook' | 'claim'>): Promise<Answer | undefined> => {
    const kept = await tickets.claimed(claim);
    return kept && answeredBefore(kept, webhook);
  };

  return httpApi<WebhookEvent>(log, {
    [receiveEvent.route]: async (request) => {
      const { partner, webhook, bytes } = await authenticate(request);
      await checkQuota(partner, dependencies);
      const known = { partner, webhook, claim: webhookClaim(webhook, now()), at: new Date(request.requestContext.timeEpoch) };
      const repeated = await before(known);
      if (repeated) return repeated;
      const { event, sourceOf } = readEvent(jsonIn(bytes), partner.mapping);
      const received = { ...known, event, sourceOf };
      try {
        const answer = await take(received, dependencies);
        log.info('webhook taken', { partnerId: partner.id, type: event.type, status: answer.status });
        return answer;
      } catch (error) {
        // Whatever stands in the way may be what the same webhook has just done.
        const meanwhile = error instanceof ClaimTaken || error instanceof CallerError ? await before(known) : undefined;
        if (!meanwhile) throw error;
        return meanwhile;
      }
    },
  });
}

function take({ event, ...received }: Received, dependencies: Dependencies): Promise<Answer> {
  switch (event.type) {
    case 'request.opened':
      return openRequest({ ...received, event }, dependencies);
    case 'message.added':
      return addMessage({ ...received, event }, dependencies);
    case 'state.asked':
      return askState({ ...received, event }, dependencies);
  }
}

/** Counted once the sender is known, so that nobody else uses a quota up. Throws CallerError saying when there is room again. */
async function checkQuota({ id, quota }: Partner, { counting }: Pick<Dependencies, 'counting'>): Promise<void> {
  const limits = [
    { purpose: 'webhooks-a-minute', most: quota.perMinute, windowSeconds: 60, period: 'minute' },
    { purpose: 'webhooks-a-day', most: quota.perDay, windowSeconds: 24 * 3600, period: 'day' },
  ];
  for (const { purpose, most, windowSeconds, period } of limits) {
    const retryAfterSeconds = most === undefined ? undefined : await counting({ purpose, who: id, most, windowSeconds });
    if (retryAfterSeconds !== undefined)
      throw new CallerError('too-many', `at most ${most} requests a ${period} were agreed on`, 'partner', { retryAfterSeconds });
  }
}
