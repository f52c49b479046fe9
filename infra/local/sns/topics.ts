import { randomUUID } from 'node:crypto';
import type { Iam, Principal } from '../iam/iam.ts';
import { AwsError, type Service } from '../service.ts';
import type { App } from '../template/app.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import { notificationJson, type SnsMessage } from './notification.ts';
import type { QueueTargets } from './queue-target.ts';
import { createSnsService, type Publication } from './sns-service.ts';
import { type Subscription, subscriptionsOf } from './subscriptions.ts';

/** Message, subject and attributes together, in bytes (SNS quotas). */
export const maximumSnsMessageBytes = 256 * 1024;

export interface TopicsOptions {
  app: App;
  clock: VirtualClock;
  iam: Iam;
  queues: QueueTargets;
  /** Told of a message that could not be delivered, and of subscriptions that the local cloud never delivers to. */
  onError: (error: unknown, label: string) => void;
}

export interface Topics {
  service: Service;
  /**
   * Publishes for a service or a role and answers the message id. Throws `AwsError`: AuthorizationError when the policies do not allow it,
   * NotFound, InvalidParameter for a message over `maximumSnsMessageBytes`. Delivered to every queue when it returns.
   */
  publish(principal: Principal, topicArn: string, message: string, subject?: string): string;
}

function bytesOf({ message, subject = '', attributes }: Publication): number {
  const extra = Object.entries(attributes).map(([name, { dataType, stringValue = '' }]) => name + dataType + stringValue);
  return Buffer.byteLength(message) + Buffer.byteLength(subject) + Buffer.byteLength(extra.join(''));
}

export function createTopics({ app, clock, iam, queues, onError }: TopicsOptions): Topics {
  const { delivered, silent } = subscriptionsOf(app);
  const topics = new Map(
    app.byType('AWS::SNS::Topic').map(({ arn }) => [arn, delivered.filter(({ topicArn }) => topicArn === arn)]),
  );
  for (const { arn, protocol } of silent)
    onError(new Error(`protocol ${protocol} is not delivered to locally`), `subscription ${arn}`);

  /** Throws when the queue does not take the message. */
  const sendTo = (queueArn: string, body: string, sns: SnsMessage, raw: boolean) => {
    const sender: Principal = { type: 'service', service: 'sns.amazonaws.com', sourceArn: sns.topicArn };
    const denial = iam.check(sender, { action: 'sqs:SendMessage', resource: queueArn });
    if (denial) throw new Error(denial.message);
    const queue = queues.get(queueArn);
    if (!queue) throw new Error(`there is no queue ${queueArn}`);
    queue.send(raw ? { body, messageAttributes: sns.attributes } : { body });
  };

  const deliver = ({ arn, queueArn, raw, redriveArn }: Subscription, sns: SnsMessage) => {
    const body = raw ? sns.message : notificationJson(sns, arn);
    try {
      sendTo(queueArn, body, sns, raw);
    } catch (error) {
      onError(error, `subscription ${arn}`);
      if (redriveArn === undefined) return;
      try {
        sendTo(redriveArn, body, sns, raw);
      } catch (redriveError) {
        onError(redriveError, `redrive of subscription ${arn}`);
      }
    }
  };

  const publish = (publication: Publication): string => {
    const subscriptions = topics.get(publication.topicArn);
    if (!subscriptions) throw new AwsError('NotFound', 'Topic does not exist', 404);
    if (publication.message === '') throw new AwsError('InvalidParameter', 'Invalid parameter: Empty message');
    if (bytesOf(publication) > maximumSnsMessageBytes)
      throw new AwsError('InvalidParameter', 'Invalid parameter: Message too long');
    const sns: SnsMessage = { ...publication, messageId: randomUUID(), at: clock.now() };
    for (const subscription of subscriptions) deliver(subscription, sns);
    return sns.messageId;
  };

  return {
    service: createSnsService(publish),
    publish: (principal, topicArn, message, subject) => {
      const denial = iam.check(principal, { action: 'sns:Publish', resource: topicArn });
      if (denial) throw new AwsError('AuthorizationError', denial.message, 403);
      return publish({ topicArn, message, subject, attributes: {} });
    },
  };
}
