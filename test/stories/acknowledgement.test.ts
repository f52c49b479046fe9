import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { putContract } from '../../shared/contracts/contracts.dynamo.ts';
import { aContract } from '../support/builders.ts';
import { type Json, type Stage, startStage } from '../support/cloud.ts';

/** Who is told of a promise in danger says so by the link in the mail; who cannot be told has the next of the ladder told at once. */
let stage: Stage;

/** One contract for each mailbox: four hours to the first response, and this ladder. */
const ladders = {
  hotline: [
    { at: '50%', to: ['duty@staff.example'] },
    { at: '30 minutes before breach', to: ['second@staff.example'], skipWhenAcknowledged: true },
    { at: 'breach', to: ['lead@staff.example'], skipWhenAcknowledged: true },
    { at: '1 hour after breach', to: ['boss@staff.example'] },
  ],
  bouncing: [
    { at: '50%', to: ['bounce+duty@simulator.amazonses.com'] },
    { at: 'breach', to: ['bounce+lead@simulator.amazonses.com', 'bounce+duty@simulator.amazonses.com'] },
    { at: '1 hour after breach', to: ['director@staff.example'] },
  ],
  circular: [
    { at: '50%', to: ['support@guichet.example'] },
    { at: 'breach', to: ['head@staff.example'] },
  ],
};

beforeAll(async () => {
  stage = await startStage();
  const dynamo = DynamoDBDocumentClient.from(new DynamoDBClient(stage.account), {
    marshallOptions: { removeUndefinedValues: true },
  });
  const table = stage.cloud.app.resources.find(({ type }) => type.startsWith('AWS::DynamoDB::'))!;
  const targets = [{ clock: 'first-response', within: '4 clock hours' }];
  for (const [mailbox, ladder] of Object.entries(ladders))
    await putContract(
      dynamo,
      table.name,
      aContract({ id: `ctr_${mailbox}`, mailboxes: [mailbox], default: false, languages: ['en'], targets, ladder }),
    );
  dynamo.destroy();
});
afterAll(() => stage.stop());

let letters = 0;
async function aTicket(mailbox: keyof typeof ladders): Promise<Json> {
  const from = `customer-${++letters}@customer.example`;
  await stage.mail({ from, to: `${mailbox}@guichet.example`, subject: 'No <toner>', text: 'None left.' });
  await stage.settle();
  return (await stage.everyTicket()).find(({ requester }) => requester.address === from);
}
const eventsOf = async (id: string): Promise<Json[]> => (await stage.ticket(id)).events;
const typesOf = async (id: string): Promise<string[]> => (await eventsOf(id)).map(({ type }) => type);

/** The link in the last mail to this person. */
async function linkTo(person: string): Promise<string> {
  const mail = (await stage.outbox(person)).at(-1);
  const [link] = /https?:\/\/\S+\/escalations\/\S+/.exec(mail?.text ?? '') ?? [];
  if (!link) throw new Error(`no link was mailed to ${person}`);
  return link;
}
async function visit(method: string, url: string) {
  const response = await fetch(url, { method });
  await stage.settle();
  return { status: response.status, headers: response.headers, body: await response.text() };
}

