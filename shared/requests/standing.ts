import type { Language } from '../contracts/vocabulary.ts';
import { formatInstant } from '../notices/format.ts';
import { promisedMetrics } from '../notices/notice.ts';
import { standingOf } from '../notices/standing.ts';
import { latestOf } from '../sla/clock.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { requestWords } from './words/by-language.ts';
import type { Stand } from './words/words.ts';

export function standOf({ status, waitingFor }: Pick<Ticket, 'status' | 'waitingFor'>): Stand {
  switch (status) {
    case 'open':
      return 'with-us';
    case 'pending':
      return waitingFor === 'customer' || waitingFor === undefined ? 'with-you' : 'with-others';
    case 'resolved':
    case 'closed':
      return status;
  }
}

/** The latest promise of each kind that the customer was made, with its due time in the contract's zone and how it stands. */
export function promisesOf({ clocks }: Pick<Ticket, 'clocks'>, language: Language) {
  const says = requestWords[language];
  return promisedMetrics.flatMap((metric) => {
    const clock = latestOf(clocks, metric);
    if (!clock) return [];
    const { dueAt, receipt } = clock;
    const standing = standingOf(clock);
    const due = dueAt === undefined ? undefined : formatInstant(dueAt, receipt.timeZone, language);
    const sentences = { running: says.running, paused: says.paused, overdue: says.overdue, met: says.met, late: says.late };
    const text = standing === 'cancelled' ? says.cancelled : due === undefined ? says.noDue : sentences[standing](due);
    return [{ clock: metric, name: says.clocks[metric], dueAt, standing, text }];
  });
}

/** The zone in which a ticket's contract reads a clock, as far as its promises say. */
export const timeZoneOf = ({ clocks }: Pick<Ticket, 'clocks'>): string => clocks[0]?.receipt.timeZone ?? 'UTC';
