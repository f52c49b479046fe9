import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHandler } from '../../../functions/answer-call/handler.ts';
import { claimIn, link, undo } from '../../../shared/contacts/contact.ts';
import { appendNew } from '../../../shared/intake/new-ticket.ts';
import { mostLookedAt, mostOffered } from '../../../shared/telephony/answer-call.ts';
import { newReference } from '../../../shared/tickets/reference.ts';
import type { Ticket } from '../../../shared/tickets/ticket.ts';
import { anOpening, byCustomer, monday, ticketIdNumber } from '../../support/builders.ts';
import { aCallDesk, aFlowEvent, caller } from '../../support/calls.ts';
import { context } from '../../support/lambda-events.ts';
import { aWork } from '../../support/recorders.ts';

let setting: Awaited<ReturnType<typeof aCallDesk>>;
beforeEach(async () => {
  setting = await aCallDesk();
});
afterEach(() => setting.table.stop());

const answer = (step: string, more = {}): Promise<Record<string, string>> => {
  const handler = createHandler({ work: aWork().work, desk: setting.desk, after: () => new Promise(() => undefined) });
  return handler(aFlowEvent(step, more), context);
};
const saying = { by: 'max', at: monday, reason: 'she said so' };
const [mail, phone] = ['mail:ana@customer.example', `phone:${caller}`];

/** The n-th request of Ana's, by mail. */
async function mailed(n: number, { unverified }: { unverified?: true } = {}): Promise<Ticket> {
  const { contracts, tickets } = setting.table;
  const [contract] = await contracts.all();
  if (!contract) throw new Error('no contract');
  const opening = anOpening({
    reference: newReference(),
    message: { ...anOpening().message, ...(unverified && { unverified }) },
  });
  return appendNew({ ...opening, id: ticketIdNumber(n) }, contract, [contract], byCustomer(), () => [], tickets);
}
async function linkBoth(): Promise<void> {
  const holding = async (identifier: string) => ({ identifier, contact: await setting.contacts.holderOf(identifier) });
  await setting.contacts.change(link([await holding(mail), await holding(phone)], 'con_1', saying), []);
}
async function undoLink(): Promise<void> {
  const held = await setting.contacts.holderOf(phone);
  if (!held) throw new Error('no contact');
  await setting.contacts.change(undo(held, claimIn(await setting.contacts.history(held.id), phone), undefined, saying), []);
}
const messages = async ({ id }: Ticket) =>
  (await setting.table.historyOf(id)).flatMap(({ event }) => (event.type === 'CustomerReplied' ? [event.message] : []));

describe('a caller whose number an agent has linked to an address', () => {
  it('is read the request that came by mail, and joins it as somebody who is known', async () => {
    const ticket = await mailed(1);
    await linkBoth();
    expect(await answer('greet')).toMatchObject({ next: 'menu', say: expect.stringContaining(ticket.reference.charAt(8)) });
    expect(await answer('choose', { parameters: { choice: '1' } })).toMatchObject({ next: 'queue', ticketId: ticket.id });
    expect(await messages(ticket)).toMatchObject([{ from: { phone: caller } }]);
    expect((await messages(ticket))[0]?.unverified).toBeUndefined();
  });

  it('is read nothing once the link is undone, and keys in as anybody might', async () => {
    const ticket = await mailed(1);
    await linkBoth();
    await undoLink();
    expect(await answer('greet')).toMatchObject({ next: 'queue' });
    await answer('key', { InitialContactId: 'c2' });
    await answer('greet', { InitialContactId: 'c3' });
    await answer('key', { InitialContactId: 'c3', parameters: { keyed: ticket.reference } });
    expect(await messages(ticket)).toMatchObject([{ unverified: true }]);
  });

  it('keys in one that was not read out, and is known all the same', async () => {
    const [oldest] = [await mailed(1), await mailed(2), await mailed(3)];
    await linkBoth();
    await answer('greet');
    expect(await answer('key', { parameters: { keyed: oldest.reference } })).toMatchObject({ ticketId: oldest.id });
    const [message] = await messages(oldest);
    expect([message?.from, message?.unverified]).toEqual([{ phone: caller }, undefined]);
  });

  it(`is read the latest ${mostOffered} of what came on all channels, each once`, async () => {
    const tickets = [await mailed(1), await mailed(2)];
    const { ticketId } = await answer('greet', { InitialContactId: 'first' });
    await linkBoth();
    await answer('greet');
    const { talk } = await setting.calls.find('c1');
    expect(talk?.offered).toEqual([ticketId, tickets[1]?.id]);
  });

  it(`is read none of mails that may be forged, and none beyond the latest ${mostLookedAt}`, async () => {
    const open = await mailed(1);
    for (let n = 2; n <= mostLookedAt; n++) await mailed(n);
    await mailed(50, { unverified: true });
    await linkBoth();
    const looked: string[] = [];
    const { tickets } = setting.desk;
    setting.desk.tickets = {
      ...tickets,
      find: async (id) => {
        looked.push(id);
        return tickets.find(id);
      },
    };
    await answer('greet', { InitialContactId: 'c1' });
    expect([looked.includes(open.id), looked.includes(ticketIdNumber(50))]).toEqual([true, false]);
    await mailed(20);
    looked.length = 0;
    await answer('greet', { InitialContactId: 'c2' });
    expect(looked).not.toContain(open.id);
    expect(new Set(looked).size).toBe(mostLookedAt);
  });
});
