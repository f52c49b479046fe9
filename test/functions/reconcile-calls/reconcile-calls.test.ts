import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { furthestBack, mostAtOnce, patience } from '../../../functions/reconcile-calls/handler.ts';
import { greet } from '../../../shared/telephony/answer-call.ts';
import type { DescribedContact } from '../../../shared/telephony/contact-centre.ts';
import { readFlowRequest } from '../../../shared/telephony/flow-event.ts';
import { aCallDesk, aFlowEvent, caller, hotline } from '../../support/calls.ts';
import { anEvent, followingCalls, type Known, queueId } from '../../support/following-calls.ts';

let setting: Awaited<ReturnType<typeof aCallDesk>>;
beforeEach(async () => {
  setting = await aCallDesk();
});
afterEach(() => setting.table.stop());

const start = () => setting.table.at.time.getTime();
const iso = (at: number) => new Date(at).toISOString();
const greeted = () => greet(readFlowRequest(aFlowEvent('greet')), setting.desk);

const following = (described: Record<string, DescribedContact> = {}) => followingCalls(setting.desk, described);
const eventsOf = async (ticketId: unknown) => (await setting.table.historyOf(String(ticketId))).map(({ event }) => event);
const typesOf = async (ticketId: unknown) => (await eventsOf(ticketId)).map(({ type }) => type);

describe('reconciling', () => {
  const described = (began: number, known: Known): DescribedContact => ({
    channel: 'phone',
    phone: caller,
    hotline,
    facts: {
      contactId: 'c1',
      initialContactId: 'c1',
      isCallBack: false,
      initiatedAt: iso(began),
      queueId,
      queuedAt: iso(began),
      ...(known.connectedAt === undefined ? {} : { connectedAt: iso(known.connectedAt), agentId: 'ana' }),
      ...(known.endedAt === undefined ? {} : { endedAt: iso(known.endedAt) }),
    },
  });

  it('asks after ten minutes and not before, and settles the call as its events would have', async () => {
    const began = start();
    const { ticketId } = await greeted();
    const { reconcile, asked } = following({ c1: described(began, { connectedAt: began + 20_000, endedAt: began + 60_000 }) });
    setting.table.at.time = new Date(began + patience - 1);
    await reconcile();
    expect(asked).toEqual([]);
    setting.table.at.time = new Date(began + patience);
    await reconcile();
    expect(await typesOf(ticketId)).toEqual(['TicketOpened', 'CallTaken']);
    await reconcile();
    expect(asked).toEqual(['c1']);
  });

  it('asks again about a call that goes on, for a day', async () => {
    const began = start();
    await greeted();
    const { reconcile, asked, lines } = following({ c1: described(began, {}) });
    for (const later of [patience, furthestBack, furthestBack + 1, furthestBack + patience]) {
      setting.table.at.time = new Date(began + later);
      await reconcile();
    }
    expect(asked).toEqual(['c1', 'c1']);
    expect(await setting.table.items('live-call')).toEqual([]);
    expect(lines.filter(({ level }) => level === 'WARN')).toMatchObject([{ contactId: 'c1', startedAt: iso(began) }]);
  });

  it('forgets what Connect does not know, and lets one failure hold up no other', async () => {
    const began = start();
    for (const contactId of ['throttled', 'unknown'])
      await greet({ ...readFlowRequest(aFlowEvent('greet')), phone: undefined, contactId }, setting.desk);
    setting.table.at.time = new Date(began + patience);
    const { reconcile, failures } = following();
    await reconcile();
    expect(failures()).toBe(1);
    expect((await setting.table.items('live-call')).map(({ legId }) => legId)).toEqual(['throttled']);
  });

  it(`asks about ${mostAtOnce} calls in one run, those that began first`, async () => {
    const began = start();
    // Keys are in the order of ids, which is the other way round here.
    const idOf = (i: number) => `c${String(999 - i)}`;
    const facts = { isCallBack: false, queueId };
    for (let i = 0; i <= mostAtOnce; i++)
      await setting.calls.merge({ ...facts, contactId: idOf(i), initialContactId: idOf(i), initiatedAt: iso(began + i * 1000) });
    setting.table.at.time = new Date(began + mostAtOnce * 1000 + patience);
    const { reconcile, asked } = following();
    await reconcile();
    expect(asked).toEqual(Array.from({ length: mostAtOnce }, (_, i) => idOf(i)));
    await reconcile();
    expect(asked.at(-1)).toBe(idOf(mostAtOnce));
  });

  it('finds a call that began just before midnight, a day later, and gives it up', async () => {
    setting.table.at.time = new Date('2026-01-05T23:58:00Z');
    await greeted();
    setting.table.at.time = new Date('2026-01-07T00:01:00Z');
    const { reconcile, lines } = following();
    await reconcile();
    expect(await setting.table.items('live-call')).toEqual([]);
    expect(lines.filter(({ level }) => level === 'WARN')).toHaveLength(1);
  });

  it('settles a call that was hung up while its ticket was being written', async () => {
    const began = start();
    const ended = { queuedAt: undefined, endedAt: began + 3000 };
    const { follow, reconcile } = following({
      c1: { ...described(began, ended), facts: { ...described(began, ended).facts, queueId: undefined, queuedAt: undefined } },
    });
    // Connect tells of the end between the two writes of a step.
    let told = false;
    const { tickets } = setting.desk;
    setting.desk.tickets = {
      ...tickets,
      append: async (...all: Parameters<typeof tickets.append>) => {
        if (!told) {
          told = true;
          await follow(anEvent('DISCONNECTED', began, { endedAt: began + 3000 }));
        }
        return tickets.append(...all);
      },
    };
    const { ticketId } = await greeted();
    expect([told, await typesOf(ticketId)]).toEqual([true, ['TicketOpened']]);
    expect(await setting.table.items('live-call')).toHaveLength(1);
    setting.table.at.time = new Date(began + patience);
    await reconcile();
    expect(await typesOf(ticketId)).toEqual(['TicketOpened', 'CallAbandoned']);
    expect(await setting.table.items('live-call')).toEqual([]);
  });

  it('looks no more for who hung up and has no ticket', async () => {
    const began = start();
    await setting.calls.begin({
      contactId: 'c1',
      channel: 'phone',
      phone: caller,
      hotline,
      name: undefined,
      language: 'en',
      contractId: 'ctr_test',
      startedAt: iso(began),
      offered: [],
    });
    const ended = described(began, { endedAt: began + 3000 });
    const { reconcile } = following({ c1: { ...ended, facts: { ...ended.facts, queueId: undefined, queuedAt: undefined } } });
    setting.table.at.time = new Date(began + patience);
    await reconcile();
    expect([await setting.table.items('live-call'), await setting.table.items('ticket')]).toEqual([[], []]);
  });
});
