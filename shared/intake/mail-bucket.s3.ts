import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { MailBucket } from './mail-bucket.ts';

/** Bytes of raw mail in hand at once. A mail is at most 40 MB (SES), and reading it takes about three times its size. */
const mostBytesInHand = 64 * 1024 * 1024;

export function mailBucketIn(s3: S3Client, bucket: string): MailBucket {
  let inHand = 0;
  let waiting: (() => void)[] = [];
  const take = async (bytes: number) => {
    while (inHand > 0 && inHand + bytes > mostBytesInHand) await new Promise<void>((resolve) => waiting.push(resolve));
    inHand += bytes;
  };
  const release = (bytes: number) => {
    inHand -= bytes;
    const woken = waiting;
    waiting = [];
    for (const wake of woken) wake();
  };
  return {
    withMail: async (key, work) => {
      const { Body, ContentLength = 0 } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      if (!Body) throw new Error(`object ${key} has no body`);
      await take(ContentLength);
      try {
        return await work(await Body.transformToByteArray());
      } finally {
        release(ContentLength);
      }
    },
    keep: async ({ key, type, content }) => {
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: content, ContentType: type }));
    },
  };
}
