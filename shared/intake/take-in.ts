import type { Now } from '../clock.ts';
import type { Contracts } from '../contracts/contract.ts';
import { contractFor } from '../contracts/in-force.ts';
import { newId } from '../ids.ts';
import { automaticMail, customerReply, failedDelivery, type Occasion } from '../tickets/decide.ts';
import { newReference } from '../tickets/reference.ts';
import { mostParticipants, type Ticket } from '../tickets/ticket.ts';
import type { TicketEvent } from '../tickets/ticket-events.ts';
import { type Claim, ClaimTaken, untilNotOvertaken } from '../tickets/tickets.ts';
import { mentionsOf } from './email/conversations.ts';
import { readReplyAddress } from './email/reply-address.ts';
import { type Finding, findTicket, type Search } from './find-ticket.ts';
import { fitInbound } from './fit-message.ts';
import { type InboundMessage, noReplyMailbox } from './inbound-message.ts';
import { claimLedger, ledgerClaim, type MailLedger, type MailRow, rowFor } from './mail-ledger.ts';
import { claimMention, claimMessage, messageClaim } from './message-index.ts';
import { appendNew, languageOf, mailboxFor, type NewTicket, outsiders } from './new-ticket.ts';
import { trusted, unverifiedSender } from './trust.ts';

export interface TakingIn extends Finding {
  ledger: MailLedger;
  contracts: Contracts;
  now: Now;
}

/**
 * Decides what becomes of a message and writes it down, once: events, snapshot, ledger row and message index in one transaction. A
 * message that came before changes nothing and answers what became of it then.
 */
export function takeIn(received: InboundMessage, ports: TakingIn): Promise<MailRow> {
  const fitting = fitInbound(received);
  const refusal = refusalOf(fitting);
  if (refusal) return ports.ledger.record(rowFor(fitting, { outcome: 'refused', reason: refusal }));
  return untilNotOvertaken(async () => {
    const inbound = trusted(fitting, await ports.contracts.all(), ports.replies);
    if (inbound === 'quarantine') return quarantine(fitting, ports);
    if (await isCopyOfVerified(inbound, ports)) return duplicate(asVerified(inbound), ports);
    const found = await findTicket(inbound, ports);
    try {
      return await write(inbound, found, ports);
    } catch (error) {
      if (!(error instanceof ClaimTaken)) throw error;
      if (error.claim === ledgerClaim) return repeated(inbound, ports);
      if (error.claim === messageClaim) return duplicate(inbound, ports);
      // The reference that was drawn belongs to another ticket: draw again.
      return takeIn(inbound, ports);
    }
  });
}

/**
 * What we do not take; it stays in the bucket and in the ledger. Notices to staff come from an address at which nobody reads: an answer
 * to one, or its out-of-office note, must not become a customer's request.
 */
export function refusalOf({ verdicts, recipients }: Pick<InboundMessage, 'verdicts' | 'recipients'>): string | undefined {
  if (verdicts.virus === 'fail') return 'virus';
  if (verdicts.spam === 'fail') return 'spam';
  if (recipients.length > 0 && recipients.every((recipient) => recipient.startsWith(`${noReplyMailbox}@`)))
    return 'no-reply address';
  return undefined;
}

/** Nothing is sent and no ticket touched; the mail stays in the bucket until an agent releases it. */
function quarantine(inbound: InboundMessage, { ledger }: TakingIn): Promise<MailRow> {
  const { recipients, envelopeFrom: sender = '' } = inbound;
  const envelope = { recipients, sender };
  return ledger.record(rowFor(inbound, { outcome: 'quarantined', reason: unverifiedSender, envelope }));
}

async function repeated(inbound: InboundMessage, { ledger }: TakingIn): Promise<MailRow> {
  const row = await ledger.find(inbound.receivedAt, inbound.sourceId);
  if (!row) throw new Error(`the ledger row of ${inbound.sourceId} is taken but not there`);
  return row;
}

const asVerified = (inbound: InboundMessage): InboundMessage => ({
  ...inbound,
  message: { ...inbound.message, unverified: undefined },
});

/** A mail that nobody vouches for is kept apart from the true one, but where that is here already it adds nothing. */
const isCopyOfVerified = async (inbound: InboundMessage, { messages }: TakingIn): Promise<boolean> =>
  inbound.message.unverified === true && (await messages.findSame(asVerified(inbound))) !== undefined;

/** The same message through another of our addresses, or sent again: it is on its ticket already. */
async function duplicate(inbound: InboundMessage, { ledger, messages }: TakingIn): Promise<MailRow> {
  const entry = await messages.findSame(inbound);
  return ledger.record(rowFor(inbound, { outcome: 'refused', reason: 'duplicate', ticketId: entry?.ticketId }));
}

