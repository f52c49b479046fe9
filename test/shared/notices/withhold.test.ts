import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Withheld } from '../../../shared/notices/notice.ts';
import { withholding } from '../../../shared/notices/withhold.ts';
import { agentReply, open } from '../../../shared/tickets/decide.ts';
import type { Ticket } from '../../../shared/tickets/ticket.ts';
import { aContract, anOpening, byAgent, byCustomer, minutesLater, ticketId } from '../../support/builders.ts';
import { aLog } from '../../support/recorders.ts';
import { startTable, type Table } from '../../support/table.ts';

let table: Table;
let ticket: Ticket;
const [answer] = agentReply(
  { ...({} as Ticket), status: 'open' },
  { messageId: 'msg_2', text: 'Hello' },
  byAgent(minutesLater(5)),
);
const recorded = { ticketId, sequence: 2, event: answer! };
beforeEach(async () => {
  table = await startTable({ time: minutesLater(6) });
  const opened = await table.tickets.append(ticketId, [open(anOpening(), aContract(), byCustomer())]);
  ticket = await table.tickets.append(opened, [answer!]);
});
afterEach(() => table.stop());

const withheld = (overrides: Partial<Withheld> = {}): Withheld => ({
  id: '2-reply-1',
  kind: 'reply',
  reason: 'unusable-address',
  ...overrides,
});
const events = async () => (await table.historyOf(ticketId)).map(({ event }) => event);

describe('a notice that cannot be sent', () => {
  it('is told to the agent whose answer it was, on the ticket, once', async () => {
    const withhold = withholding(aLog().log, table.tickets, table.now);
    await withhold(ticket, withheld(), recorded);
    await withhold(ticket, withheld(), recorded);
    expect((await events()).slice(2)).toMatchObject([
      { type: 'DeliveryFailed', detail: 'not sent: unusable-address', recipients: ['ana@customer.example'], at: answer?.at },
    ]);
  });
  it('is only logged when nobody waits for its arrival', async () => {
    const { log, lines } = aLog();
    await withholding(log, table.tickets, table.now)(
      ticket,
      withheld({ id: '1-acknowledgement-1', kind: 'acknowledgement', reason: 'machine' }),
      recorded,
    );
    expect(await events()).toHaveLength(2);
    expect(lines).toMatchObject([{ message: 'notice withheld', ticketId, notice: '1-acknowledgement-1', reason: 'machine' }]);
    expect(JSON.stringify(lines)).not.toContain('ana@');
  });
});
