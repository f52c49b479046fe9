import { Duration } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IScheduleTarget, Schedule, ScheduleExpression, type ScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type * as z from 'zod/mini';
import { DeadLetterQueue } from './queues.ts';
import type { ServiceFunction } from './service-function.ts';
import type { ServiceStack } from './service-stack.ts';

/** Often enough that the worst delay of a lost alarm is a few minutes, seldom enough to cost nothing. */
const period = Duration.minutes(5);

export interface PeriodicProps {
  /** What people suffer when it has not run for a quarter of an hour. */
  impactOfNotRunning: string;
  /** What people suffer when Scheduler gave up starting it. */
  impactOfLostRuns: string;
}

/** Starts a function every five minutes, and raises an alarm when it stops being started: its silence looks like good news otherwise. */
export function runEvery<Env extends z.ZodMiniObject>(
  stack: ServiceStack,
  fn: ServiceFunction<Env>,
  group: ScheduleGroup,
  props: PeriodicProps,
): void {
  const deadLetters = new DeadLetterQueue(stack, fn.folder, { alarms: stack.alarms, impact: props.impactOfLostRuns });
  const starter = new Role(fn, 'Starter', {
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account, 'aws:SourceArn': group.scheduleGroupArn } },
    }),
  });
  starter.addToPolicy(new PolicyStatement({ sid: 'Start', actions: ['lambda:InvokeFunction'], resources: [fn.functionArn] }));
  starter.addToPolicy(
    new PolicyStatement({ sid: 'SetStartsAside', actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] }),
  );
  // Not the library's LambdaInvoke: it grants all versions and aliases of the function as well.
  const target: IScheduleTarget = {
    bind: () => ({
      arn: fn.functionArn,
      role: starter,
      // A start that is older than the next one is of no use.
      retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: period.toSeconds() },
      deadLetterConfig: { arn: deadLetters.queueArn },
    }),
  };
  const schedule = new Schedule(fn, 'Schedule', { schedule: ScheduleExpression.rate(period), scheduleGroup: group, target });
  // It names the group in plain text, which tells CloudFormation nothing of the order.
  schedule.node.addDependency(group);
  stack.alarms.raise(`${fn.folder}-not-running`, {
    impact: props.impactOfNotRunning,
    metric: fn.metricInvocations({ period, statistic: 'Sum' }),
    below: 1,
    inPeriods: { breaching: 3, of: 3 },
    whenSilent: 'alarming',
  });
}
