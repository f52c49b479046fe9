import { Duration, Validations } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Alarms } from './alarms.ts';
import { pascalCase } from './service-function.ts';

const closed = { enforceSSL: true, encryption: QueueEncryption.SQS_MANAGED };

export interface DeadLetterQueueProps {
  alarms: Alarms;
  /** What people suffer while a message lies here. */
  impact: string;
}

/** Where work ends up that failed for good. Whatever lies in it raises an alarm, and is shown on the dashboard. */
export class DeadLetterQueue extends Queue {
  /** `receive-email-dead-letters`: the alarm's name and the runbook's. */
  readonly title: string;

  constructor(scope: Construct, name: string, { alarms, impact }: DeadLetterQueueProps) {
    super(scope, `${pascalCase(name)}DeadLetters`, { ...closed, retentionPeriod: Duration.days(14) });
    this.title = `${name}-dead-letters`;
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'It is a dead-letter queue: people read it, told by its alarm.',
    });
    alarms.raise(this.title, {
      impact,
      metric: this.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: 'Maximum' }),
      above: 0,
      whenSilent: 'fine',
    });
  }
}

export interface WorkQueueProps extends DeadLetterQueueProps {
  /** Of the function that works on it. */
  functionTimeout: Duration;
  /** How often a message is tried before it is given up. A failed try comes again after the visibility time-out. */
  tries: number;
}

/** A queue that a function works on, with a dead-letter queue behind it. */
export class WorkQueue extends Queue {
  readonly deadLetters: DeadLetterQueue;

  constructor(scope: Construct, name: string, { functionTimeout, tries, ...forDeadLetters }: WorkQueueProps) {
    const deadLetters = new DeadLetterQueue(scope, name, forDeadLetters);
    super(scope, `${pascalCase(name)}Queue`, {
      ...closed,
      // Lambda's documentation asks for six times the function's time-out, so that throttled batches are not delivered twice.
      visibilityTimeout: Duration.seconds(functionTimeout.toSeconds() * 6),
      // Shorter than the dead-letter queue's: a message keeps its first date there, and would vanish soon after it arrived.
      retentionPeriod: Duration.days(4),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: tries },
    });
    this.deadLetters = deadLetters;
  }
}
