import * as z from 'zod/mini';
import type { Resource } from '../template/app.ts';

/** Seconds and counts as `AWS::SQS::Queue` names them, with CloudFormation's defaults. */
export interface QueueSettings {
  visibilityTimeoutSeconds: number;
  delaySeconds: number;
  retentionSeconds: number;
  maximumMessageBytes: number;
  receiveWaitSeconds: number;
  deadLetter?: { arn: string; maxReceiveCount: number };
}

/**
 * The longest message body, and the longest sum of bodies and attributes in one batch, in bytes. AWS doubled this twice over (256 KiB for
 * years, 1 MiB since August 2025; "Amazon SQS message quotas"); the older, smaller one is kept here, so that what passes locally passes
 * in every Region and with every consumer.
 */
export const maximumMessageBytes = 262_144;

/** Twelve hours, the longest a message can stay hidden. */
export const maximumVisibilitySeconds = 43_200;

const redrivePolicy = z.object({
  deadLetterTargetArn: z.string(),
  maxReceiveCount: z.coerce.number().check(z.minimum(1), z.maximum(1000)),
});

const queueProperties = z.object({
  VisibilityTimeout: z._default(z.number().check(z.minimum(0), z.maximum(maximumVisibilitySeconds)), 30),
  DelaySeconds: z._default(z.number().check(z.minimum(0), z.maximum(900)), 0),
  MessageRetentionPeriod: z._default(z.number().check(z.minimum(60), z.maximum(1_209_600)), 345_600),
  MaximumMessageSize: z._default(z.number().check(z.minimum(1024)), maximumMessageBytes),
  ReceiveMessageWaitTimeSeconds: z._default(z.number().check(z.minimum(0), z.maximum(20)), 0),
  FifoQueue: z.optional(z.boolean()),
  RedrivePolicy: z.optional(z.union([redrivePolicy, z.string()])),
});

/** Reads an `AWS::SQS::Queue`. Throws, naming the resource, for a FIFO queue and for values that CloudFormation would refuse. */
export function queueSettings(resource: Resource): QueueSettings {
  const parsed = z.safeParse(queueProperties, resource.properties, { error: z.locales.en().localeError });
  if (!parsed.success) throw new Error(`${resource.stack}/${resource.logicalId}: ${z.prettifyError(parsed.error)}`);
  const properties = parsed.data;
  if (properties.FifoQueue) throw new Error(`${resource.stack}/${resource.logicalId}: FIFO queues are not supported here`);
  const policy = properties.RedrivePolicy;
  const redrive = typeof policy === 'string' ? redrivePolicy.parse(JSON.parse(policy)) : policy;
  return {
    visibilityTimeoutSeconds: properties.VisibilityTimeout,
    delaySeconds: properties.DelaySeconds,
    retentionSeconds: properties.MessageRetentionPeriod,
    maximumMessageBytes: Math.min(properties.MaximumMessageSize, maximumMessageBytes),
    receiveWaitSeconds: properties.ReceiveMessageWaitTimeSeconds,
    ...(redrive ? { deadLetter: { arn: redrive.deadLetterTargetArn, maxReceiveCount: redrive.maxReceiveCount } } : {}),
  };
}
