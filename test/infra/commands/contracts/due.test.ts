import { describe, expect, it } from 'vitest';
import { explainDue, versionAt } from '../../../../infra/commands/contracts/due.ts';
import type { Facts } from '../../../../shared/contracts/target.ts';
import { aCalendar, aContract } from '../../../support/builders.ts';

const facts: Facts = { channel: 'email', kind: 'request', priority: 'normal' };
const explained = (overrides: Record<string, unknown>, at: string, of: Partial<Facts> = {}) =>
  explainDue(aContract({ timeZone: 'Europe/Paris', ladder: [], ...overrides }), { ...facts, ...of }, new Date(at));
const office = (overrides: Record<string, unknown> = {}) => ({ office: aCalendar(overrides) });
const firstResponse = (within: string) => [{ clock: 'first-response', within }];

describe('“due when?”', () => {
  it('says when in the contract’s zone and in UTC, on which calendar, and which hours count', () => {
    const targets = firstResponse('4 business hours');
    expect(explained({ calendars: office(), targets }, '2026-01-02T16:30:15+01:00')).toEqual([
      'ctr_test version 1 (Test), in force since 2020-01-01T00:00:00Z, active',
      'request, normal, by email, received Friday, 2 January 2026 at 16:30:15 (Europe/Paris), 2026-01-02T15:30:15Z',
      '',
      'first-response: within 4 business hours, due Monday, 5 January 2026 at 13:30:15 (Europe/Paris), 2026-01-05T12:30:15Z',
      '  counted on the calendar office (v1): 4 hours',
      '    Fri 2026-01-02 16:30:15 – 17:00: 29 minutes, 45 seconds',
      '    Mon 2026-01-05 09:00 – 12:30: 3 hours, 30 minutes',
      '    Mon 2026-01-05 13:30 – 13:30:15: 15 seconds',
    ]);
  });
  it('names who would be told at each step, at its own moment', () => {
    const roles = { duty: [{ people: ['day@desk.example'], during: 'office' }, { people: ['night@desk.example'] }] };
    const ladder = [
      { at: '50%', to: ['role:duty'] },
      { at: 'breach', to: ['role:duty', 'lead@desk.example'] },
      { at: '1 hour after breach', to: ['boss@desk.example'], skipWhenAcknowledged: true },
    ];
    const lines = explained(
      { calendars: office(), targets: firstResponse('2 clock hours'), roles, ladder },
      '2026-01-05T15:30:00+01:00',
    );
    expect(lines.slice(6)).toEqual([
      '  50%: Mon 2026-01-05 16:30, to day@desk.example (role:duty)',
      '  breach: Mon 2026-01-05 17:30, to night@desk.example (role:duty), lead@desk.example',
      '  1 hour after breach: Mon 2026-01-05 18:30, to boss@desk.example, unless an earlier step was acknowledged',
    ]);
  });
  it('warns when holidays are not known for long enough', () => {
    const covered = { of: 'FR', from: '2020-01-01', through: '2026-01-06' };
    const beware = (within: string) =>
      explained({ calendars: office({ covered }), targets: firstResponse(within) }, '2026-01-05T09:00:00+01:00').filter((line) =>
        line.includes('beware'),
      );
    expect(beware('14 business hours')).toEqual([]);
    expect(beware('15 business hours')).toEqual([
      '  beware: public holidays are known through 2026-01-06 only; after that none is counted',
    ]);
  });
  it('lists the first and the last of very many intervals', () => {
    const lines = explained({ calendars: office(), targets: firstResponse('300 business hours') }, '2026-01-05T09:00:00+01:00');
    expect(lines).toContain('    … 46 more …');
    expect(lines.filter((line) => line.startsWith('    '))).toHaveLength(41);
  });
  it('names what is promised later: from the first response, and for further messages', () => {
    const targets = [
      ...firstResponse('1 clock hour'),
      { clock: 'next-response', within: '2 clock hours' },
      { clock: 'update', from: 'first-response', within: '3 clock hours' },
    ];
    expect(explained({ targets }, '2026-01-05T09:00:00Z').slice(-3)).toEqual([
      '',
      'next-response: within 2 clock hours of each further message of the customer',
      'update: within 3 clock hours of the first response',
    ]);
  });
  it('goes by channel, kind and priority', () => {
    const targets = [
      { clock: 'pick-up', within: '60 clock seconds' },
      { clock: 'complaint', within: '2 clock days' },
      { clock: 'resolution', priority: 'high', within: '1 clock hour' },
    ];
    const clocks = (of: Partial<Facts>) =>
      explained({ targets }, '2026-01-05T09:00:00Z', of).flatMap((line) => /^\S+(?=: within)/.exec(line)?.[0] ?? []);
    expect(clocks({})).toEqual([]);
    expect(clocks({ channel: 'phone', kind: 'complaint', priority: 'high' })).toEqual(['pick-up', 'resolution', 'complaint']);
  });
  it('says why nothing is promised', () => {
    const on = (state: string) =>
      explained({ entitlement: [{ state, from: '2026-01-01T00:00:00Z', reason: 'Unpaid' }] }, '2026-01-05T09:00:00Z');
    expect(on('suspended')).toContain('ctr_test version 1 (Test), in force since 2020-01-01T00:00:00Z, suspended: Unpaid');
    expect(on('suspended')).toContain('first-response: within 4 clock hours, not due while the contract is suspended');
    expect(on('ended').slice(2)).toEqual(['nothing is promised any more: whoever writes is served under the default contract']);
    expect(on('in-notice').length).toBeGreaterThan(3);
  });
  it('says what a suspension that is known beforehand does', () => {
    const entitlement = [{ state: 'suspended', from: '2026-01-05T10:00:00Z', reason: 'Unpaid' }];
    const ladder = [{ at: '80%', to: ['duty@desk.example'] }];
    const lines = explained({ entitlement, ladder, targets: firstResponse('4 clock hours') }, '2026-01-05T09:00:00Z');
    expect(lines).toContain('first-response: within 4 clock hours, not due while the contract is suspended');
    expect(lines.at(-1)).toBe('  80%: not while the contract is suspended, to duty@desk.example');
  });
});

describe('the version that a request is under', () => {
  const all = [aContract(), aContract({ version: 2, effectiveFrom: '2026-02-01T00:00:00Z' })];
  it('is the one in force when it is received', () => {
    expect(versionAt(all, 'ctr_test', new Date('2026-01-31T23:59:59Z')).version).toBe(1);
    expect(versionAt(all, 'ctr_test', new Date('2026-02-01T00:00:00Z')).version).toBe(2);
  });
});
