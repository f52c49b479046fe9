import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { routeOfAnswer } from '../../../shared/chat/answer-by-mail.ts';
import { unseenSeconds } from '../../../shared/chat/limits.ts';
import type { Pushed } from '../../../shared/chat/push.ts';
import type { RecordedEvent } from '../../../shared/tickets/ticket-events.ts';
import { monday } from '../../support/builders.ts';

const recordedAt = monday.toISOString();
const answer: RecordedEvent = {
  ticketId: 'tkt_1',
  sequence: 5,
  event: {
    type: 'AgentReplied',
    at: recordedAt,
    recordedAt,
    by: { kind: 'agent', id: 'ana' },
    messageId: 'm',
    text: 'x',
    clocks: [],
  },
};
const pushed = (more: Partial<Pushed> = {}): Pushed => ({ isChat: true, isLive: true, seen: 0, failed: [], ...more });
type Of = { handedOver?: 'mail' | 'call-back'; mergedFrom?: readonly string[] };
const later = (seconds: number) => new Date(monday.getTime() + seconds * 1000);

describe('an answer in a chat', () => {
  it.each([
    ['waits for five minutes while a page is there', {}, {}, 0, { kind: 'wait', seconds: unseenSeconds }],
    ['waits for the second that is left', {}, {}, unseenSeconds - 1, { kind: 'wait', seconds: 1 }],
    ['is mailed when that is over', {}, {}, unseenSeconds, { kind: 'mail' }],
    ['is mailed at once where nobody is there', { isLive: false }, {}, 0, { kind: 'mail' }],
    ['is not mailed once it is seen', { seen: 5 }, {}, 0, { kind: 'seen' }],
    [
      'is not mailed once something after it is seen, though nobody is there',
      { seen: 9, isLive: false },
      {},
      9999,
      { kind: 'seen' },
    ],
    ['waits while only what was before it is seen', { seen: 4 }, {}, 0, { kind: 'wait', seconds: unseenSeconds }],
    ['is mailed to whom wants it so, seen or not', { seen: 5 }, { handedOver: 'mail' }, 0, { kind: 'mail' }],
    ['is mailed where others ask the same, seen or not', { seen: 5 }, { mergedFrom: ['tkt_2'] }, 0, { kind: 'mail' }],
    ['is chat for whom wants a call', { seen: 5 }, { handedOver: 'call-back' }, 0, { kind: 'seen' }],
    ['on a ticket that is no chat’s is mailed', { isChat: false, isLive: false }, {}, 0, { kind: 'mail' }],
  ] as const)('%s', (_, push, { mergedFrom = [], ...ticket }: Of, seconds, route) => {
    expect(routeOfAnswer(answer, pushed(push), { mergedFrom: [...mergedFrom], ...ticket }, later(seconds))).toEqual(route);
  });

  it('never waits longer than SQS can, nor for nothing', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 100_000 }),
        fc.integer({ min: 0, max: 10 }),
        fc.boolean(),
        (seconds, seen, isLive) => {
          const route = routeOfAnswer(answer, pushed({ seen, isLive }), { mergedFrom: [] }, later(seconds));
          if (route.kind === 'wait') expect(route.seconds > 0 && route.seconds <= 900 && isLive && seen < 5).toBe(true);
        },
      ),
    );
  });
});
