import type { Now } from '../../shared/clock.ts';
import type { Contracts } from '../../shared/contracts/contract.ts';
import { keys } from '../../shared/dynamo/table.ts';
import { CallerError } from '../../shared/errors.ts';
import { severalLines } from '../../shared/forms/fields.ts';
import { digest, idFrom } from '../../shared/ids.ts';
import type { Counting } from '../../shared/rates/rate.ts';
import { customerReply } from '../../shared/tickets/decide.ts';
import { type Claim, ClaimTaken, type Tickets, untilNotOvertaken } from '../../shared/tickets/tickets.ts';
import { type Followed, follow } from './followed.ts';

interface Ports {
  tickets: Pick<Tickets, 'find' | 'append' | 'claimed'>;
  contracts: Contracts;
  counting: Counting;
  now: Now;
}

/** Messages that one request takes by its page in an hour. */
export const mostMessagesAnHour = 20;
/** How long the same message sent again adds nothing. */
const noncesKeptDays = 30;

/**
 * Adds a message of the customer's, once per nonce. Answers the request as it is then, and whether it was added just now. Throws
 * CallerError: the request is closed, or takes no more in this hour.
 */
export function addingMessage({ tickets, contracts, counting, now }: Ports) {
  return async (
    to: Followed,
    { text: typed, nonce }: { text: string; nonce: string },
    at: Date,
  ): Promise<{ followed: Followed; isNew: boolean }> => {
    const { link, own } = to;
    const text = severalLines(typed);
    if (text === '') throw new CallerError('invalid', 'must not be empty', 'text');
    // The text as well: another message with the same nonce is another message, so that nothing somebody wrote is dropped.
    const source = ['show-request', own.id, nonce, digest(text)];
    const claim: Claim = {
      name: 'message',
      item: {
        ...keys.request('show-request', idFrom('event', ...source)),
        kind: 'request',
        expiresAt: Math.floor(now().getTime() / 1000) + noncesKeptDays * 24 * 3600,
      },
    };
    const again = async () => ({ followed: (await follow(link, tickets)) ?? to, isNew: false });
    if (await tickets.claimed(claim)) return again();
    if (to.current.status === 'closed') throw new CallerError('conflict', 'a closed request takes no further messages', 'status');
    const retryAfterSeconds = await counting({
      purpose: 'request-message',
      who: own.id,
      most: mostMessagesAnHour,
      windowSeconds: 3600,
    });
    if (retryAfterSeconds !== undefined)
      throw new CallerError('too-many', `at most ${mostMessagesAnHour} messages an hour`, 'text', { retryAfterSeconds });
    return untilNotOvertaken(async () => {
      const { current } = (await follow(link, tickets)) ?? to;
      const { address, phone } = own.requester;
      const message = {
        id: idFrom('message', ...source),
        from: own.requester,
        to: [],
        cc: [],
        text,
        textCut: false,
        attachments: [],
        attachmentsCut: false,
        // The link went to whoever filled in the form, and they may have typed any address.
        ...(own.channel === 'form' && { unverified: true as const }),
      };
      const occasion = { at, now: now(), by: { kind: 'customer' as const, address, ...(address === undefined && { phone }) } };
      const events = customerReply(current, { message, participants: [] }, await contracts.of(current), occasion);
      try {
        const after = await tickets.append(current, events, [claim]);
        return { followed: { link, own: current.id === own.id ? after : own, current: after }, isNew: true };
      } catch (error) {
        if (!(error instanceof ClaimTaken)) throw error;
        return again();
      }
    });
  };
}
