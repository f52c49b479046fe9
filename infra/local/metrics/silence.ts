import { mostPeriodicRunsPerMove } from '../virtual-clock.ts';

/** How the local cloud came to its present: what it has not lived through as AWS would have. */
export interface Past {
  /** Milliseconds since the epoch, as everything here. */
  startedAt: number;
  moves: readonly { from: number; to: number }[];
}

/**
 * Whether a period without data means that nothing happened. Before the start nothing could; and in a move of the clock that is longer than
 * so many such periods that periodic rules ran less often, what runs as often as that was left out.
 */
export function silenceTells({ startedAt, moves }: Past, start: number, length: number): boolean {
  if (start < startedAt) return false;
  return !moves.some(({ from, to }) => to - from > mostPeriodicRunsPerMove * length && from < start + length && to > start);
}
