import { describe, expect, it } from 'vitest';
import { notice } from '../../../shared/notices/notice.ts';
import { noticesFor } from '../../../shared/notices/plan.ts';
import { open } from '../../../shared/tickets/decide.ts';
import type { EventOf } from '../../../shared/tickets/ticket-events.ts';
import { aContract, anOpening, aTicket, byCustomer } from '../../support/builders.ts';
import { desk, recorded } from './events.ts';

const plan = (event: EventOf<'TicketOpened'>) => noticesFor(recorded(event, 1), aTicket(), desk);

describe('what an acknowledgement promises', () => {
  const everything = aContract({
    targets: ['pick-up', 'first-response', 'next-response', 'update', 'resolution', 'complaint'].map((clock, i) => ({
      clock,
      within: `${i + 1} clock hours`,
    })),
  });
  const promised = (contract = everything, opening = anOpening()) => {
    const event = open(opening, contract, byCustomer());
    const [planned] = plan(event).notices;
    if (planned?.kind !== 'acknowledgement') throw new Error('no acknowledgement');
    return { clocks: planned.promises.map(({ clock }) => clock), planned };
  };

  it('is never how soon a call is picked up', () => {
    expect(promised(everything, anOpening({ channel: 'phone' })).clocks).toEqual(['first-response', 'update', 'resolution']);
  });

  it('is the answer to a complaint for a complaint', () => {
    expect(promised(everything, anOpening({ kind: 'complaint' })).clocks).toEqual([
      'first-response',
      'update',
      'resolution',
      'complaint',
    ]);
  });

  it('is the next response where the contract knows no first one', () => {
    const targets = [{ clock: 'next-response', within: '4 clock hours' }];
    expect(promised(aContract({ targets })).clocks).toEqual(['next-response']);
  });

  it('is nothing that a pause without end leaves open', () => {
    const event = open(anOpening(), everything, byCustomer());
    const clocks = event.clocks.map((clock) => (clock.metric === 'resolution' ? { ...clock, dueAt: undefined } : clock));
    expect(plan({ ...event, clocks }).notices).toMatchObject([{ promises: [{ clock: 'first-response' }, { clock: 'update' }] }]);
  });

  it('is nothing while the contract is suspended, and the reason goes along', () => {
    const entitlement = [{ state: 'suspended', from: '2026-01-01T00:00:00Z', reason: 'Invoice 17 is unpaid.' }];
    const { planned } = promised(aContract({ entitlement }));
    expect(planned).toMatchObject({ promises: [], suspended: { reason: 'Invoice 17 is unpaid.' } });
    expect(notice.parse(JSON.parse(JSON.stringify(planned)))).toEqual(planned);
  });

  it('holds in full after notice was given', () => {
    const entitlement = [{ state: 'in-notice', from: '2026-01-01T00:00:00Z' }];
    const { clocks, planned } = promised(aContract({ entitlement }));
    expect(clocks).toEqual(['first-response', 'resolution']);
    expect(planned).not.toHaveProperty('suspended');
  });
});
