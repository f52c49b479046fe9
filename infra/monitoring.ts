import { Duration } from 'aws-cdk-lib';
import { attainment } from './attainment.ts';
import { catalogueMetric } from './catalogue-metric.ts';
import { addDashboard } from './dashboard.ts';
import type { ServiceStack } from './service-stack.ts';

/** Percent of promises that we want to keep. Below it, over a day, someone has to look. */
export const attainmentTarget = 95;

const minutes = (n: number) => Duration.minutes(n);

/**
 * Alarms about the service as a whole; those about one function, queue or schedule are raised beside it. Functions write a metric only
 * when something happens, so silence is fine everywhere here; that the measuring itself still runs is an alarm of its own.
 */
export function addMonitoring(stack: ServiceStack): void {
  const { alarms } = stack;
  alarms.raise('promises-broken', {
    impact: 'A promise to a customer has just been broken: an answer or a solution is overdue.',
    metric: catalogueMetric('ClocksBreached', { statistic: 'Sum', period: minutes(5) }),
    above: 0,
    whenSilent: 'fine',
  });
  alarms.raise('attainment-low', {
    impact: `Fewer than ${attainmentTarget} of 100 promises were kept over a day: customers get less than their contracts say.`,
    metric: attainment({ period: Duration.days(1) }),
    below: attainmentTarget,
    whenSilent: 'fine',
  });
  alarms.raise('oldest-unanswered', {
    impact: 'A customer has been waiting for an answer for more than three days, weekend or not.',
    metric: catalogueMetric('OldestUnanswered', { statistic: 'Maximum', period: minutes(5) }),
    above: Duration.days(3).toSeconds(),
    inPeriods: { breaching: 3, of: 3 },
    whenSilent: 'fine',
  });
  alarms.raise('alarms-swept', {
    impact: 'Warnings or escalations did not ring by themselves and came minutes late: whoever was to act had less time.',
    metric: catalogueMetric('AlarmsSwept', { statistic: 'Sum', period: minutes(5) }),
    above: 0,
    // Around a restart of Scheduler or a redeployment one is swept; again and again means that ringing is broken.
    inPeriods: { breaching: 2, of: 6 },
    whenSilent: 'fine',
  });
  alarms.raise('firing-lag', {
    impact: 'Warnings and escalations reach people more than two minutes after their time.',
    metric: catalogueMetric('FiringLag', { statistic: 'p90', period: minutes(5) }),
    // Scheduler itself may take a minute.
    above: minutes(2).toMilliseconds(),
    inPeriods: { breaching: 2, of: 3 },
    whenSilent: 'fine',
  });
  alarms.raise('notices-late', {
    impact: 'Acknowledgements, answers and escalations are written but SES does not take them: people hear nothing.',
    metric: catalogueMetric('NoticesDeferred', { statistic: 'Sum', period: minutes(5) }),
    atLeast: 1,
    // A claim that somebody else holds for a moment is normal; in two of three periods something is wrong.
    inPeriods: { breaching: 2, of: 3 },
    whenSilent: 'fine',
  });
  alarms.raise('deliveries-failed', {
    impact: 'Many of our mails do not arrive: customers wait for answers we think they have, and SES may stop us from sending.',
    metric: catalogueMetric('DeliveriesFailed', { statistic: 'Sum', period: Duration.hours(1) }),
    atLeast: 5,
    whenSilent: 'fine',
  });
  alarms.raise('escalations-undelivered', {
    impact:
      'Somebody whom a contract names to be told of promises in danger is not reached. The next step of the ladder was taken at once, where it has one.',
    metric: catalogueMetric('EscalationsUndelivered', { statistic: 'Sum', period: minutes(5) }),
    above: 0,
    whenSilent: 'fine',
  });
  addDashboard(stack, attainmentTarget);
}
