import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DeleteObjectTaggingCommand,
  GetObjectTaggingCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Buckets, createBuckets } from '../../../../infra/local/s3/buckets.ts';
import { expiresAt } from '../../../../infra/local/s3/life-cycle.ts';
import { mostTags } from '../../../../infra/local/s3/object-tags.ts';
import { anApp, aResource, aStage, type RunningGateway, type Stage, startGateway } from '../gateway/test-cloud.ts';

const Bucket = 'mail';
const day = 24 * 3600 * 1000;
let stage: Stage;
let gateway: RunningGateway;
let buckets: Buckets;
let s3: S3Client;
let folder: string;

beforeEach(async () => {
  stage = aStage();
  folder = mkdtempSync(join(tmpdir(), 'guichet-s3-'));
  const properties = {
    LifecycleConfiguration: {
      Rules: [
        { Status: 'Enabled', ExpirationInDays: 2, TagFilters: [{ Key: 'unclaimed', Value: 'true' }] },
        { Status: 'Enabled', ExpirationInDays: 1, Prefix: 'tmp/' },
        { Status: 'Disabled', ExpirationInDays: 1 },
        { Status: 'Enabled', NoncurrentVersionExpiration: { NoncurrentDays: 30 } },
      ],
    },
    CorsConfiguration: {
      CorsRules: [
        {
          AllowedOrigins: ['https://desk.example', 'http://127.0.0.1:*'],
          AllowedMethods: ['PUT'],
          AllowedHeaders: ['content-type', 'x-amz-tagging'],
          MaxAge: 60,
        },
      ],
    },
  };
  buckets = createBuckets({ app: anApp(aResource('AWS::S3::Bucket', Bucket, properties)), clock: stage.clock, folder });
  gateway = await startGateway(stage, [buckets.service]);
  s3 = new S3Client(gateway.client);
});
afterEach(async () => {
  s3.destroy();
  await gateway.stop();
  buckets.stop();
  stage.clock.stop();
  rmSync(folder, { recursive: true });
});

const put = (Key: string, Tagging?: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x', Tagging }));
const tagsOf = async (Key: string) => (await s3.send(new GetObjectTaggingCommand({ Bucket, Key }))).TagSet;
const setTags = (Key: string, TagSet: { Key: string; Value: string }[]) =>
  s3.send(new PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet } }));

