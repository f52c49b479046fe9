import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { describe, expect, it } from 'vitest';
import { isSignedBy } from '../../../../infra/local/gateway/presigned-signature.ts';

const s3 = new S3Client({
  endpoint: 'http://127.0.0.1:4466',
  region: 'eu-west-1',
  credentials: { accessKeyId: 'AKIDTEST', secretAccessKey: 'secret', sessionToken: 'a+token/with=signs' },
  requestChecksumCalculation: 'WHEN_REQUIRED',
});
const object = { Bucket: 'mail', Key: "outgoing/a b+ü&(1)'.pdf" };

async function aGet(overrides: Partial<GetObjectCommand['input']> = {}) {
  const url = new URL(await getSignedUrl(s3, new GetObjectCommand({ ...object, ...overrides })));
  return { method: 'GET', path: url.pathname, query: url.searchParams, headers: { host: url.host } };
}
async function aPut() {
  const command = new PutObjectCommand({ ...object, ContentType: 'text/plain', ContentLength: 5, IfNoneMatch: '*' });
  const signableHeaders = new Set(['host', 'content-type', 'content-length', 'if-none-match']);
  const url = new URL(await getSignedUrl(s3, command, { signableHeaders }));
  const headers = { host: url.host, 'content-type': 'text/plain', 'content-length': '5', 'if-none-match': '*' };
  return { method: 'PUT', path: url.pathname, query: url.searchParams, headers };
}

describe('the signature of a presigned address', () => {
  it('of the SDK holds, with any key and any headers that the answer is to have', async () => {
    expect(isSignedBy('secret', await aGet())).toBe(true);
    const answer = {
      ResponseContentDisposition: `attachment; filename="a (1).pdf"; filename*=UTF-8''%C3%A9`,
      ResponseContentType: 'a/b',
    };
    expect(isSignedBy('secret', await aGet(answer))).toBe(true);
    expect(isSignedBy('secret', await aPut())).toBe(true);
  });
  it('does not hold with another secret, method, path or parameter, or without one', async () => {
    const get = await aGet();
    expect(isSignedBy('other', get)).toBe(false);
    expect(isSignedBy('secret', { ...get, method: 'DELETE' })).toBe(false);
    expect(isSignedBy('secret', { ...get, path: `${get.path}x` })).toBe(false);
    for (const [name, value] of [
      ['X-Amz-Expires', '604800'],
      ['response-content-type', 'text/html'],
      ['X-Amz-Signature', ''],
    ] as const) {
      const query = new URLSearchParams(get.query);
      query.set(name, value);
      expect(isSignedBy('secret', { ...get, query })).toBe(false);
    }
    expect(isSignedBy('secret', { ...get, query: new URLSearchParams() })).toBe(false);
  });
  it.each([
    ['content-length', '6'],
    ['content-type', 'text/html'],
    ['if-none-match', undefined],
    ['host', 'elsewhere'],
  ])('does not hold when the signed header %s is another', async (name, value) => {
    const put = await aPut();
    expect(isSignedBy('secret', { ...put, headers: { ...put.headers, [name]: value } })).toBe(false);
  });
  it('cares for no header that is not signed', async () => {
    const get = await aGet();
    expect(isSignedBy('secret', { ...get, headers: { ...get.headers, 'user-agent': 'any' } })).toBe(true);
  });
});
