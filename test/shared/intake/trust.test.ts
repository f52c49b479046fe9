import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { putContract } from '../../../shared/contracts/contracts.dynamo.ts';
import type { Ticket } from '../../../shared/tickets/ticket.ts';
import { aContract, anInboundMail, minutesLater } from '../../support/builders.ts';
import { tableName } from '../../support/table.ts';
import { aDesk, type Desk } from './a-desk.ts';

let desk: Desk;
let ticket: Ticket;
beforeEach(async () => {
  desk = await aDesk();
  ticket = await desk.aTicket();
});
afterEach(() => desk.table.stop());

/** Ana's domain has a contract of its own that says this of mails which the domain disowns. */
const under = async (unverifiedMail: string) => {
  await putContract(
    desk.table.client,
    tableName,
    aContract({ id: 'ctr_ana', default: false, mailboxes: [], customers: { domains: ['customer.example'] }, unverifiedMail }),
  );
  // Contracts are read again after a while.
  desk.table.at.time = minutesLater(30);
};
const verdicts = { ...anInboundMail().verdicts, sender: 'fail' as const };
const references = ['id-1@customer.example'];
const last = async (id: string | undefined) => (await desk.events({ id: id ?? '' })).at(-1);

describe('a mail that its domain disowns is, where the contract of whom it claims to be from says', () => {
  it('nothing, taken in and marked, and no way into a ticket', async () => {
    const row = await desk.takeIn(desk.aMail({ verdicts, references }));
    expect(row).toMatchObject({ outcome: 'ticket', reason: 'new, linked' });
    expect(await last(row.ticketId)).toMatchObject({ type: 'TicketOpened', message: { unverified: true } });
  });
  it('accept, theirs all the same, under their contract', async () => {
    await under('accept');
    expect(await desk.takeIn(desk.aMail({ verdicts, references }))).toMatchObject({ outcome: 'reply', ticketId: ticket.id });
    const row = await desk.takeIn(desk.aMail({ verdicts }));
    expect(await last(row.ticketId)).toMatchObject({ contractId: 'ctr_ana' });
    expect(await last(row.ticketId)).not.toHaveProperty('message.unverified');
  });
  it('quarantine, a row of the ledger and nothing more', async () => {
    await under('quarantine');
    const before = await desk.table.items();
    const row = await desk.takeIn(desk.aMail({ verdicts, references, envelopeFrom: 'bounces@customer.example' }));
    expect(row).toMatchObject({
      outcome: 'quarantined',
      reason: 'sender not verified',
      envelope: { recipients: ['support@desk.example'], sender: 'bounces@customer.example' },
    });
    expect(row).not.toHaveProperty('ticketId');
    expect(await desk.table.items()).toHaveLength(before.length + 1);
  });
  it('quarantine, but came to the signed address: taken in and marked', async () => {
    await under('quarantine');
    const row = await desk.takeIn(desk.aMail({ verdicts, recipients: [desk.replyAddress(ticket)] }));
    expect(row).toMatchObject({ outcome: 'reply', ticketId: ticket.id });
    expect(await last(ticket.id)).toMatchObject({ type: 'CustomerReplied', message: { unverified: true } });
  });
  it('quarantine, but calls itself automatic: kept as well, since anybody can say so', async () => {
    await under('quarantine');
    const row = await desk.takeIn(desk.aMail({ verdicts, nature: 'auto-reply', natureReason: 'header auto-submitted' }));
    expect(row.outcome).toBe('quarantined');
  });
  it('quarantine, but another contract takes its own: each by its own rule', async () => {
    await under('quarantine');
    const from = { address: 'eve@elsewhere.example' };
    expect(await desk.takeIn(desk.aMail({ verdicts, message: { from } }))).toMatchObject({ outcome: 'ticket' });
  });
});

describe('a mail that was recovered from the bucket, without verdicts', () => {
  const recovered = true as const;
  const unknown = { spam: 'unknown', virus: 'unknown', sender: 'unknown' } as const;
  it('is taken in and marked, and no way into a ticket', async () => {
    const row = await desk.takeIn(desk.aMail({ verdicts: unknown, recovered, references }));
    expect(row).toMatchObject({ outcome: 'ticket', reason: 'new, linked', recovered });
    expect(await last(row.ticketId)).toMatchObject({ message: { unverified: true }, participants: [] });
  });
  it('is kept in quarantine where the contract says so', async () => {
    await under('quarantine');
    const mail = desk.aMail({ verdicts: unknown, recovered, references });
    expect(await desk.takeIn(mail)).toMatchObject({ outcome: 'quarantined' });
    const released = await desk.takeIn({ ...mail, recovered: undefined, releasedBy: 'max' });
    expect(released).toMatchObject({ outcome: 'reply', ticketId: ticket.id });
  });
});

describe('a forged copy', () => {
  it('that comes first does not make the true mail a duplicate', async () => {
    const mail = desk.aMail();
    const forged = await desk.takeIn({ ...mail, sourceId: 'ses-forged', verdicts });
    const row = await desk.takeIn(mail);
    expect(row).toMatchObject({ outcome: 'ticket' });
    expect(row.ticketId).not.toBe(forged.ticketId);
  });
  it('is a duplicate of a forged one, and of the true mail', async () => {
    const mail = desk.aMail();
    const forged = await desk.takeIn({ ...mail, sourceId: 'ses-forged', verdicts });
    const again = await desk.takeIn({ ...mail, sourceId: 'ses-again', verdicts });
    expect(again).toMatchObject({ reason: 'duplicate', ticketId: forged.ticketId });
    const { ticketId } = await desk.takeIn(mail);
    expect(await desk.takeIn({ ...mail, sourceId: 'ses-late', verdicts })).toMatchObject({ reason: 'duplicate', ticketId });
  });
});

describe('a mail in quarantine that an agent releases', () => {
  const quarantined = async () => {
    await under('quarantine');
    const mail = desk.aMail({ verdicts, references });
    await desk.takeIn(mail);
    return { ...mail, verdicts: { spam: 'unknown', virus: 'unknown', sender: 'unknown' } as const, releasedBy: 'max' };
  };
  it('is taken in as accepted, and its row says by whom', async () => {
    const mail = await quarantined();
    const row = await desk.takeIn(mail);
    expect(row).toMatchObject({ outcome: 'reply', ticketId: ticket.id, releasedBy: 'max' });
    expect(await desk.table.ledger.find(mail.receivedAt, mail.sourceId)).toEqual(row);
  });
  it('twice is taken in once', async () => {
    const mail = await quarantined();
    const [first, second] = await Promise.all([desk.takeIn(mail), desk.takeIn(mail)]);
    expect(second).toEqual(first);
    expect(await desk.events(ticket)).toHaveLength(2);
  });
  it('is a duplicate where a copy of it came in another way', async () => {
    const mail = await quarantined();
    await desk.takeIn({ ...mail, sourceId: 'ses-copy', releasedBy: undefined });
    expect(await desk.takeIn(mail)).toMatchObject({ outcome: 'refused', reason: 'duplicate', ticketId: ticket.id });
    expect(await desk.table.ledger.find(mail.receivedAt, mail.sourceId)).toMatchObject({
      reason: 'duplicate',
      releasedBy: 'max',
    });
  });
  it('stays taken in when SES tells of it again', async () => {
    const mail = await quarantined();
    const row = await desk.takeIn(mail);
    expect(await desk.takeIn({ ...mail, verdicts, releasedBy: undefined })).toEqual(row);
  });
});
