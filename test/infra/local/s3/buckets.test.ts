import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Buckets, createBuckets } from '../../../../infra/local/s3/buckets.ts';
import { largestContentInMemory } from '../../../../infra/local/s3/object-store.ts';
import { anApp, aResource, aStage, type RunningGateway, type Stage, startGateway } from '../gateway/test-cloud.ts';

const Bucket = 'mail';
let stage: Stage;
let gateway: RunningGateway;
let buckets: Buckets;
let s3: S3Client;
let folder: string;

beforeEach(async () => {
  stage = aStage();
  folder = mkdtempSync(join(tmpdir(), 'guichet-s3-'));
  const app = anApp(aResource('AWS::S3::Bucket', Bucket));
  buckets = createBuckets({
    app,
    clock: stage.clock,
    folder,
    may: (principal, requirement) => !stage.iam.denies(principal, requirement),
  });
  gateway = await startGateway(stage, [buckets.service]);
  s3 = new S3Client(gateway.client);
});

afterEach(async () => {
  s3.destroy();
  await gateway.stop();
  buckets.stop();
  rmSync(folder, { recursive: true });
});

const put = (Key: string, Body: PutObjectCommandInput['Body'], rest: Partial<PutObjectCommandInput> = {}) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body, ...rest }));
const read = async (Key: string, Range?: string) => {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, ...(Range ? { Range } : {}) }));
  return Buffer.from(await Body!.transformToByteArray());
};

describe('objects', () => {
  it('gives back bytes, type and metadata of an object under a key with odd characters', async () => {
    const body = Buffer.from([0, 255, 10, 13, 128]);
    const { ETag } = await put('in/a b+ü&<x>.eml', body, { ContentType: 'message/rfc822', Metadata: { ticket: 'T1' } });
    const object = await s3.send(new GetObjectCommand({ Bucket, Key: 'in/a b+ü&<x>.eml' }));
    expect(Buffer.from(await object.Body!.transformToByteArray())).toEqual(body);
    expect(object).toMatchObject({ ContentType: 'message/rfc822', Metadata: { ticket: 'T1' }, ContentLength: 5, ETag });
    expect(object.LastModified).toBeInstanceOf(Date);
  });

  it('takes a stream in chunks with a trailing checksum', async () => {
    const body = Buffer.alloc(200_000, 'line of text\r\n');
    await put('stream', Readable.from([body.subarray(0, 70_001), body.subarray(70_001)]), { ContentLength: body.length });
    expect(await read('stream')).toEqual(body);
    const { ContentEncoding, ChecksumCRC32 } = await s3.send(
      new HeadObjectCommand({ Bucket, Key: 'stream', ChecksumMode: 'ENABLED' }),
    );
    expect(ContentEncoding).toBeUndefined();
    expect(ChecksumCRC32).toMatch(/^[\w+/]{6}==$/);
  });

  it('refuses content that does not match its checksum', async () => {
    await expect(put('k', 'hello', { ChecksumCRC32: 'AAAAAA==' })).rejects.toMatchObject({ name: 'BadDigest' });
  });

  it('keeps content on disk only when it is large, and no longer than needed', async () => {
    const spilled = () => readdirSync(folder, { recursive: true }).length;
    await put('small', Buffer.alloc(largestContentInMemory));
    expect(spilled()).toBe(0);
    const large = Buffer.alloc(largestContentInMemory + 1, 'x');
    await put('large', large);
    await put('large', large);
    expect(spilled()).toBe(2);
    expect(await read('large')).toEqual(large);
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'large' }));
    expect(spilled()).toBe(1);
    buckets.stop();
    expect(existsSync(folder) && spilled()).toBe(0);
  });

  it('answers with the headers that are asked for instead of its own', async () => {
    await put('page', '<p>', { ContentType: 'text/html' });
    const asked = { ResponseContentType: 'application/octet-stream', ResponseContentDisposition: 'attachment; filename="p"' };
    const object = await s3.send(new GetObjectCommand({ Bucket, Key: 'page', ...asked }));
    expect(object).toMatchObject({ ContentType: 'application/octet-stream', ContentDisposition: 'attachment; filename="p"' });
    expect((await s3.send(new GetObjectCommand({ Bucket, Key: 'page' }))).ContentType).toBe('text/html');
  });

  it('are in buckets, which are listed to who may', async () => {
    expect((await s3.send(new ListBucketsCommand({}))).Buckets).toEqual([{ Name: Bucket }]);
    stage.iam.denies = (_principal, { action }) => action === 's3:ListAllMyBuckets';
    await expect(s3.send(new ListBucketsCommand({}))).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('reads ranges', async () => {
    await put('digits', '0123456789');
    expect((await read('digits', 'bytes=2-4')).toString()).toBe('234');
    expect((await read('digits', 'bytes=7-')).toString()).toBe('789');
    expect((await read('digits', 'bytes=-3')).toString()).toBe('789');
    expect((await read('digits', 'bytes=8-99')).toString()).toBe('89');
    await expect(read('digits', 'bytes=10-')).rejects.toMatchObject({ name: 'InvalidRange' });
    const part = await s3.send(new GetObjectCommand({ Bucket, Key: 'digits', Range: 'bytes=0-0' }));
    expect(part).toMatchObject({ ContentRange: 'bytes 0-0/10', $metadata: { httpStatusCode: 206 } });
  });

  it('creates an object only once when asked to', async () => {
    await put('once', 'a', { IfNoneMatch: '*' });
    await expect(put('once', 'b', { IfNoneMatch: '*' })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    expect((await read('once')).toString()).toBe('a');
  });

  it('answers 404 for a missing key, and 403 to who may not list the bucket', async () => {
    await expect(read('none')).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(s3.send(new HeadObjectCommand({ Bucket, Key: 'none' }))).rejects.toMatchObject({ name: 'NotFound' });
    stage.iam.denies = (_principal, { action }) => action === 's3:ListBucket';
    await expect(read('none')).rejects.toMatchObject({ name: 'AccessDenied', $metadata: { httpStatusCode: 403 } });
  });

  it('deletes one and many, missing ones included', async () => {
    await Promise.all(['a', 'b&c', 'd'].map((key) => put(key, 'x')));
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    const { Deleted } = await s3.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'b&c' }, { Key: 'none' }] } }),
    );
    expect(Deleted).toEqual([{ Key: 'b&c' }, { Key: 'none' }]);
    expect(buckets.list(Bucket).map(({ key }) => key)).toEqual(['d']);
  });
});

