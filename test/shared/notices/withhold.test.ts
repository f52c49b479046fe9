import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { putContract } from '../../../shared/contracts/contracts.dynamo.ts';
import type { Withheld } from '../../../shared/notices/notice.ts';
import { withholding } from '../../../shared/notices/withhold.ts';
import { agentReply, open } from '../../../shared/tickets/decide.ts';
import { ring } from '../../../shared/tickets/ring.ts';
import type { Ticket } from '../../../shared/tickets/ticket.ts';
import type { TicketEvent } from '../../../shared/tickets/ticket-events.ts';
import { aContract, anOpening, byAgent, byCustomer, minutesLater, ticketId } from '../../support/builders.ts';
import { aLog, aMeter } from '../../support/recorders.ts';
import { startTable, type Table, tableName } from '../../support/table.ts';

let table: Table;
let ticket: Ticket;
const contract = aContract();
beforeEach(async () => {
  table = await startTable({ time: minutesLater(6) });
  await putContract(table.client, tableName, contract);
  ticket = await table.tickets.append(ticketId, [open(anOpening(), contract, byCustomer())]);
});
afterEach(() => table.stop());

const appended = async (events: TicketEvent[]) => {
  ticket = await table.tickets.append(ticket, events);
  return { ticketId, sequence: ticket.sequence, event: events.at(-1)! };
};
const answered = () => appended(agentReply(ticket, { messageId: 'msg_2', text: 'Hello' }, contract, byAgent(minutesLater(5))));
/** Half of the time has passed: the person on duty is warned. */
const warned = () => {
  table.at.time = minutesLater(120);
  return appended(ring(ticket, contract, table.at.time));
};

const withheld = (overrides: Partial<Withheld> = {}): Withheld => ({
  id: '2-reply-1',
  kind: 'reply',
  address: 'ana@customer.example',
  reason: 'unusable-address',
  ...overrides,
});
const aWarning = { id: '2-warning-1', kind: 'warning', address: 'duty@desk.example' } as const;
const events = async () => (await table.historyOf(ticketId)).map(({ event }) => event);

function withholder() {
  const { log, lines } = aLog();
  const { meter, values } = aMeter();
  const withhold = withholding(log, { tickets: table.tickets, contracts: table.contracts, now: table.now, meter });
  return { withhold, lines, undelivered: () => values('EscalationsUndelivered').length };
}

describe('a notice that cannot be sent', () => {
  it('is told to the agent whose answer it was, on the ticket, once', async () => {
    const recorded = await answered();
    const { withhold, undelivered } = withholder();
    await withhold(ticket, withheld(), recorded);
    await withhold(ticket, withheld(), recorded);
    expect((await events()).slice(2)).toMatchObject([
      {
        type: 'DeliveryFailed',
        detail: 'not sent: unusable-address',
        recipients: ['ana@customer.example'],
        at: recorded.event.at,
      },
    ]);
    expect(undelivered()).toBe(0);
  });

  it('is only logged when nobody waits for its arrival', async () => {
    const recorded = await answered();
    const { withhold, lines } = withholder();
    await withhold(ticket, withheld({ id: '1-acknowledgement-1', kind: 'acknowledgement', reason: 'machine' }), recorded);
    expect(await events()).toHaveLength(2);
    expect(lines).toMatchObject([{ message: 'notice withheld', ticketId, notice: '1-acknowledgement-1', reason: 'machine' }]);
    expect(JSON.stringify(lines)).not.toContain('ana@');
  });

  it.each([
    ['too-many', 'this address has had as many as one gets in an hour'],
    ['own-mailbox', 'one of our own mailboxes'],
    ['unusable-address', 'no address that mail can be sent to'],
  ] as const)('for %s, being an acknowledgement, is a note on the ticket, once', async (reason, said) => {
    const recorded = await answered();
    const { withhold } = withholder();
    const acknowledgement = withheld({ id: '1-acknowledgement-1', kind: 'acknowledgement', reason });
    await Promise.all([withhold(ticket, acknowledgement, recorded), withhold(ticket, acknowledgement, recorded)]);
    expect((await events()).slice(2)).toMatchObject([
      { type: 'NoteAdded', by: { kind: 'system' }, text: expect.stringContaining(said) },
    ]);
  });

  it.each(['unusable-address', 'own-mailbox'] as const)(
    'for %s, being a warning, has the next step of the ladder taken, once, and is counted',
    async (reason) => {
      const recorded = await warned();
      const { withhold, undelivered } = withholder();
      await withhold(ticket, withheld({ ...aWarning, reason }), recorded);
      await withhold(ticket, withheld({ ...aWarning, reason }), recorded);
      expect((await events()).slice(2)).toMatchObject([
        { type: 'DeliveryFailed', permanent: true, detail: `not sent: ${reason}`, recipients: ['duty@desk.example'] },
        { type: 'Escalated', step: 'breach', to: ['lead@desk.example'], because: 'undelivered', secondsLate: -7200 },
      ]);
      expect(undelivered()).toBe(1);
    },
  );

  it('because the ladder names the requester takes no further step: they are the customer here', async () => {
    const recorded = await warned();
    const { withhold, undelivered } = withholder();
    await withhold(ticket, withheld({ ...aWarning, reason: 'requester-on-ladder' }), recorded);
    expect(await events()).toHaveLength(2);
    expect(undelivered()).toBe(0);
  });
});
