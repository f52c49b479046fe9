import * as z from 'zod/mini';
import type { App, Resource } from '../template/app.ts';

export interface Subscription {
  arn: string;
  topicArn: string;
  queueArn: string;
  /** The message as it was published, without SNS's envelope. */
  raw: boolean;
  redriveArn?: string | undefined;
}

/** A subscription that the local cloud does not deliver to. */
export interface SilentSubscription {
  arn: string;
  protocol: string;
}

const flag = z.union([
  z.boolean(),
  z.pipe(
    z.enum(['true', 'false']),
    z.transform((text) => text === 'true'),
  ),
]);
const redrivePolicy = z.object({ deadLetterTargetArn: z.string() });
const redrive = z.union([
  redrivePolicy,
  z.pipe(
    z.pipe(
      z.string(),
      z.transform((text): unknown => JSON.parse(text)),
    ),
    redrivePolicy,
  ),
]);

const subscriptionProperties = z.object({
  TopicArn: z.string(),
  Protocol: z.string(),
  Endpoint: z.string(),
  RawMessageDelivery: z._default(flag, false),
  RedrivePolicy: z.optional(redrive),
  FilterPolicy: z.optional(z.unknown()),
});
const inlineSubscriptions = z.object({
  Subscription: z._default(z.array(z.object({ Endpoint: z.string(), Protocol: z.string() })), []),
});

function read(resource: Resource, properties: unknown): z.infer<typeof subscriptionProperties> {
  const parsed = z.safeParse(subscriptionProperties, properties);
  if (!parsed.success) throw new Error(`${resource.stack}/${resource.logicalId}: ${z.prettifyError(parsed.error)}`);
  if (parsed.data.FilterPolicy !== undefined)
    throw new Error(`${resource.stack}/${resource.logicalId}: filter policies are not played locally`);
  return parsed.data;
}

/** All subscriptions of the template, those written inside a topic included. Throws for one that cannot be read. */
export function subscriptionsOf(app: App): { delivered: Subscription[]; silent: SilentSubscription[] } {
  const delivered: Subscription[] = [];
  const silent: SilentSubscription[] = [];
  const add = (resource: Resource, arn: string, properties: unknown) => {
    const { Protocol, TopicArn, Endpoint, RawMessageDelivery, RedrivePolicy } = read(resource, properties);
    if (Protocol !== 'sqs') {
      silent.push({ arn, protocol: Protocol });
      return;
    }
    delivered.push({
      arn,
      topicArn: TopicArn,
      queueArn: Endpoint,
      raw: RawMessageDelivery,
      redriveArn: RedrivePolicy?.deadLetterTargetArn,
    });
  };
  for (const resource of app.byType('AWS::SNS::Subscription')) add(resource, resource.arn, resource.properties);
  for (const topic of app.byType('AWS::SNS::Topic')) {
    for (const [index, inline] of inlineSubscriptions.parse(topic.properties).Subscription.entries()) {
      add(topic, `${topic.arn}:inline-${index + 1}`, { ...inline, TopicArn: topic.arn });
    }
  }
  return { delivered, silent };
}
