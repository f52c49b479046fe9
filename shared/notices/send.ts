import type { Now } from '../clock.ts';
import type { Contracts } from '../contracts/contract.ts';
import { signReplyAddress } from '../intake/email/reply-address.ts';
import { noReplyMailbox } from '../intake/inbound-message.ts';
import { requestUrl } from '../requests/request-link.ts';
import { opened } from '../tickets/evolve.ts';
import type { Ticket } from '../tickets/ticket.ts';
import type { RecordedEvent } from '../tickets/ticket-events.ts';
import type { Tickets } from '../tickets/tickets.ts';
import { acknowledgementUrl } from './acknowledgement-link.ts';
import { compose, type Mail } from './compose.ts';
import type { Mailer } from './mailer.ts';
import type { Notice, NoticeKind, StaffNotice, Withheld } from './notice.ts';
import type { Outbox } from './outbox.ts';
import type { OutgoingFiles } from './outgoing-files.ts';
import { noticesFor } from './plan.ts';
import { render } from './render.ts';

export interface Sending {
  tickets: Pick<Tickets, 'find'>;
  contracts: Contracts;
  outbox: Outbox;
  mailer: Mailer;
  /** Where agents put the files that their answers bring. */
  files: Pick<OutgoingFiles, 'withFiles'>;
  /** The domain of our mailboxes and the key that signs reply addresses and links. */
  replies: { domain: string; key: string };
  /** What links in mails begin with. */
  publicUrl: string;
  acknowledgementsPerHour: number;
  now: Now;
  /** Notes that a mail which the event calls for cannot be sent, and why. */
  withhold: (ticket: Ticket, withheld: Withheld, recorded: RecordedEvent) => Promise<void>;
  /** Told of every notice that was handled to its end just now. */
  report: (kind: NoticeKind, ticketId: string, result: 'claimed' | 'withheld') => void;
}

/**
 * Sends whatever an event calls for, each notice once. Throws if any of them has to be tried again: it could not be sent, or somebody
 * who may have died claimed it moments ago.
 */
export async function sendNotices(recorded: RecordedEvent, sending: Sending): Promise<void> {
  const { event, ticketId } = recorded;
  const ticket = event.type === 'TicketOpened' ? opened(ticketId, event) : await sending.tickets.find(ticketId);
  if (!ticket) throw new Error(`an event of ${ticketId}, which is not there`);
  const contracts = await sending.contracts.all();
  const { notices, withheld } = noticesFor(recorded, ticket, {
    domain: sending.replies.domain,
    mailboxes: contracts.flatMap(({ mailboxes }) => mailboxes),
    staffLanguage: (await sending.contracts.of(ticket)).languages[0],
  });
  for (const each of withheld) {
    await sending.withhold(ticket, each, recorded);
    const { id: noticeId, kind, address, reason } = each;
    // An agent looks for what became of the answer.
    if (kind === 'reply') await sending.outbox.withhold({ ticketId, noticeId }, { kind, recipient: address ?? '', reason });
  }
  const outcomes = await Promise.allSettled(notices.map((notice) => sendOnce(notice, ticket, recorded, sending)));
  const failed = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  if (failed.length > 0)
    throw new AggregateError(failed, `${failed.length} of ${notices.length} notices were not sent: ${failed[0]}`);
}

async function sendOnce(notice: Notice, ticket: Ticket, recorded: RecordedEvent, sending: Sending): Promise<void> {
  const key = { ticketId: notice.ticketId, noticeId: notice.id };
  const recipient = notice.recipient.address;
  const limit = notice.kind === 'acknowledgement' ? { address: recipient, perHour: sending.acknowledgementsPerHour } : undefined;
  const claim = await sending.outbox.claim(key, { kind: notice.kind, recipient }, limit);
  if (claim === 'done') return;
  if (claim === 'pending') throw new Error(`notice ${notice.id} of ${notice.ticketId} is claimed by another`);
  if (claim === 'withheld')
    await sending.withhold(ticket, { id: notice.id, kind: notice.kind, address: recipient, reason: 'too-many' }, recorded);
  if (claim === 'claimed') {
    const files = (notice.kind === 'reply' && notice.attachments) || [];
    const sesMessageId = await sending.files.withFiles(files, async (attachments) => {
      const mail = { ...mailFor(notice, ticket, sending), attachments };
      return sending.mailer.send({ raw: await compose(mail), from: mail.from.address, to: recipient, notice: key });
    });
    await sending.outbox.markSent(key, sesMessageId);
  }
  sending.report(notice.kind, notice.ticketId, claim);
}

function mailFor(notice: Notice, ticket: Ticket, { replies, publicUrl, now }: Sending): Mail {
  const takeNoteAt = ({ recipient: { address }, ...about }: StaffNotice) =>
    acknowledgementUrl({ ...about, address }, { publicUrl, key: replies.key });
  const followAt = ({ language }: Notice) => requestUrl({ ticketId: ticket.id, language }, { publicUrl, key: replies.key });
  const common = { ticketId: ticket.id, to: notice.recipient, at: now(), ...render(notice, ticket, { takeNoteAt, followAt }) };
  const from = (mailbox: string) => ({ address: `${mailbox}@${replies.domain}`, name: senderName });
  if (notice.audience === 'staff') return { kind: notice.kind, ...common, from: from(noReplyMailbox) };
  const replyTo = signReplyAddress({ mailbox: ticket.mailbox, ticketId: ticket.id, ...replies });
  return { kind: notice.kind, ...common, from: from(ticket.mailbox), replyTo, references: ticket.thread };
}

/** What people see as the sender, in any language. */
const senderName = 'Support';
