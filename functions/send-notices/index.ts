import { SESClient } from '@aws-sdk/client-ses';
import { SQSClient } from '@aws-sdk/client-sqs';
import { connectionsIn } from '../../shared/chat/connections.dynamo.ts';
import { deliver } from '../../shared/chat/deliver.ts';
import { postThrough } from '../../shared/chat/post.api-gateway.ts';
import { contractsIn } from '../../shared/contracts/contracts.dynamo.ts';
import { documentClient } from '../../shared/dynamo/document-client.dynamo.ts';
import { startRuntime } from '../../shared/lambda/runtime.ts';
import { secretReader } from '../../shared/lambda/secret.secrets-manager.ts';
import { measureNotice } from '../../shared/metrics/notice-metrics.ts';
import { measureAppend } from '../../shared/metrics/ticket-metrics.ts';
import { lateNoticesIn } from '../../shared/notices/late-notices.sqs.ts';
import { mailerOn } from '../../shared/notices/mailer.ses.ts';
import { outboxIn } from '../../shared/notices/outbox.dynamo.ts';
import { outgoingFilesIn, signingClient } from '../../shared/notices/outgoing-files.s3.ts';
import { sendNotices } from '../../shared/notices/send.ts';
import { withholding } from '../../shared/notices/withhold.ts';
import { mayAskForTask } from '../../shared/telephony/task.ts';
import { tasksThrough } from '../../shared/telephony/task-queue.sqs.ts';
import type { RecordedEvent } from '../../shared/tickets/ticket-events.ts';
import { ticketsIn } from '../../shared/tickets/tickets.dynamo.ts';
import { subscriptionsIn } from '../../shared/webhooks/subscriptions.dynamo.ts';
import { wakeSubscribers } from '../../shared/webhooks/wake-subscribers.ts';
import { wakeUpsOn } from '../../shared/webhooks/wake-ups.sqs.ts';
import { env as schema } from './env.ts';
import { createHandler } from './handler.ts';

const work = startRuntime('send-notices', schema);
const { env, now, meter } = work;
const dynamo = documentClient();
const replyKey = secretReader(env.REPLY_KEY_SECRET_ARN);
const tickets = ticketsIn(dynamo, env.TABLE_NAME, (before, after, events) => measureAppend(meter, before, after, events));
const sqs = new SQSClient({});
const waking = {
  subscriptions: subscriptionsIn(dynamo, env.TABLE_NAME),
  tickets,
  wakeUps: wakeUpsOn(sqs, env.DELIVERIES_QUEUE_URL),
  now,
};
const contracts = contractsIn(dynamo, env.TABLE_NAME, now);
const ports = {
  tickets,
  contracts,
  outbox: outboxIn(dynamo, env.TABLE_NAME, now),
  files: outgoingFilesIn(signingClient(), env.MAIL_BUCKET),
  publicUrl: env.PUBLIC_URL,
  mailer: mailerOn(new SESClient({ maxAttempts: 1 }), env.CONFIGURATION_SET),
  acknowledgementsPerHour: env.ACKNOWLEDGEMENTS_PER_HOUR,
  now,
  withhold: withholding(work.log, { tickets, contracts, now, meter }),
  report: measureNotice(meter),
};
const late = lateNoticesIn(sqs, env.LATE_NOTICES_QUEUE_URL, tickets);
const delivering = {
  ...ports,
  connections: connectionsIn(dynamo, env.TABLE_NAME, now),
  post: postThrough(env.CHAT_URL),
  later: (recorded: RecordedEvent, seconds: number) => late.defer(recorded, seconds),
};
const mail = async (recorded: RecordedEvent) =>
  sendNotices(recorded, { ...ports, replies: { domain: env.MAIL_DOMAIN, key: await replyKey() } });

const askForTask = tasksThrough(sqs, env.TASK_QUEUE_URL);
const send = async (recorded: RecordedEvent) => {
  await deliver(recorded, mail, delivering);
  if (mayAskForTask(recorded)) await askForTask(recorded);
};

export const handler = createHandler({
  work,
  send,
  late,
  wakeSubscribers: (recorded) => wakeSubscribers(recorded, waking),
});
