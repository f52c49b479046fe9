import type { VectorCalendar } from './vector-calendar.ts';

/** What a peer promises, in minutes. `condition`: facts that a ticket must have for it. */
export interface SequencePolicy {
  /** Round the clock where there is none. */
  calendar?: VectorCalendar | null;
  targets: Record<string, number | null>;
  pause?: { statuses: string[]; applies_to?: string[]; clock?: string };
  /** Statuses in which nothing is due. */
  ignore_statuses?: string[];
  condition?: Record<string, string>;
}

/** What happened to a peer's ticket. Which members there are depends on `type`. */
export interface SequenceEvent {
  at: string;
  type: string;
  to?: string;
  by?: string;
  owner?: string;
  status?: string;
  channel?: string;
  field?: string;
  [fact: string]: unknown;
}

export interface SequenceCase {
  id: string;
  suite: string;
  policy: SequencePolicy;
  events: SequenceEvent[];
  /** The last event's moment where it is not said. */
  evaluate_at?: string;
  expect: Record<string, unknown>;
  /** The only relation that the peer's suite checks. */
  asserted?: string;
  /** The exact values where `expect` has a peer's rounding. */
  reference?: Record<string, unknown>;
  verified: string;
}
