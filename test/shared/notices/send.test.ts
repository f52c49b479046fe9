import PostalMime from 'postal-mime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readAcknowledgementToken } from '../../../shared/notices/acknowledgement-link.ts';
import type { Mailer } from '../../../shared/notices/mailer.ts';
import { outboxIn } from '../../../shared/notices/outbox.dynamo.ts';
import { leaseSeconds } from '../../../shared/notices/outbox.ts';
import { sendNotices } from '../../../shared/notices/send.ts';
import { agentReply } from '../../../shared/tickets/decide.ts';
import { ring } from '../../../shared/tickets/ring.ts';
import type { Ticket } from '../../../shared/tickets/ticket.ts';
import type { RecordedEvent, TicketEvent } from '../../../shared/tickets/ticket-events.ts';
import { aContract, byAgent, minutesLater, ticketId } from '../../support/builders.ts';
import { tableName } from '../../support/table.ts';
import { aDesk, type Desk } from '../intake/a-desk.ts';

let desk: Desk;
let ticket: Ticket;
let sent: Parameters<Mailer['send']>[0][];
let refuse: (to: string) => boolean;
let reported: string[];
let withheld: string[];
let files: Map<string, Uint8Array>;
beforeEach(async () => {
  desk = await aDesk();
  ticket = await desk.aTicket();
  sent = [];
  reported = [];
  withheld = [];
  files = new Map();
  refuse = () => false;
});
afterEach(() => desk.table.stop());

const send = (
  recorded: RecordedEvent,
  acknowledgementsPerHour = 10,
  tickets: Parameters<typeof sendNotices>[1]['tickets'] = desk.table.tickets,
) =>
  sendNotices(recorded, {
    tickets,
    contracts: desk.table.contracts,
    outbox: outboxIn(desk.table.client, tableName, desk.table.now),
    mailer: {
      send: async (mail) => {
        if (refuse(mail.to)) throw new Error('MessageRejected');
        sent.push(mail);
        return `ses-${sent.length}`;
      },
    },
    files: {
      withFiles: (wanted, work) =>
        Promise.all(
          wanted.map(async ({ name, type, key }) => {
            const content = files.get(key);
            if (!content) throw new Error(`NoSuchKey: ${key}`);
            return { name, type, content };
          }),
        ).then(work),
    },
    acknowledgementsPerHour,
    replies: desk.replies,
    publicUrl: 'https://support.example',
    now: desk.table.now,
    withhold: async (_, { id, reason }) => {
      withheld.push(`${id} ${reason}`);
    },
    report: (kind, _, result) => reported.push(`${kind} ${result}`),
  });
const last = async (events: TicketEvent[]): Promise<RecordedEvent> => {
  ticket = await desk.table.tickets.append(ticket, events);
  return { ticketId: ticket.id, sequence: ticket.sequence, event: events.at(-1)! };
};
const openedAs = async (): Promise<RecordedEvent> => (await desk.table.historyOf(ticket.id))[0]!;
const anEscalation = () => last(ring(ticket, aContract(), minutesLater(302)));
const states = async () => (await desk.table.items('notice')).map(({ noticeId, state }) => [noticeId, state].join(' ')).sort();
const head = (n: number) => Buffer.from(sent[n]!.raw).toString('latin1').split('\r\n\r\n')[0];

describe('sending the notices of an event', () => {
  it('acknowledges to the requester, with the signed address to answer to', async () => {
    await send(await openedAs());
    expect(sent).toMatchObject([{ from: 'support@desk.example', to: 'ana@customer.example' }]);
    expect(head(0)).toContain(`Reply-To: ${desk.replyAddress(ticket)}`);
    expect(head(0)).toContain('In-Reply-To: <id-1@customer.example>');
    expect(await states()).toEqual(['1-acknowledgement-1 sent']);
    expect(reported).toEqual(['acknowledgement claimed']);
  });
  it('twice sends once', async () => {
    const recorded = await openedAs();
    await send(recorded);
    await send(recorded);
    expect(sent).toHaveLength(1);
    expect(reported).toHaveLength(1);
  });
  it('mails people of the ladder from an address that leads nowhere near the ticket', async () => {
    await send(await anEscalation());
    expect(sent).toMatchObject([{ from: 'no-reply@desk.example', to: 'boss@desk.example' }]);
    expect(head(0)).not.toMatch(/Reply-To|References/);
  });
  it('gives each of them a link of their own, by which to take note of this step', async () => {
    const recorded = await anEscalation();
    const event = { ...recorded.event, to: ['lead@desk.example', 'boss@desk.example'] } as RecordedEvent['event'];
    await send({ ...recorded, event });
    const links = await Promise.all(
      sent.map(async ({ raw }) => {
        const { text = '' } = await PostalMime.parse(raw);
        const [, token = ''] = /^https:\/\/support\.example\/escalations\/(\S+)$/m.exec(text) ?? [];
        return readAcknowledgementToken(token, desk.replies.key);
      }),
    );
    const step = { ticketId: ticket.id, clock: 'first-response', cycle: 1, step: '1 hour after breach', language: 'en' };
    expect(links).toEqual([
      { ...step, address: 'lead@desk.example' },
      { ...step, address: 'boss@desk.example' },
    ]);
  });
  it('says what cannot be sent, and why, and claims nothing for it', async () => {
    const opened = await openedAs();
    const event = { ...opened.event, requester: { address: 'unknown@invalid' } } as RecordedEvent['event'];
    await send({ ...opened, event });
    expect(withheld).toEqual(['1-acknowledgement-1 unusable-address']);
    expect(await states()).toEqual([]);
  });
  it('that ask for no mail claims nothing', async () => {
    await send(await last([{ ...ring(ticket, aContract(), minutesLater(241))[1]! }]));
    expect(sent).toEqual([]);
    expect(await states()).toEqual([]);
  });
  it('withholds an acknowledgement beyond the limit, says so once, and never sends it later', async () => {
    await send(await openedAs(), 1);
    ticket = await desk.aTicket();
    const second = await openedAs();
    await send(second, 1);
    await send(second, 1);
    expect(sent).toHaveLength(1);
    expect(reported).toEqual(['acknowledgement claimed', 'acknowledgement withheld']);
  });
  it('does not count answers of agents against that limit', async () => {
    await send(await openedAs(), 1);
    for (const n of [1, 2])
      await send(await last(agentReply(ticket, { messageId: `m${n}`, text: 'Hello' }, aContract(), byAgent(minutesLater(n)))), 1);
    expect(sent).toHaveLength(3);
  });
});

