import { createHmac, timingSafeEqual } from 'node:crypto';
import { base32 } from '../../ids.ts';

/** What signs and checks the reply addresses of one stage. */
export interface ReplyAddressScope {
  /** The domain that mail for us comes to, any case. */
  domain: string;
  /** The HMAC key, at least 32 random bytes or characters. */
  key: string | Uint8Array;
}

const ticketPrefix = 'tkt_';
const ticketBody = /^[0-9A-HJKMNP-TV-Z]{26}$/;
/** 80 bits at five bits a character. */
const macLength = 16;
/** RFC 5321 allows 64 characters before the @; `+`, the ticket's 26, the dot and the MAC take 44 of them. */
export const longestMailbox = 20;
/** No mailbox of ours has a local part this long: one that does claims to be signed, and a claim that fails is forged. */
const shortestSigned = 1 + 1 + 26 + 1 + macLength;

function macOf(mailbox: string, body: string, { domain, key }: ReplyAddressScope): string {
  const mac = createHmac('sha256', key).update(['reply-address', mailbox, body, domain].join('\u0000').toLowerCase()).digest();
  return base32(mac, macLength);
}

/**
 * The address that answers to a ticket's mails come back to, all lower case because relays fold case. Throws a RangeError for a mailbox
 * that does not leave room for the signature or a ticket id of another form.
 */
export function signReplyAddress({
  mailbox,
  ticketId,
  ...scope
}: ReplyAddressScope & { mailbox: string; ticketId: string }): string {
  const body = ticketId.slice(ticketPrefix.length);
  if (!/^[a-z0-9._-]+$/.test(mailbox) || mailbox.length > longestMailbox)
    throw new RangeError(`mailbox must be 1 to ${longestMailbox} of a-z, 0-9, dot, dash and underscore`);
  if (!ticketId.startsWith(ticketPrefix) || !ticketBody.test(body))
    throw new RangeError(`ticketId must be ${ticketPrefix} and 26 upper-case Crockford characters`);
  return `${mailbox}+${body.toLowerCase()}.${macOf(mailbox, body, scope)}@${scope.domain.toLowerCase()}`;
}

/**
 * What an address we received mail at says. `ticketId` is there only if the signature holds. `forged` means that it claims to be signed
 * and is not: such a mail is taken in like any other, never into the ticket that it names. Plain plus-tags are neither.
 */
export function readReplyAddress(
  address: string,
  scope: ReplyAddressScope,
): { mailbox: string; ticketId?: string; forged: boolean } {
  const lower = address.toLowerCase();
  const at = lower.lastIndexOf('@');
  const local = at < 0 ? lower : lower.slice(0, at);
  const plus = local.indexOf('+');
  const mailbox = plus < 0 ? local : local.slice(0, plus);
  if (local.length < shortestSigned) return { mailbox, forged: false };
  const tag = local.slice(plus + 1);
  const body = tag.slice(0, 26).toUpperCase();
  const ours = plus > 0 && tag[26] === '.' && ticketBody.test(body) && lower.slice(at + 1) === scope.domain.toLowerCase();
  const claimed = Buffer.from(tag.slice(27));
  const expected = Buffer.from(macOf(mailbox, body, scope));
  // timingSafeEqual throws for unequal lengths; the length is no secret.
  const valid = claimed.length === expected.length && timingSafeEqual(claimed, expected);
  return ours && valid ? { mailbox, ticketId: `${ticketPrefix}${body}`, forged: false } : { mailbox, forged: true };
}
