import { describe, expect, it } from 'vitest';
import { furthestTask, mayAskForTask, taskFor } from '../../../shared/telephony/task.ts';
import { noTasks, tasksThrough } from '../../../shared/telephony/task-queue.sqs.ts';
import { callAbandoned, callbackRequested } from '../../../shared/tickets/decide-call.ts';
import { ring } from '../../../shared/tickets/ring.ts';
import type { TicketEvent } from '../../../shared/tickets/ticket-events.ts';
import { aContract, anOpening, aTicket, byCustomer, minutesLater, monday, ticketId } from '../../support/builders.ts';

const now = monday;
const asked = (event: TicketEvent, ticket = aTicket(), at = now) =>
  taskFor({ ticketId, sequence: 7, event }, ticket, { publicUrl: 'https://desk.example', now: at });
const recorded = (event: TicketEvent) => ({ ticketId, sequence: 7, event });

const late = minutesLater(6 * 60);
const escalations = ring(aTicket(), aContract(), late).filter(({ type }) => type === 'Escalated');

describe('an escalation', () => {
  it('becomes a task at the top of its ladder, and on no step below', () => {
    expect(escalations).toHaveLength(2);
    const tasks = escalations.map((event) => asked(event));
    expect(tasks[0]).toBeUndefined();
    expect(tasks[1]).toEqual({
      token: `${ticketId}-7`,
      ticketId,
      reference: '123-456-782',
      url: `https://desk.example/tickets/${ticketId}`,
      name: '123-456-782: first-response missed',
      description: expect.stringContaining('Due: 2026-01-05T12:00:00Z'),
    });
  });

  it('of a call that waits becomes none: the call is in the agents’ queue itself', () => {
    const phone = aContract({
      targets: [{ clock: 'pick-up', within: '60 clock seconds' }],
      ladder: [{ at: 'breach', to: ['duty@desk.example'] }],
    });
    const call = aTicket({}, phone, anOpening({ channel: 'phone' }));
    const [top] = ring(call, phone, minutesLater(2)).filter(({ type }) => type === 'Escalated');
    if (!top) throw new Error('no escalation');
    expect([asked(top, call), mayAskForTask(recorded(top))]).toEqual([undefined, false]);
  });

  it('that somebody has taken note of becomes none', () => {
    const [, top] = escalations;
    if (top?.type !== 'Escalated') throw new Error('no escalation');
    expect(asked({ ...top, because: 'acknowledged' })).toBeUndefined();
  });
});

describe('a call back', () => {
  const wanted = (after: Date | undefined) =>
    callbackRequested(aTicket(), { phone: '+33199000110', after }, aContract(), byCustomer())[0]!;

  it('after hours is scheduled for the opening', () => {
    expect(asked(wanted(minutesLater(600)))).toMatchObject({ name: '123-456-782: call back', at: minutesLater(600) });
  });

  it('further than Connect schedules comes as late as it can, and says for when it is', () => {
    const after = new Date(now.getTime() + furthestTask + 1000);
    const task = asked(wanted(after));
    expect(task).toMatchObject({
      at: new Date(now.getTime() + furthestTask),
      description: expect.stringContaining(after.toISOString()),
    });
    expect(asked(wanted(new Date(now.getTime() + furthestTask)))?.at).toEqual(new Date(now.getTime() + furthestTask));
  });

  it('whose time has come meanwhile comes at once', () => {
    expect(asked(wanted(minutesLater(10)), aTicket(), minutesLater(20))?.at).toEqual(new Date(minutesLater(20).getTime() + 1000));
  });

  it('is owed to a caller who hung up, unless somebody has answered since or nothing is left to do', () => {
    const phoned = aTicket({}, aContract(), anOpening({ channel: 'phone', requester: { phone: '+33199000110' } }));
    const at = { ...byCustomer(), by: { kind: 'customer' as const, phone: '+33199000110' } };
    const [gone] = callAbandoned(phoned, 42.7, aContract(), at);
    if (!gone) throw new Error('no event');
    expect(mayAskForTask(recorded(gone))).toBe(true);
    expect(asked(gone, phoned)).toMatchObject({
      name: '123-456-782: call back',
      description: 'Hung up after 42 seconds: +33199000110.',
    });
    expect(asked({ ...gone, by: { kind: 'customer' } }, phoned)?.description).toContain('number withheld');
    expect(asked(gone, { ...phoned, status: 'resolved' })).toBeUndefined();
    expect(asked(gone, { ...phoned, firstRespondedAt: minutesLater(1).toISOString() })).toBeUndefined();
  });

  it('within hours is Connect’s own, and one that a chat asked for is a task at once', () => {
    expect(asked(wanted(undefined))).toBeUndefined();
    const base = { at: now.toISOString(), recordedAt: now.toISOString(), by: { kind: 'customer' as const } };
    const handedOver = (to: 'mail' | 'call-back'): TicketEvent => ({ type: 'HandedOver', ...base, to, phone: '+33199000110' });
    expect(asked(handedOver('call-back'))).toMatchObject({ name: '123-456-782: call back' });
    expect(asked(handedOver('mail'))).toBeUndefined();
    expect(
      [handedOver('call-back'), handedOver('mail'), wanted(now), wanted(undefined)].map((event) =>
        mayAskForTask(recorded(event)),
      ),
    ).toEqual([true, false, true, false]);
  });
});

it('nobody is asked for a task where Connect is not deployed', async () => {
  const client = new Proxy({}, { get: () => expect.fail('the queue was asked') });
  await tasksThrough(client as never, noTasks)({ ticketId, sequence: 1 });
});
