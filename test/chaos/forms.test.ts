import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { putForm, readForms } from '../../shared/forms/forms.dynamo.ts';
import { contact, type FormClient, formsOf } from '../stories/forms/form-client.ts';
import { type Stage, startStage } from '../support/cloud.ts';
import { killAtEachStep } from './killing.ts';

/** receive-form and show-request are killed between any two of their steps; whoever sent something tries again, as a browser's reader would. */
let stage: Stage;
let forms: FormClient;
beforeAll(async () => {
  stage = await startStage({ startAt: new Date('2026-01-05T08:00:00Z') });
  forms = formsOf(stage);
});
afterAll(() => stage.stop());

/** More than there are steps, before and after each. */
const mostTrials = 60;
const untilAnswered = async <T extends { status: number }>(send: () => Promise<T>): Promise<T> => {
  const answer = await send();
  return answer.status >= 500 ? send() : answer;
};

/** One network may send few forms an hour; here all come from one. */
async function openWide(): Promise<void> {
  const [table] = stage.cloud.app.byType('AWS::DynamoDB::GlobalTable');
  const client = new DynamoDBClient(stage.account);
  const dynamo = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  for (const form of await readForms(dynamo, table!.name))
    await putForm(dynamo, table!.name, { ...form, submissionsPerHour: 10 * mostTrials });
  client.destroy();
}

describe('a customer who tries again after 5xx', () => {
  it('has one ticket with the file, and one acknowledgement, whenever receive-form was killed', {
    timeout: 120_000,
  }, async () => {
    await openWide();
    const tokens = await Promise.all(Array.from({ length: mostTrials }, () => forms.token('contact')));
    await stage.advance('PT4S');
    const content = Buffer.from('a picture');
    const file = { name: 'a.png', type: 'image/png', size: content.length };
    const steps = await killAtEachStep(stage, 'ReceiveForm', async (customer) => {
      const { token } = tokens.pop();
      const { body: announced } = await untilAnswered(() => forms.post('/forms/contact/attachments', { token, ...file }));
      await fetch(announced.upload.url, { method: 'PUT', headers: announced.upload.headers, body: content });
      const request = {
        token,
        fields: contact({ email: customer, subject: customer }),
        consent: true,
        attachments: [announced.attachment.id],
      };
      const { status, body } = await untilAnswered(() => forms.send('contact', request));
      expect([200, 201]).toContain(status);
      await stage.settle();
      const tickets = (await stage.everyTicket()).filter(({ subject }) => subject === customer);
      expect(tickets.map(({ reference }) => reference)).toEqual([body.ticket.reference]);
      const { events } = await stage.ticket(tickets[0].id);
      expect(events.map(({ type }) => type)).toEqual(['TicketOpened']);
      const { body: kept } = await stage.api('GET', `/tickets/${tickets[0].id}/attachments/${events[0].message.id}/1`);
      expect(await (await fetch(kept.url)).text()).toBe('a picture');
      expect(await stage.outbox(customer)).toHaveLength(1);
    });
    expect(steps).toBeGreaterThanOrEqual(8);
  });

  it('has added the message once, whenever show-request was killed', { timeout: 120_000 }, async () => {
    const { body } = await forms.contact({ subject: 'to be added to' });
    const { ticket } = await forms.ticketOf(body.ticket.reference);
    const path = body.statusUrl.slice(stage.http.length);
    const steps = await killAtEachStep(stage, 'ShowRequest', async (customer) => {
      const add = () => forms.post(path, { text: customer, nonce: `nonce-${customer.split('@')[0]}` });
      const { status, body: answered } = await untilAnswered(add);
      expect(status).toBe(200);
      const said = answered.request.messages.filter(({ text }: { text: string }) => text === customer);
      expect(said).toMatchObject([{ by: 'customer' }]);
      const { events } = await stage.ticket(ticket.id);
      expect(events.filter(({ message }) => message?.text === customer).map(({ type }) => type)).toEqual(['CustomerReplied']);
    });
    expect(steps).toBeGreaterThanOrEqual(6);
  });
});
