import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { auditIn } from '../../shared/audit/audit.dynamo.ts';
import { admissionsIn } from '../../shared/chat/admissions.dynamo.ts';
import { contactsIn } from '../../shared/contacts/contacts.dynamo.ts';
import { contractsIn } from '../../shared/contracts/contracts.dynamo.ts';
import { documentClient } from '../../shared/dynamo/document-client.dynamo.ts';
import { mailLedgerIn } from '../../shared/intake/mail-ledger.dynamo.ts';
import { releaseInto } from '../../shared/intake/release-mail.sqs.ts';
import { startRuntime } from '../../shared/lambda/runtime.ts';
import { macrosIn } from '../../shared/macros/macros.dynamo.ts';
import { measureAppend } from '../../shared/metrics/ticket-metrics.ts';
import { outboxIn } from '../../shared/notices/outbox.dynamo.ts';
import { outgoingFilesIn, signingClient } from '../../shared/notices/outgoing-files.s3.ts';
import { uploadsIn } from '../../shared/notices/uploads.dynamo.ts';
import { countingIn } from '../../shared/rates/rate.dynamo.ts';
import { ticketQueueIn } from '../../shared/tickets/ticket-queue.dynamo.ts';
import { ticketsIn } from '../../shared/tickets/tickets.dynamo.ts';
import { circuitsIn } from '../../shared/webhooks/circuits.dynamo.ts';
import { lanesIn } from '../../shared/webhooks/lanes.dynamo.ts';
import { subscriptionSecretsUnder } from '../../shared/webhooks/subscription-secrets.secrets-manager.ts';
import { subscriptionsIn } from '../../shared/webhooks/subscriptions.dynamo.ts';
import { wakeUpsOn } from '../../shared/webhooks/wake-ups.sqs.ts';
import { env as schema } from './env.ts';
import { createHandler } from './handler.ts';

const { env, now, log, meter } = startRuntime('agent-api', schema);
const dynamo = documentClient();
const sqs = new SQSClient({});

export const handler = createHandler({
  log,
  now,
  tickets: ticketsIn(dynamo, env.TABLE_NAME, (before, after, events) => measureAppend(meter, before, after, events)),
  queue: ticketQueueIn(dynamo, env.TABLE_NAME),
  ledger: mailLedgerIn(dynamo, env.TABLE_NAME),
  release: releaseInto(sqs, env.MAIL_QUEUE_URL, env.MAIL_BUCKET),
  contracts: contractsIn(dynamo, env.TABLE_NAME, now),
  admissions: admissionsIn(dynamo, env.TABLE_NAME, now),
  contacts: contactsIn(dynamo, env.TABLE_NAME),
  macros: macrosIn(dynamo, env.TABLE_NAME),
  audit: auditIn(dynamo, env.TABLE_NAME),
  counting: countingIn(dynamo, env.TABLE_NAME, now),
  outbox: outboxIn(dynamo, env.TABLE_NAME, now),
  uploads: uploadsIn(dynamo, env.TABLE_NAME, now),
  files: outgoingFilesIn(signingClient(), env.MAIL_BUCKET),
  subscribing: {
    subscriptions: subscriptionsIn(dynamo, env.TABLE_NAME),
    secrets: subscriptionSecretsUnder(new SecretsManagerClient({}), env.SUBSCRIPTION_SECRETS_PREFIX),
    lanes: lanesIn(dynamo, env.TABLE_NAME),
    circuits: circuitsIn(dynamo, env.TABLE_NAME),
    wakeUps: wakeUpsOn(sqs, env.DELIVERIES_QUEUE_URL),
    privateTargets: env.PRIVATE_TARGETS,
  },
});
