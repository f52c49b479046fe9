import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Json, type SentMail, type Stage, startStage } from '../support/cloud.ts';
import { lines, take } from '../support/taken.ts';

/** Mails that programs write: taken in, kept on the ticket they are about, and answered by nobody. */
let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());

let letters = 0;
const aSender = () => `customer-${++letters}@customer.example`;
const us = 'support@guichet.example';

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

/** A ticket without what every event moves. */
const withoutTrace = (ticket: Json) => ({ ...ticket, sequence: undefined, updatedAt: undefined });

const headersOf = ({ raw }: SentMail) => raw.slice(0, raw.indexOf('\r\n\r\n'));

describe('an out-of-office answer', () => {
  it('to our acknowledgement lands on its ticket, changes nothing and is answered by nobody', async () => {
    const { from, ticket, acknowledgement } = await anAcknowledgedTicket();
    const { row, sent } = await take(
      stage,
      lines(
        `From: ${from}`,
        'Subject: Automatic reply: No toner',
        'Auto-Submitted: auto-replied',
        `In-Reply-To: ${acknowledgement.headers['message-id']}`,
        '',
        'I am away until Monday.',
      ),
      { from: '', to: acknowledgement.headers['reply-to']! },
    );
    expect(row).toMatchObject({ outcome: 'automatic', ticketId: ticket.id, reason: 'header auto-submitted' });
    expect(sent).toEqual([]);
    const after = await stage.ticket(ticket.id);
    expect(after.events.map(({ type }) => type)).toEqual(['TicketOpened', 'AutomaticMailReceived']);
    expect(withoutTrace(after.ticket)).toEqual(withoutTrace(ticket));
  });

  it('does not reopen a ticket that is resolved', async () => {
    const { from, ticket, acknowledgement } = await anAcknowledgedTicket();
    await stage.api('PUT', `/tickets/${ticket.id}/status`, { status: 'resolved' });
    const { row, sent } = await take(
      stage,
      lines(`From: ${from}`, 'Subject: Automatic reply: No toner', 'X-Auto-Response-Suppress: All', '', 'Away.'),
      { from, to: acknowledgement.headers['reply-to']! },
    );
    expect([row.outcome, sent]).toEqual(['automatic', []]);
    expect((await stage.ticket(ticket.id)).ticket.status).toBe('resolved');
  });

  it('that a person writes about is acknowledged', async () => {
    const from = aSender();
    const { row, sent } = await take(stage, lines(`From: ${from}`, 'Subject: How do I set my out of office?', '', 'Please.'), {
      from,
    });
    expect(row.outcome).toBe('ticket');
    expect(sent).toHaveLength(1);
  });
});

describe('a mail of a list or a program about nothing of ours', () => {
  for (const header of [
    'List-Id: <all.customer.example>',
    'Precedence: bulk',
    'List-Unsubscribe: <https://news.example>',
    'Auto-Submitted: auto-generated',
  ]) {
    it(`is a ticket without clocks and without acknowledgement (${header.split(':')[0]})`, async () => {
      const from = aSender();
      const { row, sent } = await take(stage, lines(`From: ${from}`, header, 'Subject: News', '', 'Buy!'), { from });
      expect([row.outcome, sent]).toEqual(['automatic', []]);
      const { ticket } = await stage.ticket(row.ticketId);
      expect(ticket).toMatchObject({ automatic: true, clocks: [], status: 'open' });
      expect(ticket.unansweredSince).toBeUndefined();
      const { schedules } = (await stage.local('GET', '/_local/schedules')).body;
      expect(schedules.filter(({ name }: Json) => name.includes(ticket.id))).toEqual([]);
    });
  }
});

/** A delivery status notification (RFC 3464) that returns the headers of a mail. */
const aReport = (recipient: string, returned: string) =>
  lines(
    'From: MAILER-DAEMON@mx.customer.example',
    `To: ${us}`,
    'Subject: Undelivered Mail Returned to Sender',
    'Auto-Submitted: auto-replied',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    'MIME-Version: 1.0',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'Your message could not be delivered.',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.customer.example',
    '',
    `Final-Recipient: rfc822; ${recipient}`,
    'Action: failed',
    'Status: 5.1.1',
    '--b',
    'Content-Type: text/rfc822-headers',
    '',
    returned,
    '--b--',
  );

describe('a delivery status notification', () => {
  it('about our acknowledgement is DeliveryFailed on its ticket, and changes nothing else', async () => {
    const { from, ticket, acknowledgement } = await anAcknowledgedTicket();
    const { row, sent } = await take(stage, aReport(from, headersOf(acknowledgement)), { from: '' });
    expect(row).toMatchObject({ outcome: 'bounce', ticketId: ticket.id });
    expect(sent).toEqual([]);
    const after = await stage.ticket(ticket.id);
    expect(after.events.map(({ type }) => type)).toEqual(['TicketOpened', 'DeliveryFailed']);
    expect(after.events[1]).toMatchObject({ recipients: [from], permanent: true });
    expect(withoutTrace(after.ticket)).toEqual(withoutTrace(ticket));
  });

  it('about the Message-ID that SES gave our mail finds the ticket as well', async () => {
    const { from, ticket, acknowledgement } = await anAcknowledgedTicket();
    const returned = `Message-ID: <${acknowledgement.messageId}@eu-west-1.amazonses.com>\r\nSubject: whatever`;
    const { row } = await take(stage, aReport(from, returned), { from: '' });
    expect(row).toMatchObject({ outcome: 'bounce', ticketId: ticket.id });
  });

  it('about nothing of ours is in the ledger only', async () => {
    const tickets = (await stage.everyTicket()).length;
    const { row, sent } = await take(stage, aReport('x@customer.example', 'Message-ID: <not-ours@customer.example>'), {
      from: '',
    });
    expect(row).toMatchObject({ outcome: 'bounce', reason: expect.stringContaining('of no mail of ours') });
    expect(row.ticketId).toBeUndefined();
    expect(sent).toEqual([]);
    expect(await stage.everyTicket()).toHaveLength(tickets);
  });

  it('about a mail of a ticket that is closed by now opens none', async () => {
    const { from, ticket, acknowledgement } = await anAcknowledgedTicket();
    await stage.api('PUT', `/tickets/${ticket.id}/status`, { status: 'closed' });
    await stage.settle();
    const tickets = (await stage.everyTicket()).length;
    const { row, sent } = await take(stage, aReport(from, headersOf(acknowledgement)), { from: '' });
    expect([row.outcome, sent]).toEqual(['bounce', []]);
    expect(await stage.everyTicket()).toHaveLength(tickets);
  });
});
