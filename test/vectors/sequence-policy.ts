import { type Contract, contract as contractSchema } from '../../shared/contracts/contract.ts';
import type { ClockMetric } from '../../shared/sla/clock.ts';
import type { SequencePolicy } from './sequence.ts';
import { calendarOf } from './vector-calendar.ts';
import { Unsupported } from './vector-file.ts';

const metrics: Record<string, ClockMetric> = {
  pick_up: 'pick-up',
  first_response: 'first-response',
  next_response: 'next-response',
  keep_in_loop: 'update',
  update: 'update',
  resolution: 'resolution',
  complaint: 'complaint',
};

/** Our name for what a peer measures. Throws Unsupported where we measure no such thing. */
export function metricOf(name: string): ClockMetric {
  const metric = metrics[name];
  if (!metric) throw new Unsupported(`the metric ${name}`);
  return metric;
}

export const peerNameOf = (metric: ClockMetric): string =>
  Object.keys(metrics).find((name) => metrics[name] === metric) ?? metric;

/** A peer's condition on any fact of a ticket is one on the priority here: `high` has the fact, `normal` has not. */
export const matching = 'high';

/**
 * A peer's policy as a contract of ours: minutes on the calendar `service`, changes counted from creation, a warning ten minutes before
 * each breach, which is the only one that the suites speak of. Throws Unsupported.
 */
export function contractOf(policy: SequencePolicy, version: number): Contract {
  const unit = policy.calendar ? 'business' : 'clock';
  const isConditional = Object.keys(policy.condition ?? {}).length > 0;
  const named = Object.entries(policy.targets).filter(([, minutes]) => minutes !== null);
  const paused = pausedMetrics(policy);
  return {
    ...contractSchema.parse({
      id: 'ctr_peer',
      version,
      name: 'A peer’s policy',
      effectiveFrom: '1970-01-01T00:00:00Z',
      timeZone: policy.calendar?.timezone ?? 'UTC',
      languages: ['en'],
      calendars: {},
      targets: named.map(([name, minutes]) => ({
        clock: metricOf(name),
        within: `${minutes} ${unit} minutes`,
        // Peers keep in touch with somebody to whom they have spoken.
        ...(metricOf(name) === 'update' ? { from: 'first-response' } : {}),
        ...(isConditional ? { priority: matching } : {}),
      })),
      pauses: paused.length > 0 ? [{ because: ['customer'], clocks: paused }] : [],
      whenChanged: { priority: 'from-creation', contract: 'from-creation' },
      ladder: [{ at: '10 minutes before breach', to: ['duty@desk.example'] }],
    }),
    // Not parsed: a peer's calendar may hold what a contract may not.
    calendars: policy.calendar
      ? { service: { version: JSON.stringify(policy.calendar), calendar: calendarOf(policy.calendar) } }
      : {},
  };
}

/** The clocks that stand still in some status of the peer; as with us, the resolution where it does not say which. */
function pausedMetrics({ pause, ignore_statuses, targets }: SequencePolicy): ClockMetric[] {
  const all = Object.keys(targets);
  const names = [...(pause ? (pause.applies_to ?? ['resolution']) : []), ...(ignore_statuses ? all : [])];
  return [...new Set(names.map(metricOf))];
}
