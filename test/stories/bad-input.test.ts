import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Json, type SentMail, type Stage, startStage } from '../support/cloud.ts';

/** What comes in from strangers, and what becomes of it: a ticket wherever a person may have meant one, a stated refusal where not. */
let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());

let letters = 0;
const aSender = () => `customer-${++letters}@customer.example`;

/** These lines as a mail. */
const lines = (...all: string[]) => `${all.join('\r\n')}\r\n`;

interface Taken {
  row: Json;
  ticket: Json;
  events: Json[];
  /** Mails that went out because of it. */
  sent: SentMail[];
}

/** Sends these bytes and says what became of them. */
async function take(raw: string | Buffer, envelope: { from?: string; to?: string | string[] } = {}): Promise<Taken> {
  const rows = new Set((await stage.ledger()).map(({ sesMessageId }) => sesMessageId));
  const mails = (await stage.outbox()).length;
  await stage.raw(raw, envelope);
  await stage.settle();
  const [row, ...more] = (await stage.ledger()).filter(({ sesMessageId }) => !rows.has(sesMessageId));
  expect(row, 'a row of the ledger').toBeDefined();
  expect(more).toEqual([]);
  const { ticket, events } = row.ticketId ? await stage.ticket(row.ticketId) : { ticket: undefined, events: [] };
  return { row, ticket, events, sent: (await stage.outbox()).slice(mails) };
}

/** A person's mail with these header lines and this body. */
const takeFrom = (from: string, headers: string[], body = 'Please help.') =>
  take(lines(`From: ${from}`, 'To: support@guichet.example', ...headers, '', body), { from });

