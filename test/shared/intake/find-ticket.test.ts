import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { outboxIn } from '../../../shared/notices/outbox.dynamo.ts';
import { formatReference } from '../../../shared/tickets/reference.ts';
import type { Ticket } from '../../../shared/tickets/ticket.ts';
import { anInboundMail } from '../../support/builders.ts';
import { tableName } from '../../support/table.ts';
import { aDesk, ana, type Desk, eve } from './a-desk.ts';

let desk: Desk;
let ticket: Ticket;
beforeEach(async () => {
  desk = await aDesk();
  ticket = await desk.aTicket();
});
afterEach(() => desk.table.stop());

const tagged = () => `Re: printer [#${formatReference(ticket.reference)}]`;
const references = ['unknown@customer.example', 'id-1@customer.example'];
const now = () => desk.ticketOf({ ticketId: ticket.id });

describe('an answer', () => {
  it('to the signed address belongs to the ticket, whoever sends it', async () => {
    const row = await desk.takeIn(desk.aMail({ recipients: [desk.replyAddress(ticket)], message: { from: eve } }));
    expect(row).toMatchObject({ outcome: 'reply', reason: 'reply address', ticketId: ticket.id });
    expect((await now()).participants).toContain(eve.address);
  });
  it('that refers to a mail of the conversation belongs to the ticket', async () => {
    expect(await desk.takeIn(desk.aMail({ references }))).toMatchObject({
      outcome: 'reply',
      reason: 'reference',
      ticketId: ticket.id,
    });
  });
  it('that names the reference in its subject belongs to the ticket', async () => {
    expect(await desk.takeIn(desk.aMail({ subject: tagged() }))).toMatchObject({ reason: 'subject', ticketId: ticket.id });
  });
  it('by somebody who was in Cc belongs to the ticket', async () => {
    await desk.takeIn(desk.aMail({ references, message: { cc: [eve] } }));
    expect(await desk.takeIn(desk.aMail({ references, message: { from: eve } }))).toMatchObject({ ticketId: ticket.id });
  });
  it('trusts the signed address before the subject of another ticket', async () => {
    const other = await desk.aTicket();
    const row = await desk.takeIn(desk.aMail({ recipients: [desk.replyAddress(other)], subject: tagged() }));
    expect(row.ticketId).toBe(other.id);
  });
  it('joins the thread, so that our next mail refers to it', async () => {
    const mail = desk.aMail({ references });
    await desk.takeIn(mail);
    expect((await now()).thread).toEqual(['id-1@customer.example', mail.message.rfcMessageId]);
  });
});

describe('a stranger who', () => {
  it.each([
    ['refers to a mail of the conversation', () => ({ references })],
    ['names the reference', () => ({ subject: tagged() })],
  ])('%s gets a ticket of their own that is linked, and no look into the other', async (_, overrides) => {
    const row = await desk.takeIn(desk.aMail({ ...overrides(), message: { from: eve } }));
    expect(row).toMatchObject({ outcome: 'ticket', reason: 'new, linked' });
    expect(await desk.ticketOf(row)).toMatchObject({ linkedTo: ticket.id, requester: eve, participants: [eve.address] });
    expect(await desk.events(ticket)).toHaveLength(1);
  });
  it('makes up a signed address gets a ticket of their own, linked to nothing', async () => {
    const forged = desk.replyAddress(ticket).replace(/.(?=@)/, (last) => (last === '0' ? '1' : '0'));
    const row = await desk.takeIn(desk.aMail({ recipients: [forged], message: { from: eve } }));
    expect(row).toMatchObject({ outcome: 'ticket', reason: 'new' });
    expect(await desk.ticketOf(row)).toMatchObject({ mailbox: 'support' });
  });
  it('names a number whose check digit is wrong gets a ticket of their own, linked to nothing', async () => {
    const wrong = ticket.reference.replace(/.$/, (last) => String((Number(last) + 1) % 10));
    const row = await desk.takeIn(desk.aMail({ subject: `[#${wrong}]` }));
    expect(row).toMatchObject({ outcome: 'ticket', reason: 'new' });
  });
});

describe('a mail whose sender’s domain disowns it', () => {
  const verdicts = { ...anInboundMail().verdicts, sender: 'fail' as const };
  it.each([
    ['refers to a mail of the conversation', () => ({ references })],
    ['names the reference', () => ({ subject: tagged() })],
  ])('and that %s gets a ticket of its own that is linked: it may be anybody’s', async (_, overrides) => {
    const row = await desk.takeIn(desk.aMail({ ...overrides(), verdicts }));
    expect(row).toMatchObject({ outcome: 'ticket', reason: 'new, linked' });
    expect((await desk.ticketOf(row)).linkedTo).toBe(ticket.id);
  });
  it('belongs to the ticket all the same when it came to the signed address', async () => {
    const row = await desk.takeIn(desk.aMail({ recipients: [desk.replyAddress(ticket)], verdicts }));
    expect(row).toMatchObject({ outcome: 'reply', ticketId: ticket.id });
  });
});

