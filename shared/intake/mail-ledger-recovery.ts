import { addressesOf, cleanAddress, senderOf } from './email/addresses.ts';
import { allHeaders, firstHeader, type Header, readHeaderBlock } from './email/header-block.ts';
import { noReplyMailbox } from './inbound-message.ts';

/** Where SES puts mails in the bucket; what follows is SES's message id. */
export const inboundPrefix = 'inbound/';

/** Bytes of a stored mail that are read to find out whom it came from and to. */
export const recoveryHeadBytes = 64 * 1024;

/** On the queue of mails: it was found in the bucket, SES did not tell of it now. */
export const recoveredAttribute = 'recovered';

/** A mail in the bucket of which the ledger knows nothing. */
export interface StoredMail {
  bucket: string;
  key: string;
  /** When S3 says that it was written: within seconds of when SES took it, unless SES had to try again. */
  storedAt: Date;
  /** Its beginning, `recoveryHeadBytes` at most. */
  head: Uint8Array;
}

/** SES's message id in a key such as `inbound/o3vrnil0e2ic`; undefined for a key that SES would not have written. */
export const sesIdOf = (key: string): string | undefined => /^inbound\/([A-Za-z0-9_-]{1,200})$/.exec(key)?.[1];

/** The trace that SES puts on top of every mail it stores. It bears the id of this very object, which no sender could know. */
const trace =
  /\bby inbound-smtp\.[a-z0-9-]{1,40}\.amazonaws\.com with SMTP id ([A-Za-z0-9_-]{1,200})\s+for <?([^\s;<>]{1,320})>?;/;

function tracedRecipient(headers: readonly Header[], sesMessageId: string): string | undefined {
  const [, id, recipient] = trace.exec((allHeaders(headers, 'received')[0] ?? '').slice(0, 2000)) ?? [];
  return id === sesMessageId && recipient !== undefined ? cleanAddress(recipient) : undefined;
}

const isRead = (address: string) => !address.startsWith(`${noReplyMailbox}@`);

const isAt = (domain: string) => (address: string) => address.endsWith(`@${domain}`) || address.endsWith(`.${domain}`);

/**
 * What SES would have told of this mail, as far as it can still be known. The envelope is not in the object: of its recipients SES's trace
 * names one, To and Cc the others that are ours; who was in Bcc is lost, and where nobody is left it is `unknown@` our domain. The sender is
 * Return-Path, which SES writes. Its verdicts are left out, since headers that claim them may be the sender's own.
 */
export function recoveredNotification({ bucket, key, storedAt, head }: StoredMail, domain: string): string {
  const sesMessageId = sesIdOf(key);
  if (sesMessageId === undefined) throw new Error(`${key} is no key that SES writes`);
  const { headers } = readHeaderBlock(head);
  const traced = tracedRecipient(headers, sesMessageId);
  const written = ['to', 'cc'].flatMap((name) => addressesOf(headers, name).map(({ address }) => address));
  const ourWritten = written.filter(isAt(domain.toLowerCase()));
  // Without the trace whoever really got it may have been in Bcc: the address that nobody reads must not be all that is left of them.
  const ours = traced === undefined ? ourWritten.filter(isRead) : [traced, ...ourWritten];
  const returnPath = firstHeader(headers, 'return-path')?.trim();
  const source = returnPath === undefined ? senderOf(headers, '').address : returnPath.replace(/^<|>$/g, '').slice(0, 320);
  const timestamp = storedAt.toISOString();
  return JSON.stringify({
    notificationType: 'Received',
    mail: { messageId: sesMessageId, timestamp, source },
    receipt: {
      timestamp,
      recipients: ours.length > 0 ? [...new Set(ours)] : [`unknown@${domain}`],
      action: { type: 'S3', bucketName: bucket, objectKey: key },
    },
  });
}
