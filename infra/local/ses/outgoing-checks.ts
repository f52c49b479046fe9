import { AwsError } from '../service.ts';
import type { HeaderBlock } from './mail-headers.ts';

/** Of the whole MIME message, base64 attachments included; the API of SES v2 takes 40 MB ("Service quotas in Amazon SES"). */
export const maximumSentBytes = 10 * 1024 * 1024;
/** To, Cc and Bcc together. */
export const mostRecipients = 50;

/** Header fields that SES takes only once ("Amazon SES header fields"). */
const once = new Set(
  (
    'from sender reply-to to cc bcc message-id in-reply-to references subject date mime-version content-type content-transfer-encoding ' +
    'return-path auto-submitted precedence list-unsubscribe list-unsubscribe-post list-id thread-topic'
  ).split(' '),
);

export function invalidValue(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message);
}

function addressProblem(address: string): string | undefined {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  const domain = address.slice(at + 1);
  if (at < 0 || domain === '') return "Missing final '@domain'";
  if (local === '') return 'Missing local name';
  if (/[\x00-\x20\x7f]/.test(local)) return 'Local address contains control or whitespace';
  if (/[^\x21-\x7e]/.test(local)) return 'Local address contains non-ASCII characters';
  if (local.includes('@') || /[<>,;]/.test(local)) return 'Illegal address';
  if (domain.startsWith('.')) return 'Domain starts with dot';
  if (domain.endsWith('.')) return 'Domain ends with dot';
  if (domain.includes('..')) return 'Domain contains dot-dot';
  if (!/^[A-Za-z0-9.-]+$/.test(domain)) return 'Domain contains illegal character';
  return address.length > 320 ? 'Address length is more than 320 characters' : undefined;
}

/** Throws InvalidParameterValue. Takes a bare address. */
export function checkAddress(address: string): void {
  const problem = addressProblem(address);
  if (problem !== undefined) throw invalidValue(problem);
}

export function checkRecipients(recipients: string[]): void {
  if (recipients.length === 0) throw invalidValue("Missing required header 'To'.");
  if (recipients.length > mostRecipients) throw invalidValue(`Recipient count exceeds ${mostRecipients}.`);
  recipients.forEach(checkAddress);
}

export function checkSize(raw: Buffer): void {
  if (raw.length > maximumSentBytes)
    throw invalidValue(`Message length is more than ${maximumSentBytes} bytes long: '${raw.length}'.`);
}

export function checkHeaders({ fields }: HeaderBlock): void {
  const seen = new Set<string>();
  for (const { name } of fields) {
    const key = name.toLowerCase();
    if (once.has(key) && seen.has(key)) throw invalidValue(`Duplicate header '${name}'.`);
    seen.add(key);
  }
  if (!seen.has('from')) throw invalidValue("Missing required header 'From'.");
}
