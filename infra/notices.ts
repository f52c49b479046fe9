import { Duration } from 'aws-cdk-lib';
import { env } from '../functions/send-notices/env.ts';
import type { EmailChannel } from './email-channel.ts';
import { follow, workOn } from './event-sources.ts';
import type { HttpApi } from './http-api.ts';
import type { PhoneChannel } from './phone-channel.ts';
import { DeadLetterQueue, WorkQueue } from './queues.ts';
import { ServiceFunction } from './service-function.ts';
import type { ServiceStack } from './service-stack.ts';
import type { WebSocketApi } from './web-socket-api.ts';
import type { Webhooks } from './webhooks.ts';

const timeout = Duration.seconds(60);

/**
 * Mails to customers and to people of the ladder, and pushes to chats: stream → send-notices → SES and connections; what could not be sent
 * at once comes again by a queue.
 */
export function addNotices(
  stack: ServiceStack,
  { configurationSet, identityArn }: EmailChannel,
  { publicUrl }: HttpApi,
  webSocketApi: WebSocketApi,
  phone: PhoneChannel | undefined,
  { queue: deliveries }: Webhooks,
): void {
  const { stage, data, alarms } = stack;
  const late = new WorkQueue(stack, 'late-notices', {
    alarms,
    impact:
      'An answer, an acknowledgement or an escalation was not sent, and will not be without someone: somebody waits for it.',
    functionTimeout: timeout,
    tries: 10,
  });
  const fn = new ServiceFunction(stack, 'send-notices', {
    does: 'Mails customers and people of the ladder, once each',
    code: stack.code,
    alarms,
    env,
    environment: {
      TABLE_NAME: data.table.tableName,
      MAIL_BUCKET: data.mailBucket.bucketName,
      MAIL_DOMAIN: stage.mailDomain,
      CONFIGURATION_SET: configurationSet.configurationSetName,
      REPLY_KEY_SECRET_ARN: data.replyKey.secretArn,
      LATE_NOTICES_QUEUE_URL: late.queueUrl,
      DELIVERIES_QUEUE_URL: deliveries.queueUrl,
      ACKNOWLEDGEMENTS_PER_HOUR: String(stage.acknowledgementsPerHour),
      CHAT_URL: webSocketApi.url,
      PUBLIC_URL: publicUrl,
      TASK_QUEUE_URL: phone?.taskQueue.queueUrl ?? 'none',
    },
    timeout,
    memory: 512,
    impactOfErrors: "Agents' answers, acknowledgements and escalations are not being mailed.",
  });
  fn.allow({
    verb: 'ReadTickets',
    actions: ['dynamodb:GetItem', 'dynamodb:Query'],
    on: [data.table.tableArn],
  });
  fn.allow({ verb: 'ClaimNotices', actions: ['dynamodb:PutItem', 'dynamodb:UpdateItem'], on: [data.table.tableArn] });
  fn.allow({
    verb: 'ReadAgentsFiles',
    actions: ['s3:GetObject'],
    on: [data.mailBucket.arnForObjects('outgoing/*')],
    wildcardBecause: 'Each file has a key of its own.',
  });
  fn.allow({ verb: 'ReadReplyKey', actions: ['secretsmanager:GetSecretValue'], on: [data.replyKey.secretArn] });
  fn.allow({ verb: 'SendAsOurDomain', actions: ['ses:SendRawEmail'], on: [identityArn] });
  // SES asks for the configuration set as well when a mail names one.
  fn.allow({
    verb: 'SendWithReports',
    actions: ['ses:SendRawEmail'],
    on: [stack.formatArn({ service: 'ses', resource: 'configuration-set', resourceName: configurationSet.configurationSetName })],
  });
  fn.allow(webSocketApi.managing('PushToConnections', ['POST']));
  fn.allow({ verb: 'ForgetConnections', actions: ['dynamodb:DeleteItem'], on: [data.table.tableArn] });
  if (phone) fn.allow({ verb: 'AskForTasks', actions: ['sqs:SendMessage'], on: [phone.taskQueue.queueArn] });
  fn.allow({ verb: 'DeferNotices', actions: ['sqs:SendMessage'], on: [late.queueArn] });
  fn.allow({ verb: 'WakeSubscribers', actions: ['sqs:SendMessage'], on: [deliveries.queueArn] });

  follow(fn, data.table, {
    // Events are only ever added; an event that is changed or removed is none.
    filter: { eventName: ['INSERT'], dynamodb: { NewImage: { kind: { S: ['event'] } } } },
    batchSize: 25,
    alarms,
    impactOfBeingBehind: "Agents' answers, acknowledgements and escalations are mailed more than ten minutes late.",
    deadLetters: new DeadLetterQueue(stack, 'send-notices', {
      alarms,
      impact: 'Notices for some events were never attempted: somebody waits for an answer or an escalation that does not come.',
    }),
  });
  workOn(fn, late, { of: 'LateNotices', batchSize: 10, maxConcurrency: 2 });
}
