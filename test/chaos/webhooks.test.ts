import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Stage, startStage } from '../support/cloud.ts';
import { administrator, type Subscriber, startSubscriber } from '../support/subscriber.ts';
import { killAtEachStep } from './killing.ts';

/**
 * Kills deliver-webhook at its n-th AWS call, before the call is carried out and after. Whatever the step, the subscriber gets every event
 * of the ticket in order; one that comes twice, because the death was between its taking and our note of it, has the same id.
 */
let stage: Stage;
let subscriber: Subscriber;
let subscriptionId: string;

beforeAll(async () => {
  stage = await startStage();
  subscriber = await startSubscriber();
  ({ id: subscriptionId } = await administrator(stage).subscribe(subscriber.url, {
    events: ['ticket.opened', 'ticket.agent_replied'],
  }));
});
afterAll(async () => {
  await subscriber.stop();
  await stage.stop();
});

/** A ticket with two answers; the first attempt at the first answer fails. */
async function told(account: string): Promise<void> {
  let moods = 1;
  subscriber.answers(({ body }) => {
    const isAnswer = body.data.ticket.requester.account === account && body.type === 'ticket.agent_replied';
    return { status: isAnswer && moods-- > 0 ? 500 : 200 };
  });
  const { body } = await stage.api('POST', '/tickets', {
    channel: 'form',
    subject: 'Help',
    text: 'Help.',
    requester: { account },
  });
  for (const text of ['One.', 'Two.']) await stage.api('POST', `/tickets/${body.ticket.id}/replies`, { text });
  await stage.settle();
  // Longer than the lease of the dead, and than the six minutes for which their message stays hidden.
  await stage.advance('PT10M');
  const taken = subscriber.taken.filter((each) => each.body.data.ticket.id === body.ticket.id);
  const inOrder = taken.filter(({ id }, n) => id !== taken[n - 1]?.id).map((each) => each.body.data.event.message.text);
  expect(inOrder).toEqual(['Help.', 'One.', 'Two.']);
  const { behind } = await administrator(stage).read(subscriptionId);
  expect(behind).toEqual([]);
}

describe('deliver-webhook, killed at each of its steps', { timeout: 600_000 }, () => {
  it('loses nothing and keeps the order, of a subscriber that fails once', async () => {
    const steps = await killAtEachStep(stage, 'DeliverWebhook', told);
    expect(steps).toBeGreaterThan(14);
  });
});
