import { unescapeXml, xmlElement } from '../gateway/xml.ts';
import { AwsError, type AwsResponse } from '../service.ts';
import type { ObjectStore } from './object-store.ts';

/** S3's limit of one DeleteObjects request. */
export const mostKeysPerDelete = 1000;

/** The keys that a DeleteObjects body names. Throws `MalformedXML` for none, and for more than `mostKeysPerDelete`. */
export function keysToDelete(body: Buffer): string[] {
  const keys = [...body.toString().matchAll(/<Key>([^<]+)<\/Key>/g)].map(([, key = '']) => unescapeXml(key));
  if (keys.length === 0 || keys.length > mostKeysPerDelete) {
    throw new AwsError(
      'MalformedXML',
      'The XML you provided was not well-formed or did not validate against our published schema',
    );
  }
  return keys;
}

/** Deleting what is not there succeeds, as on S3. */
export function deleteObjects(store: ObjectStore, body: Buffer): AwsResponse {
  const keys = keysToDelete(body);
  for (const key of keys) store.remove(key);
  const quiet = /<Quiet>\s*true\s*<\/Quiet>/.test(body.toString());
  const deleted = quiet ? [] : keys.map((key) => `<Deleted>${xmlElement('Key', key)}</Deleted>`);
  return {
    status: 200,
    headers: { 'content-type': 'application/xml' },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<DeleteResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${deleted.join('')}</DeleteResult>`,
  };
}
