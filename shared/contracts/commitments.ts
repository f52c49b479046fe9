import { readAmount } from '../sla/amount.ts';
import type { ClockMetric } from '../sla/clock.ts';
import type { Commitment } from '../sla/commitment.ts';
import { type Contract, calendarNameOf, calendarOf } from './contract.ts';
import { suspensions } from './entitlement.ts';
import { type Facts, targetFor } from './target.ts';

/** What this contract promises for one clock of such a ticket; undefined where it promises nothing. */
export function commitmentFor(contract: Contract, metric: ClockMetric, facts: Facts): Commitment | undefined {
  const target = targetFor(contract.targets, metric, facts);
  if (!target) return undefined;
  const amount = readAmount(target.within);
  const calendar = calendarNameOf(target, contract.calendars);
  if (!amount || calendar === undefined) throw new Error(`contract ${contract.id} version ${contract.version} was never checked`);
  return {
    metric,
    contractId: contract.id,
    contractVersion: contract.version,
    timeZone: contract.timeZone,
    target: target.within,
    amount,
    on: calendarOf(contract, calendar),
    ladder: contract.ladder.filter(({ clocks }) => clocks === undefined || clocks.includes(metric)),
    from: target.from,
    repeats: target.repeats,
    pauses: suspensions(contract.entitlement),
  };
}
