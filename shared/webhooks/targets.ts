import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Where webhooks may go. `allowed`: plain HTTP and addresses of the machine itself too, for the local cloud only. */
export const targetPolicies = ['refused', 'allowed'] as const;
export type PrivateTargets = (typeof targetPolicies)[number];

export const longestUrl = 2000;
const firstFreePort = 1024;

/** Every host of the public Internet has an IPv6 address in here; all else is special (IANA, IPv6 address space). */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');
/** Protocol assignments within it, of which some are no hosts' (IANA, IPv6 special-purpose registry). */
const protocolAssignments = ipaddr.IPv6.parseCIDR('2001::/23');

/**
 * An address that anybody on the Internet may have. Loopback, private and link-local ones (with them the metadata services of clouds),
 * shared, reserved and multicast ones are not, nor what carries an IPv4 address in IPv6: it would be reached by a gateway of ours.
 */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  return !(parsed instanceof ipaddr.IPv6) || (parsed.match(globalUnicast) && !parsed.match(protocolAssignments));
}

/** What is wrong with an address for webhooks, as a rule its owner can read; undefined when nothing is. Says nothing of what a name resolves to. */
export function wrongWithUrl(written: string, privateTargets: PrivateTargets): string | undefined {
  if (written.length > longestUrl) return `must have at most ${longestUrl} characters`;
  if (!URL.canParse(written)) return 'must be a web address such as https://example.com/webhooks';
  const url = new URL(written);
  if (url.username !== '' || url.password !== '') return 'must not hold a user name or a password';
  if (url.hash !== '') return 'must not have a part after #';
  if (privateTargets === 'allowed')
    return ['http:', 'https:'].includes(url.protocol) ? undefined : 'must begin with http:// or https://';
  if (url.protocol !== 'https:') return 'must begin with https://';
  if (url.port !== '' && Number(url.port) < firstFreePort) return `must have port 443, or one from ${firstFreePort} on`;
  const host = hostOf(url);
  if (isIP(host) !== 0) return isPublicAddress(host) ? undefined : 'must not lead to a private or special address';
  if (!host.includes('.') || /\.(localhost|local|internal|home\.arpa)$/.test(host))
    return 'must have a host name of the public Internet';
  return undefined;
}

/** The host as DNS and sockets take it: without the brackets of IPv6 and without a last full stop. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
