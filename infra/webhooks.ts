import { ArnFormat, CfnOutput, Duration } from 'aws-cdk-lib';
import { env } from '../functions/deliver-webhook/env.ts';
import type { EmailChannel } from './email-channel.ts';
import { workOn } from './event-sources.ts';
import { WorkQueue } from './queues.ts';
import { ServiceFunction } from './service-function.ts';
import type { ServiceStack } from './service-stack.ts';

/** Longer than a run begins attempts (45 s) and the last of them may take (10 s). */
const timeout = Duration.seconds(60);

/** Lanes that are worked on at the same time, for all subscribers together. */
const lanesAtOnce = 10;

/** What subscribers' webhooks share with those who wake and administer them. */
export interface Webhooks {
  queue: WorkQueue;
  /** What the names of the secrets begin with: `guichet-production/subscriptions/`. */
  secretsPrefix: string;
  /** Where these secrets are, for a grant. */
  secretsArn: string;
  /** Whether webhooks may go to the machine itself: on the local cloud alone. */
  privateTargets: 'allowed' | 'refused';
}

/** Events of tickets to subscribers: send-notices and the agents' API → queue → deliver-webhook → the subscriber. */
export function addWebhooks(stack: ServiceStack, { configurationSet, identityArn }: EmailChannel): Webhooks {
  const { stage, data, alarms } = stack;
  const queue = new WorkQueue(stack, 'deliver-webhook', {
    alarms,
    impact: 'A subscriber is not told of some tickets any more, until their next event.',
    functionTimeout: timeout,
    tries: 10,
  });
  const secretsPrefix = `guichet-${stage.name}/subscriptions/`;
  const secretsArn = stack.formatArn({
    service: 'secretsmanager',
    resource: 'secret',
    resourceName: `${secretsPrefix}*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  const privateTargets = stage.name === 'local' ? 'allowed' : 'refused';
  const fn = new ServiceFunction(stack, 'deliver-webhook', {
    does: 'Sends what happens to tickets to subscribers, signed and in order',
    code: stack.code,
    alarms,
    env,
    environment: {
      TABLE_NAME: data.table.tableName,
      DELIVERIES_QUEUE_URL: queue.queueUrl,
      SUBSCRIPTION_SECRETS_PREFIX: secretsPrefix,
      MAIL_DOMAIN: stage.mailDomain,
      CONFIGURATION_SET: configurationSet.configurationSetName,
      PRIVATE_TARGETS: privateTargets,
    },
    timeout,
    memory: 512,
    impactOfErrors: 'Subscribers hear late of what happens to tickets.',
  });
  fn.allow({ verb: 'ReadTickets', actions: ['dynamodb:GetItem', 'dynamodb:Query'], on: [data.table.tableArn] });
  fn.allow({
    verb: 'KeepLanes',
    actions: ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
    on: [data.table.tableArn],
  });
  fn.allow({ verb: 'WakeLanes', actions: ['sqs:SendMessage'], on: [queue.queueArn] });
  fn.allow({
    verb: 'ReadSubscriptionSecrets',
    actions: ['secretsmanager:GetSecretValue'],
    on: [secretsArn],
    wildcardBecause: 'Subscriptions come and go without a deployment, each with a secret under this prefix.',
  });
  fn.allow({ verb: 'SendAsOurDomain', actions: ['ses:SendRawEmail'], on: [identityArn] });
  // SES asks for the configuration set as well when a mail names one.
  fn.allow({
    verb: 'SendWithReports',
    actions: ['ses:SendRawEmail'],
    on: [stack.formatArn({ service: 'ses', resource: 'configuration-set', resourceName: configurationSet.configurationSetName })],
  });
  workOn(fn, queue, { of: 'WakeUps', batchSize: 1, maxConcurrency: lanesAtOnce });
  new CfnOutput(stack, 'DeliveriesQueueUrl', { value: queue.queueUrl });
  return { queue, secretsPrefix, secretsArn, privateTargets };
}
