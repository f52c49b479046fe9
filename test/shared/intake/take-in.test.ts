import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { putContract } from '../../../shared/contracts/contracts.dynamo.ts';
import { isReference } from '../../../shared/tickets/reference.ts';
import { aContract, minutesLater, monday } from '../../support/builders.ts';
import { tableName } from '../../support/table.ts';
import { aDesk, ana, type Desk, eve } from './a-desk.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await aDesk();
});
afterEach(() => desk.table.stop());

describe('a new mail from a person', () => {
  it('opens a ticket under the contract of its mailbox, counted from when SES received it', async () => {
    const row = await desk.takeIn(desk.aMail());
    expect(row).toMatchObject({ sesMessageId: 'ses-1', outcome: 'ticket', reason: 'new', receivedAt: monday.toISOString() });
    const ticket = await desk.ticketOf(row);
    expect(ticket).toMatchObject({
      status: 'open',
      channel: 'email',
      requester: ana,
      participants: [ana.address],
      contractId: 'ctr_test',
      mailbox: 'support',
      openedAt: monday.toISOString(),
      thread: ['id-1@customer.example'],
    });
    expect(isReference(ticket.reference)).toBe(true);
    expect(ticket.clocks[0]?.startedAt).toBe('2026-01-05T08:00:00Z');
    expect(await desk.events(ticket)).toMatchObject([
      { type: 'TicketOpened', at: monday.toISOString(), recordedAt: minutesLater(1).toISOString(), by: { kind: 'customer' } },
    ]);
    expect(await desk.table.ledger.find(monday, 'ses-1')).toEqual(row);
  });
  it('comes under the contract whose mailbox it was sent to, answered from that mailbox', async () => {
    await putContract(desk.table.client, tableName, aContract({ id: 'ctr_gold', default: false, mailboxes: ['gold', 'vip'] }));
    const ticket = await desk.ticketOf(await desk.takeIn(desk.aMail({ recipients: ['vip@desk.example'] })));
    expect(ticket).toMatchObject({ contractId: 'ctr_gold', mailbox: 'vip' });
  });
  it('to an address that no contract names comes under the default', async () => {
    const ticket = await desk.ticketOf(await desk.takeIn(desk.aMail({ recipients: ['whatever@desk.example'] })));
    expect(ticket).toMatchObject({ contractId: 'ctr_test', mailbox: 'support' });
  });
  it('counts those in To and Cc as taking part, but not us', async () => {
    const to = [{ address: 'support@desk.example' }, { address: 'bob@customer.example' }];
    const row = await desk.takeIn(desk.aMail({ message: { to, cc: [{ address: 'chef@customer.example' }, ana] } }));
    expect((await desk.ticketOf(row)).participants).toEqual([ana.address, 'bob@customer.example', 'chef@customer.example']);
  });
  it.each([
    ['fr', 'fr'],
    ['zh', 'zh'],
    ['de', 'en'],
    [undefined, 'en'],
  ])('whose mail program says %s is answered in %s', async (language, expected) => {
    expect((await desk.ticketOf(await desk.takeIn(desk.aMail({ language })))).language).toBe(expected);
  });
  it('is answered in the contract’s first language when the contract does not offer the sender’s', async () => {
    await putContract(
      desk.table.client,
      tableName,
      aContract({ id: 'ctr_fr', default: false, mailboxes: ['datasure'], languages: ['fr'] }),
    );
    const row = await desk.takeIn(desk.aMail({ recipients: ['datasure@desk.example'], language: 'zh' }));
    expect((await desk.ticketOf(row)).language).toBe('fr');
  });
  it('waits, with an error, while no contracts are applied', async () => {
    desk.table.contracts.all = async () => [];
    await expect(desk.takeIn(desk.aMail())).rejects.toThrow('apply the contracts');
    expect(await desk.howManyTickets()).toBe(0);
    expect(await desk.table.items('mail')).toEqual([]);
  });
});

