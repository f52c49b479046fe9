import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Json, type Stage, startStage } from '../support/cloud.ts';

/** From a customer's mail to an escalation, from outside: SMTP in, outbox, agents' API, moved clock. */
let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());

const staff = ['duty@guichet.example', 'lead@guichet.example', 'director@guichet.example'];
const subjects = async (to: string) => (await stage.outbox(to)).map(({ subject }) => subject);

describe('a customer’s mail', () => {
  it('becomes a ticket with a deadline and an acknowledgement', async () => {
    await stage.mail({ from: 'Ana <ana@customer.example>', subject: 'The printer is on fire', text: 'Please help.' });
    await stage.settle();
    const [acknowledgement, ...more] = await stage.outbox('ana@customer.example');
    expect(more).toEqual([]);
    const [ticket] = await stage.tickets();
    expect(acknowledgement?.subject).toMatch(
      new RegExp(`^Re: The printer is on fire \\[#${ticket.reference.replace(/(\d{3})(?=\d)/g, '$1-')}\\]$`),
    );
    expect(acknowledgement?.headers).toMatchObject({ 'auto-submitted': 'auto-replied' });
    expect(acknowledgement?.text).toContain('We will answer by');
    expect(Date.parse(ticket.nextDueAt) - Math.floor(Date.parse(ticket.openedAt) / 1000) * 1000).toBe(4 * 3600_000);
  });

  it('warns and escalates once per step when nobody answers, and never to the customer', async () => {
    await stage.advance('PT3H30M');
    expect(await subjects('duty@')).toEqual([expect.stringContaining('first response, 80%')]);
    expect(await subjects('lead@')).toEqual([]);
    await stage.advance('PT1H');
    expect(await subjects('lead@')).toEqual([expect.stringContaining('first response missed')]);
    await stage.advance('PT2H');
    expect(await subjects('director@')).toEqual([expect.stringContaining('first response missed')]);
    await stage.advance('PT12H');
    expect((await stage.outbox()).length).toBe(4);
    expect(await stage.outbox('ana@customer.example')).toHaveLength(1);
    for (const mail of await stage.outbox('@guichet.example')) {
      expect(staff).toContain(mail.to[0]);
      expect(mail.headers['reply-to']).toBeUndefined();
    }
  });

  it('is answered by an agent in a mail that hangs in the customer’s thread', async () => {
    await stage.mail({
      from: 'ben@customer.example',
      subject: 'No toner',
      text: 'None left.',
      messageId: '<one@customer.example>',
    });
    await stage.settle();
    const ticket = (await stage.tickets()).find(({ subject }) => subject === 'No toner');
    const { status, body } = await stage.api('POST', `/tickets/${ticket.id}/replies`, { text: 'New toner is on its way.' });
    expect([status, body.ticket.status, body.ticket.clocks[0].state]).toEqual([200, 'pending', 'met']);
    await stage.settle();
    const [, reply] = await stage.outbox('ben@customer.example');
    expect(reply?.text).toContain('New toner is on its way.');
    expect(reply?.headers).toMatchObject({ 'in-reply-to': '<one@customer.example>', references: '<one@customer.example>' });
    expect(reply?.headers['reply-to']).toMatch(/support\+[0-9a-z]{26}\.[0-9a-z]{16}@guichet\.example/);
    expect(reply?.headers['auto-submitted']).toBeUndefined();
  });

  it('is followed by the customer’s answer on the same ticket, by each of the three ways', async () => {
    const ticket = (await stage.tickets('pending')).find(({ subject }) => subject === 'No toner');
    const [acknowledgement, reply] = await stage.outbox('ben@customer.example');
    const from = 'Ben <ben@customer.example>';
    await stage.mail({ from, to: reply!.headers['reply-to']!, subject: 'Re: whatever', text: 'by the signed address' });
    await stage.mail({ from, subject: 'Re: whatever', text: 'by our message id', inReplyTo: reply!.headers['message-id']! });
    await stage.mail({ from, subject: acknowledgement!.subject, text: 'by the subject' });
    await stage.settle();
    const { events } = await stage.ticket(ticket.id);
    expect(
      events
        .filter(({ type }) => type === 'CustomerReplied')
        .map(({ message }): string => message.text.trim())
        .sort((a, b) => a.localeCompare(b)),
    ).toEqual(['by our message id', 'by the signed address', 'by the subject']);
    expect(await stage.outbox('ben@customer.example')).toHaveLength(2);
  });

  it('waits for nothing any more once it is resolved: its schedule is gone and a late ring does nothing', async () => {
    const ticket = (await stage.tickets()).find(({ subject }) => subject === 'No toner');
    const schedules = async () =>
      (await stage.local('GET', '/_local/schedules')).body.schedules.filter(({ name }: Json) => name.includes(ticket.id));
    const [schedule] = await schedules();
    expect(schedule).toBeDefined();
    const { body } = await stage.api('PUT', `/tickets/${ticket.id}/status`, { status: 'resolved' });
    expect(body.ticket.clocks.map(({ state }: Json) => state)).toEqual(['met', 'met']);
    await stage.settle();
    expect(await schedules()).toEqual([]);

    const before = (await stage.ticket(ticket.id)).events.length;
    const outbox = (await stage.outbox()).length;
    await stage.advance('P7D');
    await stage.ring(schedule.input);
    expect((await stage.ticket(ticket.id)).events).toHaveLength(before);
    expect((await stage.outbox()).filter(({ subject }) => subject.includes('toner'))).toHaveLength(2);
    expect((await stage.outbox()).length).toBeGreaterThanOrEqual(outbox);
  });

  it('reopens its ticket when the customer writes again after the resolution', async () => {
    const [ticket] = await stage.tickets('resolved');
    const [acknowledgement] = await stage.outbox('ben@customer.example');
    await stage.mail({ from: 'ben@customer.example', subject: acknowledgement!.subject, text: 'It is empty again.' });
    await stage.settle();
    const reopened = (await stage.ticket(ticket.id)).ticket;
    expect([reopened.status, reopened.clocks.at(-1)]).toMatchObject([
      'open',
      { metric: 'resolution', cycle: 2, state: 'running' },
    ]);
  });

  it('that is resolved without any answer waits for nothing either', async () => {
    await stage.mail({ from: 'eve@customer.example', subject: 'Never mind', text: 'It works again.' });
    await stage.settle();
    const ticket = (await stage.tickets()).find(({ subject }) => subject === 'Never mind');
    await stage.api('PUT', `/tickets/${ticket.id}/status`, { status: 'resolved' });
    await stage.settle();
    const { body } = await stage.local('GET', '/_local/schedules');
    expect(body.schedules.filter(({ name }: Json) => name.includes(ticket.id))).toEqual([]);
    await stage.advance('P4D');
    expect((await stage.outbox()).filter(({ subject }) => subject.includes('Never mind'))).toHaveLength(1);
  });

  it('is acknowledged within a second: the quickest of three, since other tests share the machine', async () => {
    const times: number[] = [];
    for (const name of ['one', 'two', 'three']) {
      const start = performance.now();
      await stage.mail({ from: `${name}@quick.example`, subject: `Quick ${name}`, text: 'Please help.' });
      await expect.poll(() => stage.outbox(`${name}@quick.example`), { interval: 10, timeout: 10_000 }).toHaveLength(1);
      times.push(performance.now() - start);
    }
    expect(Math.min(...times)).toBeLessThan(1000);
  });
});
