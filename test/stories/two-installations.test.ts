import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SentMail, type Stage, startStage } from '../support/cloud.ts';

/**
 * Two whole installations, each the other's customer. Both have the domain guichet.example at home; on the way the relay calls the one
 * that a mail comes from `far.example`, so that each knows the other by that name.
 */
let stages: [Stage, Stage];
beforeAll(async () => {
  stages = await Promise.all([startStage(), startStage()]);
});
afterAll(() => Promise.all(stages.map((stage) => stage.stop())));

const relayed = (text: string) =>
  text.replace(/(guichet|far)\.example/g, (_, name: string) => (name === 'guichet' ? 'far.example' : 'guichet.example'));

/** What a careless relay drops: everything by which a program says that it is one. */
const marks = /^(?:Auto-Submitted|X-Auto-Response-Suppress|X-Guichet-[A-Za-z]+):.*\r?\n/gim;

/** Carries mails between the two until both are silent, or twenty times; answers how many went. */
async function carry(strip: (raw: string) => string = (raw) => raw): Promise<SentMail[]> {
  const carried: SentMail[] = [];
  for (let round = 0, left = true; left && round < 20; round++) {
    left = false;
    for (const [here, there] of [stages, [stages[1], stages[0]]]) {
      const going = (await here!.outbox()).filter(({ to }) => to.some((each) => each.endsWith('@far.example')));
      for (const mail of going.filter((each) => !done.has(`${here!.http} ${each.messageId}`))) {
        done.add(`${here!.http} ${mail.messageId}`);
        carried.push(mail);
        left = true;
        await there!.raw(strip(relayed(mail.raw)), { from: relayed(mail.from), to: mail.to.map(relayed) });
        await there!.settle();
      }
    }
  }
  return carried;
}
const done = new Set<string>();

/** A person at the far desk writes from its support address: the desk itself is the requester. */
async function askFromFar(subject: string): Promise<void> {
  await stages[0].raw(
    `From: support@far.example\r\nTo: support@guichet.example\r\nSubject: ${subject}\r\nMessage-ID: <${subject.replace(/ /g, '-')}@far.example>\r\n\r\nPlease help.\r\n`,
    { from: 'support@far.example' },
  );
  await stages[0].settle();
}

describe('two installations that answer each other', () => {
  it('stop after one acknowledgement, which the other takes for what it is', async () => {
    await askFromFar('No toner');
    const carried = await carry();
    expect(carried.map(({ subject }) => subject)).toEqual([expect.stringContaining('No toner')]);
    const [row] = (await stages[1].ledger()).slice(-1);
    expect(row).toMatchObject({ outcome: 'automatic' });
    const { events } = await stages[1].ticket(row.ticketId);
    expect(events[0]).toMatchObject({ type: 'TicketOpened', natureReason: 'header auto-submitted' });
  });

  it('stop after one each even if the relay between them drops every mark of a program', async () => {
    await askFromFar('No paper');
    const carried = await carry((raw) => raw.replace(marks, ''));
    expect(carried).toHaveLength(2);
  });

  it('stop as well when only our own mark is left', async () => {
    await askFromFar('No ink');
    const carried = await carry((raw) => raw.replace(/^(?:Auto-Submitted|X-Auto-Response-Suppress):.*\r?\n/gim, ''));
    expect(carried).toHaveLength(1);
    expect((await stages[1].ledger()).map(({ outcome, reason }) => [outcome, reason])).toContainEqual([
      'automatic',
      'header x-guichet-automatic',
    ]);
  });

  it('let an agent’s answer through, which is a person’s word', async () => {
    await askFromFar('No staples');
    await carry();
    const [ticket] = (await stages[0].tickets()).filter(({ subject }) => subject === 'No staples');
    await stages[0].api('POST', `/tickets/${ticket.id}/replies`, { text: 'They are in the drawer.' });
    await stages[0].settle();
    const carried = await carry();
    expect(carried.length).toBeLessThanOrEqual(3);
    const rows = await stages[1].ledger();
    expect(rows.some(({ outcome }) => outcome === 'ticket' || outcome === 'reply')).toBe(true);
  });
});
