import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHandler } from '../../../functions/answer-call/handler.ts';
import { putContract } from '../../../shared/contracts/contracts.dynamo.ts';
import { note } from '../../../shared/tickets/decide.ts';
import { merge } from '../../../shared/tickets/merge.ts';
import { aCalendar, aContract, byAgent, minutesLater } from '../../support/builders.ts';
import { aCallDesk, aFlowEvent, caller } from '../../support/calls.ts';
import { context } from '../../support/lambda-events.ts';
import { aWork } from '../../support/recorders.ts';
import { tableName } from '../../support/table.ts';

let setting: Awaited<ReturnType<typeof aCallDesk>>;
beforeEach(async () => {
  setting = await aCallDesk();
});
afterEach(() => setting.table.stop());

const answer = (step: string, more = {}): Promise<Record<string, string>> => {
  const after = () => new Promise<never>(() => undefined);
  return createHandler({ work: aWork().work, desk: setting.desk, after })(aFlowEvent(step, more), context);
};
const eventsOf = async (ticketId: unknown) => (await setting.table.historyOf(String(ticketId))).map(({ event }) => event);

describe('a call back', () => {
  it('that Connect has made is Connect’s own, and no agent is told', async () => {
    const { ticketId } = await answer('greet');
    await answer('call-back', { parameters: { by: 'connect' } });
    const [, wished] = await eventsOf(ticketId);
    expect(wished).toMatchObject({ type: 'CallbackRequested', phone: caller });
    expect(wished).not.toHaveProperty('after');
  });

  it('of a full queue, within hours, is an agent’s to make, from now on', async () => {
    const { ticketId } = await answer('greet');
    await answer('full');
    expect((await eventsOf(ticketId))[1]).toMatchObject({ after: setting.table.now().toISOString() });
  });

  it('that is asked for just after the opening, of somebody who came before it, is an agent’s to make', async () => {
    setting.table.at.time = new Date('2026-01-06T07:59:30Z');
    const { ticketId, next } = await answer('greet');
    setting.table.at.time = new Date('2026-01-06T08:00:10Z');
    expect([next, await answer('call-back')]).toMatchObject(['closed', { say: 'We will call you back. Goodbye.' }]);
    expect((await eventsOf(ticketId)).at(-1)).toMatchObject({ after: '2026-01-06T08:00:10.000Z' });
  });

  it('about a ticket of another contract, which is closed, is for that one’s opening', async () => {
    const { client } = setting.table;
    const closed = aContract({
      id: 'ctr_night',
      default: false,
      timeZone: 'Europe/Paris',
      calendars: { night: aCalendar({}, ['20:00-23:00']) },
      phoneHours: 'night',
      customers: { phones: ['+33199000555'] },
    });
    await putContract(client, tableName, closed);
    const endpoint = { Address: '+33199000555', Type: 'TELEPHONE_NUMBER' };
    const { ticketId, reference } = await answer('greet', { InitialContactId: 'first', CustomerEndpoint: endpoint });
    await answer('greet', { InitialContactId: 'other' });
    await answer('greet');
    const joined = await answer('key', { parameters: { keyed: reference } });
    expect(joined).toMatchObject({ ticketId, next: 'closed', say: expect.stringContaining('20:00') });
    await answer('call-back');
    expect((await eventsOf(ticketId)).at(-1)).toMatchObject({ type: 'CallbackRequested', after: '2026-01-05T19:00:00.000Z' });
  });
});

describe('a reference that is keyed in', () => {
  it('of a merged ticket joins the one that it was merged into', async () => {
    const old = await answer('greet', { InitialContactId: 'first' });
    const into = await answer('greet', { InitialContactId: 'second', CustomerEndpoint: null });
    const { tickets } = setting.desk;
    const [merged, taking] = [await tickets.find(String(old.ticketId)), await tickets.find(String(into.ticketId))];
    if (!merged || !taking) throw new Error('no tickets');
    const { merged: event } = merge(merged, taking, 'the same', aContract(), byAgent(minutesLater(61)));
    await tickets.append(merged, [event, ...note({ messageId: 'msg_9', text: 'x' }, byAgent(minutesLater(61)))]);
    await answer('greet', { InitialContactId: 'third' });
    await answer('greet');
    expect(await answer('key', { parameters: { keyed: old.reference } })).toMatchObject({
      ticketId: into.ticketId,
      reference: into.reference,
    });
    // It is the caller's own, whose number the merged one has.
    expect((await eventsOf(into.ticketId)).at(-1)).toMatchObject({ type: 'CustomerReplied' });
    expect((await eventsOf(into.ticketId)).at(-1)).not.toMatchObject({ message: { unverified: true } });
  });
});
