import { readAmount } from '../../../shared/sla/amount.ts';
import { type Calendar, calendar, roundTheClock, type WeeklyCalendar } from '../../../shared/sla/calendar.ts';
import type { Commitment } from '../../../shared/sla/commitment.ts';
import type { NamedCalendar } from '../../../shared/sla/count.ts';

/** Epoch seconds of an ISO instant, and back. */
export const second = (iso: string): number => Date.parse(iso) / 1000;
export const iso = (at: number | undefined): string | undefined =>
  at === undefined ? undefined : new Date(at * 1000).toISOString().replace('.000', '');
export const hours = (n: number): number => n * 3600;

export const twoShifts = ['09:00-12:30', '13:30-17:00'];

/** Monday to Friday in Paris, with a lunch break, unless told otherwise. */
export function aCalendar(overrides: Record<string, unknown> = {}): WeeklyCalendar {
  const week = { monday: twoShifts, tuesday: twoShifts, wednesday: twoShifts, thursday: twoShifts, friday: twoShifts };
  const read = calendar.parse({ kind: 'weekly', timeZone: 'Europe/Paris', week, ...overrides });
  if (read.kind !== 'weekly') throw new Error('not a weekly calendar');
  return read;
}

export const named = (of: Calendar, version = 'v1', name = 'service'): NamedCalendar => ({ name, version, calendar: of });
export const clockTime: NamedCalendar = { name: 'round-the-clock', version: 'always', calendar: roundTheClock };

/** Four business hours to a first response, told to duty at half time and at the breach. */
export function aCommitment(overrides: Partial<Commitment> = {}): Commitment {
  const target = overrides.target ?? '4 business hours';
  return {
    metric: 'first-response',
    contractId: 'ctr_test',
    contractVersion: 3,
    timeZone: 'Europe/Paris',
    target,
    amount: readAmount(target)!,
    on: target.includes('clock') ? clockTime : named(aCalendar()),
    ladder: [
      { at: '50%', to: ['role:duty'], skipWhenAcknowledged: false },
      { at: 'breach', to: ['lead@desk.example'], skipWhenAcknowledged: true },
    ],
    from: 'receipt',
    repeats: true,
    pauses: [],
    ...overrides,
  };
}
