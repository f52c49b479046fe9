import type { Priority } from '../../contracts/vocabulary.ts';
import type { Channel } from '../../intake/channels.ts';
import type { ClockMetric } from '../../sla/clock.ts';
import type { Status } from '../../tickets/ticket.ts';
import type { PromisedMetric } from '../notice.ts';

/** How a promise stands, as people speak of it. */
export type Standing = 'running' | 'paused' | 'overdue' | 'met' | 'late' | 'cancelled';

/** What every mail about a promise says of it. */
interface About {
  reference: string;
  clock: ClockMetric;
}
interface Due extends About {
  due: string;
}

/** All that is said in one language. A text that a language lacks does not compile. Times and amounts come in formatted. */
export interface Template {
  /** Between a label and its value. */
  colon: string;
  acknowledgement: {
    greeting: string;
    received: (reference: string) => string;
    promised: Record<PromisedMetric, (due: string) => string>;
    suspended: (reason: string | undefined) => string;
    whileSuspended: string;
    addMore: string;
    /** What the link to the request's own page is called. */
    follow: string;
    onThePhone: (digits: string) => string;
    signature: string;
    automatic: string;
    willBeRead: string;
  };
  reply: {
    reference: (reference: string) => string;
    answering: string;
  };
  /** What a clock counts, as a heading says it. */
  clocks: Record<ClockMetric, string>;
  warning: {
    /** So much of the time has passed. */
    passed: { subject: (about: About & { share: string }) => string; headline: (about: Due & { share: string }) => string };
    /** So much is left at most. */
    left: { subject: (about: About & { left: string }) => string; headline: (about: Due & { left: string }) => string };
    /** When the alarm rang only after the due time. */
    tooLate: (about: Due) => string;
  };
  escalation: {
    missed: { subject: (about: About) => string; headline: (about: Due) => string };
    /** It comes before the due time. */
    ahead: { subject: (about: About) => string; headline: (about: Due) => string };
    /** Why it comes when its own time has not. */
    undelivered: string;
  };
  /** Instead of any headline, while a pause has no end. */
  notFixed: (about: About) => string;
  takeNote: string;
  facts: {
    subject: string;
    requester: string;
    priority: string;
    status: string;
    channel: string;
    assignee: string;
    nobody: string;
    contract: string;
    inVersion: (contract: string, version: number) => string;
    due: string;
    notFixed: string;
    /** In the contract's service hours, as is `late`. */
    left: string;
    late: string;
    step: string;
  };
  staffFooter: { why: string; doNotAnswer: string };
  /** Behind the link in warnings and escalations. */
  escalationPage: {
    title: (reference: string) => string;
    promise: string;
    standing: string;
    standings: Record<Standing, string>;
    ask: string;
    button: string;
    thanks: string;
    noted: (at: string) => string;
    over: string;
    unknown: string;
    failed: string;
  };
  priorities: Record<Priority, string>;
  statuses: Record<Status, string>;
  channels: Record<Channel, string>;
}
