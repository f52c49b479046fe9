import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { putContract } from '../../../shared/contracts/contracts.dynamo.ts';
import { keys } from '../../../shared/dynamo/table.ts';
import { afterUndelivered, noteUndelivered, type Undelivered } from '../../../shared/notices/undelivered.ts';
import { agentReply, open } from '../../../shared/tickets/decide.ts';
import { evolve } from '../../../shared/tickets/evolve.ts';
import { acknowledge, ring } from '../../../shared/tickets/ring.ts';
import type { Ticket } from '../../../shared/tickets/ticket.ts';
import type { TicketEvent } from '../../../shared/tickets/ticket-events.ts';
import { aContract, anOpening, aTicket, byAgent, byCustomer, minutesLater, ticketId } from '../../support/builders.ts';
import { aMeter } from '../../support/recorders.ts';
import { startTable, type Table, tableName } from '../../support/table.ts';

const contract = aContract({
  targets: [{ clock: 'first-response', within: '4 clock hours' }],
  ladder: [
    { at: '50%', to: ['duty@desk.example', 'second@desk.example'] },
    { at: '30 minutes before breach', to: ['duty@desk.example'] },
    { at: 'breach', to: ['Duty@Desk.example', 'lead@desk.example'] },
    { at: '1 hour after breach', to: ['boss@desk.example'], skipWhenAcknowledged: true },
  ],
});
const warned = { clock: 'first-response' as const, cycle: 1, step: '50%' };
const noon = minutesLater(121);
const evolved = (ticket: Ticket, events: readonly TicketEvent[]) => events.reduce(evolve, ticket);
/** Of four hours, two have passed. */
const aWarnedTicket = () => {
  const ticket = aTicket({}, contract);
  return evolved(ticket, ring(ticket, contract, minutesLater(120)));
};
const further = (ticket: Ticket, unreached: string[], step = warned) =>
  afterUndelivered(ticket, contract, step, unreached, noon).map((event) =>
    event.type === 'Escalated' ? `${event.step}: ${event.to.join(' ')}` : event.type,
  );

describe('a warning that does not arrive', () => {
  it('has the next step taken at once, which says why and how much time is left', () => {
    const [next] = afterUndelivered(aWarnedTicket(), contract, warned, ['second@desk.example'], noon);
    expect(next).toMatchObject({
      type: 'Escalated',
      step: '30 minutes before breach',
      to: ['duty@desk.example'],
      because: 'undelivered',
      secondsLate: -119 * 60,
      at: noon.toISOString(),
      dueAt: '2026-01-05T12:00:00Z',
    });
  });

  it('is not told again to whom it did not reach; a step that is left without people is passed over', () => {
    expect(further(aWarnedTicket(), ['duty@desk.example'])).toEqual(['30 minutes before breach: ', 'breach: lead@desk.example']);
  });

  it('ends with the ladder, should nobody on it be left', () => {
    const everybody = ['duty@desk.example', 'lead@desk.example', 'boss@desk.example'];
    expect(further(aWarnedTicket(), everybody)).toEqual(['30 minutes before breach: ', 'breach: ', '1 hour after breach: ']);
  });

  it('takes no further step once the promise is kept', () => {
    const ticket = aWarnedTicket();
    const reply = agentReply(ticket, { messageId: 'msg_2', text: 'Hello' }, contract, byAgent(noon));
    expect(further(evolved(ticket, reply), ['duty@desk.example'])).toEqual([]);
  });

  it('takes no further step once somebody has taken note of it', () => {
    const ticket = aWarnedTicket();
    expect(further(evolved(ticket, acknowledge(ticket, warned, byAgent(noon))), ['duty@desk.example'])).toEqual([]);
  });

  it('leaves a step alone that is only for when nobody has taken note of any', () => {
    const ticket = aWarnedTicket();
    const noted = evolved(ticket, acknowledge(ticket, warned, byAgent(noon)));
    const late = evolved(noted, ring(noted, contract, minutesLater(241)));
    expect(further(late, ['lead@desk.example'], { ...warned, step: 'breach' })).toEqual([]);
    const unknown = evolved(ticket, ring(ticket, contract, minutesLater(241)));
    expect(further(unknown, ['lead@desk.example'], { ...warned, step: 'breach' })).toEqual([
      '1 hour after breach: boss@desk.example',
    ]);
  });
});

describe('noting it on the ticket', () => {
  let table: Table;
  let sequence: number;
  beforeEach(async () => {
    table = await startTable({ time: minutesLater(120) });
    await putContract(table.client, tableName, contract);
    const opened = await table.tickets.append(ticketId, [open(anOpening(), contract, byCustomer())]);
    sequence = (await table.tickets.append(opened, ring(opened, contract, table.at.time))).sequence;
  });
  afterEach(() => table.stop());

  const failure = (place: number, overrides: Partial<Undelivered> = {}): Undelivered => ({
    notice: { ticketId, noticeId: `${sequence}-warning-${place}` },
    recipients: [],
    permanent: true,
    detail: 'no such mailbox',
    at: noon.toISOString(),
    claim: { name: 'feedback', item: { ...keys.request('ses-feedback', `f-${place}`), kind: 'request' } },
    ...overrides,
  });
  const { meter, values } = aMeter();
  const note = (what: Undelivered) =>
    noteUndelivered(what, { tickets: table.tickets, contracts: table.contracts, now: table.now, meter });
  const noted = async () =>
    (await table.historyOf(ticketId)).slice(2).map(({ event }) => (event.type === 'Escalated' ? event.step : event.type));

  it('knows by the notice whom it was for, where SES names nobody', async () => {
    await note(failure(1));
    expect(await noted()).toEqual(['DeliveryFailed', '30 minutes before breach', 'breach']);
  });

  it('takes the next step once, however many mails of one step fail, and counts each', async () => {
    const before = values('EscalationsUndelivered').length;
    await note(failure(2));
    await note(failure(1));
    expect(await noted()).toEqual(['DeliveryFailed', '30 minutes before breach', 'DeliveryFailed']);
    expect(values('EscalationsUndelivered')).toHaveLength(before + 2);
  });

  it('takes it once also when both fail at the same moment', async () => {
    await Promise.all([note(failure(2)), note(failure(1, { recipients: ['second@desk.example'] }))]);
    const all = await noted();
    expect(all.filter((each) => each === 'DeliveryFailed')).toHaveLength(2);
    expect(all.filter((each) => each === '30 minutes before breach')).toHaveLength(1);
  });

  it('twice does it once', async () => {
    const before = values('EscalationsUndelivered').length;
    await Promise.all([note(failure(2)), note(failure(2)), note(failure(2))]);
    await note(failure(2));
    expect(await noted()).toEqual(['DeliveryFailed', '30 minutes before breach']);
    expect(values('EscalationsUndelivered')).toHaveLength(before + 1);
  });

  it('takes no step for a failure that may pass, nor for a mail that told of none', async () => {
    await note(failure(1, { permanent: false }));
    await note(failure(1, { notice: { ticketId, noticeId: '1-acknowledgement-1' }, claim: failure(2).claim }));
    await note(failure(3, { notice: { ticketId, noticeId: '1-warning-1' } }));
    await note(failure(4, { notice: { ticketId, noticeId: '99-warning-1' } }));
    expect(await noted()).toEqual(['DeliveryFailed', 'DeliveryFailed', 'DeliveryFailed', 'DeliveryFailed']);
  });

  it('passes over a ticket that is not there', async () => {
    const before = await table.items();
    await note(failure(1, { notice: { ticketId: 'tkt_none', noticeId: '2-warning-1' } }));
    expect(await table.items()).toEqual(before);
  });
});
