import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aVisitor } from '../support/chat.ts';
import { type Stage, startStage } from '../support/cloud.ts';
import { killAtEachStep } from './killing.ts';

/** Kills the process that pushes and mails answers of a chat at its n-th AWS call: nobody misses the answer, or has it twice by mail. */
let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());

describe('send-notices killed between any two steps', () => {
  it('still pushes an answer, and mails it once to whom it did not reach', { timeout: 300_000 }, async () => {
    const steps = await killAtEachStep(stage, 'SendNotices', async (address) => {
      const visitor = await aVisitor(stage, { address });
      const { ticketId } = await visitor.say('Hello?');
      await stage.api('POST', `/tickets/${ticketId}/replies`, { text: 'Answer.' });
      await stage.advance('PT20M');
      expect((await visitor.event('answered')).text).toBe('Answer.');
      const mails = (await stage.outbox(address)).map(({ text }) => text.includes('Answer.'));
      expect(mails).toEqual([true]);
    });
    expect(steps).toBeGreaterThanOrEqual(3);
  });
});
