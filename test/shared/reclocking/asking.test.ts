import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { nudge } from '../../../shared/reclocking/nudge.ts';
import { pageQueueIn } from '../../../shared/reclocking/page-queue.sqs.ts';
import { progressOf } from '../../../shared/reclocking/progress.ts';
import { pageRequest, type Reclocking } from '../../../shared/reclocking/reclocking.ts';
import { minutesLater, monday } from '../../support/builders.ts';
import { strictMock } from '../../support/strict-mock.ts';
import { aJob } from './a-job.ts';

async function messagesFor(job: Reclocking) {
  const sqs = strictMock(SQSClient);
  sqs.on(SendMessageCommand).resolves({});
  await pageQueueIn(new SQSClient({ region: 'eu-west-1' }), 'https://sqs/pages', () => monday)(job);
  return sqs.commandCalls(SendMessageCommand).map(({ args }) => args[0].input);
}
const readyIn = (seconds: number) => aJob({ position: 7, readyAt: minutesLater(seconds / 60).toISOString() });

describe('asking for a page', () => {
  it('says which job and where it stands, and no more', async () => {
    const [message, ...more] = await messagesFor(aJob({ position: 7 }));
    expect(more).toEqual([]);
    expect(message).toEqual({
      QueueUrl: 'https://sqs/pages',
      MessageBody: '{"jobId":"ctr_test#000002","position":7}',
      DelaySeconds: 0,
    });
    expect(pageRequest.parse(JSON.parse(message?.MessageBody ?? ''))).toEqual({ jobId: 'ctr_test#000002', position: 7 });
  });
  it.each([
    [-5, 0],
    [0.2, 1],
    [120, 120],
    [900, 900],
  ])('that may be read in %f seconds holds the message back for %i', async (seconds, delay) => {
    expect(await messagesFor(readyIn(seconds))).toMatchObject([{ DelaySeconds: delay }]);
  });
  it('that has to wait for longer than a message can sends none: the sweeper will', async () => {
    expect(await messagesFor(readyIn(901))).toEqual([]);
  });
});

describe('asking again', () => {
  it('is for jobs that stand still, and for no others', async () => {
    const asked: string[] = [];
    const all = async () => [
      aJob({ id: 'moves', updatedAt: minutesLater(57).toISOString() }),
      aJob({ id: 'stands still', updatedAt: minutesLater(50).toISOString() }),
      aJob({ id: 'is done', state: 'done' }),
      aJob({ id: 'rests', readyAt: minutesLater(61).toISOString() }),
      aJob({ id: 'may begin', readyAt: minutesLater(59).toISOString() }),
    ];
    const count = await nudge(
      { all },
      async ({ id }) => void asked.push(id),
      () => minutesLater(60),
    );
    expect([count, asked]).toEqual([2, ['stands still', 'may begin']]);
  });
});

describe('progress in words', () => {
  it('of a running job says where it is, and what it has done', () => {
    const job = aJob({ pass: 2, status: 'pending', shard: 1, seen: 40, changed: 3, failed: 1, changedInAll: 303 });
    expect(progressOf(job)).toBe(
      'ctr_test version 2: pass 2 of at most 5, pending tickets, part 2 of 4. 303 counted again; this pass: 40 seen, 3 counted again, ' +
        '1 failed; started 2026-01-05T08:00:00.000Z, last moved 2026-01-05T08:00:00.000Z',
    );
  });
  it('of one that waits says until when, and of one that is done that it is', () => {
    expect(progressOf(aJob({ readyAt: '2026-03-01T00:00:00.000Z' }))).toContain('; goes on at 2026-03-01T00:00:00.000Z');
    expect(progressOf(aJob({ state: 'done', pass: 2, readyAt: 'x' }))).toMatch(/version 2: done in 2 passes\.(?!.*goes on)/);
  });
});