describe('an answer to a ticket that is', () => {
  it('resolved reopens it', async () => {
    await desk.move(ticket, 'resolved');
    expect(await desk.takeIn(desk.aMail({ references }))).toMatchObject({ outcome: 'reply', ticketId: ticket.id });
    expect((await now()).status).toBe('open');
  });
  it('closed opens a new one that is linked', async () => {
    await desk.move(ticket, 'closed');
    const row = await desk.takeIn(desk.aMail({ recipients: [desk.replyAddress(ticket)] }));
    expect(row).toMatchObject({ outcome: 'ticket', reason: 'new, linked' });
    expect(await desk.ticketOf(row)).toMatchObject({ linkedTo: ticket.id, mailbox: 'support' });
    expect((await now()).status).toBe('closed');
  });
  it('closed, but by a machine, is kept there and opens nothing', async () => {
    await desk.move(ticket, 'closed');
    const row = await desk.takeIn(desk.aMail({ nature: 'auto-reply', natureReason: 'Auto-Submitted', references }));
    expect(row).toMatchObject({ outcome: 'automatic', ticketId: ticket.id });
    expect((await now()).status).toBe('closed');
    expect(await desk.howManyTickets()).toBe(1);
  });
});

describe('a bounce', () => {
  const bounce = (messageIds: string[]) =>
    desk.aMail({
      nature: 'bounce',
      natureReason: 'delivery report',
      message: { from: { address: 'mailer-daemon@customer.example' } },
      failedDelivery: { messageIds, recipients: [ana.address], permanent: true, detail: '5.1.1 user unknown' },
    });
  beforeEach(async () => {
    const key = { ticketId: ticket.id, noticeId: '1-acknowledgement-1' };
    const outbox = outboxIn(desk.table.client, tableName, desk.table.now);
    await outbox.claim(key, { kind: 'acknowledgement', recipient: ana.address });
    await outbox.markSent(key, 'ses-ours');
  });
  const ofOurs = 'ses-ours@eu-west-1.amazonses.com';

  it('of a mail of ours is noted on its ticket and changes nothing else', async () => {
    expect(await desk.takeIn(bounce([ofOurs]))).toMatchObject({
      outcome: 'bounce',
      reason: 'delivery report',
      ticketId: ticket.id,
    });
    expect((await desk.events(ticket)).at(-1)).toMatchObject({
      type: 'DeliveryFailed',
      recipients: [ana.address],
      permanent: true,
      detail: '5.1.1 user unknown',
      by: { kind: 'system' },
    });
    expect(await now()).toMatchObject({ status: ticket.status, participants: ticket.participants, clocks: ticket.clocks });
  });
  it.each([
    ['an unknown mail', 'unknown@elsewhere.example'],
    ['a mail of the customer’s own, whose id everybody on it knows', 'id-1@customer.example'],
  ])('of %s is a row of the ledger and nothing more', async (_, id) => {
    const before = await desk.table.items();
    const row = await desk.takeIn(bounce([id]));
    expect(row).toMatchObject({ outcome: 'bounce', reason: 'delivery report; of no mail of ours' });
    expect(await desk.table.items()).toHaveLength(before.length + 1);
  });
  it('that comes twice is noted once', async () => {
    const mail = bounce([ofOurs]);
    await desk.takeIn(mail);
    await desk.takeIn(mail);
    expect(await desk.events(ticket)).toHaveLength(2);
  });
});

describe('an automatic mail', () => {
  const outOfOffice = { nature: 'auto-reply', natureReason: 'Auto-Submitted: auto-replied' } as const;
  it('that answers a ticket is noted there and neither reopens it nor counts as the customer’s word', async () => {
    const resolved = await desk.move(ticket, 'resolved');
    expect(await desk.takeIn(desk.aMail({ ...outOfOffice, references }))).toMatchObject({
      outcome: 'automatic',
      reason: outOfOffice.natureReason,
      ticketId: ticket.id,
    });
    expect((await desk.events(ticket)).at(-1)).toMatchObject({ type: 'AutomaticMailReceived', nature: 'auto-reply' });
    expect(await now()).toMatchObject({ status: 'resolved', clocks: JSON.parse(JSON.stringify(resolved.clocks)) });
    expect(await now()).not.toHaveProperty('unansweredSince');
  });
  it('that answers nothing opens a ticket to which nothing is promised', async () => {
    const row = await desk.takeIn(desk.aMail(outOfOffice));
    expect(row.outcome).toBe('automatic');
    const opened = await desk.ticketOf(row);
    expect(opened).toMatchObject({ automatic: true, clocks: [] });
    expect(opened).not.toHaveProperty('unansweredSince');
  });
});
