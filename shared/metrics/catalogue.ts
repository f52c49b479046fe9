/**
 * Every metric that the functions write, as data: functions write only these, dashboards and alarms are made of nothing else (and of
 * the queues' own depth). Dimensions are low in number on purpose: each combination of values is a custom metric that costs money.
 */
export const namespace = 'Guichet';

export type MetricUnit = 'Count' | 'Seconds' | 'Milliseconds';

interface Metric {
  unit: MetricUnit;
  /** The sets of dimensions that it is published under. `[]` is the total: percentiles cannot be added up afterwards. */
  dimensions: readonly (readonly DimensionName[])[];
  /** What it counts, for the person who reads the dashboard. */
  meaning: string;
}

export type DimensionName = 'Channel' | 'Priority' | 'Clock' | 'Outcome' | 'Notice' | 'Function';

export const metrics = {
  MailsTaken: { unit: 'Count', dimensions: [[], ['Outcome']], meaning: 'mails that SES handed over, by what became of them' },
  TicketsOpened: { unit: 'Count', dimensions: [[], ['Channel'], ['Priority']], meaning: 'new tickets' },
  TicketsResolved: { unit: 'Count', dimensions: [[]], meaning: 'tickets resolved' },
  ClocksMet: {
    unit: 'Count',
    dimensions: [[], ['Clock'], ['Clock', 'Priority']],
    meaning: 'promises kept: the clock finished in time',
  },
  ClocksMissed: {
    unit: 'Count',
    dimensions: [[], ['Clock'], ['Clock', 'Priority']],
    meaning: 'promises broken: the clock finished late',
  },
  ClocksBreached: { unit: 'Count', dimensions: [[], ['Clock']], meaning: 'clocks that ran past their due time, finished or not' },
  ClocksWarned: { unit: 'Count', dimensions: [[], ['Clock']], meaning: 'warnings before a due time' },
  FirstResponseTime: { unit: 'Seconds', dimensions: [[], ['Channel']], meaning: 'receipt to the first answer by a person' },
  ResolutionTime: { unit: 'Seconds', dimensions: [[], ['Channel']], meaning: 'receipt to resolution' },
  OpenTickets: { unit: 'Count', dimensions: [[]], meaning: 'tickets that are not resolved, measured every five minutes' },
  RunningLate: {
    unit: 'Count',
    dimensions: [[]],
    meaning: 'open tickets with a clock past its due time, measured every five minutes',
  },
  OldestUnanswered: {
    unit: 'Seconds',
    dimensions: [[]],
    meaning: 'age of the oldest message that nobody has answered, measured every five minutes',
  },
  FiringLag: { unit: 'Milliseconds', dimensions: [[]], meaning: 'how long after its due time an alarm was acted on' },
  AlarmsSwept: { unit: 'Count', dimensions: [[]], meaning: 'alarms that did not ring in time and that the sweeper found' },
  TicketsReclocked: { unit: 'Count', dimensions: [[]], meaning: 'open tickets counted again because their contract had changed' },
  CallsTaken: { unit: 'Count', dimensions: [[]], meaning: 'calls that a person took' },
  CallsAbandoned: { unit: 'Count', dimensions: [[]], meaning: 'calls whose callers hung up before anybody took them' },
  NoticesSent: { unit: 'Count', dimensions: [[], ['Notice']], meaning: 'mails sent, by kind' },
  NoticesSuppressed: { unit: 'Count', dimensions: [[]], meaning: 'acknowledgements withheld because one address got too many' },
  NoticesDeferred: { unit: 'Count', dimensions: [[]], meaning: 'notices that could not be sent at once' },
  WorkFailed: {
    unit: 'Count',
    dimensions: [[], ['Function']],
    meaning:
      'messages and changes that a function could not handle and that will be tried again; Lambda counts no error for them',
  },
  WebhooksDelivered: { unit: 'Count', dimensions: [[]], meaning: 'webhooks that subscribers took' },
  WebhooksFailed: { unit: 'Count', dimensions: [[]], meaning: 'attempts at webhooks that subscribers did not take' },
  WebhookDelay: { unit: 'Seconds', dimensions: [[]], meaning: 'an event of a ticket to its taking by a subscriber' },
  DeliveriesFailed: { unit: 'Count', dimensions: [[]], meaning: 'bounces and complaints about mails of ours' },
  EscalationsUndelivered: {
    unit: 'Count',
    dimensions: [[]],
    meaning:
      'warnings and escalations that did not reach the person they were for, by mail or because no mail could be written to them',
  },
} as const satisfies Record<string, Metric>;

export type MetricName = keyof typeof metrics;
