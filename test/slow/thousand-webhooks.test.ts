import { afterAll, beforeAll, expect, it } from 'vitest';
import { aSender, type Sender } from '../support/a-sender.ts';
import { type Answer, type Stage, startStage } from '../support/cloud.ts';

let stage: Stage;
let sender: Sender;
const complaints: string[] = [];
beforeAll(async () => {
  stage = await startStage({
    partners: true,
    onLog: (source, line) => {
      if (source === 'local-cloud' || line.includes('"level":"ERROR"')) complaints.push(`${source} ${line}`);
    },
  });
  sender = await aSender(stage);
});
afterAll(() => stage.stop());

/** Drawn anew in each run, and told where the test fails. */
const seed = Math.floor(Math.random() * 2 ** 31);
let state = seed;
/** Between 0 and 1: a linear congruential generator (Numerical Recipes), so that a run can be repeated from its seed. */
function random(): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 2 ** 32;
}

const different = 700;
const duplicates = 300;
/** Milliseconds after which an impatient client hangs up, at most. */
const longestPatience = 200;

const opened = (n: number) => ({
  type: 'request.opened',
  data: { externalId: `N-${n}`, subject: `Request ${n}`, text: 'Help.', requester: { name: `Customer ${n}` } },
});

/** Sends until it is answered, with one webhook-id; hangs up on the first attempt where `patience` is over before. */
async function sendUntilAnswered(n: number, patience: number | undefined): Promise<Answer & { n: number }> {
  for (let attempt = 1; ; attempt++) {
    const signal = attempt === 1 && patience !== undefined ? AbortSignal.timeout(patience) : undefined;
    try {
      const { status, body } = await sender.send(opened(n), { id: `evt_${n}`, ...(signal && { signal }) });
      if (status < 500) return { n, status, body };
    } catch (error) {
      if (!signal?.aborted) throw error;
    }
  }
}

it('a thousand webhooks at once, three in ten sent twice and every second client hanging up, are one ticket each, all answered alike', {
  timeout: 300_000,
}, async () => {
  const numbers = [...Array(different).keys()];
  const sent = [...numbers, ...numbers.slice(0, duplicates)].map((n) => ({ n, at: random() })).sort((a, b) => a.at - b.at);
  const answers = await Promise.all(
    sent.map(({ n }) => sendUntilAnswered(n, random() < 0.5 ? Math.ceil(random() * longestPatience) : undefined)),
  );
  await stage.settle();

  expect(answers.length, `seed ${seed}`).toBe(different + duplicates);
  expect(new Set(answers.map(({ status }) => status)), `seed ${seed}`).toEqual(new Set([201]));
  const byNumber = Map.groupBy(answers, ({ n }) => n);
  for (const [n, same] of byNumber)
    expect(new Set(same.map(({ body }) => JSON.stringify(body))).size, `answers to ${n}, seed ${seed}`).toBe(1);

  const tickets = await stage.everyTicket();
  expect(tickets.map(({ subject }): string => subject).sort()).toEqual(numbers.map((n) => `Request ${n}`).sort());
  expect(new Set(tickets.map(({ id }): string => id))).toEqual(new Set(answers.map(({ body }): string => body.ticket.id)));
  expect(complaints, `seed ${seed}`).toEqual([]);
});