describe('somebody who was warned', () => {
  let ticket: Json;
  let link: string;
  beforeAll(async () => {
    ticket = await aTicket('hotline');
    await stage.advance('PT2H1M');
    link = await linkTo('duty@staff.example');
  });

  it('finds in the mail a link to this very API', () => {
    expect(link.startsWith(`${stage.http}/escalations/`)).toBe(true);
  });

  it('changes nothing by opening it, nor does a scanner of mail that opens it before', async () => {
    const before = await typesOf(ticket.id);
    for (let times = 0; times < 3; times++) {
      const { status, headers, body } = await visit('GET', link);
      expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(body).toContain('No &lt;toner&gt;');
      expect(body).toContain('I take note</button>');
    }
    expect(await typesOf(ticket.id)).toEqual(before);
    expect(before).toEqual(['TicketOpened', 'SlaWarned']);
  });

  it('takes note by the button, which the ticket shows, once', async () => {
    expect((await visit('POST', link)).body).toContain('Thank you. The ticket now says that you have taken note.');
    expect((await visit('POST', link)).body).toContain('This was taken note of on');
    const events = await eventsOf(ticket.id);
    expect(events.slice(2)).toMatchObject([
      {
        type: 'EscalationAcknowledged',
        by: { kind: 'staff', address: 'duty@staff.example' },
        clock: 'first-response',
        step: '50%',
      },
    ]);
    const [clock] = (await stage.ticket(ticket.id)).ticket.clocks;
    expect(clock.steps.map(({ acknowledgedAt }: Json) => acknowledgedAt !== undefined)).toEqual([true, false, false, false]);
  });

  it('spares those of the ladder who are only for when nobody has, and not the others', async () => {
    await stage.advance('PT3H');
    expect((await eventsOf(ticket.id)).slice(3)).toMatchObject([
      { type: 'SlaWarned', step: '30 minutes before breach', to: [] },
      { type: 'SlaBreached' },
      { type: 'Escalated', step: 'breach', to: [], because: 'acknowledged' },
      { type: 'Escalated', step: '1 hour after breach', to: ['boss@staff.example'] },
    ]);
    for (const spared of ['second@staff.example', 'lead@staff.example']) expect(await stage.outbox(spared)).toEqual([]);
    expect(await stage.outbox('boss@staff.example')).toHaveLength(1);
  });

  it('reads how it stands when the link is opened after the answer', async () => {
    const boss = await linkTo('boss@staff.example');
    await stage.api('POST', `/tickets/${ticket.id}/replies`, { text: 'On its way.' });
    const before = await typesOf(ticket.id);
    const { status, body } = await visit('POST', boss);
    expect(status).toBe(200);
    expect(body).toContain('done late');
    expect(body).toContain('nothing left to take note of');
    expect(await typesOf(ticket.id)).toEqual(before);
  });

  it('is told kindly that an altered link leads nowhere', async () => {
    for (const method of ['GET', 'POST']) {
      const { status, body } = await visit(method, `${link.slice(0, -1)}${link.endsWith('A') ? 'B' : 'A'}`);
      expect(status).toBe(404);
      expect(body).toContain('This link leads nowhere.');
    }
  });
});

describe('a warning that bounces', () => {
  let ticket: Json;
  beforeAll(async () => {
    ticket = await aTicket('bouncing');
    await stage.advance('PT2H1M');
  });

  it('goes to the next step at once, and from there to the next, leaving out whom it did not reach', async () => {
    const all = await eventsOf(ticket.id);
    expect(all.slice(1)).toMatchObject([
      { type: 'SlaWarned', step: '50%' },
      { type: 'DeliveryFailed', recipients: ['bounce+duty@simulator.amazonses.com'], permanent: true },
      { type: 'Escalated', step: 'breach', to: ['bounce+lead@simulator.amazonses.com'], because: 'undelivered' },
      { type: 'DeliveryFailed', recipients: ['bounce+lead@simulator.amazonses.com'] },
      { type: 'Escalated', step: '1 hour after breach', to: ['director@staff.example'], because: 'undelivered' },
    ]);
    const [mail, ...more] = await stage.outbox('director@staff.example');
    expect(more).toEqual([]);
    expect(mail?.text).toContain('is still to be done by');
    expect(mail?.text).toContain('An earlier warning about this could not be delivered');
    expect(mail?.subject).not.toContain('missed');
  });

  it('raises an alarm, for whoever keeps the contracts', async () => {
    const { alarms } = (await stage.local('GET', '/_local/alarms')).body;
    const undelivered = alarms.find(({ name }: Json) => name.endsWith('escalations-undelivered'));
    expect(undelivered.state).toBe('ALARM');
    const { metrics } = (await stage.local('GET', '/_local/metrics')).body;
    expect(metrics.find(({ name }: Json) => name === 'EscalationsUndelivered').sum).toBe(2);
  });

  it('escalates no step a second time when its own moment comes', async () => {
    await stage.advance('PT4H');
    expect((await typesOf(ticket.id)).slice(6)).toEqual(['SlaBreached']);
    expect(await stage.outbox('director@staff.example')).toHaveLength(1);
  });
});

describe('a warning to one of our own mailboxes', () => {
  it('is never sent, and goes to the next step at once', async () => {
    const ticket = await aTicket('circular');
    await stage.advance('PT2H1M');
    expect((await eventsOf(ticket.id)).slice(1)).toMatchObject([
      { type: 'SlaWarned', to: ['support@guichet.example'] },
      { type: 'DeliveryFailed', detail: 'not sent: own-mailbox' },
      { type: 'Escalated', step: 'breach', to: ['head@staff.example'], because: 'undelivered' },
    ]);
    expect(await stage.outbox('head@staff.example')).toHaveLength(1);
  });
});

describe('all of it', () => {
  it('needs no permission that its functions have not', () => {
    expect(stage.cloud.denials).toEqual([]);
  });
});
