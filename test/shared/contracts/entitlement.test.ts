import { describe, expect, it } from 'vitest';
import { entitlement, entitlementAt, suspensions } from '../../../shared/contracts/entitlement.ts';
import { periods, problemsOf } from './written.ts';

describe('an entitlement is refused, naming file, path and rule,', () => {
  it.each<[string, unknown, string]>([
    [
      'for a suspension without its reason',
      periods({ state: 'suspended', from: '2026-01-01T00:00:00Z' }),
      'entitlement.0: a suspension must say its reason, which the customer is told',
    ],
    [
      'for a period of no time',
      periods({ state: 'in-notice', from: '2026-01-02T00:00:00Z', until: '2026-01-02T00:00:00Z' }),
      'entitlement.0: must end after it begins',
    ],
    [
      'for periods that overlap',
      periods(
        { state: 'in-notice', from: '2026-01-01T00:00:00Z', until: '2026-02-02T00:00:00Z' },
        { state: 'ended', from: '2026-02-01T00:00:00Z' },
      ),
      'entitlement: must be in order and must not overlap',
    ],
    [
      'for open periods out of order',
      periods({ state: 'in-notice', from: '2026-02-01T00:00:00Z' }, { state: 'ended', from: '2026-01-01T00:00:00Z' }),
      'entitlement: must be in order and must not overlap',
    ],
  ])('%s', (_, contract, problem) => {
    expect(problemsOf(contract)).toEqual([problem]);
  });
});

describe('an entitlement is taken', () => {
  it.each<[string, unknown]>([
    [
      'with a period that begins as the one before ends',
      periods(
        { state: 'in-notice', from: '2026-01-01T00:00:00Z', until: '2026-02-01T00:00:00Z' },
        { state: 'ended', from: '2026-02-01T00:00:00Z' },
      ),
    ],
    [
      'with open periods, each until the next',
      periods({ state: 'in-notice', from: '2026-01-01T00:00:00Z' }, { state: 'ended', from: '2026-02-01T00:00:00Z' }),
    ],
  ])('%s', (_, contract) => {
    expect(problemsOf(contract)).toEqual([]);
  });
});

const history = entitlement.parse([
  { state: 'suspended', from: '2026-03-01T00:00:00+01:00', until: '2026-03-08T00:00:00+01:00', reason: 'Unpaid' },
  { state: 'in-notice', from: '2026-04-01T00:00:00Z' },
  { state: 'suspended', from: '2026-05-01T00:00:00Z', reason: 'Still unpaid' },
  { state: 'ended', from: '2026-06-01T00:00:00Z' },
]);

describe('what holds at a moment', () => {
  it.each([
    ['2026-02-28T22:59:59Z', 'active', undefined],
    ['2026-02-28T23:00:00Z', 'suspended', 'Unpaid'],
    ['2026-03-07T22:59:59Z', 'suspended', 'Unpaid'],
    ['2026-03-07T23:00:00Z', 'active', undefined],
    ['2026-04-01T00:00:00Z', 'in-notice', undefined],
    ['2026-05-01T00:00:00Z', 'suspended', 'Still unpaid'],
    ['2026-06-01T00:00:00Z', 'ended', undefined],
    ['2030-01-01T00:00:00Z', 'ended', undefined],
  ])('at %s is: %s', (at, state, reason) => {
    const held = entitlementAt(history, new Date(at));
    expect([held.state, held.reason]).toEqual([state, reason]);
  });
  it('is that it is active where nothing is said', () => {
    expect(entitlementAt([], new Date('2026-01-01T00:00:00Z')).state).toBe('active');
  });
});

describe('times of suspension', () => {
  it('are in UTC, and end with their period or with the beginning of the next', () => {
    expect(suspensions(history)).toEqual([
      { from: '2026-02-28T23:00:00Z', until: '2026-03-07T23:00:00Z', reason: 'suspended' },
      { from: '2026-05-01T00:00:00Z', until: '2026-06-01T00:00:00Z', reason: 'suspended' },
    ]);
  });
  it('have no end while nobody knows it', () => {
    expect(suspensions(history.slice(2, 3))).toEqual([{ from: '2026-05-01T00:00:00Z', until: undefined, reason: 'suspended' }]);
  });
});
