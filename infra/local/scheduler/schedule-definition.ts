import * as z from 'zod/mini';
import { unknownOperation } from '../service.ts';
import { validation } from './schedule-expression.ts';

const arn = z.string().check(z.regex(/^arn:aws[\w-]*:/), z.maxLength(1600));

const target = z.object({
  Arn: arn,
  RoleArn: z.string().check(z.regex(/^arn:aws[\w-]*:iam::\d{12}:role\/.+$/)),
  Input: z.optional(z.string().check(z.minLength(1), z.maxLength(256 * 1024))),
  DeadLetterConfig: z.optional(z.object({ Arn: z.optional(arn) })),
  RetryPolicy: z.optional(
    z.object({
      MaximumEventAgeInSeconds: z.optional(z.int().check(z.minimum(60), z.maximum(86_400))),
      MaximumRetryAttempts: z.optional(z.int().check(z.minimum(0), z.maximum(185))),
    }),
  ),
  SqsParameters: z.optional(z.unknown()),
});

const flexibleTimeWindow = z.object({
  Mode: z.enum(['OFF', 'FLEXIBLE']),
  MaximumWindowInMinutes: z.optional(z.int().check(z.minimum(1), z.maximum(1440))),
});

/**
 * The members of CreateSchedule and UpdateSchedule, and of an `AWS::Scheduler::Schedule`. Update replaces the whole: what is left out
 * goes back to these defaults, DELETE after completion included.
 */
const definition = z.object({
  ScheduleExpression: z.string().check(z.minLength(1), z.maxLength(256)),
  ScheduleExpressionTimezone: z._default(z.string().check(z.minLength(1), z.maxLength(50)), 'UTC'),
  Target: target,
  FlexibleTimeWindow: flexibleTimeWindow,
  GroupName: z._default(z.string(), 'default'),
  State: z._default(z.enum(['ENABLED', 'DISABLED']), 'ENABLED'),
  ActionAfterCompletion: z._default(z.enum(['NONE', 'DELETE']), 'NONE'),
  Description: z.optional(z.string().check(z.maxLength(512))),
  StartDate: z.optional(z.unknown()),
  EndDate: z.optional(z.unknown()),
  KmsKeyArn: z.optional(z.unknown()),
  ClientToken: z.optional(z.string().check(z.minLength(1), z.maxLength(64))),
});

export type ScheduleDefinition = z.infer<typeof definition>;

export type TargetKind = 'sqs' | 'lambda';

export function targetKind(targetArn: string): TargetKind {
  const [, , service] = targetArn.split(':');
  if (service === 'sqs' || service === 'lambda') return service;
  throw unknownOperation('scheduler', `target ${targetArn}`);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** 1 to 64 characters of `0-9 a-z A-Z - _ .` (EventBridge Scheduler API reference, CreateSchedule). */
export function checkName(name: string): void {
  if (/^[0-9a-zA-Z\-_.]{1,64}$/.test(name)) return;
  throw validation(
    `1 validation error detected: Value '${name}' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[0-9a-zA-Z-_.]+$ and have length less than or equal to 64`,
  );
}

/** Throws ValidationException as AWS would, and for what the local cloud does not play, rather than ignore it. */
export function readDefinition(body: unknown): ScheduleDefinition {
  const parsed = z.safeParse(definition, body);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `'${path.join('.')}': ${message}`);
    throw validation(`${problems.length} validation error${problems.length === 1 ? '' : 's'} detected: ${problems.join('; ')}`);
  }
  const schedule = parsed.data;
  const { Mode, MaximumWindowInMinutes } = schedule.FlexibleTimeWindow;
  if (Mode === 'FLEXIBLE' && MaximumWindowInMinutes === undefined)
    throw validation('MaximumWindowInMinutes must be provided for FLEXIBLE mode.');
  if (Mode === 'OFF' && MaximumWindowInMinutes !== undefined)
    throw validation('MaximumWindowInMinutes must not be provided for OFF mode.');
  const { Arn, Input, SqsParameters, DeadLetterConfig } = schedule.Target;
  if (targetKind(Arn) === 'lambda' && Input !== undefined && !isJson(Input))
    throw validation('Invalid Input: it must be JSON for a Lambda target.');
  if (SqsParameters !== undefined || Arn.endsWith('.fifo')) throw unknownOperation('scheduler', 'target that is a FIFO queue');
  if (DeadLetterConfig?.Arn?.endsWith('.fifo')) throw validation('The dead-letter queue must be a standard queue.');
  if (schedule.KmsKeyArn !== undefined) throw unknownOperation('scheduler', 'schedule with a KMS key');
  // A one-time schedule ignores both dates, as on AWS.
  if (schedule.ScheduleExpression.startsWith('rate(') && (schedule.StartDate !== undefined || schedule.EndDate !== undefined)) {
    throw unknownOperation('scheduler', 'rate() schedule with StartDate or EndDate');
  }
  return schedule;
}
