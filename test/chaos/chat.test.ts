import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aVisitor, returning, type Visitor } from '../support/chat.ts';
import { type Json, type Stage, startStage } from '../support/cloud.ts';
import { killAtEachStep } from './killing.ts';

/** Kills the process behind the chat at its n-th AWS call, before the call is carried out and after: what the page repeats leads to the same end. */
let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());

/** As the page does: API Gateway says that something failed, and the same is asked once more. */
async function untilDone<T>(attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt();
  } catch {
    return attempt();
  }
}
/** Says the n-th message until it is taken. */
async function saying(visitor: Visitor, n: number, text: string): Promise<Json> {
  for (let tried = 0; tried < 3; tried++) {
    // Without a type it is API Gateway's own word for a function that failed.
    const answer = await visitor.ask({ action: 'say', n, clientId: `c${n}`, text }, 'taken', 'failed');
    if (answer.type === 'taken') return answer;
  }
  throw new Error(`message ${n} is not taken`);
}

describe('receive-chat killed between any two steps', () => {
  it('still takes each message once, in order, on one ticket, and pushes the answer', { timeout: 300_000 }, async () => {
    const steps = await killAtEachStep(stage, 'ReceiveChat', async (name) => {
      const first = await untilDone(() => aVisitor(stage, { name }));
      const { ticketId } = await saying(first, 1, 'One.');
      await saying(first, 2, 'Two.');
      const second = await untilDone(() => returning(stage, first.token, 3));
      expect((await saying(second, 3, 'Three.')).ticketId).toBe(ticketId);
      const { events } = await stage.ticket(ticketId);
      expect(events.map(({ message }) => message.text)).toEqual(['One.', 'Two.', 'Three.']);
      await stage.api('POST', `/tickets/${ticketId}/replies`, { text: 'Answer.' });
      await stage.settle();
      expect((await second.event('answered')).text).toBe('Answer.');
      await second.close();
      await stage.settle();
    });
    expect(steps).toBeGreaterThanOrEqual(20);
  });
});
