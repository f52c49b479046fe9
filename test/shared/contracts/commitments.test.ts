import { describe, expect, it } from 'vitest';
import { commitments } from '../../../shared/contracts/contract.ts';
import { aContract } from '../../support/builders.ts';

const seconds = (contract: ReturnType<typeof aContract>, priority: 'urgent' | 'normal') =>
  Object.fromEntries(commitments(contract, priority).map(({ metric, targetSeconds }) => [metric, targetSeconds]));

describe('what a contract promises', () => {
  it('is the target of the priority before the one for every priority, whichever is written first', () => {
    const targets = aContract().targets;
    for (const order of [targets, [...targets].reverse()]) {
      expect(seconds(aContract({ targets: order }), 'urgent')).toEqual({ 'first-response': 3600, resolution: 86_400 });
      expect(seconds(aContract({ targets: order }), 'normal')).toEqual({ 'first-response': 14_400, resolution: 86_400 });
    }
  });
  it('is nothing for a clock without a target that fits', () => {
    const contract = aContract({ targets: [{ clock: 'resolution', priority: 'urgent', within: 'PT1H30M5S' }] });
    expect(seconds(contract, 'urgent')).toEqual({ resolution: 5405 });
    expect(seconds(contract, 'normal')).toEqual({});
  });
  it('is told to the people of each rung, at its share of the time or after the breach', () => {
    expect(commitments(aContract(), 'normal')[0]?.ladder).toEqual([
      { name: '50%', kind: 'warning', percent: 50, to: ['duty@desk.example'] },
      { name: 'breach', kind: 'breach', to: ['lead@desk.example'] },
      { name: 'breach+PT1H', kind: 'after', afterSeconds: 3600, to: ['boss@desk.example'] },
    ]);
  });
});
