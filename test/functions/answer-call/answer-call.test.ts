import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHandler, patienceMilliseconds } from '../../../functions/answer-call/handler.ts';
import { minutesLater } from '../../support/builders.ts';
import { aCallDesk, aFlowEvent, caller } from '../../support/calls.ts';
import { context } from '../../support/lambda-events.ts';
import { aWork } from '../../support/recorders.ts';

let setting: Awaited<ReturnType<typeof aCallDesk>>;
beforeEach(async () => {
  setting = await aCallDesk();
});
afterEach(() => setting.table.stop());

const never = () => new Promise<never>(() => undefined);
function answering(after: (milliseconds: number) => Promise<never> = never) {
  const { work, messages, values } = aWork();
  const handler = createHandler({ work, desk: setting.desk, after });
  const answer = (step: string, more = {}): Promise<Record<string, string>> => handler(aFlowEvent(step, more), context);
  return { answer, messages, failures: () => values('WorkFailed').length };
}
const tickets = () => setting.table.items('ticket');
const eventsOf = async (ticketId: unknown) => (await setting.table.historyOf(String(ticketId))).map(({ event }) => event);

describe('a greeting', () => {
  it('opens a ticket of the caller, once, however often Connect repeats it and at once', async () => {
    const { answer } = answering();
    const answers = await Promise.all([answer('greet'), answer('greet'), answer('greet')]);
    const again = await answer('greet');
    const all = await tickets();
    expect(all).toMatchObject([{ channel: 'phone', requester: { phone: caller }, subject: `Call from ${caller}` }]);
    for (const each of [...answers, again])
      expect(each).toMatchObject({ next: 'queue', reference: all[0]?.reference, ticketId: all[0]?.id });
  });

  it('counts the pick-up from when the call came in, not from when the caller chose', async () => {
    const { answer } = answering();
    await answer('greet', { InitialContactId: 'first' });
    setting.table.at.time = minutesLater(61);
    const menu = await answer('greet');
    expect(menu.next).toBe('menu');
    const startedAt = setting.table.at.time;
    setting.table.at.time = minutesLater(62);
    const { ticketId } = await answer('choose', { parameters: { choice: '2' } });
    const [opened] = await eventsOf(ticketId);
    expect(opened).toMatchObject({ at: startedAt.toISOString(), recordedAt: setting.table.at.time.toISOString() });
  });

  it('of a withheld number opens a ticket without one', async () => {
    for (const [i, CustomerEndpoint] of [
      null,
      { Address: 'anonymous', Type: 'TELEPHONE_NUMBER' },
      { Address: null, Type: null },
    ].entries())
      await answering().answer('greet', { InitialContactId: `c${i}`, CustomerEndpoint });
    expect((await tickets()).map(({ requester }) => requester)).toEqual([{}, {}, {}]);
    expect(await setting.table.items('identified-ticket')).toEqual([]);
  });

  it('when service is closed says when it opens, and owes no pick-up', async () => {
    setting.table.at.time = minutesLater(12 * 60);
    const answer = await answering().answer('greet');
    expect(answer).toMatchObject({ next: 'closed', say: expect.stringContaining('Tuesday 6 January at 09:00') });
    const events = await eventsOf(answer.ticketId);
    expect(events.map(({ type }) => type)).toEqual(['TicketOpened', 'CallOutOfHours']);
    expect(events[1]).toMatchObject({ opensAt: '2026-01-06T08:00:00.000Z', clocks: [{ metric: 'pick-up', state: 'cancelled' }] });
  });
});

describe('a choice', () => {
  it('joins the ticket once, though it is repeated; the promise to pick up begins anew', async () => {
    const { answer } = answering();
    const first = await answer('greet', { InitialContactId: 'first' });
    await answer('greet');
    const [joined, again] = [
      await answer('choose', { parameters: { choice: '1' } }),
      await answer('choose', { parameters: { choice: '1' } }),
    ];
    expect([joined.ticketId, again.ticketId]).toEqual([first.ticketId, first.ticketId]);
    const events = await eventsOf(first.ticketId);
    expect(events.map(({ type }) => type)).toEqual(['TicketOpened', 'CustomerReplied']);
    expect(await tickets()).toHaveLength(1);
  });

  it.each(['none', '2', '0', 'x'])('of %s opens a new one', async (choice) => {
    const { answer } = answering();
    await answer('greet', { InitialContactId: 'first' });
    await answer('greet');
    expect(await answer('choose', { parameters: { choice } })).toMatchObject({ next: 'queue' });
    expect(await tickets()).toHaveLength(2);
  });

  it('without a greeting that worked greets', async () => {
    expect(await answering().answer('choose', { parameters: { choice: '1' } })).toMatchObject({ next: 'queue' });
  });

  it('of a reference that is none, or whose check digit is wrong, asks again', async () => {
    const { answer } = answering();
    await answer('greet', { InitialContactId: 'first' });
    await answer('greet');
    for (const keyed of ['', 'Timeout', '12345678', '123456789', '123456782'])
      expect(await answer('key', { parameters: { keyed } })).toMatchObject({ next: 'key' });
    expect(await tickets()).toHaveLength(1);
  });
});

describe('a call back', () => {
  it('is noted once, for the next opening when service is closed', async () => {
    setting.table.at.time = minutesLater(12 * 60);
    const { answer } = answering();
    const { ticketId } = await answer('greet');
    await answer('call-back');
    const said = await answer('call-back');
    expect(said).toMatchObject({ next: 'end', say: 'We will call you back on Tuesday 6 January at 09:00. Goodbye.' });
    const events = await eventsOf(ticketId);
    expect(events.map(({ type }) => type)).toEqual(['TicketOpened', 'CallOutOfHours', 'CallbackRequested']);
    expect(events[2]).toMatchObject({ phone: caller, after: '2026-01-06T08:00:00.000Z' });
  });
});

describe('when something of ours fails', () => {
  const broken = () => {
    setting.desk.calls.find = async () => {
      throw new Error('no table');
    };
  };

  it.each(['greet', 'choose', 'key'])('%s still says something, leads to a person, and is counted', async (step) => {
    broken();
    const { answer, failures } = answering();
    expect(await answer(step)).toMatchObject({ next: 'queue', say: expect.stringMatching(/We are sorry.*Veuillez/) });
    expect(await answer(step, { Attributes: { language: 'zh' } })).toMatchObject({
      next: 'queue',
      say: expect.stringContaining('抱歉'),
    });
    expect(failures()).toBe(2);
  });

  it.each(['call-back', 'full'])('%s promises nothing: the flow takes its other way', async (step) => {
    broken();
    await expect(answering().answer(step)).rejects.toThrow('no table');
  });

  it('it does not let the caller wait longer than its patience, well inside Connect’s eight seconds', async () => {
    setting.desk.calls.find = never;
    const asked: number[] = [];
    const { answer } = answering(async (milliseconds) => {
      asked.push(milliseconds);
      throw new Error('late');
    });
    expect(await answer('greet')).toMatchObject({ next: 'queue' });
    expect(asked).toEqual([patienceMilliseconds]);
    expect(patienceMilliseconds).toBeLessThan(6000);
  });

  it('a step that there is not, and a task, are errors', async () => {
    await expect(answering().answer('sing')).rejects.toThrow('no step');
    await expect(answering().answer('greet', { Channel: 'TASK' })).rejects.toThrow('does not serve');
  });
});
