import type { Contract } from '../contracts/contract.ts';
import { contractFor } from '../contracts/in-force.ts';
import { readReplyAddress } from './email/reply-address.ts';
import type { InboundMessage } from './inbound-message.ts';

/** Why a mail is quarantined, in its row of the ledger. */
export const unverifiedSender = 'sender not verified';

/**
 * What the contract of whom a mail claims to be from says of mails which that domain disowns (DMARC): the message as it is to be taken in, or
 * `quarantine`. Accepted mails count as the sender's own; flagged ones are marked and open no way into a ticket but by a signed address.
 * A recovered mail is like a disowned one: what SES found out about it is lost.
 * Never quarantined: what came to an address that only we can have signed, and bounces, which touch nothing but a mail of ours by SES's id.
 * What an agent released counts as accepted. Throws when no contract is in force.
 */
export function trusted(
  inbound: InboundMessage,
  all: readonly Contract[],
  replies: { domain: string; key: string },
): InboundMessage | 'quarantine' {
  const accepted = { ...inbound, verdicts: { ...inbound.verdicts, sender: 'unknown' as const } };
  if (inbound.verdicts.sender !== 'fail' && !inbound.recovered) return inbound;
  if (inbound.releasedBy !== undefined) return accepted;
  const addresses = inbound.recipients.map((recipient) => readReplyAddress(recipient, replies));
  const mailboxes = addresses.map(({ mailbox }) => mailbox);
  const policy = contractFor(all, { address: inbound.message.from.address, mailboxes }, inbound.receivedAt).unverifiedMail;
  if (policy === 'accept') return accepted;
  const isSigned = addresses.some(({ ticketId, forged }) => ticketId !== undefined && !forged);
  if (policy === 'quarantine' && inbound.nature !== 'bounce' && !isSigned) return 'quarantine';
  const verdicts = { ...inbound.verdicts, sender: 'fail' as const };
  return { ...inbound, verdicts, message: { ...inbound.message, unverified: true } };
}
