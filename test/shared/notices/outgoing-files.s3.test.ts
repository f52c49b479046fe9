import {
  DeleteObjectTaggingCommand,
  GetObjectCommand,
  HeadObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { outgoingFilesIn } from '../../../shared/notices/outgoing-files.s3.ts';
import { strictMock } from '../../support/strict-mock.ts';

const s3 = new S3Client({ region: 'eu-west-1', credentials: { accessKeyId: 'AKIDTEST', secretAccessKey: 'secret' } });
const file = (key: string) => ({ key, name: `${key}.txt`, type: 'text/plain' });
const answered = (text: string) => ({ Body: { transformToByteArray: async () => Buffer.from(text) } }) as never;
const refused = (httpStatusCode: number) =>
  new S3ServiceException({ name: 'Refused', message: 'Refused', $fault: 'client', $metadata: { httpStatusCode } });

describe('files to be mailed', () => {
  it('are read whole, in their order', async () => {
    const mock = strictMock(s3);
    for (const key of ['a', 'b']) mock.on(GetObjectCommand, { Bucket: 'mail', Key: key }).resolves(answered(key));
    const read = await outgoingFilesIn(s3, 'mail').withFiles([file('b'), file('a')], async (files) =>
      files.map(({ name, content }) => `${name} ${Buffer.from(content).toString()}`),
    );
    expect(read).toEqual(['b.txt b', 'a.txt a']);
  });
  it('of one mail are in hand at a time, also after one that failed; mails without files wait for nobody', async () => {
    const mock = strictMock(s3);
    mock.on(GetObjectCommand).resolves(answered('x'));
    const files = outgoingFilesIn(s3, 'mail');
    const seen: string[] = [];
    const working = (name: string) => async () => {
      seen.push(`${name} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      seen.push(`${name} ends`);
      if (name === 'first') throw new Error('SES refuses');
    };
    const first = files.withFiles([file('a')], working('first'));
    const second = files.withFiles([file('b')], working('second'));
    await files.withFiles([], working('none'));
    await expect(first).rejects.toThrow('SES refuses');
    await second;
    expect(seen.filter((each) => !each.startsWith('none'))).toEqual([
      'first begins',
      'first ends',
      'second begins',
      'second ends',
    ]);
    expect(seen[0]).toBe('none begins');
  });
});

describe('the size of a file', () => {
  it('is known where one is, and is nothing where S3 says so, in either way it has', async () => {
    const mock = strictMock(s3);
    mock.on(HeadObjectCommand).resolvesOnce({ ContentLength: 7 }).rejectsOnce(refused(404)).rejectsOnce(refused(403));
    const sizeOf = () => outgoingFilesIn(s3, 'mail').sizeOf('a');
    expect([await sizeOf(), await sizeOf(), await sizeOf()]).toEqual([7, undefined, undefined]);
  });
  it('is not guessed when S3 fails', async () => {
    const mock = strictMock(s3);
    mock.on(HeadObjectCommand).rejects(refused(503));
    await expect(outgoingFilesIn(s3, 'mail').sizeOf('a')).rejects.toThrow('Refused');
  });
});

describe('an address to put a file', () => {
  it('binds size and type and lets nothing be replaced; the caller is told which headers to send', async () => {
    const { url, headers } = await outgoingFilesIn(s3, 'mail').uploadAddress({ key: 'outgoing/1', type: 'text/plain', size: 5 });
    const query = new URL(url).searchParams;
    expect(query.get('X-Amz-SignedHeaders')).toBe('content-length;content-type;host;if-none-match;x-amz-tagging');
    expect(query.get('X-Amz-Expires')).toBe('900');
    expect(headers).toEqual({ 'content-type': 'text/plain', 'if-none-match': '*', 'x-amz-tagging': 'unclaimed=true' });
    // S3 reads tags from the header only.
    expect(query.has('x-amz-tagging')).toBe(false);
  });
});

describe('a file that something names', () => {
  it('loses the tag by which it would expire, and gives its first bytes', async () => {
    const mock = strictMock(s3);
    mock.on(DeleteObjectTaggingCommand, { Bucket: 'mail', Key: 'a' }).resolves({});
    mock.on(GetObjectCommand, { Bucket: 'mail', Key: 'a', Range: 'bytes=0-9' }).resolves(answered('0123456789'));
    const files = outgoingFilesIn(s3, 'mail');
    await files.claim('a');
    expect(Buffer.from(await files.start('a', 10)).toString()).toBe('0123456789');
    expect(mock.commandCalls(DeleteObjectTaggingCommand)).toHaveLength(1);
  });
});