describe('tags of an object', () => {
  it('come with it, are replaced as a whole, and are taken away', async () => {
    await put('a', 'unclaimed=true&of=me%20%26%20you');
    expect(await tagsOf('a')).toEqual([
      { Key: 'unclaimed', Value: 'true' },
      { Key: 'of', Value: 'me & you' },
    ]);
    await setTags('a', [{ Key: 'x<y', Value: '"&"' }]);
    expect(await tagsOf('a')).toEqual([{ Key: 'x<y', Value: '"&"' }]);
    await s3.send(new DeleteObjectTaggingCommand({ Bucket, Key: 'a' }));
    expect(await tagsOf('a')).toEqual([]);
  });
  it('are gone when the object is put again without', async () => {
    await put('a', 'unclaimed=true');
    await put('a');
    expect(await tagsOf('a')).toEqual([]);
  });
  it('are ten at most, of so many characters, each key once', async () => {
    const many = (n: number) => Array.from({ length: n }, (_, i) => ({ Key: `k${i}`, Value: '' }));
    await put('a');
    await setTags('a', many(mostTags));
    await expect(setTags('a', many(mostTags + 1))).rejects.toMatchObject({ name: 'BadRequest' });
    await setTags('a', [{ Key: 'k'.repeat(128), Value: 'v'.repeat(256) }]);
    await expect(setTags('a', [{ Key: 'k'.repeat(129), Value: '' }])).rejects.toMatchObject({ name: 'InvalidTag' });
    await expect(setTags('a', [{ Key: 'k', Value: 'v'.repeat(257) }])).rejects.toMatchObject({ name: 'InvalidTag' });
    await expect(put('b', 'a=1&a=2')).rejects.toMatchObject({ name: 'InvalidTag' });
  });
  it('of an object that is not there are NoSuchKey', async () => {
    await expect(tagsOf('none')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });
  it('need permissions of their own, also when they come with the object', async () => {
    stage.iam.denies = (_, { action }) => action.endsWith('Tagging');
    await put('a');
    await expect(put('b', 'unclaimed=true')).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(tagsOf('a')).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(s3.send(new DeleteObjectTaggingCommand({ Bucket, Key: 'a' }))).rejects.toMatchObject({ name: 'AccessDenied' });
    expect(stage.iam.asked.map(({ requirement }) => requirement)).toContainEqual({
      action: 's3:DeleteObjectTagging',
      resource: 'arn:aws:s3:::mail/a',
    });
  });
});

describe('the life cycle', () => {
  it('removes what its rules fit at the midnight UTC after its days, and nothing else', async () => {
    await Promise.all([put('tagged', 'unclaimed=true'), put('other', 'unclaimed=no'), put('plain'), put('tmp/a')]);
    const keys = () => buckets.list(Bucket).map(({ key }) => key);
    // The clock runs on while it is looked at.
    const minute = 60_000;
    const midnight = Math.floor(stage.clock.now() / day) * day;
    await stage.clock.moveTo(midnight + 2 * day - minute);
    expect(keys()).toEqual(['other', 'plain', 'tagged', 'tmp/a']);
    await stage.clock.moveTo(midnight + 2 * day);
    expect(keys()).toEqual(['other', 'plain', 'tagged']);
    await stage.clock.moveTo(midnight + 3 * day - minute);
    expect(keys()).toContain('tagged');
    await stage.clock.moveTo(midnight + 3 * day);
    expect(keys()).toEqual(['other', 'plain']);
  });
  it('leaves what lost its tag in time', async () => {
    await put('claimed', 'unclaimed=true');
    await s3.send(new DeleteObjectTaggingCommand({ Bucket, Key: 'claimed' }));
    await stage.clock.moveTo(stage.clock.now() + 10 * day);
    expect(buckets.list(Bucket)).toHaveLength(1);
  });
  it('counts whole days from the moment it was made, and the soonest rule holds', () => {
    const made = Date.parse('2026-01-05T00:00:00Z');
    const rules = [
      { days: 3, prefix: '', tags: [] },
      { days: 1, prefix: 'a', tags: [{ Key: 'k', Value: 'v' }] },
    ];
    const at = (key: string, tags: Record<string, string>, made_ = made) => {
      const instant = expiresAt(rules, key, made_, tags);
      return instant && new Date(instant).toISOString();
    };
    expect(at('b', { k: 'v' })).toBe('2026-01-08T00:00:00.000Z');
    expect(at('ab', { k: 'v' })).toBe('2026-01-06T00:00:00.000Z');
    expect(at('ab', { k: 'v' }, made + 1)).toBe('2026-01-07T00:00:00.000Z');
    expect(at('ab', { k: 'w' })).toBe('2026-01-08T00:00:00.000Z');
  });
});

describe('a page of another origin', () => {
  const signed =
    'X-Amz-Credential=AKIDTEST/20260105/eu-west-1/s3/aws4_request&X-Amz-Date=20260105T000000Z&X-Amz-Expires=999999999';
  const preflight = (origin: string, method = 'PUT', headers = 'content-type, X-Amz-Tagging') =>
    fetch(`${gateway.url}/${Bucket}/a?${signed}`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': method, 'access-control-request-headers': headers },
    });
  it('may do what a rule says, from the origins and with the headers that it names', async () => {
    for (const origin of ['https://desk.example', 'http://127.0.0.1:4400']) {
      const { status, headers } = await preflight(origin);
      expect([status, headers.get('access-control-allow-origin')]).toEqual([200, origin]);
      expect(headers.get('access-control-allow-headers')).toBe('content-type, x-amz-tagging');
      expect(headers.get('access-control-max-age')).toBe('60');
    }
  });
  it.each([
    ['https://evil.example'],
    ['https://desk.example.evil.example'],
    ['http://127.0.0.1.evil.example'],
    ['https://desk.example', 'DELETE'],
    ['https://desk.example', 'PUT', 'x-other'],
  ])('may not from %s with %s and %s', async (origin, method?: string, headers?: string) => {
    const refused = await preflight(origin, method, headers);
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([403, null]);
  });
  it('sees the answer to its request, and others do not', async () => {
    const answer = (origin: string) =>
      fetch(`${gateway.url}/${Bucket}/a?${signed}`, { method: 'PUT', body: 'x', headers: { origin } });
    expect((await answer('https://desk.example')).headers.get('access-control-allow-origin')).toBe('https://desk.example');
    expect((await answer('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
  });
});
