import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PhoneStage, startPhoneStage, typesOf } from '../stories/phone/caller.ts';
import { killAtEachStep } from './killing.ts';

/** Wednesday, 4 March 2026, 10:00 in Paris. */
let stage: PhoneStage;
beforeAll(async () => {
  stage = await startPhoneStage('2026-03-04T09:00:00Z');
});
afterAll(() => stage.stop());

const to = '+33199000991';

/** Kills the function at each of its requests in turn, before it and, where it changes anything, after, each time with a call of its own. */
function atEachStep(fn: string, prefix: string, play: (from: string) => Promise<void>): Promise<number> {
  let steps = 0;
  return killAtEachStep(stage, fn, () => play(`${prefix}${String(++steps).padStart(3, '0')}`));
}

describe('a call whose function dies at any of its requests', () => {
  it('answer-call: the caller waits for a person, and has one ticket', { timeout: 300_000 }, async () => {
    const steps = await atEachStep('AnswerCall', '+331990002', async (from) => {
      const call = await stage.call({ from, to });
      expect(call.waiting).toBe('queue');
      await stage.play(call, { answer: 'ana' });
      const { events } = await stage.ticketOf(from);
      expect(typesOf(events)).toEqual(['TicketOpened', 'CallTaken']);
      await stage.play(call, { hangUp: true });
    });
    expect(steps).toBeGreaterThanOrEqual(8);
  });

  it('follow-call: the answer is on the ticket once', { timeout: 300_000 }, async () => {
    const steps = await atEachStep('FollowCall', '+331990003', async (from) => {
      const call = await stage.call({ from, to });
      await stage.play(call, { answer: 'ana' });
      await stage.settle();
      // What failed comes again after the queue's visibility time-out.
      await stage.advance('PT4M');
      await stage.play(call, { hangUp: true });
      await stage.advance('PT4M');
      const { events } = await stage.ticketOf(from);
      expect(typesOf(events).filter((type) => type === 'CallTaken')).toHaveLength(1);
      await stage.api('PUT', `/tickets/${(await stage.ticketOf(from)).ticket.id}/status`, { status: 'resolved' });
    });
    expect(steps).toBeGreaterThanOrEqual(8);
  });
});
