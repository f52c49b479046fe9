import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aSender } from '../support/a-sender.ts';
import { type Answer, type Stage, startStage } from '../support/cloud.ts';
import { killAtEachStep } from './killing.ts';

/** receive-webhook is killed between any two of its steps, or lacks one of its grants. */
let stage: Stage;
beforeAll(async () => {
  stage = await startStage({ partners: true });
});
afterAll(() => stage.stop());

const opened = (externalId: string) => ({
  type: 'request.opened',
  data: { externalId, subject: externalId, text: 'Help.', requester: { name: 'Ana' } },
});
const untilAnswered = async (send: () => Promise<Answer>): Promise<Answer> => {
  const answer = await send();
  return answer.status >= 500 ? send() : answer;
};

describe('a partner that tries again after 5xx', () => {
  it('has one ticket, whenever the function was killed while it opened it', { timeout: 120_000 }, async () => {
    const partner = await aSender(stage);
    const steps = await killAtEachStep(stage, 'ReceiveWebhook', async (customer) => {
      const answer = await untilAnswered(() => partner.send(opened(customer), { id: `evt_${customer.replaceAll('.', '_')}` }));
      expect(answer.status).toBe(201);
      await stage.settle();
      const tickets = (await stage.everyTicket()).filter(({ subject }) => subject === customer);
      expect(tickets.map(({ id }) => id)).toEqual([answer.body.ticket.id]);
    });
    expect(steps).toBeGreaterThanOrEqual(3);
  });

  it('has added its message once, whenever the function was killed meanwhile', { timeout: 120_000 }, async () => {
    const partner = await aSender(stage);
    const { body } = await partner.send(opened('to be added to'));
    const steps = await killAtEachStep(stage, 'ReceiveWebhook', async (customer) => {
      const event = { type: 'message.added', data: { externalId: 'to be added to', text: customer } };
      const answer = await untilAnswered(() => partner.send(event, { id: `evt_more_${customer.replaceAll('.', '_')}` }));
      expect(answer.status).toBe(200);
      const { events } = await stage.ticket(body.ticket.id);
      expect(events.filter(({ message }) => message?.text === customer)).toHaveLength(1);
    });
    expect(steps).toBeGreaterThanOrEqual(3);
  });
});

describe('without one grant', () => {
  it.each([
    ['ReadPartnerSecrets', 'secretsmanager:GetSecretValue'],
    ['CountRequests', 'dynamodb:UpdateItem'],
    ['AppendToTickets', 'dynamodb:PutItem'],
    ['ReadTickets', 'dynamodb:GetItem'],
    ['ReadContracts', 'dynamodb:Query'],
  ])('%s, nothing is answered but 500, and no ticket is there', { timeout: 120_000 }, async (sid, action) => {
    const edit = (_: string, template: unknown): unknown =>
      JSON.parse(JSON.stringify(template), (_key, value) =>
        Array.isArray(value) && value.some((each) => each?.Sid === 'ReadPartnerSecrets')
          ? value.filter((each) => each.Sid !== sid)
          : value,
      );
    const poor = await startStage({ edit, partners: true });
    try {
      expect((await (await aSender(poor)).send(opened('RT-1'))).status).toBe(500);
      expect(await poor.everyTicket()).toEqual([]);
      expect(poor.cloud.denials.map((denial) => denial.action)).toContain(action);
    } finally {
      await poor.stop();
    }
  });
});
