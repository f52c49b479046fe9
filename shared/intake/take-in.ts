import type { Now } from '../clock.ts';
import { type Contract, type Contracts, contractFor, type Language, languages } from '../contracts/contract.ts';
import { keys } from '../dynamo/table.ts';
import { newId } from '../ids.ts';
import { customerReply, type Occasion, open } from '../tickets/decide.ts';
import { newReference } from '../tickets/reference.ts';
import type { Ticket } from '../tickets/ticket.ts';
import type { TicketEvent } from '../tickets/ticket-events.ts';
import { ClaimTaken, untilNotOvertaken } from '../tickets/tickets.ts';
import { readReplyAddress } from './email/reply-address.ts';
import { type Finding, type Found, findTicket } from './find-ticket.ts';
import type { InboundMessage } from './inbound-message.ts';
import { claimLedger, ledgerClaim, type MailLedger, type MailRow, rowFor } from './mail-ledger.ts';
import { claimMessage, messageClaim, messageIdOf } from './message-index.ts';

export interface TakingIn extends Finding {
  ledger: MailLedger;
  contracts: Contracts;
  now: Now;
}

/**
 * Decides what becomes of a message and writes it down, once: events, snapshot, ledger row and message index in one transaction. A
 * message that came before changes nothing and answers what became of it then.
 */
export function takeIn(inbound: InboundMessage, ports: TakingIn): Promise<MailRow> {
  return untilNotOvertaken(async () => {
    const refusal = refusalOf(inbound);
    if (refusal) return ports.ledger.record(rowFor(inbound, { outcome: 'refused', reason: refusal }));
    const found = await findTicket(inbound, ports);
    try {
      return await write(inbound, found, ports);
    } catch (error) {
      if (!(error instanceof ClaimTaken)) throw error;
      if (error.claim === ledgerClaim) return repeated(inbound, ports);
      if (error.claim === messageClaim) return duplicate(inbound, ports);
      return takeIn(inbound, ports);
    }
  });
}

/** What we do not take. It stays in the bucket and in the ledger. */
export function refusalOf({ verdicts }: Pick<InboundMessage, 'verdicts'>): string | undefined {
  if (verdicts.virus === 'fail') return 'virus';
  if (verdicts.spam === 'fail') return 'spam';
  return undefined;
}

async function repeated(inbound: InboundMessage, { ledger }: TakingIn): Promise<MailRow> {
  const row = await ledger.find(inbound.receivedAt, inbound.sourceId);
  if (!row) throw new Error(`the ledger row of ${inbound.sourceId} is taken but not there`);
  return row;
}

/** The same message through another of our addresses, or sent again: it is on its ticket already. */
async function duplicate(inbound: InboundMessage, { ledger, messages }: TakingIn): Promise<MailRow> {
  const [entry] = await messages.find(messageIdOf(inbound));
  return ledger.record(rowFor(inbound, { outcome: 'refused', reason: 'duplicate', ticketId: entry?.ticketId }));
}

async function write(inbound: InboundMessage, found: Found, ports: TakingIn): Promise<MailRow> {
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
  if (found.kind === 'belongs' && found.ticket.status !== 'closed')
    return append(inbound, found.ticket, found.by, occasion, ports);
  const linkedTo = found.kind === 'belongs' ? found.ticket.id : found.kind === 'points' ? found.ticketId : undefined;
  return openTicket(inbound, linkedTo, occasion, ports);
}

async function append(
  inbound: InboundMessage,
  ticket: Ticket,
  by: string,
  occasion: Occasion,
  ports: TakingIn,
): Promise<MailRow> {
  const { outcome, events } = await joining(inbound, ticket, occasion, ports);
  const row = rowFor(inbound, { outcome, reason: inbound.natureReason ?? by, ticketId: ticket.id });
  await ports.tickets.append(ticket, events, [claimLedger(row), claimMessage(inbound, ticket.id)]);
  return row;
}

async function joining(
  inbound: InboundMessage,
  ticket: Ticket,
  occasion: Occasion,
  ports: TakingIn,
): Promise<{ outcome: MailRow['outcome']; events: TicketEvent[] }> {
  const stamp = { at: occasion.at.toISOString(), recordedAt: occasion.now.toISOString(), by: occasion.by };
  const { message, nature, natureReason: reason = nature } = inbound;
  switch (nature) {
    case 'person': {
      const contract = contractOf(ticket, await ports.contracts.all());
      return {
        outcome: 'reply',
        events: customerReply(ticket, { message, participants: participantsOf(inbound, ports) }, contract, occasion),
      };
    }
    case 'bounce': {
      const { recipients = [], permanent = true, detail = reason } = inbound.failedDelivery ?? {};
      return { outcome: 'bounce', events: [{ type: 'DeliveryFailed', ...stamp, recipients, permanent, detail, message }] };
    }
    case 'auto-reply':
    case 'auto-generated':
    case 'bulk':
      return { outcome: 'automatic', events: [{ type: 'AutomaticMailReceived', ...stamp, nature, reason, message }] };
  }
}

async function openTicket(
  inbound: InboundMessage,
  linkedTo: string | undefined,
  occasion: Occasion,
  ports: TakingIn,
): Promise<MailRow> {
  const mailboxes = inbound.recipients.map((recipient) => readReplyAddress(recipient, ports.replies).mailbox);
  const contract = contractFor(await ports.contracts.all(), mailboxes);
  const id = newId('ticket', ports.now().getTime());
  const reference = newReference();
  const opening = {
    reference,
    channel: inbound.channel,
    subject: inbound.subject,
    requester: inbound.message.from,
    participants: participantsOf(inbound, ports),
    language: languageOf(inbound, contract),
    priority: 'normal' as const,
    mailbox: mailboxes.find((mailbox) => contract.mailboxes.includes(mailbox)) ?? contract.mailboxes[0] ?? 'support',
    nature: inbound.nature,
    linkedTo,
    message: inbound.message,
  };
  const row = rowFor(inbound, {
    outcome: inbound.nature === 'person' ? 'ticket' : 'automatic',
    reason: inbound.natureReason ?? (linkedTo ? 'new, linked' : 'new'),
    ticketId: id,
  });
  await ports.tickets.append(
    id,
    [open(opening, contract, occasion)],
    [
      claimLedger(row),
      claimMessage(inbound, id),
      { name: 'reference', item: { ...keys.reference(reference), kind: 'reference', ticketId: id } },
    ],
  );
  return row;
}

/** The version under which the ticket was opened. */
export function contractOf(ticket: Pick<Ticket, 'contractId' | 'contractVersion'>, all: readonly Contract[]): Contract {
  const version = all.find(({ id, version }) => id === ticket.contractId && version === ticket.contractVersion);
  if (!version) throw new Error(`contract ${ticket.contractId} version ${ticket.contractVersion} is missing`);
  return version;
}

/** Everybody on the mail but ourselves. */
function participantsOf({ message }: InboundMessage, { replies }: TakingIn): string[] {
  const all = [message.from, ...message.to, ...message.cc].map(({ address }) => address);
  return [...new Set(all)].filter((address) => !address.endsWith(`@${replies.domain}`));
}

/** The customer's own language where the contract offers it, else the contract's first. */
function languageOf(inbound: InboundMessage, contract: Contract): Language {
  const own = languages.find((each) => inbound.language?.toLowerCase().startsWith(each));
  const [first = 'en'] = contract.languages;
  return own && contract.languages.includes(own) ? own : first;
}
