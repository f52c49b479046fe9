import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { greet, keyed } from '../../../shared/telephony/answer-call.ts';
import type { DescribedContact } from '../../../shared/telephony/contact-centre.ts';
import { readFlowRequest } from '../../../shared/telephony/flow-event.ts';
import { aCallDesk, aFlowEvent, caller, hotline } from '../../support/calls.ts';
import { anEvent, followingCalls } from '../../support/following-calls.ts';

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

describe('events of a call', () => {
  it('at once, repeated and shuffled, are one taken call', async () => {
    const began = start();
    const { ticketId } = await greeted();
    const all = [
      anEvent('DISCONNECTED', began, { queuedAt: began, connectedAt: began + 30_000, endedAt: began + 90_000 }),
      anEvent('QUEUED', began, { queuedAt: began }),
      anEvent('CONNECTED_TO_AGENT', began, { queuedAt: began, connectedAt: began + 30_000 }),
      anEvent('INITIATED', began),
    ];
    expect(await following().follow(...all, ...all)).toEqual([]);
    expect(await typesOf(ticketId)).toEqual(['TicketOpened', 'CallTaken']);
    expect((await eventsOf(ticketId))[1]).toMatchObject({ at: iso(began + 30_000), by: { kind: 'agent', id: 'ana' } });
    expect(await setting.table.items('live-call')).toEqual([]);
  });

  it('leave it to be looked for while its end is not known', async () => {
    await greeted();
    await following().follow(anEvent('QUEUED', start(), { queuedAt: start() }));
    expect(await setting.table.items('live-call')).toMatchObject([{ legId: 'c1' }]);
  });

  it('of a caller who was never noted open a ticket from what Connect knows, with its reference on the contact', async () => {
    const began = start();
    const facts = { contactId: 'c1', initialContactId: 'c1', isCallBack: false, initiatedAt: iso(began) };
    const { follow, attributes } = following({ c1: { facts, channel: 'phone', phone: caller, hotline } });
    const queued = anEvent('QUEUED', began, { queuedAt: began });
    expect(await follow(queued, queued)).toEqual([]);
    const [ticket, ...more] = await setting.table.items('ticket');
    expect(more).toEqual([]);
    expect(ticket).toMatchObject({ requester: { phone: caller }, channel: 'phone' });
    expect(attributes).toEqual({ c1: { ticketId: ticket?.id, reference: ticket?.reference } });
  });

  it('of somebody who hung up before they asked for anything open none', async () => {
    await following().follow(anEvent('DISCONNECTED', start(), { endedAt: start() + 5000 }));
    expect(await setting.table.items('ticket')).toEqual([]);
  });

  it('that cannot be read fail alone; those of no call are passed over', async () => {
    const failed = await following().follow(
      '{}',
      anEvent('DISCONNECTED', start(), {}, { channel: 'TASK' }),
      anEvent('WEBRTC_API', start()),
    );
    expect(failed).toEqual(['m1']);
  });

  it('leave no number in the log', async () => {
    await greeted();
    const { follow, lines } = following();
    await follow(anEvent('DISCONNECTED', start(), { queuedAt: start(), endedAt: start() + 1000 }));
    expect(JSON.stringify(lines)).not.toContain(caller.slice(1));
  });
});

describe('a contact that is none of ours', () => {
  const foreign = { queueInfo: { queueArn: 'arn:x/queue/sales', enqueueTimestamp: iso(Date.parse('2026-01-05T09:00:00Z')) } };

  it('in another queue of the instance leaves nothing behind, whatever becomes of it', async () => {
    const began = start();
    const { follow, attributes, asked } = following();
    const all = [
      anEvent('INITIATED', began),
      anEvent('QUEUED', began, {}, foreign),
      anEvent('CONNECTED_TO_AGENT', began, { connectedAt: began + 9000 }, foreign),
      anEvent('DISCONNECTED', began, { connectedAt: began + 9000, endedAt: began + 90_000 }, foreign),
    ];
    expect(await follow(...all, ...all)).toEqual([]);
    for (const kind of ['ticket', 'call-leg', 'live-call', 'call-settled']) expect(await setting.table.items(kind)).toEqual([]);
    expect([attributes, asked]).toEqual([{}, []]);
  });

  it('becomes ours when it comes into our queue, and stays so in whichever it goes on', async () => {
    const began = start();
    const facts = { contactId: 'c1', initialContactId: 'c1', isCallBack: false, initiatedAt: iso(began) };
    const { follow } = following({ c1: { facts, channel: 'phone', phone: caller, hotline } });
    const moved = { contactId: 'c2', initialContactId: 'c1', initiationMethod: 'TRANSFER' };
    await follow(anEvent('QUEUED', began + 60_000, { queuedAt: began + 60_000 }, moved));
    const further = { ...moved, ...foreign, contactId: 'c3' };
    await follow(anEvent('CONNECTED_TO_AGENT', began + 70_000, { connectedAt: began + 80_000 }, further));
    const [ticket] = await setting.table.items('ticket');
    expect(await typesOf(ticket?.id)).toEqual(['TicketOpened', 'CallTaken']);
  });
});

describe('a caller whose number nobody knows, on a ticket that came from another', () => {
  it('is taken, and answers nothing', async () => {
    const { ticketId, reference } = await greeted();
    const stranger = readFlowRequest(aFlowEvent('greet', { InitialContactId: 'c2', CustomerEndpoint: null }));
    setting.table.at.time = new Date(start() + 60_000);
    await setting.calls.begin({
      contactId: 'c2',
      channel: 'phone',
      phone: '+33199000777',
      hotline,
      name: undefined,
      language: 'en',
      contractId: 'ctr_test',
      startedAt: iso(start()),
      offered: [],
    });
    await keyed({ ...stranger, parameters: { keyed: String(reference) } }, setting.desk);
    const at = start();
    const its = { contactId: 'c2' };
    await following().follow(anEvent('CONNECTED_TO_AGENT', at, { queuedAt: at, connectedAt: at + 5000 }, its));
    expect((await eventsOf(ticketId)).slice(1)).toMatchObject([
      { type: 'CustomerReplied', message: { unverified: true } },
      { type: 'CallTaken', onlyPickUp: true },
    ]);
    const ticket = await setting.table.tickets.find(String(ticketId));
    expect(ticket?.firstRespondedAt).toBeUndefined();
  });

  it('who hangs up is named as who called', async () => {
    const { ticketId } = await greeted();
    await following().follow(anEvent('DISCONNECTED', start(), { queuedAt: start(), endedAt: start() + 5000 }));
    expect((await eventsOf(ticketId))[1]).toMatchObject({ type: 'CallAbandoned', by: { kind: 'customer', phone: caller } });
  });
});
