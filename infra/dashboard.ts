import { CfnOutput, Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { attainment } from './attainment.ts';
import { machinery, webhooks } from './dashboard-machinery.ts';
import { axis, by, half, heading, highest, inUnit, number, percentile, sum, third } from './dashboard-parts.ts';
import { clockWords, noticeWords, outcomeWords } from './dashboard-words.ts';
import type { ServiceStack } from './service-stack.ts';

const day = Duration.days(1);
const secondsInMinute = 60;
const secondsInHour = 3600;

/**
 * The dashboard of promises: made of nothing but the catalogue's metrics and the depth of the dead-letter queues, with plain arithmetic
 * only, so that the same body can be drawn away from AWS.
 */
export function addDashboard(stack: ServiceStack, attainmentTarget: number): void {
  const dashboard = new cloudwatch.Dashboard(stack, 'Dashboard', {
    dashboardName: `Guichet-${stack.stage.name}`,
    defaultInterval: Duration.days(7),
  });
  dashboard.addWidgets(
    heading(`# Guichet ${stack.stage.name}: do we keep our promises?\nNumbers are over the time range chosen above.`, 2),
  );
  dashboard.addWidgets(...tiles());
  dashboard.addWidgets(heading('## Promises'));
  dashboard.addWidgets(...promises(attainmentTarget));
  dashboard.addWidgets(heading('## How long people wait'));
  dashboard.addWidgets(...waiting());
  dashboard.addWidgets(heading('## Backlog'));
  dashboard.addWidgets(...backlog());
  dashboard.addWidgets(heading('## Mail in and out'));
  dashboard.addWidgets(...mail());
  dashboard.addWidgets(heading('## Webhooks to subscribers'));
  dashboard.addWidgets(...webhooks());
  dashboard.addWidgets(heading('## Machinery'));
  dashboard.addWidgets(...machinery(stack));
  new CfnOutput(stack, 'DashboardUrl', {
    value: `https://${stack.region}.console.aws.amazon.com/cloudwatch/home#dashboards:name=${dashboard.dashboardName}`,
  });
}

function tiles(): cloudwatch.IWidget[] {
  return [
    number('Promises kept (%)', attainment({ period: day, label: 'kept' }), 'range'),
    number('Promises broken', sum('ClocksBreached', 'broken', day), 'range'),
    number('Open tickets now', highest('OpenTickets', 'open'), 'latest'),
    number('Running late now', highest('RunningLate', 'late'), 'latest'),
    number('Oldest unanswered now (hours)', inUnit(secondsInHour, 'waiting', highest('OldestUnanswered', 'waiting')), 'latest'),
    number('New tickets', sum('TicketsOpened', 'opened', day), 'range'),
  ];
}

function promises(attainmentTarget: number): cloudwatch.IWidget[] {
  return [
    new cloudwatch.GraphWidget({
      ...half,
      title: 'Promises kept, by day (% of those settled that day)',
      left: [
        attainment({ period: day }),
        ...Object.entries(clockWords).map(([clock, label]) => attainment({ period: day, clock, label })),
      ],
      leftYAxis: axis('percent', 100),
      leftAnnotations: [{ value: attainmentTarget, label: 'target' }],
    }),
    new cloudwatch.GraphWidget({
      ...half,
      title: 'Promises broken, by hour',
      left: by('Clock', clockWords, 'ClocksBreached'),
      right: [sum('ClocksWarned', 'warnings before that')],
      stacked: true,
      leftYAxis: axis('broken'),
      rightYAxis: axis('warnings'),
    }),
  ];
}

function waiting(): cloudwatch.IWidget[] {
  return [
    new cloudwatch.GraphWidget({
      ...half,
      title: 'Time to the first answer, by day (minutes)',
      left: [
        percentile('FirstResponseTime', 'p50', secondsInMinute, day, 'half of all within'),
        percentile('FirstResponseTime', 'p90', secondsInMinute, day, 'nine of ten within'),
      ],
      leftYAxis: axis('minutes'),
    }),
    new cloudwatch.GraphWidget({
      ...half,
      title: 'Time to the solution, by day (hours)',
      left: [
        percentile('ResolutionTime', 'p50', secondsInHour, day, 'half of all within'),
        percentile('ResolutionTime', 'p90', secondsInHour, day, 'nine of ten within'),
      ],
      leftYAxis: axis('hours'),
    }),
  ];
}

function backlog(): cloudwatch.IWidget[] {
  return [
    new cloudwatch.GraphWidget({
      ...third,
      title: 'Open tickets',
      left: [highest('OpenTickets', 'open'), highest('RunningLate', 'of these running late')],
      leftYAxis: axis('tickets'),
    }),
    new cloudwatch.GraphWidget({
      ...third,
      title: 'Longest wait for an answer (hours)',
      left: [inUnit(secondsInHour, 'oldest unanswered message', highest('OldestUnanswered', 'seconds'))],
      leftYAxis: axis('hours'),
    }),
    new cloudwatch.GraphWidget({
      ...third,
      title: 'Tickets opened and resolved, and calls, by hour',
      left: [
        sum('TicketsOpened', 'opened'),
        sum('TicketsResolved', 'resolved'),
        sum('CallsTaken', 'calls taken'),
        sum('CallsAbandoned', 'calls abandoned'),
      ],
      // Beside them: a contract that changes has all its tickets counted again within minutes.
      right: [sum('TicketsReclocked', 'counted again, their contract changed')],
      leftYAxis: axis('tickets and calls'),
      rightYAxis: axis('counted again'),
    }),
  ];
}

function mail(): cloudwatch.IWidget[] {
  return [
    new cloudwatch.GraphWidget({
      ...half,
      title: 'Mails taken in, by what became of them, by hour',
      left: by('Outcome', outcomeWords, 'MailsTaken'),
      stacked: true,
      leftYAxis: axis('mails'),
    }),
    new cloudwatch.GraphWidget({
      ...half,
      title: 'Mails sent, and those that were not, by hour',
      left: by('Notice', noticeWords, 'NoticesSent'),
      stacked: true,
      right: [
        sum('DeliveriesFailed', 'bounced or complained about'),
        sum('EscalationsUndelivered', 'of these warnings and escalations'),
        sum('NoticesDeferred', 'put off'),
        sum('NoticesSuppressed', 'acknowledgements withheld'),
        sum('WorkFailed', 'work that is tried again'),
      ],
      leftYAxis: axis('mails sent'),
      rightYAxis: axis('not delivered'),
    }),
  ];
}
