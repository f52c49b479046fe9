import type { CalendarCase } from './calendar-cases.ts';
import { judgeCalendar } from './calendar-verdict.ts';
import { differenceOf } from './differences.ts';
import type { SequenceCase } from './sequence.ts';
import { judgeSequence } from './sequence-verdict.ts';
import { readCases, type Verdict } from './vector-file.ts';

/** How the engine does on the vectors of one folder. A file that is not there is left out. */
export interface Report {
  calendar?: Verdict[];
  sequences?: Verdict[];
}

/** Judges `calendar.json` and `sequences.json` of the folder. Throws Error where it has neither. */
export function reportOn(folder: string): Report {
  const calendar = readCases<CalendarCase>(folder, 'calendar.json')?.map(judgeCalendar);
  const sequences = readCases<SequenceCase>(folder, 'sequences.json')?.map(judgeSequence);
  if (!calendar && !sequences) throw new Error(`${folder} has neither calendar.json nor sequences.json`);
  return { ...(calendar ? { calendar } : {}), ...(sequences ? { sequences } : {}) };
}

export interface Tally {
  right: number;
  differs: number;
  ignored: number;
  /** All but the ignored. */
  total: number;
}

export function tallyOf(verdicts: readonly Verdict[]): Tally {
  const count = (result: Verdict['result']) => verdicts.filter((verdict) => verdict.result === result).length;
  return {
    right: count('right'),
    differs: count('differs'),
    ignored: count('ignored'),
    total: verdicts.length - count('ignored'),
  };
}

/** Tallies by suite or by operation, in the order in which they come. */
export const talliesBy = (verdicts: readonly Verdict[], name: 'suite' | 'op'): [string, Tally][] =>
  [...new Set(verdicts.map((verdict) => verdict[name]))].map((value) => [
    value,
    tallyOf(verdicts.filter((verdict) => verdict[name] === value)),
  ]);

/** Which reading the engine has, where the vectors allow two. */
export function readingsTaken(verdicts: readonly Verdict[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { reading } of verdicts) if (reading) counts[reading] = (counts[reading] ?? 0) + 1;
  return counts;
}

export const missesOf = ({ calendar = [], sequences = [] }: Report): Verdict[] =>
  [...calendar, ...sequences].filter(({ result }) => result === 'miss');

/** Cases that are listed as different and are right: the list says too much. */
export const staleOf = ({ sequences = [] }: Report): string[] =>
  sequences.filter(({ id, result }) => result === 'right' && differenceOf(id)).map(({ id }) => id);