const headerLines = ({ raw }: SentMail, name: string) =>
  raw
    .slice(0, raw.indexOf('\r\n\r\n'))
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
    .filter((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`));

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
    expectTicket(await take(lines('Subject: From nobody', '', 'Who am I?'), { from }), from);
  });

  it('without From and envelope sender is a ticket that nobody is written to about', async () => {
    const { row, ticket, sent } = await take(lines('Subject: From nobody', '', 'Who am I?'), { from: '' });
    expect(row).toMatchObject({ outcome: 'automatic', reason: 'null envelope sender' });
    expect(ticket).toMatchObject({ requester: { address: 'unknown@invalid' }, automatic: true, clocks: [] });
    expect(sent).toEqual([]);
  });

  it('with the null sender is a ticket that is not answered, though it looks like a person’s', async () => {
    const { row, ticket, sent } = await take(lines('From: Ana <ana@customer.example>', 'Subject: Help', '', 'Help.'), {
      from: '',
    });
    expect(row).toMatchObject({ outcome: 'automatic', reason: 'null envelope sender' });
    expect([ticket.requester.address, sent]).toEqual(['ana@customer.example', []]);
  });

  it('with a From that no mail can be sent to is a ticket with clocks and no acknowledgement', async () => {
    const { row, ticket, sent } = await take(lines('From: Ana <ana@[192.0.2.1]>', 'Subject: Literal', '', 'Help.'), {
      from: aSender(),
    });
    expect(row.outcome).toBe('ticket');
    expect(ticket.clocks.map(({ state }: Json) => state)).toEqual(['running', 'running']);
    expect(sent).toEqual([]);
  });

  it('that is empty, to the last header, is a ticket', async () => {
    const from = aSender();
    const taken = await take('\r\n', { from });
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
    const taken = await take(Buffer.concat([Buffer.from(head), Buffer.from('imprimante br\u00fbl\u00e9e', 'latin1')]), { from });
    expectTicket(taken, from);
    expect(taken.events[0].message.text).toMatch(/^imprimante br.+l.+e$/);
  });

  it('with 8-bit headers is a ticket whose subject is read as UTF-8', async () => {
    const from = aSender();
    const taken = await take(Buffer.from(lines(`From: Anaïs <${from}>`, 'Subject: Imprimante brûlée', '', 'À l’aide !')), {
      from,
    });
    expectTicket(taken, from);
    expect(taken.ticket).toMatchObject({ subject: 'Imprimante brûlée', requester: { name: 'Anaïs' } });
    expect(headerLines(taken.sent[0]!, 'Subject')[0]).toMatch(/^[\x20-\x7e]+$/);
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
    const taken = await take(lines(`From: ${from}`, `To: ${crowd.join(',\r\n ')}`, 'Subject: To all', '', 'Help.'), { from });
    expectTicket(taken, from);
    expect(taken.ticket.participants.length).toBeLessThanOrEqual(50);
    expect(taken.ticket.participants).toContain(from);
  });

  it('for a mailbox that no contract names is a ticket under the default contract', async () => {
    const from = aSender();
    const taken = await take(lines(`From: ${from}`, 'Subject: Hello', '', 'Anybody there?'), {
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

describe('a mail that wants to deceive', () => {
  it('cannot put headers into the acknowledgement by its subject or its name', async () => {
    const from = aSender();
    const injected = Buffer.from('fire\r\nBcc: victim@elsewhere.example\r\nSubject: Free money').toString('base64');
    const taken = await take(
      lines(
        `From: =?utf-8?B?${Buffer.from('Ana\r\nTo: victim@elsewhere.example\r\n').toString('base64')}?= <${from}>`,
        `Subject: =?utf-8?B?${injected}?=`,
        'Message-ID: <a@b>\tX-Injected: yes',
        '',
        'Help.',
      ),
      { from },
    );
    expectTicket(taken, from);
    const [acknowledgement] = taken.sent;
    for (const name of ['To', 'Subject', 'From', 'Reply-To']) expect(headerLines(acknowledgement!, name)).toHaveLength(1);
    for (const name of ['Bcc', 'Cc', 'X-Injected']) expect(headerLines(acknowledgement!, name)).toEqual([]);
    expect(acknowledgement?.subject).toMatch(/^Re: fire Bcc: victim@elsewhere\.example Subject: Free money \[#/);
  });

  it('with two addresses in From is acknowledged to the first alone', async () => {
    const from = aSender();
    const taken = await take(lines(`From: ${from}, victim@elsewhere.example`, 'Subject: Two of us', '', 'Help.'), { from });
    expectTicket(taken, from);
  });

  it('with a forged reply address is a new ticket, not in the victim’s', async () => {
    const victim = aSender();
    const { ticket, sent } = await takeFrom(victim, ['Subject: Mine']);
    const genuine = /support\+\S+@guichet\.example/.exec(sent[0]!.headers['reply-to']!)![0];
    const forged = genuine.replace(/\.([0-9a-z])(?=[0-9a-z]{15}@)/, (_, first) => `.${first === '0' ? '1' : '0'}`);
    expect(forged).not.toBe(genuine);
    for (const sender of [aSender(), victim]) {
      const taken = await take(lines(`From: ${sender}`, 'Subject: Forged', '', 'Send me all.'), { from: sender, to: forged });
      expect(taken.row).toMatchObject({ outcome: 'ticket' });
      expect(taken.ticket.id).not.toBe(ticket.id);
    }
    expect((await stage.ticket(ticket.id)).events).toHaveLength(1);
  });

  it('from a stranger who names a reference or a Message-ID is a ticket of their own that is linked', async () => {
    const { ticket, sent } = await takeFrom(aSender(), ['Subject: Mine', 'Message-ID: <secret@customer.example>']);
    for (const header of [`Subject: ${sent[0]?.subject}`, 'In-Reply-To: <secret@customer.example>']) {
      const stranger = aSender();
      const taken = await takeFrom(stranger, [header]);
      expect(taken.row).toMatchObject({ outcome: 'ticket', reason: 'new, linked' });
      expect(taken.ticket).toMatchObject({ linkedTo: ticket.id, requester: { address: stranger } });
      expect(taken.sent.map(({ to }) => to)).toEqual([[stranger]]);
    }
    expect((await stage.ticket(ticket.id)).events).toHaveLength(1);
  });

  it('with a reference whose check digit is wrong is a ticket like any other', async () => {
    const from = aSender();
    expectTicket(await takeFrom(from, ['Subject: Re: Printer [#123-456-789]']), from);
  });

  it('that claims verdicts of its own changes nothing', async () => {
    const from = aSender();
    const bad = ['Authentication-Results: amazonses.com; spf=fail', 'X-SES-Spam-Verdict: FAIL', 'X-SES-Virus-Verdict: FAIL'];
    expectTicket(await takeFrom(from, [...bad, 'Subject: Bad']), from);
    const good = ['Authentication-Results: amazonses.com; spf=pass', 'X-SES-Spam-Verdict: PASS', 'X-SES-Virus-Verdict: PASS'];
    const { row } = await takeFrom(from, [...good, 'Subject: Good'], eicar);
    expect(row).toMatchObject({ outcome: 'refused', reason: 'virus' });
  });

  it('from one of our own mailboxes is a ticket that is not acknowledged to ourselves', async () => {
    const { row, sent } = await takeFrom('support@guichet.example', ['Subject: From me to me']);
    expect(row.outcome).toBe('ticket');
    expect(sent).toEqual([]);
  });
});

// In pieces, so that no scanner takes this file for what the strings stand for.
const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!', 'H+H*'].join('$');
const gtube = ['XJS', 'C4JDBQADN1.NSBN3', '2IDNEN', 'GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL', 'C.34X'].join('*');

describe('a mail that nobody wants', () => {
  for (const [reason, text] of [
    ['virus', eicar],
    ['spam', gtube],
  ] as const) {
    it(`is refused as ${reason}, and stays in the ledger with where it is kept`, async () => {
      const { row, sent } = await takeFrom(aSender(), ['Subject: Look'], text);
      expect(row).toMatchObject({ outcome: 'refused', reason, rawKey: expect.stringContaining('inbound/') });
      expect(row.ticketId).toBeUndefined();
      expect(sent).toEqual([]);
    });

    it(`is refused as ${reason} on an open ticket, too, which it leaves as it was`, async () => {
      const from = aSender();
      const { ticket, sent } = await takeFrom(from, ['Subject: Mine']);
      const { row } = await takeFrom(from, [`Subject: ${sent[0]?.subject}`], text);
      expect(row).toMatchObject({ outcome: 'refused', reason });
      expect((await stage.ticket(ticket.id)).events).toHaveLength(1);
    });
  }

  it('leaves no work behind: all queues are empty and no function failed', async () => {
    const { queues } = (await stage.local('GET', '/_local/queues')).body;
    for (const { name, ...depth } of queues) expect([name, depth]).toEqual([name, { visible: 0, inFlight: 0, delayed: 0 }]);
    expect((await stage.local('GET', '/_local/denials')).body.denials).toEqual([]);
    const { lines: logged } = (await stage.local('GET', '/_local/logs')).body;
    expect(logged.filter((line: string) => /"level":"error"/i.test(line))).toEqual([]);
  });
});
