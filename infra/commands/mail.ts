import { parseArgs } from 'node:util';
import { GetObjectCommand, ListBucketsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { ListQueuesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mailLedgerIn } from '../../shared/intake/mail-ledger.dynamo.ts';
import {
  inboundPrefix,
  recoveredAttribute,
  recoveredNotification,
  recoveryHeadBytes,
} from '../../shared/intake/mail-ledger-recovery.ts';
import { reconcile, type StoredObject, summary } from './mail-reconcile.ts';
import { tableOptions, theTable } from './the-table.ts';

/**
 * `npm run mail -- reconcile` compares the mail bucket with the ledger and has every mail taken in that has no row there. Exits 1 when
 * something is left unaccounted for, with `--dry-run` when anything would be taken in.
 */
const usage = [
  'usage: mail reconcile (--local | --table NAME --bucket NAME --queue URL --domain NAME)',
  '       [--from DAY] [--to DAY] [--dry-run] [--grace MINUTES] [--wait SECONDS]',
  'NAME and URL are the outputs TableName, MailBucketName and MailQueueUrl; a DAY is such as 2026-01-05, in UTC, both ends included',
].join('\n');

const options = {
  ...tableOptions,
  bucket: { type: 'string' },
  queue: { type: 'string' },
  domain: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  'dry-run': { type: 'boolean' },
  grace: { type: 'string' },
  wait: { type: 'string' },
} as const;

/** The domain of the local stage. */
const localDomain = 'guichet.example';

interface Where {
  bucket: string;
  queue: string;
  domain: string;
}

async function run(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options });
  const { from, to, local = false, 'dry-run': dryRun = false } = values;
  // On the local cloud nothing is on its way for long, and its clock is not ours.
  const grace = Number(values.grace ?? (local ? 0 : 15));
  const waitSeconds = Number(values.wait ?? 60);
  const days = [from, to].every((day) => day === undefined || /^\d{4}-\d{2}-\d{2}$/.test(day));
  if (positionals.join(' ') !== 'reconcile' || !days || !(grace >= 0) || !(waitSeconds >= 0)) throw new Error(usage);
  const { table, bucket, queue, domain } = values;
  const named = bucket && queue && domain ? { bucket, queue, domain } : undefined;
  if (!local && !named) throw new Error(usage);
  const { dynamo, tableName } = await theTable({ table, local: values.local });
  const s3 = new S3Client({});
  const sqs = new SQSClient({});
  const where = named ?? (await localWhere(s3, sqs));
  const settledBefore = grace === 0 ? new Date(8.64e15) : new Date(Date.now() - grace * 60_000);
  const ledger = mailLedgerIn(dynamo, tableName);
  const counts = await reconcile(
    {
      pages: pagesOf(s3, where.bucket),
      find: (receivedAt, sesMessageId) => ledger.find(receivedAt, sesMessageId),
      announce: (stored) => announce(stored, where, s3, sqs),
      say: console.log,
    },
    { from, to, settledBefore, dryRun, waitSeconds },
  );
  console.log(summary(counts));
  if (counts.unaccounted > 0) process.exitCode = 1;
}

/** The only bucket and queue of their kind on the local cloud. */
async function localWhere(s3: S3Client, sqs: SQSClient): Promise<Where> {
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  const bucket = Buckets.find(({ Name = '' }) => /MailBucket(?!Log)/i.test(Name))?.Name;
  const queue = QueueUrls.find((url) => url.includes('ReceiveEmailQueue'));
  if (!bucket || !queue) throw new Error('the local cloud has no mail bucket, or no queue of mails');
  return { bucket, queue, domain: localDomain };
}

/** S3 lists by key, not by date: whatever the range of days, all of `inbound/` is gone through, a thousand objects a request. */
async function* pagesOf(s3: S3Client, bucket: string): AsyncGenerator<StoredObject[]> {
  let token: string | undefined;
  do {
    const page = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: inboundPrefix, ContinuationToken: token }));
    yield (page.Contents ?? []).flatMap(({ Key, LastModified }) =>
      Key !== undefined && LastModified !== undefined ? [{ key: Key, storedAt: LastModified }] : [],
    );
    token = page.NextContinuationToken;
  } while (token !== undefined);
}

async function announce({ key, storedAt }: StoredObject, { bucket, queue, domain }: Where, s3: S3Client, sqs: SQSClient) {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key, Range: `bytes=0-${recoveryHeadBytes - 1}` }));
  if (!Body) throw new Error('it has no content');
  const head = await Body.transformToByteArray();
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: queue,
      MessageBody: recoveredNotification({ bucket, key, storedAt, head }, domain),
      MessageAttributes: { [recoveredAttribute]: { DataType: 'String', StringValue: 'true' } },
    }),
  );
}

try {
  await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
