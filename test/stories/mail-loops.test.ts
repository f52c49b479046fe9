import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Json, type SentMail, type Stage, startStage } from '../support/cloud.ts';
import { lines, take } from '../support/taken.ts';

/** Two desks must never answer each other without end. */
let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());

let letters = 0;
const aSender = () => `customer-${++letters}@customer.example`;

/** A person's mail: the ticket that it opens and its acknowledgement. */
async function anAcknowledgedTicket(from = aSender()): Promise<{ from: string; ticket: Json; acknowledgement: SentMail }> {
  const { row, sent } = await take(
    stage,
    lines(`From: ${from}`, 'Subject: No toner', `Message-ID: <${from}>`, '', 'None left.'),
    {
      from,
    },
  );
  expect(sent.map(({ to }) => to)).toEqual([[from]]);
  return { from, ticket: (await stage.ticket(row.ticketId)).ticket, acknowledgement: sent[0]! };
}

describe('two desks that answer each other', () => {
  it('stop at once: an acknowledgement that comes back as a mail, headers kept, is not answered', async () => {
    const { from, ticket, acknowledgement } = await anAcknowledgedTicket();
    const replies = { from, to: acknowledgement.headers['reply-to']! };
    // As the other desk would acknowledge ours: automatic, from its own address, an id of its own.
    const echo = acknowledgement.raw
      .replace(/^From:.*$/im, `From: ${from}`)
      .replace(/^Message-ID:.*\r\n/im, 'Message-ID: <echo@customer.example>\r\n');
    expect(echo).toMatch(/^Auto-Submitted: auto-replied/im);
    const { row, sent } = await take(stage, echo, replies);
    expect(row).toMatchObject({ outcome: 'automatic', ticketId: ticket.id });
    expect(sent).toEqual([]);
  });

  it('stop at once even if the other desk does not say that it is one: an answer to a ticket is never acknowledged', async () => {
    const { from, ticket, acknowledgement } = await anAcknowledgedTicket();
    for (let round = 0; round < 5; round++) {
      const answer = lines(`From: ${from}`, `Subject: ${acknowledgement.subject}`, '', `We got your mail, number ${round}.`);
      const { row, sent } = await take(stage, answer, { from });
      expect([row.outcome, row.ticketId, sent]).toEqual(['reply', ticket.id, []]);
    }
  });
});

describe('a desk that opens a new conversation each time', () => {
  const count = 205;
  const most = 200;
  const from = 'loop@desk.example';
  const mails = (round: string) =>
    Promise.all(
      [...Array(count).keys()].map((n) => stage.mail({ from, subject: `${round} ${n}`, text: `Your request ${round} ${n}.` })),
    );

  it(`gets ${most} acknowledgements in an hour and a ticket each time`, { timeout: 60_000 }, async () => {
    // From the start of an hour, so that all of it lies in one.
    const hour = 3600_000;
    await stage.set(new Date(Math.ceil((await stage.now()).getTime() / hour) * hour).toISOString());
    await mails('first');
    await stage.settle();
    expect(await stage.outbox(from)).toHaveLength(most);
    const tickets = (await stage.everyTicket()).filter(({ requester }) => requester.address === from);
    expect(tickets).toHaveLength(count);
    expect(new Set(tickets.map(({ id }) => id)).size).toBe(count);
    const notes = await Promise.all(
      tickets.map(async ({ id }) => (await stage.ticket(id)).events.filter(({ type }) => type === 'NoteAdded')),
    );
    expect(notes.filter(({ length }) => length > 0)).toHaveLength(count - most);
    expect(notes.flat()[0]).toMatchObject({
      by: { kind: 'system' },
      text: expect.stringContaining('as many as one gets in an hour'),
    });
  });

  it('is acknowledged again in the next hour, while others always were', async () => {
    const { acknowledgement } = await anAcknowledgedTicket();
    expect(acknowledgement).toBeDefined();
    await stage.advance('PT1H');
    await stage.mail({ from, subject: 'second', text: 'Your request.' });
    await stage.settle();
    expect(await stage.outbox(from)).toHaveLength(most + 1);
  });
});
