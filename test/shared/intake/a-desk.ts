import { putContract } from '../../../shared/contracts/contracts.dynamo.ts';
import { signReplyAddress } from '../../../shared/intake/email/reply-address.ts';
import type { InboundMessage, MailMessage } from '../../../shared/intake/inbound-message.ts';
import type { MailRow } from '../../../shared/intake/mail-ledger.ts';
import { type TakingIn, takeIn } from '../../../shared/intake/take-in.ts';
import { changeStatus } from '../../../shared/tickets/decide.ts';
import type { Status, Ticket } from '../../../shared/tickets/ticket.ts';
import { aContract, anInboundMail, byAgent, minutesLater, monday } from '../../support/builders.ts';
import { startTable, tableName } from '../../support/table.ts';

export const ana = { address: 'ana@customer.example', name: 'Ana' };
export const eve = { address: 'eve@elsewhere.example', name: 'Eve' };

/** A place where mail is taken in: an empty table with one contract. Each mail is another unless a test says otherwise. */
export async function aDesk() {
  const table = await startTable({ time: minutesLater(1) });
  const contract = aContract();
  await putContract(table.client, tableName, contract);
  const replies = { domain: 'desk.example', key: 'k'.repeat(32) };
  const ports: TakingIn = { ...table, replies };
  let mails = 0;

  const aMail = ({
    message,
    ...overrides
  }: Partial<Omit<InboundMessage, 'message'>> & { message?: Partial<MailMessage> } = {}) => {
    const n = ++mails;
    return anInboundMail({
      sourceId: `ses-${n}`,
      receivedAt: monday,
      contentDigest: `digest-${n}`,
      ...overrides,
      message: { ...anInboundMail().message, id: `msg_${n}`, from: ana, rfcMessageId: `id-${n}@customer.example`, ...message },
    });
  };
  const ticketOf = async ({ ticketId }: Pick<MailRow, 'ticketId'>): Promise<Ticket> =>
    (await table.tickets.find(ticketId ?? ''))!;
  return {
    table,
    replies,
    aMail,
    takeIn: (inbound: InboundMessage) => takeIn(inbound, ports),
    ticketOf,
    /** A ticket of Ana's, opened by a mail. */
    aTicket: async () => ticketOf(await takeIn(aMail(), ports)),
    replyAddress: ({ id }: Pick<Ticket, 'id'>) => signReplyAddress({ mailbox: 'support', ticketId: id, ...replies }),
    move: async (ticket: Ticket, to: Status) =>
      table.tickets.append(ticket, changeStatus(ticket, { to }, contract, byAgent(minutesLater(1)))),
    events: async ({ id }: Pick<Ticket, 'id'>) => (await table.historyOf(id)).map(({ event }) => event),
    howManyTickets: async () => (await table.items('ticket')).length,
  };
}
export type Desk = Awaited<ReturnType<typeof aDesk>>;
