import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ticket } from '../../../shared/tickets/ticket.ts';
import { aDesk, ana, type Desk, eve } from './a-desk.ts';

let desk: Desk;
let ticket: Ticket;
beforeEach(async () => {
  desk = await aDesk();
  ticket = await desk.aTicket();
});
afterEach(() => desk.table.stop());

describe('answers to a message that never came to us', () => {
  const unseen = ['outside@elsewhere.example'];
  const bob = { address: 'bob@customer.example', name: 'Bob' };

  it('by two people who are both on the mail are one conversation', async () => {
    const first = await desk.takeIn(desk.aMail({ references: unseen, message: { cc: [bob] } }));
    const second = await desk.takeIn(desk.aMail({ references: ['other@x', ...unseen], message: { from: bob, cc: [ana] } }));
    expect(second).toMatchObject({ outcome: 'reply', reason: 'reference', ticketId: first.ticketId });
  });
  it('belong together with that message when it comes late', async () => {
    const first = await desk.takeIn(desk.aMail({ references: unseen }));
    const late = await desk.takeIn(desk.aMail({ message: { rfcMessageId: 'outside@elsewhere.example' } }));
    expect(late).toMatchObject({ outcome: 'reply', ticketId: first.ticketId });
  });
  it('by somebody who has no part in it are a ticket of their own, which is not even linked', async () => {
    await desk.takeIn(desk.aMail({ references: unseen }));
    const row = await desk.takeIn(desk.aMail({ references: unseen, message: { from: eve } }));
    expect(row).toMatchObject({ outcome: 'ticket', reason: 'new' });
  });
  it('draw nobody into the ticket of whom they do not write to, who only named them in Cc', async () => {
    const ofEve = await desk.takeIn(desk.aMail({ references: unseen, message: { from: eve, cc: [ana] } }));
    const ofAna = await desk.takeIn(desk.aMail({ references: unseen }));
    expect(ofAna).toMatchObject({ outcome: 'ticket', reason: 'new' });
    expect(ofAna.ticketId).not.toBe(ofEve.ticketId);
    expect((await desk.ticketOf(ofAna)).requester).toEqual(ana);
    const toAll = await desk.takeIn(desk.aMail({ references: unseen, message: { cc: [eve] } }));
    expect(toAll).toMatchObject({ outcome: 'reply' });
  });
  it('say nothing where the sender is not vouched for: the true mail and the stranger’s stay apart from it', async () => {
    const verdicts = { spam: 'pass', virus: 'pass', sender: 'fail' } as const;
    const forged = await desk.takeIn(desk.aMail({ verdicts, references: unseen, message: { cc: [eve] } }));
    expect(await desk.ticketOf(forged)).toMatchObject({ requester: ana, participants: [] });
    for (const from of [ana, eve]) {
      const row = await desk.takeIn(desk.aMail({ references: unseen, message: { from, cc: [ana, eve] } }));
      expect(row.ticketId).not.toBe(forged.ticketId);
    }
  });
  it('may refer to many: the nearest and the oldest count', async () => {
    const many = [...Array(50).keys()].map((n) => `m${n}@elsewhere.example`);
    const { ticketId } = await desk.takeIn(desk.aMail({ references: many }));
    for (const id of ['m0@elsewhere.example', 'm2@elsewhere.example', 'm49@elsewhere.example'])
      expect(await desk.takeIn(desk.aMail({ references: [id] }))).toMatchObject({ ticketId });
    expect(await desk.takeIn(desk.aMail({ references: ['m20@elsewhere.example'] }))).toMatchObject({ outcome: 'ticket' });
  });
  it('lead to the ticket that has the message before one that only mentions it', async () => {
    await desk.takeIn(desk.aMail({ references: unseen, message: { from: eve } }));
    const row = await desk.takeIn(desk.aMail({ references: [...unseen, 'id-1@customer.example'] }));
    expect(row.ticketId).toBe(ticket.id);
  });
});

describe('a Message-ID that two messages share', () => {
  it('does not merge them, though both are of one person', async () => {
    const first = await desk.takeIn(desk.aMail({ message: { rfcMessageId: 'same@mailer.example' } }));
    const second = await desk.takeIn(desk.aMail({ message: { rfcMessageId: 'same@mailer.example' } }));
    expect(second.outcome).toBe('ticket');
    expect(second.ticketId).not.toBe(first.ticketId);
  });
});
