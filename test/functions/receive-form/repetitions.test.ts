import { afterEach, describe, expect, it } from 'vitest';
import { mostWaitsAnHour } from '../../../functions/receive-form/submit.ts';
import type { Form } from '../../../shared/forms/form.ts';
import { aForm, typed } from '../../shared/forms/a-form.ts';
import { aFormFunction } from './a-form-function.ts';

type Function = Awaited<ReturnType<typeof aFormFunction>>;
const running: Function[] = [];
afterEach(async () => {
  for (const { table } of running.splice(0)) await table.stop();
});
const challenge = { siteKey: 'site', script: 'https://proof.example/api.js', verifyUrl: 'https://proof.example/siteverify' };

/** A form whose provider takes each proof once, as they do. */
async function aFunction(form: Partial<Form>): Promise<Function> {
  const spent = new Set<string>();
  const proof = async (_: unknown, response: string) => response === 'proof' && !spent.has(response) && !!spent.add(response);
  const made = await aFormFunction(aForm(form), proof);
  running.push(made);
  return made;
}

/** Holds whoever comes first just before its ticket is written; `release` lets it go on. */
function held(on: Function) {
  const { table } = on;
  let release = () => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  let arrived = () => {};
  const isHeld = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  let isFirst = true;
  let written = () => {};
  const isWritten = new Promise<void>((resolve) => {
    written = resolve;
  });
  on.tickets.append = async (...given) => {
    if (!isFirst) return table.tickets.append(...given);
    isFirst = false;
    arrived();
    await gate;
    const after = await table.tickets.append(...given);
    written();
    return after;
  };
  return { isHeld, release, isWritten };
}
const counts = async ({ table }: Function, purpose: string) =>
  (await table.items('rate')).filter(({ pk }) => String(pk).includes(purpose)).map(({ count }) => count);

describe('a submission that is sent again while the first is under way', () => {
  it.each([
    ['the first has the last place of the hour', { submissionsPerHour: 1 }],
    ['the first has spent the proof', { submissionsPerHour: 2, challenge }],
    ['the first has both', { submissionsPerHour: 1, challenge }],
  ])('is answered as the first is where %s, and is counted with it', async (_, form) => {
    const on = await aFunction(form);
    const body = { token: on.token(), challenge: 'proof' };
    const gate = held(on);
    const first = on.send(body);
    await gate.isHeld;
    on.pauses.next = async () => {
      gate.release();
      await first;
    };
    const again = await on.send(body);
    const { status, body: answer } = await first;
    expect([status, again.status]).toEqual([201, 200]);
    expect(again.body).toEqual(answer);
    expect(await counts(on, 'RATE#form-test#')).toEqual([1]);
    expect(await on.table.items('ticket')).toHaveLength(1);
  });

  it('and both arrive at the table is one ticket and counted once', async () => {
    const on = await aFunction({ submissionsPerHour: 2 });
    const token = on.token();
    const gate = held(on);
    const first = on.send({ token });
    await gate.isHeld;
    const second = await on.send({ token });
    gate.release();
    expect([(await first).status, second.status]).toEqual([200, 201]);
    expect((await on.send()).status).toBe(201);
    expect((await on.send()).status).toBe(429);
  });

  it('ten times at once is one ticket, answered alike', async () => {
    const on = await aFunction({ submissionsPerHour: 1 });
    const token = on.token();
    const gate = held(on);
    on.pauses.next = () => {
      gate.release();
      return gate.isWritten;
    };
    const answers = await Promise.all(Array.from({ length: 10 }, () => on.send({ token })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(9);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(new Set(answers.map(({ body }) => body.ticket.reference)).size).toBe(1);
    expect(await counts(on, 'RATE#form-test#')).toEqual([1]);
  });

  it('with other contents is told so', async () => {
    const on = await aFunction({ submissionsPerHour: 1 });
    const token = on.token();
    const gate = held(on);
    const first = on.send({ token });
    await gate.isHeld;
    on.pauses.next = async () => {
      gate.release();
      await first;
    };
    expect((await on.send({ token, fields: typed({ subject: 'Another' }) })).status).toBe(409);
  });
});

describe('a submission of which there is no other', () => {
  it('is refused after a bounded wait, and beyond so many waits at once', async () => {
    const on = await aFunction({ submissionsPerHour: 1 });
    await on.send();
    let waits = 0;
    on.pauses.next = async () => void waits++;
    for (let n = 1; n <= mostWaitsAnHour; n++) {
      expect((await on.send()).status).toBe(429);
      expect(waits).toBe(4 * n);
    }
    expect((await on.send()).status).toBe(429);
    expect(waits).toBe(4 * mostWaitsAnHour);
  });

  it('whose proof is wrong is refused, and has been counted', async () => {
    const on = await aFunction({ submissionsPerHour: 1, challenge });
    expect(await on.send({ challenge: 'none' })).toMatchObject({ status: 400, body: { field: 'challenge' } });
    expect((await on.send({ challenge: 'proof' })).status).toBe(429);
  });
});
