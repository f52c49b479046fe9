import { describe, expect, it } from 'vitest';
import { nextAlarm } from '../../../shared/sla/clock.ts';
import { agentReply, customerReply } from '../../../shared/tickets/decide.ts';
import { evolve } from '../../../shared/tickets/evolve.ts';
import { ring } from '../../../shared/tickets/ring.ts';
import { aContract, anOpening, aTicket, byAgent, byCustomer, minutesLater } from '../../support/builders.ts';

describe('a ticket that waits for the customer when its contract is suspended', () => {
  const contract = aContract({
    targets: [{ clock: 'resolution', within: '24 clock hours' }],
    ladder: [],
    pauses: [{ because: ['customer'] }],
    entitlement: [{ state: 'suspended', from: '2026-01-06T00:00:00Z', until: '2026-01-10T00:00:00Z', reason: 'unpaid' }],
  });
  const waiting = agentReply(
    aTicket({}, contract),
    { messageId: 'msg_2', text: 'Done?' },
    contract,
    byAgent(minutesLater(60)),
  ).reduce(evolve, aTicket({}, contract));
  const spoken = customerReply(
    waiting,
    { message: anOpening().message, participants: [] },
    contract,
    byCustomer(new Date('2026-01-07T09:00:00Z')),
  ).reduce(evolve, waiting);

  it('stands still after the customer has spoken, and rings for nothing until the suspension is over', () => {
    expect(spoken.clocks).toMatchObject([{ state: 'paused', dueAt: '2026-01-10T23:00:00Z' }]);
    expect(ring(spoken, contract, new Date('2026-01-07T09:00:01Z'))).toEqual([]);
    expect(nextAlarm(spoken.clocks)).toBe('2026-01-10T00:00:00Z');
  });
  it('goes on once, when it is', () => {
    const now = new Date('2026-01-10T00:00:00Z');
    const events = ring(spoken, contract, now);
    expect(events.map(({ type }) => type)).toEqual(['PauseEnded']);
    const running = events.reduce(evolve, spoken);
    expect(running.clocks).toMatchObject([{ state: 'running', dueAt: '2026-01-10T23:00:00Z' }]);
    expect([ring(running, contract, now), nextAlarm(running.clocks)]).toEqual([[], '2026-01-10T23:00:00Z']);
  });
});
