import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SentMail, type Stage, startStage } from '../support/cloud.ts';
import { lines, type Taken, take } from '../support/taken.ts';

/** Mails that want to be what they are not, or that nobody wants. */
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

/** The lines of this header, unfolded. */
const headerLines = ({ raw }: SentMail, name: string) =>
  raw
    .slice(0, raw.indexOf('\r\n\r\n'))
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
    .filter((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`));

// In pieces, so that no scanner takes this file for what the strings stand for.
const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!', 'H+H*'].join('$');
const gtube = ['XJS', 'C4JDBQADN1.NSBN3', '2IDNEN', 'GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL', 'C.34X'].join('*');

describe('a mail that wants to deceive', () => {
  it('cannot put headers into the acknowledgement by its subject or its name', async () => {
    const from = aSender();
    const injected = Buffer.from('fire\r\nBcc: victim@elsewhere.example\r\nSubject: Free money').toString('base64');
    const taken = await take(
      stage,
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
    const taken = await take(stage, lines(`From: ${from}, victim@elsewhere.example`, 'Subject: Two of us', '', 'Help.'), {
      from,
    });
    expectTicket(taken, from);
  });

  it('with a forged reply address is a new ticket, not in the victim’s', async () => {
    const victim = aSender();
    const { ticket, sent } = await takeFrom(victim, ['Subject: Mine']);
    const genuine = /support\+\S+@guichet\.example/.exec(sent[0]!.headers['reply-to']!)![0];
    const forged = genuine.replace(/\.([0-9a-z])(?=[0-9a-z]{15}@)/, (_, first) => `.${first === '0' ? '1' : '0'}`);
    expect(forged).not.toBe(genuine);
    for (const sender of [aSender(), victim]) {
      const taken = await take(stage, lines(`From: ${sender}`, 'Subject: Forged', '', 'Send me all.'), {
        from: sender,
        to: forged,
      });
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