async function write(inbound: InboundMessage, found: Search, ports: TakingIn): Promise<MailRow> {
  const occasion: Occasion = {
    at: inbound.receivedAt,
    now: ports.now(),
    by: inbound.nature === 'person' ? { kind: 'customer', address: inbound.message.from.address } : { kind: 'system' },
  };
  if (inbound.nature === 'bounce' && found.kind !== 'belongs') {
    return ports.ledger.record(
      rowFor(inbound, { outcome: 'bounce', reason: `${inbound.natureReason ?? 'bounce'}; of no mail of ours` }),
    );
  }
  if (found.kind === 'belongs' && mayJoin(inbound, found.ticket)) return append(inbound, found, occasion, ports);
  const linkedTo = found.kind === 'belongs' ? found.ticket.id : found.kind === 'points' ? found.ticketId : undefined;
  return openTicket(inbound, { linkedTo, unseen: found.unseen }, occasion, ports);
}

/** A closed ticket takes no further message of a person, who gets a new one; what a machine writes changes nothing and is kept there. */
const mayJoin = ({ nature }: InboundMessage, ticket: Ticket) => ticket.status !== 'closed' || nature !== 'person';

async function append(
  inbound: InboundMessage,
  { ticket, by, unseen }: Search & { kind: 'belongs' },
  occasion: Occasion,
  ports: TakingIn,
): Promise<MailRow> {
  const { outcome, events } = await joining(inbound, ticket, occasion, ports);
  const row = rowFor(inbound, { outcome, reason: inbound.natureReason ?? by, ticketId: ticket.id });
  await ports.tickets.append(ticket, events, [claimLedger(row), ...messageClaims(inbound, ticket.id, unseen)]);
  return row;
}

async function joining(
  inbound: InboundMessage,
  ticket: Ticket,
  occasion: Occasion,
  ports: TakingIn,
): Promise<{ outcome: MailRow['outcome']; events: TicketEvent[] }> {
  const { message, nature, natureReason: reason = nature } = inbound;
  switch (nature) {
    case 'person': {
      const participants = await participantsOf(inbound, ports);
      const contract = await ports.contracts.of(ticket);
      return { outcome: 'reply', events: customerReply(ticket, { message, participants }, contract, occasion) };
    }
    case 'bounce': {
      const { recipients = [], permanent = true, detail = reason } = inbound.failedDelivery ?? {};
      return { outcome: 'bounce', events: failedDelivery({ recipients, permanent, detail, message }, occasion) };
    }
    case 'auto-reply':
    case 'auto-generated':
    case 'bulk':
      return { outcome: 'automatic', events: automaticMail({ nature, reason, message }, occasion) };
  }
}

async function openTicket(
  inbound: InboundMessage,
  { linkedTo, unseen }: { linkedTo: string | undefined; unseen: readonly string[] },
  occasion: Occasion,
  ports: TakingIn,
): Promise<MailRow> {
  const mailboxes = inbound.recipients.map((recipient) => readReplyAddress(recipient, ports.replies).mailbox);
  // Whoever may have forged the sender is nobody's customer, and is served under the contract of the mailbox.
  const address = inbound.verdicts.sender === 'fail' ? undefined : inbound.message.from.address;
  const contracts = await ports.contracts.all();
  const contract = contractFor(contracts, { address, mailboxes }, inbound.receivedAt);
  const id = newId('ticket', ports.now().getTime());
  const opening: NewTicket = {
    id,
    reference: newReference(),
    channel: inbound.channel,
    subject: inbound.subject,
    requester: inbound.message.from,
    participants: await participantsOf(inbound, ports),
    language: languageOf(inbound.language, contract),
    mailbox: mailboxes.find((mailbox) => contract.mailboxes.includes(mailbox)) ?? mailboxFor(contract),
    nature: inbound.nature,
    natureReason: inbound.natureReason,
    linkedTo,
    message: inbound.message,
  };
  const row = rowFor(inbound, {
    outcome: inbound.nature === 'person' ? 'ticket' : 'automatic',
    reason: inbound.natureReason ?? (linkedTo ? 'new, linked' : 'new'),
    ticketId: id,
  });
  const claims = [claimLedger(row), ...messageClaims(inbound, id, unseen)];
  await appendNew(opening, contract, contracts, occasion, () => claims, ports.tickets);
  return row;
}

/** What the ticket is known by from now on: the message itself, and of a person who is vouched for, what they answered and we never saw. */
const messageClaims = (inbound: InboundMessage, ticketId: string, unseen: readonly string[]): Claim[] => [
  claimMessage(inbound, ticketId),
  ...(inbound.nature === 'person' && inbound.verdicts.sender !== 'fail'
    ? mentionsOf(unseen).map((id) => claimMention(id, inbound, ticketId))
    : []),
];

/** Everybody on the mail but our own mailboxes. Whoever may have forged the sender makes nobody take part, the sender neither. */
async function participantsOf({ message, verdicts }: InboundMessage, { replies, contracts }: TakingIn): Promise<string[]> {
  if (verdicts.sender === 'fail') return [];
  const all = [message.from, ...message.to, ...message.cc];
  return outsiders(all, replies.domain, await contracts.all()).slice(0, mostParticipants);
}
