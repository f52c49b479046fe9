import type { Calendar } from './calendar.ts';
import { addBusinessDays } from './service-days.ts';
import { serviceHours } from './service-hours.ts';
import type { Second } from './time-zone.ts';

/**
 * How much time a contract gives. Clock time runs round the clock, business time only while the calendar is open; a business day is an
 * open day of that calendar, whatever its length.
 */
export type Amount = { unit: 'clock' | 'business'; seconds: number } | { unit: 'business-days'; days: number };

const secondsPer: Record<string, number> = { second: 1, minute: 60, hour: 3600, day: 24 * 3600 };

/** 366 days: longer promises are kept by people, not by timers. */
const longestSeconds = 366 * 24 * 3600;
const mostBusinessDays = 260;

/** Reads `4 clock hours`, `24 business hours`, `60 clock seconds`, `2 business days`; undefined for anything else, or nothing, or too much. */
export function readAmount(text: string): Amount | undefined {
  const [, number = '', kind = '', unit = ''] =
    /^(\d{1,9}(?:\.\d{1,4})?) (clock|business) (second|minute|hour|day)s?$/.exec(text) ?? [];
  if (unit === 'day' && kind === 'business') {
    const days = Number(number);
    return Number.isInteger(days) && days > 0 && days <= mostBusinessDays ? { unit: 'business-days', days } : undefined;
  }
  // Times of four decimals: `1.5`, `0.25` and the like come out whole.
  const seconds = Math.round(Number(number) * (secondsPer[unit] ?? Number.NaN) * 1e4) / 1e4;
  if (!Number.isInteger(seconds) || seconds <= 0 || seconds > longestSeconds) return undefined;
  return { unit: kind === 'clock' ? 'clock' : 'business', seconds };
}

export const amountRule =
  'must be an amount such as "4 clock hours", "24 business hours", "60 clock seconds" or "2 business days": whole seconds, at most 366 days or 260 business days';

/** Seconds of open time that the amount comes to when it is counted from `start`. Throws RangeError where the calendar does not hold it. */
export function secondsOf(amount: Amount, calendar: Calendar, start: Second): number {
  if (amount.unit !== 'business-days') return amount.seconds;
  if (calendar.kind === 'always') return amount.days * 24 * 3600;
  const hours = serviceHours(calendar);
  return hours.between(start, addBusinessDays(calendar, hours, start, amount.days));
}
