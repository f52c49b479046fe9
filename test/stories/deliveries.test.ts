import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keys } from '../../shared/dynamo/table.ts';
import { type Json, type Stage, startStage } from '../support/cloud.ts';

/** What becomes of our own mails, as SES reports it for the addresses of its mailbox simulator. */
let stage: Stage;
let dynamo: DynamoDBDocumentClient;
beforeAll(async () => {
  stage = await startStage();
  dynamo = DynamoDBDocumentClient.from(new DynamoDBClient(stage.account));
});
afterAll(async () => {
  dynamo.destroy();
  await stage.stop();
});

const reports = () => stage.queue('NoteDeliveryQueue');

/** The bodies of all messages that come into the queue of reports meanwhile. */
async function reportsDuring(work: () => Promise<unknown>): Promise<string[]> {
  const bodies = new Map<string, string>();
  const stop = reports().onVisible(() => {
    for (const { messageId, body } of reports().messages()) bodies.set(messageId, body);
  });
  await work();
  await stage.settle();
  stop();
  return [...bodies.values()];
}

/** What the table says of the notices of a ticket. */
async function noticesOf(ticketId: string): Promise<Json[]> {
  const table = stage.cloud.app.resources.find(({ type }) => type.startsWith('AWS::DynamoDB::'))!;
  const { Items = [] } = await dynamo.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :notices)',
      ExpressionAttributeValues: { ':pk': keys.ticket(ticketId).pk, ':notices': 'NOTICE#' },
      ConsistentRead: true,
    }),
  );
  return Items;
}

const ticketOf = async (sender: string) => (await stage.tickets()).find(({ requester }) => requester.address === sender);

const eventTypeOf = (body: string): string => JSON.parse(body).eventType;

async function writeIn(sender: string) {
  const bodies = await reportsDuring(() => stage.mail({ from: sender, subject: 'No toner', text: 'None left.' }));
  return { bodies, ticket: await ticketOf(sender) };
}

const failuresOf = async (ticketId: string) =>
  (await stage.ticket(ticketId)).events.filter(({ type }) => type === 'DeliveryFailed');

describe('an acknowledgement', () => {
  it('that is delivered leaves nothing on the ticket and says so with the notice', async () => {
    const { ticket } = await writeIn('success@simulator.amazonses.com');
    expect((await stage.ticket(ticket.id)).events).toHaveLength(1);
    expect(await noticesOf(ticket.id)).toMatchObject([{ state: 'sent', delivery: 'delivered' }]);
  });

  // An address bounce@… is a machine's and is not acknowledged; a bounce is played with an agent's reply below.
  for (const [kind, state, detail] of [['complaint', 'complained', 'complaint']] as const) {
    const sender = `${kind}@simulator.amazonses.com`;
    let bodies: string[];
    let ticket: Json;

    it(`that meets a ${kind} is DeliveryFailed on the ticket, which stays open and keeps its promises`, async () => {
      ({ bodies, ticket } = await writeIn(sender));
      const failures = await failuresOf(ticket.id);
      expect(failures).toMatchObject([{ recipients: [sender], permanent: true, detail, by: { kind: 'system' } }]);
      const after = (await stage.ticket(ticket.id)).ticket;
      expect(after.status).toBe('open');
      expect(after.clocks.map((clock: Json) => clock.state)).toEqual(['running', 'running']);
      expect(await noticesOf(ticket.id)).toMatchObject([{ state: 'sent', delivery: state }]);
    });

    it(`is not sent again because of a ${kind}, nor is anybody else written to`, async () => {
      expect(await stage.outbox(sender)).toHaveLength(1);
    });

    it(`is DeliveryFailed once, however often the ${kind} is reported`, async () => {
      const report = bodies.filter((body) => eventTypeOf(body).toLowerCase() === kind);
      expect(report).toHaveLength(1);
      for (let copies = 0; copies < 25; copies++) reports().send({ body: report[0]! });
      await stage.settle();
      expect(await failuresOf(ticket.id)).toHaveLength(1);
      expect(await noticesOf(ticket.id)).toMatchObject([{ delivery: state }]);
    });

    it(`stays ${state} when older reports come late`, async () => {
      const older = bodies.filter((body) => eventTypeOf(body).toLowerCase() !== kind);
      expect(older.length).toBeGreaterThan(0);
      for (const body of older) {
        reports().send({ body });
        await stage.settle();
      }
      expect(await noticesOf(ticket.id)).toMatchObject([{ state: 'sent', delivery: state }]);
    });
  }
});

describe('an agent’s reply', () => {
  it('that bounces is DeliveryFailed on the ticket, and the notice says so', async () => {
    const sender = 'bounce+reply@simulator.amazonses.com';
    const { ticket } = await writeIn(sender);
    const before = await failuresOf(ticket.id);
    await stage.api('POST', `/tickets/${ticket.id}/replies`, { text: 'On its way.' });
    await stage.settle();
    const after = await failuresOf(ticket.id);
    expect(after.slice(before.length)).toMatchObject([{ recipients: [sender], permanent: true }]);
    const [reply] = (await noticesOf(ticket.id)).filter(({ notice }) => notice === 'reply');
    expect(reply).toMatchObject({ state: 'sent', delivery: 'bounced' });
    const { events } = await stage.ticket(ticket.id);
    expect(events.find(({ type }) => type === 'AgentReplied')).toMatchObject({ delivery: { state: 'bounced' } });
  });
});

describe('a report about nothing of ours', () => {
  it('changes nothing and is not tried again', async () => {
    const logged = async () => (await stage.local('GET', '/_local/logs')).body.lines.length;
    const before = await logged();
    const mail = { timestamp: (await stage.now()).toISOString(), messageId: 'x', tags: {} };
    reports().send({ body: JSON.stringify({ eventType: 'Send', mail, send: {} }) });
    await stage.settle();
    expect(await logged()).toBeGreaterThan(before);
    expect(reports().depth()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
    expect(stage.queue('NoteDeliveryDeadLetters').depth().visible).toBe(0);
  });
});
