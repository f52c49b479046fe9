import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Json, type Stage, startStage } from '../support/cloud.ts';
import { lines, type Taken, take } from '../support/taken.ts';

/** What comes in broken, odd or huge, and what becomes of it: a ticket wherever a person may have meant one, a stated refusal where not. */
let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());

let letters = 0;
const aSender = () => `customer-${++letters}@customer.example`;

/** A person's mail with these header lines and this body. */
const takeFrom = (from: string, headers: string[], body = 'Please help.') =>
  take(stage, lines(`From: ${from}`, 'To: support@guichet.example', ...headers, '', body), { from });

/** A ticket and one acknowledgement to its sender. */
const expectTicket = ({ row, ticket, sent }: Taken, sender: string) => {
  expect(row).toMatchObject({ outcome: 'ticket', reason: 'new' });
  expect(ticket.requester.address).toBe(sender);
  expect(sent.map(({ to }) => to)).toEqual([[sender]]);
};

describe('a mail that is not as it should be', () => {
  it('with malformed MIME is a ticket', async () => {
    const from = aSender();
    const headers = ['Subject: Broken', 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary="never"'];
    const body = lines(
      '--other',
      'Content-Type: text/plain; charset=',
      'Content-Transfer-Encoding: base64',
      '',
      '%%%not base64%%%',
    );
    const taken = await takeFrom(from, headers, body);
    expectTicket(taken, from);
    expect(taken.ticket.subject).toBe('Broken');
  });

  it('without Message-ID is a ticket, and the same again a duplicate', async () => {
    const from = aSender();
    expectTicket(await takeFrom(from, ['Subject: No id', 'Date: Mon, 05 Jan 2026 08:00:00 +0000']), from);
    const again = await takeFrom(from, ['Subject: No id', 'Date: Mon, 05 Jan 2026 08:00:00 +0000']);
    expect(again.row).toMatchObject({ outcome: 'refused', reason: 'duplicate' });
    expectTicket(await takeFrom(from, ['Subject: No id', 'Date: Tue, 06 Jan 2026 08:00:00 +0000']), from);
  });

  it('without From is its envelope sender’s ticket', async () => {
    const from = aSender();
    expectTicket(await take(stage, lines('Subject: From nobody', '', 'Who am I?'), { from }), from);
  });

  it('without From and envelope sender is a ticket that nobody is written to about', async () => {
    const { row, ticket, sent } = await take(stage, lines('Subject: From nobody', '', 'Who am I?'), { from: '' });
    expect(row).toMatchObject({ outcome: 'automatic', reason: 'null envelope sender' });
    expect(ticket).toMatchObject({ requester: { address: 'unknown@invalid' }, automatic: true, clocks: [] });
    expect(sent).toEqual([]);
  });

  it('with the null sender is a ticket that is not answered, though it looks like a person’s', async () => {
    const { row, ticket, sent } = await take(stage, lines('From: Ana <ana@customer.example>', 'Subject: Help', '', 'Help.'), {
      from: '',
    });
    expect(row).toMatchObject({ outcome: 'automatic', reason: 'null envelope sender' });
    expect([ticket.requester.address, sent]).toEqual(['ana@customer.example', []]);
  });

  it('with a From that no mail can be sent to is a ticket with clocks and no acknowledgement', async () => {
    const { row, ticket, sent } = await take(stage, lines('From: Ana <ana@[192.0.2.1]>', 'Subject: Literal', '', 'Help.'), {
      from: aSender(),
    });
    expect(row.outcome).toBe('ticket');
    expect(ticket.clocks.map(({ state }: Json) => state)).toEqual(['running', 'running']);
    expect(sent).toEqual([]);
  });

  it('that is empty, to the last header, is a ticket', async () => {
    const from = aSender();
    const taken = await take(stage, '\r\n', { from });
    expectTicket(taken, from);
    expect([taken.ticket.subject, taken.events[0].message.text]).toEqual(['', '']);
    expect(taken.sent[0]?.subject).toMatch(/^Re: Your message \[#\d{3}-\d{3}-\d{3}\]$/);
  });

  it('with a wrong charset label is read as far as it goes', async () => {
    const from = aSender();
    const headers = ['Subject: =?x-klingon?Q?Qapla=27?=', 'Content-Type: text/plain; charset=x-klingon'];
    const taken = await takeFrom(from, headers, 'The printer is on fire.');
    expectTicket(taken, from);
    expect(taken.events[0].message.text).toContain('The printer is on fire.');
  });

  it('that says UTF-8 and is Latin-1 is a ticket', async () => {
    const from = aSender();
    const head = lines(`From: ${from}`, 'Subject: Feu', 'Content-Type: text/plain; charset=utf-8', '');
    const taken = await take(stage, Buffer.concat([Buffer.from(head), Buffer.from('imprimante br\u00fbl\u00e9e', 'latin1')]), {
      from,
    });
    expectTicket(taken, from);
    expect(taken.events[0].message.text).toMatch(/^imprimante br.+l.+e$/);
  });

  it('with 8-bit headers is a ticket whose subject is read as UTF-8', async () => {
    const from = aSender();
    const taken = await take(stage, Buffer.from(lines(`From: Anaïs <${from}>`, 'Subject: Imprimante brûlée', '', 'À l’aide !')), {
      from,
    });
    expectTicket(taken, from);
    expect(taken.ticket).toMatchObject({ subject: 'Imprimante brûlée', requester: { name: 'Anaïs' } });
    expect(/^Subject: .*$/m.exec(taken.sent[0]!.raw)?.[0].trimEnd()).toMatch(/^[\x20-\x7e]+$/);
  });

  it('with a very long subject is a ticket, and the acknowledgement keeps its tag', async () => {
    const from = aSender();
    const taken = await takeFrom(from, [`Subject: ${'fire '.repeat(2000)}`]);
    expectTicket(taken, from);
    expect(taken.ticket.subject.length).toBeLessThanOrEqual(1000);
    expect(taken.sent[0]?.subject.length).toBeLessThanOrEqual(200);
    expect(taken.sent[0]?.subject).toMatch(/ \[#\d{3}-\d{3}-\d{3}\]$/);
  });

  it('with 300 addresses in To is one ticket, and only its sender hears of it', async () => {
    const from = aSender();
    const crowd = [...Array(300).keys()].map((n) => `person-${n}@crowd.example`);
    const taken = await take(stage, lines(`From: ${from}`, `To: ${crowd.join(',\r\n ')}`, 'Subject: To all', '', 'Help.'), {
      from,
    });
    expectTicket(taken, from);
    expect(taken.ticket.participants.length).toBeLessThanOrEqual(50);
    expect(taken.ticket.participants).toContain(from);
  });

  it('for a mailbox that no contract names is a ticket under the default contract', async () => {
    const from = aSender();
    const taken = await take(stage, lines(`From: ${from}`, 'Subject: Hello', '', 'Anybody there?'), {
      from,
      to: 'nobody@guichet.example',
    });
    expectTicket(taken, from);
    expect(taken.ticket).toMatchObject({ contractId: 'ctr_standard', mailbox: 'support' });
    expect(taken.sent[0]?.from).toBe('support@guichet.example');
  });

  it('for another domain is refused with 550 and leaves nothing', async () => {
    const rows = (await stage.ledger()).length;
    await expect(stage.raw(lines('Subject: Lost', '', 'Help.'), { to: 'support@elsewhere.example' })).rejects.toMatchObject({
      responseCode: 550,
    });
    await stage.settle();
    expect(await stage.ledger()).toHaveLength(rows);
  });
});
