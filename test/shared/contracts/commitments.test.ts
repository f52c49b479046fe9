import { describe, expect, it } from 'vitest';
import { commitmentFor } from '../../../shared/contracts/commitments.ts';
import type { Facts } from '../../../shared/contracts/target.ts';
import type { ClockMetric } from '../../../shared/sla/clock.ts';
import { aCalendar, aContract } from '../../support/builders.ts';

const facts: Facts = { channel: 'email', kind: 'request', priority: 'normal' };
const promised = (overrides: Record<string, unknown>, metric: ClockMetric = 'resolution', of: Partial<Facts> = {}) =>
  commitmentFor(aContract(overrides), metric, { ...facts, ...of });
const within = (targets: Record<string, unknown>[], of: Partial<Facts>, metric: ClockMetric = 'resolution') =>
  promised({ calendars: { office: aCalendar() }, targets }, metric, of)?.target;

describe('what a contract promises', () => {
  it('is the target of the priority before the one for every priority, whichever is written first', () => {
    const targets = [
      { clock: 'resolution', within: '24 clock hours' },
      { clock: 'resolution', priority: 'urgent', within: '1 clock hour' },
    ];
    for (const order of [targets, [...targets].reverse()]) {
      expect(within(order, { priority: 'urgent' })).toBe('1 clock hour');
      expect(within(order, {})).toBe('24 clock hours');
    }
  });
  it('is the target that asks more of the ticket, whatever it asks', () => {
    const targets = [
      { clock: 'resolution', within: '5 clock hours' },
      { clock: 'resolution', channel: ['phone', 'chat'], within: '4 clock hours' },
      { clock: 'resolution', channel: 'phone', kind: 'incident', within: '3 clock hours' },
      { clock: 'resolution', channel: 'phone', kind: 'incident', priority: ['urgent', 'high'], within: '2 clock hours' },
    ];
    expect(within(targets, { kind: 'incident', priority: 'high' })).toBe('5 clock hours');
    expect(within(targets, { channel: 'chat', kind: 'incident' })).toBe('4 clock hours');
    expect(within(targets, { channel: 'phone', kind: 'incident' })).toBe('3 clock hours');
    expect(within(targets, { channel: 'phone', kind: 'incident', priority: 'high' })).toBe('2 clock hours');
  });
  it('is nothing for a clock without a target that fits', () => {
    const targets = [{ clock: 'resolution', priority: 'urgent', within: '1.5 clock hours' }];
    expect(within(targets, { priority: 'urgent' })).toBe('1.5 clock hours');
    expect(within(targets, {})).toBeUndefined();
    expect(within(targets, { priority: 'urgent' }, 'update')).toBeUndefined();
  });
  it('is counted round the clock for clock time, else on the only calendar or the one that is named', () => {
    const office = aCalendar();
    const night = { ...aCalendar({}, ['20:00-24:00']), version: 'v2' };
    const on = (target: Record<string, unknown>, calendars: Record<string, unknown>) =>
      promised({ calendars, targets: [{ clock: 'resolution', ...target }] })?.on;
    expect(on({ within: '4 clock hours' }, { office })).toMatchObject({ name: 'round-the-clock', version: 'always' });
    expect(on({ within: '4 business hours' }, { office })).toMatchObject({ name: 'office', version: 'v1' });
    expect(on({ within: '2 business days', calendar: 'night' }, { office, night })).toMatchObject({
      name: 'night',
      version: 'v2',
    });
  });
  it('is told to the people of the rungs that are for this clock', () => {
    const to = ['duty@desk.example'];
    const ladder = [
      { at: '50%', to, clocks: ['update'] },
      { at: '80%', to, clocks: ['update', 'resolution'] },
      { at: 'breach', to },
    ];
    expect(promised({ ladder })?.ladder.map(({ at }) => at)).toEqual(['80%', 'breach']);
    expect(promised({ ladder }, 'first-response')?.ladder.map(({ at }) => at)).toEqual(['breach']);
  });
  it('has what counting it needs: contract, version, zone, amount, its first event, and the suspensions that are known', () => {
    const entitlement = [{ state: 'suspended', from: '2026-03-01T00:00:00Z', reason: 'Unpaid' }];
    const targets = [{ clock: 'update', within: '90 clock minutes', from: 'first-response', repeats: false }];
    expect(promised({ version: 3, timeZone: 'Europe/Paris', entitlement, targets, ladder: [] }, 'update')).toEqual({
      metric: 'update',
      contractId: 'ctr_test',
      contractVersion: 3,
      timeZone: 'Europe/Paris',
      target: '90 clock minutes',
      amount: { unit: 'clock', seconds: 5400 },
      on: { name: 'round-the-clock', version: 'always', calendar: { kind: 'always' } },
      ladder: [],
      from: 'first-response',
      repeats: false,
      pauses: [{ from: '2026-03-01T00:00:00Z', until: undefined, reason: 'suspended' }],
    });
  });
  it('cannot be said of a contract that was never checked', () => {
    const targets = [{ clock: 'resolution', within: '4 business hours' }];
    expect(() => promised({ targets })).toThrow('contract ctr_test version 1 was never checked');
    expect(() => promised({ targets: [{ ...targets[0], calendar: 'night' }] })).toThrow('has no calendar night');
  });
});
