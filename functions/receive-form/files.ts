import type { FormFile } from '../../shared/api/forms.ts';
import type { Form } from '../../shared/forms/form.ts';
import { sniffedBytes } from '../../shared/forms/form-files.ts';
import { networkOf } from '../../shared/forms/network.ts';
import { Refused } from '../../shared/forms/problem.ts';
import { isTooOld, readSubmissionToken } from '../../shared/forms/submission-token.ts';
import { dangerOf } from '../../shared/intake/email/dangerous-file.ts';
import { safeFileName } from '../../shared/intake/email/file-names.ts';
import type { Attachment } from '../../shared/intake/inbound-message.ts';
import type { Answer } from '../../shared/lambda/http.ts';
import { addressSeconds, uploadKeptDays } from '../../shared/notices/outgoing-files.ts';
import type { Dependencies } from './handler.ts';
import type { Arrival } from './submit.ts';

type Ports = Pick<Dependencies, 'formFiles' | 'files' | 'counting' | 'key' | 'now'>;

/** Announces a file of a submission to come: answers under which id it is named, and where its bytes are to be put. Throws Refused. */
export function announcing({ formFiles, files, counting, key, now }: Ports) {
  return async (
    form: Form,
    { token: written, name, type, size }: FormFile,
    { at, address }: Pick<Arrival, 'at' | 'address'>,
  ): Promise<Answer> => {
    const token = readSubmissionToken(written, form.id, await key());
    if (!token) throw new Refused('invalid', [{ field: 'token', rule: 'forged' }]);
    if (isTooOld(token, at)) throw new Refused('gone', [{ field: 'token', rule: 'too-old' }]);
    const taken = form.attachments;
    if (!taken) throw new Refused('invalid', [{ field: 'attachments', rule: 'no-files' }]);
    if (safeFileName(name, '', 1) !== name) throw new Refused('invalid', [{ field: 'name', rule: 'file-name' }]);
    if (!taken.types.includes(type)) throw new Refused('invalid', [{ field: 'type', rule: 'file-type' }]);
    if (size > taken.bytesEach) throw new Refused('invalid', [{ field: 'size', rule: 'file-size', limit: taken.bytesEach }]);
    // As many as all requests that this network may send can have: a token costs nothing, a place in the bucket does.
    const most = taken.most * form.submissionsPerHour;
    const who = networkOf(address);
    const retryAfterSeconds = await counting({ purpose: `form-files-${form.id}`, who, most, windowSeconds: 3600 });
    if (retryAfterSeconds !== undefined)
      throw new Refused('too-many', [{ field: 'form', rule: 'too-many', limit: form.submissionsPerHour }], { retryAfterSeconds });
    const expiresAt = Math.floor(now().getTime() / 1000) + uploadKeptDays * 24 * 3600;
    const announced = await formFiles.announce(token.nonce, { name, type, size }, taken.most, expiresAt);
    if (!announced) throw new Refused('invalid', [{ field: 'attachments', rule: 'too-many-files', limit: taken.most }]);
    const { url, headers } = await files.uploadAddress(announced);
    const until = new Date(now().getTime() + addressSeconds * 1000).toISOString();
    const upload = { method: 'PUT', url, headers, expiresAt: until };
    return { status: 201, body: { attachment: { id: announced.id, name, type, size }, upload } };
  };
}

/** The files that a submission names: there, looked at, and kept from now on. Throws Refused naming the one that is not. */
export async function claimed(
  ids: readonly string[],
  nonce: string,
  { formFiles, files }: Pick<Ports, 'formFiles' | 'files'>,
): Promise<Attachment[]> {
  if (ids.length === 0) return [];
  const announced = await formFiles.list(nonce);
  const named = ids.map((id, i) => {
    const file = announced.find((each) => each.id === id);
    if (!file || ids.indexOf(id) < i) throw new Refused('invalid', [{ field: `attachments.${i}`, rule: 'unknown-file' }]);
    return file;
  });
  const attachments: Attachment[] = [];
  for (const [i, { name, type, size, key }] of named.entries()) {
    if ((await files.sizeOf(key)) !== size) throw new Refused('invalid', [{ field: `attachments.${i}`, rule: 'file-not-there' }]);
    const dangerous = dangerOf(name, await files.start(key, sniffedBytes));
    attachments.push({ name, type, size, key, ...(dangerous && { dangerous }) });
  }
  // Only when all of them are right, and before the ticket is written down: what it names must not expire.
  for (const { key } of attachments) await files.claim(key);
  return attachments;
}
