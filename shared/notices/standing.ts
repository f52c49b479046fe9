import type { Clock } from '../sla/clock.ts';
import type { Standing } from './templates/template.ts';

/** How a promise stands, in the words of people: missed and still open is `overdue`, missed and done is `late`. */
export function standingOf({ state, finishedAt }: Pick<Clock, 'state' | 'finishedAt'>): Standing {
  if (state !== 'breached') return state;
  return finishedAt === undefined ? 'overdue' : 'late';
}
