import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PhoneStage, startPhoneStage, typesOf } from '../stories/phone/caller.ts';

/** Wednesday, 4 March 2026, 10:00 in Paris. */
let stage: PhoneStage;
beforeAll(async () => {
  stage = await startPhoneStage('2026-03-04T09:00:00Z');
});
afterAll(() => stage.stop());

const to = '+33199000991';
/** More than either function makes for one call. */
const mostSteps = 40;

/** Kills the function at each of its requests in turn, before and after it, each time with a call of its own. */
async function atEachStep(fn: string, prefix: string, play: (from: string) => Promise<void>): Promise<number> {
  let steps = 0;
  for (let call = 1; call <= mostSteps; call++)
    for (const when of ['before', 'after'] as const) {
      const fault = stage.cloud.faults.plan({ functionName: fn, call, when });
      await play(`${prefix}${String(call).padStart(2, '0')}${when === 'before' ? 1 : 2}`);
      fault.cancel();
      if (!fault.happened()) return steps;
      steps++;
    }
  throw new Error(`${fn} makes more than ${mostSteps} requests`);
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
