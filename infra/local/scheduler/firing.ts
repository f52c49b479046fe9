import { AwsError } from '../service.ts';
import type { App } from '../template/app.ts';
import type { Instant, VirtualClock } from '../virtual-clock.ts';
import { attempt, checkRole, type Invocation, inputOf, newInvocation, sendTo, type Targets, toSecond } from './invocation.ts';
import type { Schedule } from './schedule.ts';
import type { TimerHeap } from './timer-heap.ts';

export interface FiringOptions extends Targets {
  app: App;
  clock: VirtualClock;
  timers: TimerHeap;
  /** Told of an event that was lost: the target failed to the end, and no dead-letter queue took it. */
  onError: (error: unknown, label: string) => void;
  /** The invocation is over, delivered or not. */
  onEnd: (schedule: Schedule) => void;
}

const longestPauseMilliseconds = 3_600_000;

function errorCode(error: unknown): string {
  return error instanceof AwsError ? error.code : 'InternalServerException';
}

/** Twice as long after each attempt, from one second to an hour; AWS says "exponential" and no more. */
function pauseAfter(attempts: number): number {
  return Math.min(1000 * 2 ** (attempts - 1), longestPauseMilliseconds);
}

/** Fires a schedule at its target, tries again by its RetryPolicy, and hands what still failed to its dead-letter queue. */
export function createFiring({
  app,
  clock,
  timers,
  onError,
  onEnd,
  ...targets
}: FiringOptions): (schedule: Schedule, at: Instant) => Promise<void> {
  /** Attributes as in the Scheduler user guide, "Configuring a dead-letter queue". */
  const giveUp = (invocation: Invocation, error: unknown, condition: string) => {
    const { schedule, executionId, scheduledAt, attempt: attempts } = invocation;
    const { DeadLetterConfig, Arn } = schedule.definition.Target;
    const queueArn = DeadLetterConfig?.Arn;
    if (queueArn === undefined) {
      onError(error, `schedule ${schedule.arn}, without a dead-letter queue`);
      return;
    }
    const attributes = {
      ERROR_CODE: errorCode(error),
      ERROR_MESSAGE: error instanceof Error ? error.message : String(error),
      EXECUTION_ID: executionId,
      EXHAUSTED_RETRY_CONDITION: condition,
      IS_PAYLOAD_TRUNCATED: 'false',
      RETRY_ATTEMPTS: String(attempts - 1),
      SCHEDULED_TIME: toSecond(scheduledAt),
      SCHEDULE_ARN: schedule.arn,
      TARGET_ARN: Arn,
    };
    const messageAttributes = Object.fromEntries(
      Object.entries(attributes).map(([name, stringValue]) => [name, { dataType: 'String', stringValue }]),
    );
    try {
      checkRole(targets, app, schedule, 'sqs:SendMessage', queueArn);
      sendTo(targets, queueArn, { body: inputOf(app, invocation), messageAttributes });
    } catch (deadLetterError) {
      onError(error, `schedule ${schedule.arn}`);
      onError(deadLetterError, `dead-letter queue of schedule ${schedule.arn}`);
    }
  };

  const run = async (invocation: Invocation): Promise<void> => {
    const { schedule, scheduledAt } = invocation;
    try {
      await attempt(targets, app, invocation);
      onEnd(schedule);
    } catch (error) {
      const { MaximumRetryAttempts = 185, MaximumEventAgeInSeconds = 86_400 } = schedule.definition.Target.RetryPolicy ?? {};
      const next = clock.now() + pauseAfter(invocation.attempt);
      const tooMany = invocation.attempt > MaximumRetryAttempts;
      if (tooMany || next > scheduledAt + MaximumEventAgeInSeconds * 1000) {
        giveUp(invocation, error, tooMany ? 'MaximumRetryAttempts' : 'MaximumEventAgeInSeconds');
        onEnd(schedule);
      } else {
        timers.at(next, `retry of schedule ${schedule.name}`, () => run({ ...invocation, attempt: invocation.attempt + 1 }));
      }
    }
  };

  return (schedule, at) => run(newInvocation(schedule, at));
}
