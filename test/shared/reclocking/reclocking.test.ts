import { describe, expect, it } from 'vitest';
import { shards } from '../../../shared/dynamo/table.ts';
import {
  afterPage,
  isStuck,
  mostPasses,
  postponed,
  reclocking,
  restSeconds,
  settleSeconds,
  started,
  stuckSeconds,
  ticketsPerPage,
} from '../../../shared/reclocking/reclocking.ts';
import { minutesLater, monday } from '../../support/builders.ts';
import { aJob, amended, aPage, atLastPage, toEndOfPass } from './a-job.ts';

const secondsLater = (seconds: number) => minutesLater(seconds / 60);

describe('a job', () => {
  it('has one id for a contract and version, whose order is theirs', () => {
    expect(aJob().id).toBe('ctr_test#000002');
    expect(started({ contractId: 'ctr_test', contractVersion: 10 }, monday, undefined, 100).id > aJob().id).toBe(true);
  });
  it('begins with the open tickets of the first partition and waits for nothing', () => {
    expect(aJob()).toMatchObject({ state: 'running', position: 1, pass: 1, status: 'open', shard: 0, changedInAll: 0 });
    expect(aJob().readyAt).toBeUndefined();
  });
  it('that is started again begins anew at a position that no message has', () => {
    const running = aJob({ position: 17, pass: 3, status: 'pending', shard: 2, cursor: 'c', changed: 5, changedInAll: 90 });
    const again = started(amended, minutesLater(1), running.position, 50);
    expect(again).toEqual({ ...aJob({ position: 18, pace: 50 }), startedAt: again.startedAt, updatedAt: again.updatedAt });
  });
  it('can be read back as it was written', () => {
    const job = afterPage(aJob(), aPage({ seen: 3, changed: 2, failed: 1, next: 'c' }), minutesLater(1));
    expect(reclocking.parse(JSON.parse(JSON.stringify(job)))).toEqual(JSON.parse(JSON.stringify(job)));
  });
});

describe('after a page', () => {
  it('it goes on in the same partition from the cursor, if there is more', () => {
    const after = afterPage(aJob(), aPage({ seen: 3, changed: 2, failed: 1, next: 'here' }), minutesLater(1));
    expect(after).toMatchObject({ shard: 0, cursor: 'here', position: 2, seen: 3, changed: 2, failed: 1, changedInAll: 2 });
    expect(after.updatedAt).toBe(minutesLater(1).toISOString());
  });
  it('it goes on at the beginning of the next partition, if there is no more', () => {
    const after = afterPage(aJob({ cursor: 'here' }), aPage(), monday);
    expect(after).toMatchObject({ status: 'open', shard: 1, position: 2 });
    expect(after.cursor).toBeUndefined();
  });
  it('it reads every partition of open and pending tickets once in a pass', () => {
    const read: string[] = [];
    for (let job = aJob(); job.pass === 1; job = afterPage(job, aPage(), monday)) read.push(`${job.status} ${job.shard}`);
    const all = (status: string) => [...Array(shards).keys()].map((shard) => `${status} ${shard}`);
    expect(read).toEqual([...all('open'), ...all('pending')]);
  });
  it('it adds up over the pages of a pass, and all that was changed over all passes', () => {
    const page = aPage({ seen: 10, changed: 4, next: 'x' });
    const twice = afterPage(afterPage(aJob({ changedInAll: 100 }), page, monday), page, monday);
    expect(twice).toMatchObject({ seen: 20, changed: 8, changedInAll: 108 });
  });
});

describe('after a pass', () => {
  it('the first, another one follows even if nothing was changed: somebody may still open tickets under the old terms', () => {
    const next = toEndOfPass(aJob(), secondsLater(3));
    expect(next).toMatchObject({ state: 'running', pass: 2, status: 'open', shard: 0, seen: 0, changed: 0 });
    expect(next.readyAt).toBe(secondsLater(3 + settleSeconds).toISOString());
  });
  it('that took longer than others may remember contracts, the next begins at once', () => {
    const now = minutesLater(17);
    expect(afterPage(atLastPage({ changed: 9 }), aPage(), now).readyAt).toBe(now.toISOString());
  });
  it('later than the first that changed nothing, the job is done and keeps what that pass has seen', () => {
    const done = afterPage(atLastPage({ pass: 2, seen: 7, changedInAll: 7 }), aPage({ seen: 1 }), minutesLater(3));
    expect(done).toMatchObject({ state: 'done', pass: 2, seen: 8, changed: 0, changedInAll: 7 });
  });
  it('that changed something, another follows', () => {
    expect(afterPage(atLastPage({ pass: 2 }), aPage({ changed: 1 }), minutesLater(3))).toMatchObject({ pass: 3, changed: 0 });
  });
  it('in which tickets failed, another follows after a rest', () => {
    const next = afterPage(atLastPage({ pass: 2, failed: 1 }), aPage(), minutesLater(3));
    expect(next).toMatchObject({ pass: 3, failed: 0, readyAt: secondsLater(180 + restSeconds).toISOString() });
  });
  it(`number ${mostPasses} it is done in any case, and what is left can be read from it`, () => {
    const done = afterPage(atLastPage({ pass: mostPasses, changed: 2, failed: 3 }), aPage(), minutesLater(3));
    expect(done).toMatchObject({ state: 'done', changed: 2, failed: 3 });
  });
});

describe('a version that is not in force', () => {
  it('puts the job off until then, whatever offset its instant is written with', () => {
    const job = postponed(aJob(), '2026-03-01T00:00:00+01:00', minutesLater(1));
    expect(job).toMatchObject({ state: 'running', position: 2, readyAt: '2026-02-28T23:00:00.000Z', pass: 1 });
    expect(isStuck(job, new Date('2026-02-28T22:59:59Z'))).toBe(false);
    expect(isStuck(job, new Date('2026-02-28T23:00:00Z'))).toBe(true);
  });
});

describe('a job stands still', () => {
  const moved = aJob({ updatedAt: monday.toISOString() });
  it(`when it runs and has not moved for ${stuckSeconds} seconds`, () => {
    expect(isStuck(moved, secondsLater(stuckSeconds - 1))).toBe(false);
    expect(isStuck(moved, secondsLater(stuckSeconds))).toBe(true);
  });
  it('not when it is done, nor while it rests', () => {
    expect(isStuck({ ...moved, state: 'done' }, minutesLater(60))).toBe(false);
    expect(isStuck({ ...moved, readyAt: minutesLater(61).toISOString() }, minutesLater(60))).toBe(false);
  });
  it('never because of a pause of its own: those are shorter', () => {
    expect(Math.max(restSeconds, settleSeconds)).toBeLessThan(stuckSeconds);
  });
});

describe('a page', () => {
  it.each([
    [100, 500],
    [1, 5],
    [0.1, 1],
  ])('at a pace of %f tickets a second has %i at most', (pace, most) => {
    expect(ticketsPerPage(pace)).toBe(most);
  });
});
