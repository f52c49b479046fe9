import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHandler } from '../../../functions/follow-call/handler.ts';
import {
  createHandler as createReconciler,
  furthestBack,
  mostAtOnce,
  patience,
} from '../../../functions/reconcile-calls/handler.ts';
import { greet } from '../../../shared/telephony/answer-call.ts';
import type { DescribedContact } from '../../../shared/telephony/contact-centre.ts';
import { readFlowRequest } from '../../../shared/telephony/flow-event.ts';
import { aCallDesk, aFlowEvent, caller, hotline } from '../../support/calls.ts';
import { aQueueEvent, context, failedIds } from '../../support/lambda-events.ts';
import { aWork } from '../../support/recorders.ts';

let setting: Awaited<ReturnType<typeof aCallDesk>>;
beforeEach(async () => {
  setting = await aCallDesk();
});
afterEach(() => setting.table.stop());

const start = () => setting.table.at.time.getTime();
const iso = (at: number) => new Date(at).toISOString();
const greeted = () => greet(readFlowRequest(aFlowEvent('greet')), setting.desk);

interface Known {
  queuedAt?: number;
  connectedAt?: number;
  endedAt?: number;
}
const anEvent = (eventType: string, began: number, { queuedAt, connectedAt, endedAt }: Known = {}, more = {}) => ({
  detail: {
    eventType,
    contactId: 'c1',
    channel: 'VOICE',
    initiationMethod: 'INBOUND',
    initiationTimestamp: iso(began),
    ...(queuedAt === undefined ? {} : { queueInfo: { enqueueTimestamp: iso(queuedAt) } }),
    ...(connectedAt === undefined
      ? {}
      : { agentInfo: { agentArn: 'arn:x/agent/ana', connectedToAgentTimestamp: iso(connectedAt) } }),
    ...(endedAt === undefined ? {} : { disconnectTimestamp: iso(endedAt) }),
    ...more,
  },
});

function following(described: Record<string, DescribedContact> = {}) {
  const { work, lines, values } = aWork();
  const attributes: Record<string, Record<string, string>> = {};
  const asked: string[] = [];
  const centre = {
    describe: async (id: string) => {
      asked.push(id);
      if (id === 'throttled') throw new Error('ThrottlingException');
      return described[id];
    },
    setAttributes: async (id: string, given: Record<string, string>) => {
      attributes[id] = given;
    },
  };
  const desk = { ...setting.desk, centre, log: work.log };
  return {
    asked,
    attributes,
    lines,
    failures: () => values('WorkFailed').length,
    follow: async (...events: unknown[]) => failedIds(await createHandler({ work, desk })(aQueueEvent(...events), context)),
    reconcile: () => createReconciler({ work, desk })({}, context),
  };
}
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
    const { reconcile, asked } = following({ c1: described(began, {}) });
    for (const later of [patience, furthestBack, furthestBack + 1]) {
      setting.table.at.time = new Date(began + later);
      await reconcile();
    }
    expect(asked).toEqual(['c1', 'c1']);
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

  it(`asks about ${mostAtOnce} calls in one run`, async () => {
    const began = start();
    const facts = { contactId: '', initialContactId: '', isCallBack: false, initiatedAt: iso(began) };
    for (let i = 0; i <= mostAtOnce; i++) await setting.calls.merge({ ...facts, contactId: `c${i}`, initialContactId: `c${i}` });
    setting.table.at.time = new Date(began + patience);
    const { reconcile, asked } = following();
    await reconcile();
    expect(asked).toHaveLength(mostAtOnce);
    await reconcile();
    expect(asked).toHaveLength(mostAtOnce + 1);
  });
});
