import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Json, type Stage, startStage } from '../support/cloud.ts';

/**
 * Kills the process of one function at its n-th AWS call, before the call is carried out and after, for every n that the story has, and
 * expects the same end each time: the retries of queues, streams and callers lead there.
 */
let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());

let trials = 0;

/** Plays the story once for each step at which the function can be killed, and says how many steps there were. */
async function killAtEachStep(functionName: string, story: (sender: string) => Promise<void>): Promise<number> {
  for (let call = 1; ; call++) {
    for (const when of ['before', 'after'] as const) {
      const fault = stage.cloud.faults.plan({ functionName, call, when });
      const sender = `customer-${++trials}@customer.example`;
      try {
        await story(sender);
      } catch (error) {
        throw new Error(
          `${functionName} killed ${when} call ${call} (${JSON.stringify(fault.calls()[call - 1])}): ${String(error)}`,
          {
            cause: error,
          },
        );
      } finally {
        fault.cancel();
      }
      if (!fault.happened()) return call - 1;
    }
  }
}

const ticketOf = async (sender: string) => {
  const all = [...(await stage.tickets()), ...(await stage.tickets('pending')), ...(await stage.tickets('resolved'))];
  const own = all.filter(({ requester }) => requester.address === sender);
  expect(own, 'tickets of the sender').toHaveLength(1);
  return own[0];
};
/** Without the agents' API, whose calls are counted here: from the acknowledgement's own header. */
const ticketIdOf = async (sender: string) => (await stage.outbox(sender))[0]?.headers['x-guichet-notice'] ?? '';
/** As a client would that is told to try again. */
const untilAnswered = async (request: () => Promise<Answer>): Promise<Answer> => {
  const answer = await request();
  return answer.status >= 500 ? request() : answer;
};
/** Long enough for every visibility timeout and lease to run out and be retried; far shorter than any promise. */
const retries = () => stage.advance('PT20M');
const mailIn = async (sender: string) => {
  await stage.mail({ from: sender, subject: `Help ${sender}`, text: 'Please help.', messageId: `<${sender}>` });
  await stage.settle();
};
const resolve = async (id: string) => {
  await stage.api('PUT', `/tickets/${id}/status`, { status: 'resolved' });
  await stage.settle();
};

describe('a function killed between any two steps', () => {
  for (const [functionName, least] of [
    ['ReceiveEmail', 2],
    ['SendNotices', 3],
    ['NoteDelivery', 1],
    ['KeepClocks', 1],
  ] as const) {
    it(`${functionName}: a mail still becomes one ticket, one acknowledgement and one schedule`, {
      timeout: 120_000,
    }, async () => {
      const steps = await killAtEachStep(functionName, async (sender) => {
        await mailIn(sender);
        await retries();
        const { id } = await ticketOf(sender);
        expect(await stage.outbox(sender), 'acknowledgements').toHaveLength(1);
        const { body } = await stage.local('GET', '/_local/schedules');
        expect(
          body.schedules.filter(({ name }: Json) => name.includes(id)),
          'schedules',
        ).toHaveLength(1);
        await resolve(id);
        await retries();
      });
      expect(steps).toBeGreaterThanOrEqual(least);
    });
  }

  for (const functionName of ['RingAlarm', 'SendNotices', 'KeepClocks']) {
    it(`${functionName}: a warning and an escalation still go out once each`, { timeout: 240_000 }, async () => {
      const steps = await killAtEachStep(functionName, async (sender) => {
        const before = (await stage.outbox('@guichet.example')).length;
        await mailIn(sender);
        await stage.advance('PT4H30M');
        const { id, reference } = await ticketOf(sender);
        const marked = reference.replace(/(\d{3})(?=\d)/g, '$1-');
        const staff = (await stage.outbox('@guichet.example')).slice(before).filter(({ subject }) => subject.includes(marked));
        expect(staff.map(({ to }) => to[0])).toEqual(['duty@guichet.example', 'lead@guichet.example']);
        const { events } = await stage.ticket(id);
        expect(events.map(({ type }) => type)).toEqual(['TicketOpened', 'SlaWarned', 'SlaBreached', 'Escalated']);
        await resolve(id);
        await retries();
      });
      expect(steps).toBeGreaterThanOrEqual(2);
    });
  }

  it('AgentApi: a reply that is sent again with its Idempotency-Key is one reply and one mail', {
    timeout: 120_000,
  }, async () => {
    const steps = await killAtEachStep('AgentApi', async (sender) => {
      await mailIn(sender);
      const ticketId = await ticketIdOf(sender);
      const reply = () =>
        stage.api('POST', `/tickets/${ticketId}/replies`, { text: 'On its way.' }, { 'idempotency-key': sender });
      const read = () => stage.api('GET', `/tickets/${ticketId}`);
      expect((await untilAnswered(reply)).status).toBe(200);
      await retries();
      const { events } = (await untilAnswered(read)).body;
      expect(events.filter(({ type }: Json) => type === 'AgentReplied')).toHaveLength(1);
      expect(await stage.outbox(sender)).toHaveLength(2);
    });
    expect(steps).toBeGreaterThanOrEqual(2);
  });
});
