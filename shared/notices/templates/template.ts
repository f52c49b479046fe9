import type { Priority } from '../../contracts/contract.ts';
import type { Channel } from '../../intake/inbound-message.ts';
import type { ClockMetric } from '../../sla/clocks.ts';
import type { Status } from '../../tickets/ticket.ts';

/** All that is said in one language. A text that a language lacks does not compile. Times and amounts come in formatted. */
export interface Template {
  /** Between a label and its value. */
  colon: string;
  acknowledgement: {
    greeting: string;
    received: (reference: string) => string;
    promised: Record<ClockMetric, (due: string) => string>;
    addMore: string;
    onThePhone: (digits: string) => string;
    signature: string;
    automatic: string;
  };
  reply: {
    reference: (reference: string) => string;
    answering: string;
  };
  warning: {
    subject: (about: { reference: string; clock: ClockMetric; share: string }) => string;
    headline: (about: { reference: string; clock: ClockMetric; share: string; due: string }) => string;
    /** When the alarm rang only after the due time. */
    tooLate: (about: { reference: string; clock: ClockMetric; due: string }) => string;
  };
  escalation: {
    subject: (about: { reference: string; clock: ClockMetric }) => string;
    headline: (about: { reference: string; clock: ClockMetric; due: string }) => string;
  };
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
    /** In the contract's service hours, as is `late`. */
    left: string;
    late: string;
    step: string;
  };
  staffFooter: { why: string; doNotAnswer: string };
  priorities: Record<Priority, string>;
  statuses: Record<Status, string>;
  channels: Record<Channel, string>;
}
