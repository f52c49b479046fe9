import { S3Client } from '@aws-sdk/client-s3';
import { contractsIn } from '../../shared/contracts/contracts.dynamo.ts';
import { documentClient } from '../../shared/dynamo/document-client.dynamo.ts';
import { mailBucketIn } from '../../shared/intake/mail-bucket.s3.ts';
import { mailLedgerIn } from '../../shared/intake/mail-ledger.dynamo.ts';
import { messageIndexIn } from '../../shared/intake/message-index.dynamo.ts';
import { startRuntime } from '../../shared/lambda/runtime.ts';
import { secretReader } from '../../shared/lambda/secret.secrets-manager.ts';
import { measureAppend } from '../../shared/metrics/ticket-metrics.ts';
import { ticketsIn } from '../../shared/tickets/tickets.dynamo.ts';
import { env as schema } from './env.ts';
import { createHandler } from './handler.ts';

const work = startRuntime('receive-email', schema);
const { env, now, meter } = work;
const dynamo = documentClient();
const replyKey = secretReader(env.REPLY_KEY_SECRET_ARN);
const stores = {
  tickets: ticketsIn(dynamo, env.TABLE_NAME, (before, after, events) => measureAppend(meter, before, after, events)),
  messages: messageIndexIn(dynamo, env.TABLE_NAME),
  ledger: mailLedgerIn(dynamo, env.TABLE_NAME),
  contracts: contractsIn(dynamo, env.TABLE_NAME, now),
};

export const handler = createHandler({
  work,
  bucket: mailBucketIn(new S3Client({}), env.MAIL_BUCKET),
  ports: async () => ({ ...stores, now, replies: { domain: env.MAIL_DOMAIN, key: await replyKey() } }),
});
