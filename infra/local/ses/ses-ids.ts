import { randomInt, randomUUID } from 'node:crypto';
import type { Instant } from '../virtual-clock.ts';

const regionPrefixes: Record<string, string> = { 'us-east-1': '0100', 'us-west-2': '0101', 'eu-west-1': '0102' };
const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz';

/** The id of a sent mail or of feedback on one: `0102018f…-<uuid>-000000`, the time in milliseconds in front. */
export function sentMailId(region: string, at: Instant): string {
  const time = Math.floor(at).toString(16).padStart(12, '0');
  return `${regionPrefixes[region] ?? '0107'}${time}-${randomUUID()}-000000`;
}

/** The Message-ID header that SES puts in place of the sender's. The API answers the id without brackets and domain. */
export function messageIdHeader(region: string, id: string): string {
  return `<${id}@${region === 'us-east-1' ? 'email' : region}.amazonses.com>`;
}

/** The id of a received mail: forty lower-case letters and digits, as in real `Received` headers of SES. */
export function receivedMailId(): string {
  return Array.from({ length: 40 }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
}
