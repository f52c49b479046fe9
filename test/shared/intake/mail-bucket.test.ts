import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { mailBucketIn } from '../../../shared/intake/mail-bucket.s3.ts';
import { namedError, strictMock } from '../../support/strict-mock.ts';

const megabyte = 1024 * 1024;

/** A bucket whose objects are named by their size in megabytes. What it answers are a few bytes that claim to be so many. */
function aBucket() {
  const s3 = strictMock(S3Client);
  s3.on(GetObjectCommand).callsFake(({ Key }: { Key: string }) => ({
    ContentLength: Number(Key) * megabyte,
    Body: { transformToByteArray: async () => new Uint8Array([1]) },
  }));
  return { s3, bucket: mailBucketIn(new S3Client({ region: 'eu-west-1' }), 'mail') };
}

/** Lets everything that can go on now go on. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Works on these mails at the same time; each is at work until the test lets it go. */
function working(bucket: ReturnType<typeof aBucket>['bucket'], sizes: number[]) {
  const atWork: string[] = [];
  const release = new Map<string, () => void>();
  const all = sizes.map((size, i) =>
    bucket.withMail(String(size), async () => {
      const name = `${i}: ${size}`;
      atWork.push(name);
      await new Promise<void>((resolve) => release.set(name, resolve));
    }),
  );
  const finish = async (name: string) => {
    release.get(name)?.();
    await turn();
  };
  return { atWork, all, finish };
}

describe('mails in hand at once', () => {
  it('are as many as fit into 64 MB together; the others wait their turn', async () => {
    const { atWork, all, finish } = working(aBucket().bucket, [40, 24, 1]);
    await turn();
    expect(atWork).toEqual(['0: 40', '1: 24']);
    await finish('1: 24');
    expect(atWork).toEqual(['0: 40', '1: 24', '2: 1']);
    await finish('0: 40');
    await finish('2: 1');
    await Promise.all(all);
  });
  it('may be one that is larger than that by itself: nobody waits for ever', async () => {
    const { atWork, all, finish } = working(aBucket().bucket, [70, 1]);
    await turn();
    expect(atWork).toEqual(['0: 70']);
    await finish('0: 70');
    expect(atWork).toEqual(['0: 70', '1: 1']);
    await finish('1: 1');
    await Promise.all(all);
  });
  it('make room when work on one fails', async () => {
    const { bucket } = aBucket();
    await expect(bucket.withMail('64', () => Promise.reject(new Error('unreadable')))).rejects.toThrow('unreadable');
    expect(await bucket.withMail('64', async (raw) => raw.length)).toBe(1);
  });
});

describe('the mail bucket', () => {
  it('says that a mail is not there, so that it is tried again', async () => {
    const { s3, bucket } = aBucket();
    s3.on(GetObjectCommand).rejects(namedError('NoSuchKey'));
    await expect(bucket.withMail('1', async () => undefined)).rejects.toThrow('NoSuchKey');
  });
  it('keeps an attachment under its key, with its type', async () => {
    const { s3, bucket } = aBucket();
    s3.on(PutObjectCommand).resolves({});
    await bucket.keep({ key: 'attachments/1', type: 'text/plain', content: new Uint8Array([65]) });
    expect(s3.commandCalls(PutObjectCommand).map(({ args }) => args[0].input)).toEqual([
      { Bucket: 'mail', Key: 'attachments/1', Body: new Uint8Array([65]), ContentType: 'text/plain' },
    ]);
  });
});
