import { randomUUID } from 'node:crypto';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESClient } from '@aws-sdk/client-ses';
import { SQSClient } from '@aws-sdk/client-sqs';
import { documentClient } from '../../shared/dynamo/document-client.dynamo.ts';
import { startRuntime } from '../../shared/lambda/runtime.ts';
import { measureWebhooks } from '../../shared/metrics/webhook-metrics.ts';
import { mailerOn } from '../../shared/notices/mailer.ses.ts';
import { outboxIn } from '../../shared/notices/outbox.dynamo.ts';
import { secretsUnder } from '../../shared/partners/partner-secrets.secrets-manager.ts';
import { ticketsIn } from '../../shared/tickets/tickets.dynamo.ts';
import { circuitsIn } from '../../shared/webhooks/circuits.dynamo.ts';
import { lanesIn } from '../../shared/webhooks/lanes.dynamo.ts';
import { tellOwner } from '../../shared/webhooks/owner-mail.ts';
import { posting } from '../../shared/webhooks/post.https.ts';
import { secretsKept } from '../../shared/webhooks/subscription-secrets.ts';
import { subscriptionsIn } from '../../shared/webhooks/subscriptions.dynamo.ts';
import { wakeUpsOn } from '../../shared/webhooks/wake-ups.sqs.ts';
import { env as schema } from './env.ts';
import { createHandler } from './handler.ts';

const work = startRuntime('deliver-webhook', schema);
const { env, now } = work;
const dynamo = documentClient();
const subscriptions = subscriptionsIn(dynamo, env.TABLE_NAME);
const lanes = lanesIn(dynamo, env.TABLE_NAME);
const mailer = mailerOn(new SESClient({ maxAttempts: 1 }), env.CONFIGURATION_SET);
const telling = { subscriptions, lanes, mailer, outbox: outboxIn(dynamo, env.TABLE_NAME, now), domain: env.MAIL_DOMAIN, now };

export const handler = createHandler({
  work,
  delivering: {
    subscriptions,
    lanes,
    circuits: circuitsIn(dynamo, env.TABLE_NAME),
    // It only reads them.
    tickets: ticketsIn(dynamo, env.TABLE_NAME, () => undefined),
    secretsOf: secretsKept(secretsUnder(new SecretsManagerClient({}), env.SUBSCRIPTION_SECRETS_PREFIX)),
    post: posting({ privateTargets: env.PRIVATE_TARGETS, now }),
    wakeUps: wakeUpsOn(new SQSClient({}), env.DELIVERIES_QUEUE_URL),
    tellOwner: (subscriber) => tellOwner(subscriber, telling),
    report: measureWebhooks(work),
    now,
    random: Math.random,
    newHolder: randomUUID,
  },
});
