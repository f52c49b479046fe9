import type { ClockMetric } from '../../sla/clock.ts';

/** How a request stands, as its customer sees it. */
export type Stand = 'with-us' | 'with-you' | 'with-others' | 'resolved' | 'closed';

/** All that the page of a request says in one language. Times come in formatted. */
export interface Words {
  title: (reference: string) => string;
  opened: (at: string) => string;
  stands: Record<Stand, string>;
  promises: string;
  clocks: Record<ClockMetric, string>;
  running: (due: string) => string;
  noDue: string;
  paused: (due: string) => string;
  overdue: (due: string) => string;
  met: (due: string) => string;
  late: (due: string) => string;
  cancelled: string;
  conversation: string;
  /** Who wrote, at the head of a message. */
  you: string;
  us: string;
  other: string;
  older: (most: number) => string;
  cut: string;
  files: string;
  add: string;
  message: string;
  send: string;
  added: string;
  addedBefore: string;
  empty: string;
  tooLong: (most: number) => string;
  tooMany: (most: number) => string;
  isClosed: string;
  contact: string;
  unknown: string;
  failed: string;
}
