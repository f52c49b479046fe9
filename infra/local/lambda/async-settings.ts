import * as z from 'zod/mini';
import type { App } from '../template/app.ts';
import type { FunctionDefinition } from './function-definition.ts';

/** How Lambda treats events that nobody waits for. */
export interface AsyncSettings {
  maximumRetryAttempts: number;
  maximumEventAgeMilliseconds: number;
  /** SQS queue that gets a record of the invocation. */
  onFailureArn?: string;
  /** SQS queue that gets the bare event. */
  deadLetterArn?: string;
}

const destination = z.optional(z.object({ Destination: z.string() }));
const eventInvokeConfig = z.object({
  FunctionName: z.string(),
  MaximumRetryAttempts: z._default(z.number().check(z.minimum(0), z.maximum(2)), 2),
  MaximumEventAgeInSeconds: z._default(z.number().check(z.minimum(60), z.maximum(21_600)), 21_600),
  DestinationConfig: z.optional(z.object({ OnFailure: destination, OnSuccess: destination })),
});

function queueArn(arn: string | undefined, fn: FunctionDefinition): string | undefined {
  if (arn && !arn.includes(':sqs:'))
    throw new Error(`${fn.name}: a destination other than an SQS queue is not supported here (${arn})`);
  return arn;
}

/** Reads the function's `AWS::Lambda::EventInvokeConfig` and `DeadLetterConfig`, with AWS's defaults: two retries, six hours. */
export function asyncSettings(app: App, fn: FunctionDefinition): AsyncSettings {
  const configs = app.byType('AWS::Lambda::EventInvokeConfig').map(({ properties }) => eventInvokeConfig.parse(properties));
  const config = configs.find(({ FunctionName }) => FunctionName === fn.name || FunctionName === fn.arn);
  if (config?.DestinationConfig?.OnSuccess) throw new Error(`${fn.name}: an on-success destination is not supported here`);
  const onFailureArn = queueArn(config?.DestinationConfig?.OnFailure?.Destination, fn);
  const deadLetterArn = queueArn(fn.deadLetterArn, fn);
  return {
    maximumRetryAttempts: config?.MaximumRetryAttempts ?? 2,
    maximumEventAgeMilliseconds: (config?.MaximumEventAgeInSeconds ?? 21_600) * 1000,
    ...(onFailureArn ? { onFailureArn } : {}),
    ...(deadLetterArn ? { deadLetterArn } : {}),
  };
}
