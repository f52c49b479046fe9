import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Stage, startStage } from '../support/cloud.ts';

/** Mail servers, SNS and SQS deliver at least once. However often and on whatever ways a mail comes, it becomes one ticket. */
let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());

const times = (count: number) => [...Array(count).keys()];

const aMail = (from: string, messageId = `<one@${from}>`) =>
  [`From: ${from}`, 'To: support@guichet.example', 'Subject: No toner', `Message-ID: ${messageId}`, '', 'None left.', ''].join(
    '\r\n',
  );

const ticketsOf = async (sender: string) => (await stage.tickets()).filter(({ requester }) => requester.address === sender);

/** What became of the mails that came meanwhile, most frequent outcome last. */
async function outcomesDuring(deliver: () => Promise<unknown>): Promise<string[]> {
  const before = new Set((await stage.ledger()).map(({ sesMessageId }) => sesMessageId));
  await deliver();
  await stage.settle();
  const rows = (await stage.ledger()).filter(({ sesMessageId }) => !before.has(sesMessageId));
  return rows.map(({ outcome, reason }): string => (outcome === 'refused' ? `refused: ${reason}` : outcome)).sort();
}

const expectOneTicket = async (sender: string) => {
  expect(await ticketsOf(sender)).toHaveLength(1);
  expect(await stage.outbox(sender)).toHaveLength(1);
};

describe('one mail', () => {
  it('sent five times at once is one ticket, one acknowledgement and four duplicates', async () => {
    const sender = 'five@customer.example';
    const outcomes = await outcomesDuring(() => Promise.all(times(5).map(() => stage.raw(aMail(sender), { from: sender }))));
    expect(outcomes).toEqual([...times(4).map(() => 'refused: duplicate'), 'ticket']);
    await expectOneTicket(sender);
    const [{ id }] = await ticketsOf(sender);
    const rows = await stage.ledger();
    expect(rows.filter(({ ticketId, reason }) => ticketId === id && reason === 'duplicate')).toHaveLength(4);
  });

  it('that SES announces five times at once is one ticket and one row', async () => {
    const sender = 'announced@customer.example';
    const copies = stage.multiplyNext('ReceiveEmailQueue', 5);
    expect(await outcomesDuring(() => stage.raw(aMail(sender), { from: sender }))).toEqual(['ticket']);
    expect(copies()).toBe(5);
    await expectOneTicket(sender);
  });

  it('that SES announces more often than one process takes at a time is still one ticket and one row', async () => {
    const sender = 'crowd@customer.example';
    const copies = stage.multiplyNext('ReceiveEmailQueue', 40);
    expect(await outcomesDuring(() => stage.raw(aMail(sender), { from: sender }))).toEqual(['ticket']);
    expect(copies()).toBe(40);
    await expectOneTicket(sender);
    expect(stage.queue('ReceiveEmailQueue').depth()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  });

  it('to two addresses of ours in one transaction is one ticket', async () => {
    const sender = 'both@customer.example';
    const to = ['support@guichet.example', 'datasure@guichet.example'];
    expect(await outcomesDuring(() => stage.raw(aMail(sender), { from: sender, to }))).toEqual(['ticket']);
    await expectOneTicket(sender);
  });

  it('to two addresses of ours in two transactions is one ticket and one duplicate', async () => {
    const sender = 'each@customer.example';
    const deliver = async () => {
      for (const mailbox of ['support', 'datasure'])
        await stage.raw(aMail(sender), { from: sender, to: `${mailbox}@guichet.example` });
    };
    expect(await outcomesDuring(deliver)).toEqual(['refused: duplicate', 'ticket']);
    await expectOneTicket(sender);
  });

  it('to three addresses of ours at once, in three transactions, is one ticket, one acknowledgement and two duplicates', async () => {
    const sender = 'all@customer.example';
    const deliver = () =>
      Promise.all(
        ['support', 'datasure', 'support+shop'].map((mailbox) =>
          stage.raw(aMail(sender), { from: sender, to: `${mailbox}@guichet.example` }),
        ),
      );
    expect(await outcomesDuring(deliver)).toEqual(['refused: duplicate', 'refused: duplicate', 'ticket']);
    await expectOneTicket(sender);
  });

  it('sent again days later is still a duplicate', async () => {
    const sender = 'patient@customer.example';
    await stage.raw(aMail(sender), { from: sender });
    await stage.settle();
    const [{ id }] = await ticketsOf(sender);
    await stage.api('PUT', `/tickets/${id}/status`, { status: 'closed' });
    await stage.advance('P3D');
    expect(await outcomesDuring(() => stage.raw(aMail(sender), { from: sender }))).toEqual(['refused: duplicate']);
    expect(await ticketsOf(sender)).toEqual([]);
    expect(await stage.outbox(sender)).toHaveLength(1);
  });
});

describe('two mails', () => {
  it('of one Message-ID but two senders are two tickets, each with its own acknowledgement', async () => {
    const [first, second] = ['copied@customer.example', 'copier@elsewhere.example'] as const;
    const deliver = () =>
      Promise.all([first, second].map((from) => stage.raw(aMail(from, '<copied@customer.example>'), { from })));
    expect(await outcomesDuring(deliver)).toEqual(['ticket', 'ticket']);
    for (const sender of [first, second]) await expectOneTicket(sender);
  });

  it('of one Message-ID and two senders, sent again, are duplicates of their own tickets', async () => {
    const [first, second] = ['copied@customer.example', 'copier@elsewhere.example'] as const;
    for (const from of [first, second]) {
      const before = new Set((await stage.ledger()).map(({ sesMessageId }) => sesMessageId));
      await stage.raw(aMail(from, '<copied@customer.example>'), { from });
      await stage.settle();
      const [row, ...more] = (await stage.ledger()).filter(({ sesMessageId }) => !before.has(sesMessageId));
      expect(more).toEqual([]);
      const [ticket] = await ticketsOf(from);
      expect(row).toMatchObject({ outcome: 'refused', reason: 'duplicate', ticketId: ticket.id });
    }
  });

  it('of one sender at once are two tickets, and so are twenty', async () => {
    const sender = 'busy@customer.example';
    const write = (n: number) => stage.mail({ from: sender, subject: `Printer ${n}`, text: `Printer ${n} is on fire.` });
    expect(await outcomesDuring(() => Promise.all(times(20).map(write)))).toEqual(times(20).map(() => 'ticket'));
    const tickets = await ticketsOf(sender);
    expect(new Set(tickets.map(({ subject }) => subject)).size).toBe(20);
    expect(new Set(tickets.map(({ reference }) => reference)).size).toBe(20);
    expect(new Set((await stage.outbox(sender)).map(({ subject }) => subject)).size).toBe(20);
  });
});
