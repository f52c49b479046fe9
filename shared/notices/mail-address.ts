import { domainToASCII } from 'node:url';

/** RFC 5321 4.5.3.1: octets of a local part; of a path, less its angle brackets. */
const longestLocalPart = 64;
const longestAddress = 254;

/**
 * The address as it goes to SES, in header and envelope alike: the domain in its ASCII form. undefined for what cannot be mailed: no
 * local part or domain, reserved names such as `unknown@invalid` (RFC 6761), and local parts outside ASCII, because SES does not speak
 * SMTPUTF8 (SES API reference, SendRawEmail: the local part must be 7-bit ASCII, the domain in Punycode).
 */
export function wireAddress(address: string): string | undefined {
  const [, local, domain] = /^([!#-'*+\-./0-9=?A-Z^-~]+)@([^\s@<>[\]]+)$/.exec(address) ?? [];
  if (local === undefined || domain === undefined || local.length > longestLocalPart) return undefined;
  const ascii = domainToASCII(domain);
  const labels = ascii.split('.');
  if (labels.length < 2 || labels.some((label) => !/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(label))) return undefined;
  if (['invalid', 'localhost'].includes(labels.at(-1) ?? '')) return undefined;
  const wire = `${local}@${ascii}`;
  return wire.length <= longestAddress ? wire : undefined;
}

/** Equal for two spellings of one address. */
export const sameAddress = (a: string, b: string): boolean => spelled(a) === spelled(b);

const spelled = (address: string) => (wireAddress(address) ?? address).toLowerCase();