describe('an answer with files', () => {
  const file = (n: number, size = 3) => ({ name: `file-${n}.txt`, type: 'text/plain', size, key: `outgoing/${n}` });
  const answerWith = (...attachments: ReturnType<typeof file>[]) =>
    last(agentReply(ticket, { messageId: 'm', text: 'Here.', attachments }, aContract(), byAgent(minutesLater(1))));

  it('brings them to the customer in their order', async () => {
    for (const n of [1, 2]) files.set(`outgoing/${n}`, Buffer.from(`no${n}`));
    await send(await answerWith(file(2), file(1)));
    const { attachments } = await PostalMime.parse(sent[0]!.raw);
    expect(attachments.map(({ filename, content }) => [filename, Buffer.from(content as ArrayBuffer).toString()])).toEqual([
      ['file-2.txt', 'no2'],
      ['file-1.txt', 'no1'],
    ]);
  });
  it('of which one is not there is not sent, and tried again', async () => {
    const recorded = await answerWith(file(1));
    await expect(send(recorded)).rejects.toThrow('NoSuchKey');
    files.set('outgoing/1', Buffer.from('yes'));
    desk.table.at.time = new Date(desk.table.at.time.getTime() + leaseSeconds * 1000);
    await send(recorded);
    expect(sent).toHaveLength(1);
  });
});

describe('an answer that cannot be sent at all', () => {
  it('is withheld in the outbox, with the reason, however often it is tried', async () => {
    const recorded = await last(agentReply(ticket, { messageId: 'm', text: 'Hi' }, aContract(), byAgent(minutesLater(1))));
    ticket = { ...ticket, requester: { address: 'unknown@invalid' } };
    const tickets = { find: async () => ticket };
    for (const _ of [1, 2]) await send(recorded, 10, tickets);
    expect(sent).toEqual([]);
    const [row] = (await desk.table.items('notice')).filter(({ notice }) => notice === 'reply');
    expect(row).toMatchObject({ state: 'withheld', reason: 'unusable-address', recipient: 'unknown@invalid' });
  });
});

describe('when SES refuses', () => {
  it('the error says of how many, and the others are sent', async () => {
    const recorded = await anEscalation();
    const event = { ...recorded.event, to: ['lead@desk.example', 'boss@desk.example'] } as RecordedEvent['event'];
    refuse = (to) => to.startsWith('lead');
    await expect(send({ ...recorded, event })).rejects.toThrow('1 of 2 notices were not sent: Error: MessageRejected');
    expect(sent.map(({ to }) => to)).toEqual(['boss@desk.example']);
  });
  it('a repeat within the lease is told to wait, and one after it sends what is missing and nothing else', async () => {
    const recorded = await openedAs();
    refuse = () => true;
    await expect(send(recorded)).rejects.toThrow('MessageRejected');
    refuse = () => false;
    await expect(send(recorded)).rejects.toThrow('is claimed by another');
    expect(sent).toEqual([]);
    desk.table.at.time = new Date(desk.table.at.time.getTime() + leaseSeconds * 1000);
    await send(recorded);
    expect(sent).toHaveLength(1);
    expect(await states()).toEqual(['1-acknowledgement-1 sent']);
  });
});

describe('an event', () => {
  it('of a ticket that is not there is an error', async () => {
    const recorded = { ...(await anEscalation()), ticketId };
    await expect(send(recorded)).rejects.toThrow(`an event of ${ticketId}, which is not there`);
  });
});
