import type { Amount } from './amount.ts';
import type { ClockMetric } from './clock.ts';
import type { NamedCalendar } from './count.ts';
import type { Rung } from './ladder.ts';
import type { Pause, PauseReason } from './receipt.ts';

/** The events from which a promise may count. */
export const startEvents = ['receipt', 'first-response'] as const;
export type StartEvent = (typeof startEvents)[number];

/** What a contract promises for one clock of one ticket, with all that counting it needs. */
export interface Commitment {
  metric: ClockMetric;
  contractId: string;
  contractVersion: number;
  timeZone: string;
  /** As the contract writes it. */
  target: string;
  amount: Amount;
  on: NamedCalendar;
  ladder: readonly Rung[];
  /** The event that it counts from. */
  from: StartEvent;
  /** For `update`: whether each word to the customer starts the next one. */
  repeats: boolean;
  /** Times known beforehand in which nothing is counted, such as a suspension of the contract. */
  pauses: readonly Pause[];
}

/** By which rule a running clock takes on another promise. */
export const changeRules = ['carry-elapsed', 'restart', 'from-creation', 'never-earlier-than-now'] as const;
export type ChangeRule = (typeof changeRules)[number];

/** For which reasons a contract lets a clock stand still, and for how long all such pauses together; without `atMost`, for ever. */
export interface PauseRule {
  because: readonly PauseReason[];
  atMost?: string | undefined;
}
