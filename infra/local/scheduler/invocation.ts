import { randomBytes, randomUUID } from 'node:crypto';
import type { Iam } from '../iam/iam.ts';
import { AwsError } from '../service.ts';
import type { QueueTargets } from '../sns/queue-target.ts';
import type { App } from '../template/app.ts';
import type { Instant } from '../virtual-clock.ts';
import type { Schedule } from './schedule.ts';
import { targetKind } from './schedule-definition.ts';

export interface Targets {
  iam: Iam;
  queues: QueueTargets;
  /** Hands an event to a function's asynchronous invocation; throws when there is no such function. */
  invokeAsync: (functionArn: string, event: unknown) => unknown;
}

/** One firing of a schedule, through all its attempts. */
export interface Invocation {
  schedule: Schedule;
  executionId: string;
  scheduledAt: Instant;
  attempt: number;
}

export function newInvocation(schedule: Schedule, scheduledAt: Instant): Invocation {
  return { schedule, executionId: randomBytes(8).toString('hex'), scheduledAt, attempt: 1 };
}

/** `2022-03-22T18:59:43Z`: AWS writes scheduled times to the second. */
export function toSecond(at: Instant): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** What a target gets that was given no Input. `detail` is a string, not an object, as in the real event. */
function defaultInput(app: App, { schedule, scheduledAt }: Invocation): string {
  return JSON.stringify({
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.scheduler',
    account: app.account,
    time: toSecond(scheduledAt),
    region: app.region,
    resources: [schedule.arn],
    detail: '{}',
  });
}

/** The Input with the context attributes filled in (Scheduler user guide, "Adding context attributes"). */
export function inputOf(app: App, invocation: Invocation): string {
  const { schedule, executionId, scheduledAt, attempt } = invocation;
  const input = schedule.definition.Target.Input;
  if (input === undefined) return defaultInput(app, invocation);
  return input
    .replaceAll('<aws.scheduler.schedule-arn>', schedule.arn)
    .replaceAll('<aws.scheduler.scheduled-time>', toSecond(scheduledAt))
    .replaceAll('<aws.scheduler.execution-id>', executionId)
    .replaceAll('<aws.scheduler.attempt-number>', String(attempt));
}

/** The ARN that a role's trust policy should name: schedules are trusted by group. */
export function groupArn(app: App, group: string): string {
  return `arn:aws:scheduler:${app.region}:${app.account}:schedule-group/${group}`;
}

/** Throws AccessDeniedException unless the schedule's role trusts Scheduler and may do this. */
export function checkRole({ iam }: Targets, app: App, schedule: Schedule, action: string, resource: string): void {
  const roleArn = schedule.definition.Target.RoleArn;
  const denial =
    iam.checkTrust(roleArn, 'scheduler.amazonaws.com', groupArn(app, schedule.group)) ??
    iam.check({ type: 'role', roleArn }, { action, resource });
  if (denial) throw new AwsError('AccessDeniedException', denial.message, 403);
}

/** Throws when the queue is not there. */
export function sendTo(
  { queues }: Targets,
  queueArn: string,
  message: Parameters<NonNullable<ReturnType<QueueTargets['get']>>['send']>[0],
): void {
  const queue = queues.get(queueArn);
  if (!queue)
    throw new AwsError('AWS.SimpleQueueService.NonExistentQueue', 'The specified queue does not exist for this wsdl version.');
  queue.send(message);
}

/** One attempt at the target, as the schedule's role. A Lambda function is only handed the event: its failures are Lambda's to retry. */
export async function attempt(targets: Targets, app: App, invocation: Invocation): Promise<void> {
  const { schedule } = invocation;
  const targetArn = schedule.definition.Target.Arn;
  const input = inputOf(app, invocation);
  if (targetKind(targetArn) === 'sqs') {
    checkRole(targets, app, schedule, 'sqs:SendMessage', targetArn);
    sendTo(targets, targetArn, { body: input });
  } else {
    checkRole(targets, app, schedule, 'lambda:InvokeFunction', targetArn);
    await targets.invokeAsync(targetArn, JSON.parse(input));
  }
}
