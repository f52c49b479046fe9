import * as z from 'zod/mini';
import { readAmount } from '../sla/amount.ts';
import { calendar, roundTheClock } from '../sla/calendar.ts';
import type { NamedCalendar } from '../sla/count.ts';
import type { Target } from './target.ts';
import { terms } from './terms.ts';

/** One version of an agreement as the table keeps it: complete in itself, every holiday a date. */
export const contract = z.object({
  ...terms,
  calendars: z.record(z.string(), z.object({ version: z.string(), calendar })),
});
export type Contract = z.infer<typeof contract>;

export interface ContractVersion {
  contractId: string;
  contractVersion: number;
}

/** All versions of all contracts. */
export interface Contracts {
  all(): Promise<Contract[]>;
  /** The version that a ticket is under. Throws when there is none. */
  of(ticket: ContractVersion): Promise<Contract>;
}

/** The calendar of clock time. */
export const clockTime: NamedCalendar = { name: 'round-the-clock', version: 'always', calendar: roundTheClock };

/** The calendar of that name as this contract has it now. Throws Error where there is none. */
export function calendarOf({ id, calendars }: Pick<Contract, 'id' | 'calendars'>, name: string): NamedCalendar {
  if (name === clockTime.name) return clockTime;
  const found = calendars[name];
  if (!found) throw new Error(`contract ${id} has no calendar ${name}`);
  return { name, ...found };
}

/** The name of the calendar that a target counts on: clock time, the one it names, or the only one that there is. */
export function calendarNameOf(
  { within, calendar: named }: Pick<Target, 'within' | 'calendar'>,
  calendars: object,
): string | undefined {
  if (readAmount(within)?.unit === 'clock') return clockTime.name;
  const names = Object.keys(calendars);
  return named ?? (names.length === 1 ? names[0] : undefined);
}
