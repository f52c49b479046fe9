import { type Clock, isOpen } from '../../shared/sla/clock.ts';

/** How a peer's policy stands as a whole, in the words of the vectors. */
export type Stand = 'pending' | 'met' | 'breached' | 'partially_met';

/**
 * First response and resolution decide, and whatever else is promised where neither is. `pending` while one of them can still be kept.
 * `whenReplaced`: what stays of it in the history when another policy takes its place; nothing where nothing has happened yet.
 */
export function standOf(clocks: readonly Clock[]): { status: Stand; whenReplaced: (Stand | 'closed')[] } {
  const counted = clocks.filter(({ state }) => state !== 'cancelled');
  const main = counted.filter(({ metric }) => metric === 'first-response' || metric === 'resolution');
  const deciding = main.length > 0 ? main : counted;
  const isBroken = ({ breachedAt }: Clock) => breachedAt !== undefined;
  const broken = deciding.filter(isBroken).length;
  const canBeKept = deciding.some((clock) => isOpen(clock) && !isBroken(clock));
  const status = canBeKept ? 'pending' : broken === 0 ? 'met' : broken === deciding.length ? 'breached' : 'partially_met';
  const hasHappened = counted.some((clock) => !isOpen(clock) || isBroken(clock));
  return { status, whenReplaced: status !== 'pending' ? [status] : hasHappened ? ['closed'] : [] };
}
