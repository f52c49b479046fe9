import { afterEach, beforeEach, expect, it } from 'vitest';
import { createHandler } from '../../../functions/create-task/handler.ts';
import type { Task } from '../../../shared/telephony/contact-centre.ts';
import { note, open } from '../../../shared/tickets/decide.ts';
import { callbackRequested } from '../../../shared/tickets/decide-call.ts';
import { aContract, anOpening, byAgent, byCustomer, minutesLater, monday, ticketId } from '../../support/builders.ts';
import { aQueueEvent, context, failedIds } from '../../support/lambda-events.ts';
import { aWork } from '../../support/recorders.ts';
import { startTable, type Table } from '../../support/table.ts';

let table: Table;
let started: Task[];
beforeEach(async () => {
  started = [];
  table = await startTable();
  const ticket = await table.tickets.append(ticketId, [open(anOpening(), aContract(), byCustomer())]);
  const wanted = callbackRequested(ticket, { phone: '+33199000110', after: minutesLater(60) }, aContract(), byCustomer());
  await table.tickets.append(ticket, [...wanted, ...note({ messageId: 'msg_2', text: 'x' }, byAgent(monday))]);
});
afterEach(() => table.stop());

const handler = (startTask: (task: Task) => Promise<void>) =>
  createHandler({
    work: aWork().work,
    tickets: table.tickets,
    centre: { startTask },
    publicUrl: 'https://desk.example',
    now: table.now,
  });
const start = async (task: Task) => void started.push(task);

it('starts the task that an event asks for; the same event has the same token', async () => {
  const event = aQueueEvent({ ticketId, sequence: 2 });
  expect(failedIds(await handler(start)(event, context))).toEqual([]);
  await handler(start)(event, context);
  expect(started.map(({ token }) => token)).toEqual([`${ticketId}-2`, `${ticketId}-2`]);
  expect(started[0]).toMatchObject({ at: minutesLater(60), reference: '123-456-782' });
});

it('starts none for an event that asks for none', async () => {
  expect(failedIds(await handler(start)(aQueueEvent({ ticketId, sequence: 3 }), context))).toEqual([]);
  expect(started).toEqual([]);
});

it('tries again what Connect refuses, and what is not there yet', async () => {
  const refusing = handler(async () => {
    throw new Error('ThrottlingException');
  });
  expect(failedIds(await refusing(aQueueEvent({ ticketId, sequence: 2 }), context))).toEqual(['m1']);
  expect(failedIds(await handler(start)(aQueueEvent({ ticketId, sequence: 9 }), context))).toEqual(['m1']);
});
