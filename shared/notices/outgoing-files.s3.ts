import {
  DeleteObjectTaggingCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { MailAttachment } from './compose.ts';
import { addressSeconds, contentDisposition, type OutgoingFiles, servedType, unclaimed } from './outgoing-files.ts';

/** A client whose addresses can be signed: unless told otherwise the SDK signs a checksum of no content into an upload's. */
export const signingClient = (): S3Client => new S3Client({ requestChecksumCalculation: 'WHEN_REQUIRED' });

const tagging = `${unclaimed.tag}=${unclaimed.value}`;

/** `s3` is one of `signingClient`. */
export function outgoingFilesIn(s3: S3Client, bucket: string): OutgoingFiles {
  let lastTurn: Promise<unknown> = Promise.resolve();
  const read = async (key: string): Promise<Uint8Array> => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    if (!Body) throw new Error(`object ${key} has no body`);
    return Body.transformToByteArray();
  };
  return {
    uploadAddress: async ({ key, type, size }) => {
      const put = new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        ContentType: type,
        ContentLength: size,
        IfNoneMatch: '*',
        Tagging: tagging,
      });
      const signableHeaders = new Set(['host', 'content-type', 'content-length', 'if-none-match', 'x-amz-tagging']);
      // S3 reads tags from the header only; the presigner would move it into the query.
      const unhoistableHeaders = new Set(['x-amz-tagging']);
      const url = await getSignedUrl(s3, put, { expiresIn: addressSeconds, signableHeaders, unhoistableHeaders });
      // Every program sends Content-Length by itself; a browser lets no page set it.
      return { url, headers: { 'content-type': type, 'if-none-match': '*', 'x-amz-tagging': tagging } };
    },
    downloadAddress: ({ key, name, type }) =>
      getSignedUrl(
        s3,
        new GetObjectCommand({
          Bucket: bucket,
          Key: key,
          ResponseContentType: servedType(type),
          ResponseContentDisposition: contentDisposition(name),
          ResponseCacheControl: 'private, no-store',
        }),
        { expiresIn: addressSeconds },
      ),
    sizeOf: async (key) => {
      try {
        const { ContentLength } = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
        return ContentLength;
      } catch (error) {
        // Who may not list a bucket is told 403 of what is not there (S3 API reference, HeadObject).
        const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
        if (status === 404 || status === 403) return undefined;
        throw error;
      }
    },
    claim: async (key) => {
      await s3.send(new DeleteObjectTaggingCommand({ Bucket: bucket, Key: key }));
    },
    start: async (key, most) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key, Range: `bytes=0-${most - 1}` }));
      if (!Body) throw new Error(`object ${key} has no body`);
      return Body.transformToByteArray();
    },
    withFiles: (files, work) => {
      if (files.length === 0) return work([]);
      const turn = lastTurn.then(async () => {
        const attachments: MailAttachment[] = [];
        for (const { name, type, key } of files) attachments.push({ name, type, content: await read(key) });
        return work(attachments);
      });
      lastTurn = turn.catch(() => undefined);
      return turn;
    },
  };
}
