import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHandler } from '../../../functions/ring-alarm/handler.ts';
import { putContract } from '../../../shared/contracts/contracts.dynamo.ts';
import { note, open } from '../../../shared/tickets/decide.ts';
import type { Tickets } from '../../../shared/tickets/tickets.ts';
import { aContract, anOpening, byAgent, byCustomer, minutesLater, ticketId } from '../../support/builders.ts';
import { aQueueEvent, context, failedIds } from '../../support/lambda-events.ts';
import { aWork } from '../../support/recorders.ts';
import { startTable, type Table, tableName } from '../../support/table.ts';

let table: Table;
beforeEach(async () => {
  table = await startTable();
  await putContract(table.client, tableName, aContract());
  await table.tickets.append(ticketId, [open(anOpening(), aContract(), byCustomer())]);
});
afterEach(() => table.stop());

/** The ladder of the ticket: a warning at 10:00, the breach at 12:00. */
const warning = { ticketId, alarmAt: '2026-01-05T10:00:00Z' };
const breach = { ticketId, alarmAt: '2026-01-05T12:00:00Z' };

function ringing(at: Date, tickets: Tickets = table.tickets) {
  const { work, messages, values } = aWork();
  const handler = createHandler({ work, tickets, contracts: table.contracts, now: () => at });
  return {
    messages,
    lag: () => values('FiringLag'),
    ring: async (...bodies: unknown[]) => failedIds(await handler(aQueueEvent(...bodies), context)),
  };
}
const types = async () => (await table.historyOf(ticketId)).slice(1).map(({ event }) => event.type);

describe('an alarm that rings', () => {
  it('on time appends what is due and measures how late that was', async () => {
    const { ring, lag } = ringing(new Date('2026-01-05T10:00:42.500Z'));
    expect(await ring(warning)).toEqual([]);
    expect(await types()).toEqual(['SlaWarned']);
    expect(lag()).toEqual([42_500]);
  });
  it('twice, at once or later, is acted on once', async () => {
    const { ring, messages, lag } = ringing(minutesLater(121));
    expect(await ring(warning, warning)).toEqual([]);
    expect(await ring(warning)).toEqual([]);
    expect(await types()).toEqual(['SlaWarned']);
    expect(messages().filter((message) => message === 'stale alarm')).toHaveLength(2);
    expect(messages()).toHaveLength(3);
    expect(lag()).toHaveLength(1);
  });
  it('for a step that is not due any more does nothing: the ticket decides, not the ring', async () => {
    const { ring, messages } = ringing(minutesLater(90));
    expect(await ring({ ticketId, alarmAt: '2026-01-05T09:00:00Z' })).toEqual([]);
    expect(await types()).toEqual([]);
    expect(messages()).toEqual(['stale alarm']);
  });
  it('on the very millisecond of the due time takes it as just past: that instant itself is in time', async () => {
    expect(await ringing(minutesLater(240)).ring(breach)).toEqual([]);
    expect(await types()).toEqual(['SlaWarned', 'SlaBreached', 'Escalated']);
    expect((await table.historyOf(ticketId)).at(-1)?.event.at).toBe('2026-01-05T12:00:00.001Z');
  });
  it.each([
    [1000, ['SlaWarned', 'SlaBreached', 'Escalated']],
    [1001, ['SlaWarned']],
    [2000, ['SlaWarned']],
  ])('%i ms early by this machine’s clock does %j', async (early, expected) => {
    await ringing(new Date(Date.parse(breach.alarmAt) - early)).ring(breach);
    expect(await types()).toEqual(expected);
  });
  it('2 s early does nothing, when nothing else is due', async () => {
    await ringing(new Date('2026-01-05T09:59:58Z')).ring(warning);
    expect(await types()).toEqual([]);
  });
  it('after an outage of hours does every step that was missed, in order', async () => {
    const { ring, lag } = ringing(minutesLater(302));
    await ring(warning);
    expect(await types()).toEqual(['SlaWarned', 'SlaBreached', 'Escalated', 'Escalated']);
    expect(lag()).toEqual([182 * 60_000]);
  });
  it('while somebody changes the ticket reads it again and decides again', async () => {
    let overtaken = 0;
    const tickets: Tickets = {
      ...table.tickets,
      append: async (before, events, claims) => {
        if (overtaken++ === 0)
          await table.tickets.append(before, note({ messageId: 'm', text: 'quicker' }, byAgent(minutesLater(121))));
        return table.tickets.append(before, events, claims);
      },
    };
    expect(await ringing(minutesLater(121), tickets).ring(warning)).toEqual([]);
    expect(await types()).toEqual(['NoteAdded', 'SlaWarned']);
  });
});

describe('a ring that means nothing', () => {
  it.each([
    ['names an unknown ticket', { ...warning, ticketId: 'tkt_none' }],
    ['lacks its moment', { ticketId }],
    ['has a moment that is none', { ticketId, alarmAt: 'soon' }],
    ['is no JSON', 'ring ring'],
  ])('because it %s is reported as failed, and the others of its batch are done', async (_, body) => {
    expect(await ringing(minutesLater(121)).ring(body, warning)).toEqual(['m1']);
    expect(await types()).toEqual(['SlaWarned']);
  });
});
