import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { merge } from '../../../shared/tickets/merge.ts';
import { formatReference } from '../../../shared/tickets/reference.ts';
import type { Ticket } from '../../../shared/tickets/ticket.ts';
import { aContract, byAgent, minutesLater } from '../../support/builders.ts';
import { aDesk, type Desk, eve } from './a-desk.ts';

/** Ana's ticket is merged into another, of Ben. */
const ben = { address: 'ben@customer.example', name: 'Ben' };
let desk: Desk;
let merged: Ticket;
let into: Ticket;
const mergeInto = async (one: Ticket, other: Ticket) => {
  const events = merge(one, other, 'the same', aContract(), byAgent(minutesLater(1)));
  const [, after = other] = await desk.table.tickets.appendAll([
    { before: one, events: [events.merged] },
    { before: other, events: [events.into] },
  ]);
  return after;
};
beforeEach(async () => {
  desk = await aDesk();
  const before = await desk.aTicket();
  into = await mergeInto(before, await desk.ticketOf(await desk.takeIn(desk.aMail({ message: { from: ben } }))));
  merged = await desk.ticketOf({ ticketId: before.id });
});
afterEach(() => desk.table.stop());

const references = ['id-1@customer.example'];

describe('mail to a merged ticket', () => {
  it.each([
    ['its signed address', () => ({ recipients: [desk.replyAddress(merged)] }), 'reply address'],
    ['one of its mails', () => ({ references }), 'reference'],
    ['its number', () => ({ subject: `Re: x [#${formatReference(merged.reference)}]` }), 'subject'],
  ])('by %s goes to where it is merged', async (_, overrides, reason) => {
    const row = await desk.takeIn(desk.aMail(overrides()));
    expect(row).toMatchObject({ outcome: 'reply', reason, ticketId: into.id });
    expect((await desk.events(merged)).map(({ type }) => type)).toEqual(['TicketOpened', 'MergedInto']);
  });
  it('goes on along further merges', async () => {
    const third = await desk.ticketOf(await desk.takeIn(desk.aMail({ message: { from: ben } })));
    await mergeInto(into, third);
    expect(await desk.takeIn(desk.aMail({ references }))).toMatchObject({ outcome: 'reply', ticketId: third.id });
  });
  it('opens a new, linked ticket where that one is closed by now', async () => {
    await desk.move(into, 'closed');
    const row = await desk.takeIn(desk.aMail({ references }));
    expect(row.outcome).toBe('ticket');
    expect((await desk.ticketOf(row)).linkedTo).toBe(into.id);
  });
  it('of a stranger who knows its number goes nowhere near it', async () => {
    const row = await desk.takeIn(desk.aMail({ references, message: { from: eve } }));
    expect(row).toMatchObject({ outcome: 'ticket', reason: 'new, linked' });
  });
  it('of a machine is kept on the ticket that stands for it', async () => {
    const row = await desk.takeIn(desk.aMail({ references, nature: 'auto-reply', natureReason: 'out of office' }));
    expect(row).toMatchObject({ outcome: 'automatic', ticketId: into.id });
  });
});

describe('a new ticket', () => {
  const filed = async () => (await desk.table.items('identified-ticket')).map(({ pk, ticketId }) => [pk, ticketId]);
  it('is filed under what its requester is known by', async () => {
    expect(new Set(await filed())).toEqual(
      new Set([
        ['IDENTIFIER#mail:ana@customer.example', merged.id],
        ['IDENTIFIER#mail:ben@customer.example', into.id],
      ]),
    );
  });
  it('is filed under nothing where nobody vouches for who wrote', async () => {
    const before = await filed();
    const verdicts = { spam: 'pass', virus: 'pass', sender: 'fail' } as const;
    const row = await desk.takeIn(desk.aMail({ verdicts, message: { from: eve } }));
    expect(await desk.ticketOf(row)).toMatchObject({ requester: eve, identifiers: [] });
    expect(await filed()).toEqual(before);
  });
});