it('lists by prefix, page after page, in the order of the bytes', async () => {
  for (const key of ['in/2', 'in/10', 'out/1', 'in/ü', 'in/<b>']) buckets.put(Bucket, key, Buffer.from(key));
  const keys: string[] = [];
  let ContinuationToken: string | undefined;
  do {
    const page = await s3.send(
      new ListObjectsV2Command({ Bucket, Prefix: 'in/', MaxKeys: 3, ...(ContinuationToken ? { ContinuationToken } : {}) }),
    );
    keys.push(...(page.Contents ?? []).map(({ Key }) => Key!));
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken);
  expect(keys).toEqual(['in/10', 'in/2', 'in/<b>', 'in/ü']);
});

it('understands virtual-hosted addresses', async () => {
  buckets.put(Bucket, 'in/1', Buffer.from('hosted'));
  const { request } = await import('node:http');
  const text = await new Promise((resolve, reject) => {
    const authorization =
      'AWS4-HMAC-SHA256 Credential=AKIDTEST/20260105/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=0';
    const headers = { host: `${Bucket}.localhost:${gateway.port}`, authorization };
    request(`${gateway.url}/in/1`, { headers }, (answer) => answer.on('data', (chunk) => resolve(String(chunk))))
      .on('error', reject)
      .end();
  });
  expect(text).toBe('hosted');
});

it('asks for the permission of each operation on the object or the bucket', async () => {
  await put('in/1', 'x');
  await read('in/1');
  await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'in/1' }, { Key: 'in/2' }] } }));
  await s3.send(new ListObjectsV2Command({ Bucket }));
  expect(stage.iam.asked.map(({ requirement }) => `${requirement.action} ${requirement.resource}`)).toEqual([
    's3:PutObject arn:aws:s3:::mail/in/1',
    's3:GetObject arn:aws:s3:::mail/in/1',
    's3:DeleteObject arn:aws:s3:::mail/in/1',
    's3:DeleteObject arn:aws:s3:::mail/in/2',
    's3:ListBucket arn:aws:s3:::mail',
  ]);
});

it('refuses other buckets and operations it does not have', async () => {
  await expect(s3.send(new ListObjectsV2Command({ Bucket: 'other' }))).rejects.toMatchObject({ name: 'NoSuchBucket' });
  const copy = s3.send(new CopyObjectCommand({ Bucket, Key: 'b', CopySource: `${Bucket}/a` }));
  await expect(copy).rejects.toMatchObject({ name: 'UnknownOperationException', $metadata: { httpStatusCode: 501 } });
  const grouped = s3.send(new ListObjectsV2Command({ Bucket, Delimiter: '/' }));
  await expect(grouped).rejects.toMatchObject({ name: 'UnknownOperationException' });
});
