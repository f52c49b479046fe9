import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Leg, merged, outcomeOf } from '../../../shared/telephony/call.ts';
import type { ContactFacts } from '../../../shared/telephony/contact-event.ts';

const at = (minute: number) => `2026-03-04T09:${String(minute).padStart(2, '0')}:00.000Z`;
const facts = (more: Partial<ContactFacts> = {}): ContactFacts => ({
  contactId: 'c1',
  initialContactId: 'c1',
  isCallBack: false,
  initiatedAt: at(0),
  ...more,
});
const legOf = (all: readonly ContactFacts[]): Leg | undefined => all.reduce<Leg | undefined>(merged, undefined);

const story = [
  facts(),
  facts({ queuedAt: at(1) }),
  facts({ queuedAt: at(1), connectedAt: at(2), agentId: 'ana' }),
  facts({ queuedAt: at(1), connectedAt: at(2), agentId: 'ana', endedAt: at(5) }),
  facts({ contactId: 'c2', initiatedAt: at(5), queuedAt: at(5), connectedAt: at(6), agentId: 'ben', endedAt: at(9) }),
];

describe('what events say of a call', () => {
  it('is the same in whatever order and however often they come', () => {
    const expected = legOf(story);
    expect(expected).toMatchObject({ queuedAt: at(1), connectedAt: at(2), agentId: 'ana', endedAt: at(9) });
    fc.assert(
      fc.property(fc.shuffledSubarray([...story, ...story], { minLength: 10 }), (shuffled) => {
        expect(legOf(shuffled)).toEqual(expected);
      }),
    );
  });

  it('keeps the agent who took it first', () => {
    expect(legOf([...story].reverse())).toMatchObject({ connectedAt: at(2), agentId: 'ana' });
  });
});

describe('a call has', () => {
  const leg = (more: Partial<Leg>): Leg => ({
    legId: 'c1',
    initialContactId: 'c1',
    isCallBack: false,
    initiatedAt: at(0),
    ...more,
  });
  const ticket = { ticketId: 'tkt_1', reference: '123456782', putThrough: true };
  const known = { ticket, callBackWished: false };

  it.each<[string, Leg, Parameters<typeof outcomeOf>[1], object]>([
    [
      'been taken, also when its end is known',
      leg({ connectedAt: at(2), endedAt: at(5), agentId: 'a' }),
      known,
      { kind: 'taken', at: at(2), agentId: 'a' },
    ],
    [
      'been taken, also without a ticket',
      leg({ connectedAt: at(2) }),
      { ...known, ticket: undefined },
      { kind: 'taken', at: at(2) },
    ],
    ['not ended', leg({ queuedAt: at(1) }), known, { kind: 'unknown' }],
    [
      'been abandoned in the queue',
      leg({ queuedAt: at(1), endedAt: at(3) }),
      known,
      { kind: 'abandoned', at: at(3), waitedSeconds: 180 },
    ],
    ['been abandoned on the way there', leg({ endedAt: at(1) }), known, { kind: 'abandoned', at: at(1), waitedSeconds: 60 }],
    [
      'been abandoned, also without a ticket',
      leg({ queuedAt: at(1), endedAt: at(3) }),
      { ...known, ticket: undefined },
      { kind: 'abandoned' },
    ],
    ['come to nothing while choosing', leg({ endedAt: at(1) }), { ...known, ticket: undefined }, { kind: 'nothing' }],
    ['come to a call back', leg({ queuedAt: at(1), endedAt: at(3) }), { ...known, callBackWished: true }, { kind: 'nothing' }],
    [
      'not been put through',
      leg({ endedAt: at(3) }),
      { ...known, ticket: { ...ticket, putThrough: false } },
      { kind: 'nothing' },
    ],
    [
      'been a call back that was not taken',
      leg({ isCallBack: true, queuedAt: at(1), endedAt: at(3) }),
      known,
      { kind: 'nothing' },
    ],
  ])('%s', (_, each, with_, outcome) => {
    expect(outcomeOf(each, with_)).toMatchObject(outcome);
  });
});
