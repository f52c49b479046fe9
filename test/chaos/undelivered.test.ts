import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { putContract } from '../../shared/contracts/contracts.dynamo.ts';
import { aContract } from '../support/builders.ts';
import { type Json, type Stage, startStage } from '../support/cloud.ts';
import { killAtEachStep } from './killing.ts';

/** The functions by which a ladder goes on, and is told that somebody knows, killed at each of their steps. */
let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
  const dynamo = DynamoDBDocumentClient.from(new DynamoDBClient(stage.account), {
    marshallOptions: { removeUndefinedValues: true },
  });
  const [table] = stage.cloud.app.resources.filter(({ type }) => type.startsWith('AWS::DynamoDB::'));
  const targets = [{ clock: 'first-response', within: '4 clock hours' }];
  const contract = (mailbox: string, ladder: unknown) =>
    aContract({ id: `ctr_${mailbox}`, mailboxes: [mailbox], default: false, languages: ['en'], targets, ladder });
  const lead = { at: 'breach', to: ['lead@staff.example'] };
  const bouncing = contract('bouncing', [{ at: '50%', to: ['bounce+duty@simulator.amazonses.com'] }, lead]);
  const hotline = contract('hotline', [{ at: '50%', to: ['duty@staff.example'] }, lead]);
  const circular = contract('circular', [{ at: '50%', to: ['support@guichet.example'] }, lead]);
  for (const each of [bouncing, hotline, circular]) await putContract(dynamo, table!.name, each);
  dynamo.destroy();
});
afterAll(() => stage.stop());

/** Two hours after a mail to this mailbox, with time for every retry. */
async function afterTwoHours(sender: string, mailbox: string): Promise<Json> {
  await stage.mail({ from: sender, to: `${mailbox}@guichet.example`, subject: `Help ${sender}`, text: 'Please.' });
  await stage.settle();
  await stage.advance('PT2H30M');
  return (await stage.everyTicket()).find(({ requester }) => requester.address === sender);
}
const typesOf = async ({ id }: Json): Promise<string[]> => (await stage.ticket(id)).events.map(({ type }) => type);
const close = async ({ id }: Json) => {
  await stage.api('PUT', `/tickets/${id}/status`, { status: 'closed' });
  await stage.settle();
};

describe('killed between any two steps', () => {
  for (const [functionName, mailbox] of [
    ['NoteDelivery', 'bouncing'],
    ['SendNotices', 'circular'],
  ] as const)
    it(`${functionName}: a warning that does not arrive still goes to the next step, once`, { timeout: 240_000 }, async () => {
      const steps = await killAtEachStep(stage, functionName, async (sender) => {
        const before = (await stage.outbox('lead@staff.example')).length;
        const ticket = await afterTwoHours(sender, mailbox);
        expect(await typesOf(ticket)).toEqual(['TicketOpened', 'SlaWarned', 'DeliveryFailed', 'Escalated']);
        expect(await stage.outbox('lead@staff.example')).toHaveLength(before + 1);
        await close(ticket);
      });
      expect(steps).toBeGreaterThanOrEqual(4);
    });

  it('AcknowledgeEscalation: whoever presses again has taken note once', { timeout: 120_000 }, async () => {
    const steps = await killAtEachStep(stage, 'AcknowledgeEscalation', async (sender) => {
      const ticket = await afterTwoHours(sender, 'hotline');
      const [link = ''] = /http\S+\/escalations\/\S+/.exec((await stage.outbox('duty@staff.example')).at(-1)?.text ?? '') ?? [];
      const press = async () => (await fetch(link, { method: 'POST' })).status;
      if ((await press()) >= 500) expect(await press()).toBe(200);
      await stage.settle();
      expect(await typesOf(ticket)).toEqual(['TicketOpened', 'SlaWarned', 'EscalationAcknowledged']);
      await close(ticket);
    });
    expect(steps).toBeGreaterThanOrEqual(2);
  });
});
