import { describe, expect, it } from 'vitest';
import { createHandler } from '../../../functions/keep-clocks/handler.ts';
import { aJob } from '../../shared/reclocking/a-job.ts';
import { aStreamEvent, context, failedIds } from '../../support/lambda-events.ts';
import { aWork } from '../../support/recorders.ts';

/** The function with alarms that are only written down; `fail` says for which ticket setting fails. */
function keeping(fail: string[] = []) {
  const done: string[] = [];
  const handler = createHandler({
    work: aWork().work,
    alarms: {
      set: async ({ ticketId, alarmAt }) => {
        if (fail.includes(ticketId)) throw new Error('ThrottlingException');
        done.push(`set ${ticketId} ${alarmAt}`);
      },
      cancel: async ({ ticketId, alarmAt }) => {
        done.push(`cancel ${ticketId} ${alarmAt}`);
      },
    },
    askForPage: async ({ id, position }) => {
      if (fail.includes(id)) throw new Error('the queue refuses');
      done.push(`page ${position} of ${id}`);
    },
  });
  return {
    done,
    keep: async (...changes: Parameters<typeof aStreamEvent>) => failedIds(await handler(aStreamEvent(...changes), context)),
  };
}

const at = (alarmAt?: string, id = 'a') => ({
  pk: `TICKET#${id}`,
  sk: 'SNAPSHOT',
  kind: 'ticket',
  id,
  ...(alarmAt ? { alarmAt } : {}),
});

describe('keep-clocks', () => {
  it('sets the alarm of a new ticket', async () => {
    const { keep, done } = keeping();
    expect(await keep({ after: at('10:00') })).toEqual([]);
    expect(done).toEqual(['set a 10:00']);
  });
  it('sets a moved alarm before it takes the old one back: a stop in between leaves two, never none', async () => {
    const { keep, done } = keeping();
    await keep({ before: at('10:00'), after: at('11:00') });
    expect(done).toEqual(['set a 11:00', 'cancel a 10:00']);
  });
  it.each([
    ['the alarm stayed', { before: at('10:00'), after: at('10:00') }],
    ['there is none and was none', { before: at(), after: at() }],
    ['the new ticket waits for nothing', { after: at() }],
  ])('asks for nothing when %s', async (_, change) => {
    const { keep, done } = keeping();
    expect(await keep(change)).toEqual([]);
    expect(done).toEqual([]);
  });
  it('takes the alarm back of a ticket that waits for nothing more, and of one that was removed', async () => {
    const { keep, done } = keeping();
    await keep({ before: at('10:00'), after: at() }, { before: at('10:00', 'b') });
    expect(done.sort()).toEqual(['cancel a 10:00', 'cancel b 10:00']);
  });
  it('follows the changes of one ticket in their order', async () => {
    const { keep, done } = keeping();
    await keep({ after: at('10:00') }, { before: at('10:00'), after: at('11:00') }, { before: at('11:00'), after: at() });
    expect(done).toEqual(['set a 10:00', 'set a 11:00', 'cancel a 10:00', 'cancel a 11:00']);
  });
  it('reports the earliest failure, stops that ticket there, and still does the others', async () => {
    const { keep, done } = keeping(['b', 'c']);
    const changes = [
      { after: at('10:00') },
      { after: at('10:00', 'b') },
      { before: at('10:00', 'b'), after: at(undefined, 'b') },
      { after: at('10:00', 'c') },
      { after: at('10:00', 'd') },
    ];
    expect(await keep(...changes)).toEqual(['102']);
    expect(done.sort()).toEqual(['set a 10:00', 'set d 10:00']);
  });
  it('reports a snapshot that has no id instead of passing it over', async () => {
    const { keep } = keeping();
    expect(await keep({ after: { pk: 'TICKET#a', sk: 'SNAPSHOT', alarmAt: '10:00' } })).toEqual(['101']);
  });
});

describe('a step of a reclocking job', () => {
  const job = (overrides: Parameters<typeof aJob>[0] = {}) => ({
    pk: 'RECLOCKING',
    sk: 'j',
    kind: 'reclocking',
    ...aJob(overrides),
  });

  it('asks for the page that the job stands at, in the order of its steps', async () => {
    const { keep, done } = keeping();
    expect(await keep({ after: job() }, { before: job(), after: job({ position: 2 }) })).toEqual([]);
    expect(done).toEqual(['page 1 of ctr_test#000002', 'page 2 of ctr_test#000002']);
  });
  it('asks for nothing when the job is done', async () => {
    const { keep, done } = keeping();
    expect(await keep({ before: job(), after: job({ state: 'done' }) })).toEqual([]);
    expect(done).toEqual([]);
  });
  it('that cannot be passed on comes again, and holds up no ticket', async () => {
    const { keep, done } = keeping(['ctr_test#000002']);
    expect(await keep({ after: job() }, { after: at('10:00') })).toEqual(['101']);
    expect(done).toEqual(['set a 10:00']);
  });
  it('that is none is reported instead of passed over', async () => {
    const { keep } = keeping();
    expect(await keep({ after: { pk: 'RECLOCKING', sk: 'j', kind: 'reclocking' } })).toEqual(['101']);
  });
});