describe('a mail that comes again', () => {
  it('as the same delivery changes nothing and answers the first outcome', async () => {
    const mail = desk.aMail();
    const row = await desk.takeIn(mail);
    const before = await desk.table.items();
    expect(await desk.takeIn(mail)).toEqual(row);
    expect(await desk.table.items()).toEqual(before);
  });
  it('five times at once makes one ticket', async () => {
    const mail = desk.aMail();
    const rows = await Promise.all([mail, mail, mail, mail, mail].map(desk.takeIn));
    expect(new Set(rows.map(({ ticketId }) => ticketId)).size).toBe(1);
    expect(await desk.howManyTickets()).toBe(1);
    expect(await desk.table.items('mail')).toHaveLength(1);
    expect(await desk.table.items('reference')).toHaveLength(1);
  });
  it('through another of our addresses is a duplicate of the first, and has a row of its own', async () => {
    const mail = desk.aMail();
    const { ticketId } = await desk.takeIn(mail);
    const copy = { ...mail, sourceId: 'ses-copy', recipients: ['sales@desk.example'] };
    expect(await desk.takeIn(copy)).toMatchObject({ outcome: 'refused', reason: 'duplicate', ticketId });
    expect(await desk.howManyTickets()).toBe(1);
    expect(await desk.table.items('mail')).toHaveLength(2);
  });
  it('through five addresses at once makes one ticket and four duplicates of it', async () => {
    const mail = desk.aMail();
    const rows = await Promise.all([1, 2, 3, 4, 5].map((n) => desk.takeIn({ ...mail, sourceId: `ses-copy-${n}` })));
    expect(rows.map(({ outcome }) => outcome).sort()).toEqual(['refused', 'refused', 'refused', 'refused', 'ticket']);
    expect(new Set(rows.map(({ ticketId }) => ticketId)).size).toBe(1);
    expect(await desk.howManyTickets()).toBe(1);
  });
  it('without a Message-ID is known by its content', async () => {
    const mail = desk.aMail({ message: { rfcMessageId: undefined } });
    await desk.takeIn(mail);
    expect(await desk.takeIn({ ...mail, sourceId: 'ses-copy' })).toMatchObject({ outcome: 'refused', reason: 'duplicate' });
    const other = desk.aMail({ message: { rfcMessageId: undefined } });
    expect(await desk.takeIn(other)).toMatchObject({ outcome: 'ticket' });
  });
});

describe('two mails with the same Message-ID', () => {
  const id = { rfcMessageId: 'same@mailer.example' };
  it('by different senders are two tickets', async () => {
    const first = await desk.takeIn(desk.aMail({ message: id }));
    const second = await desk.takeIn(desk.aMail({ message: { ...id, from: eve } }));
    expect([first.outcome, second.outcome]).toEqual(['ticket', 'ticket']);
    expect(second.ticketId).not.toBe(first.ticketId);
  });
  it('by the same sender with different content are two tickets: some mailers repeat ids', async () => {
    await desk.takeIn(desk.aMail({ message: id }));
    expect(await desk.takeIn(desk.aMail({ message: id }))).toMatchObject({ outcome: 'ticket' });
    expect(await desk.howManyTickets()).toBe(2);
  });
  it('leave each duplicate with the ticket of its own original', async () => {
    const mails = [desk.aMail({ message: id }), desk.aMail({ message: { ...id, from: eve } }), desk.aMail({ message: id })];
    for (const mail of mails) {
      const { ticketId } = await desk.takeIn(mail);
      expect(await desk.takeIn({ ...mail, sourceId: `${mail.sourceId}-copy` })).toMatchObject({ reason: 'duplicate', ticketId });
    }
  });
});

describe('what is not taken', () => {
  it.each([
    [{ virus: 'fail', spam: 'pass', sender: 'pass' } as const, 'virus'],
    [{ virus: 'pass', spam: 'fail', sender: 'pass' } as const, 'spam'],
    [{ virus: 'fail', spam: 'fail', sender: 'pass' } as const, 'virus'],
  ])('is %o: refused for %s, with a row and without a ticket', async (verdicts, reason) => {
    const row = await desk.takeIn(desk.aMail({ verdicts }));
    expect(row).toMatchObject({ outcome: 'refused', reason });
    expect(row).not.toHaveProperty('ticketId');
    expect((await desk.table.items()).map(({ kind }) => kind).sort()).toEqual(['contract', 'mail']);
  });
  it('came to the address at which nobody reads: an answer to a staff notice is no request', async () => {
    expect(await desk.takeIn(desk.aMail({ recipients: ['no-reply@desk.example'] }))).toMatchObject({
      outcome: 'refused',
      reason: 'no-reply address',
    });
    expect(await desk.howManyTickets()).toBe(0);
    const both = desk.aMail({ recipients: ['no-reply@desk.example', 'support@desk.example'] });
    expect(await desk.takeIn(both)).toMatchObject({ outcome: 'ticket' });
  });
  it('is not what SES could not judge: that is taken', async () => {
    expect(await desk.takeIn(desk.aMail({ verdicts: { virus: 'unknown', spam: 'unknown', sender: 'pass' } }))).toMatchObject({
      outcome: 'ticket',
    });
  });
});
