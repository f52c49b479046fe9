import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listReclockings, reclockingsIn, startReclocking } from '../../../shared/reclocking/reclocking.dynamo.ts';
import { afterPage } from '../../../shared/reclocking/reclocking.ts';
import { minutesLater, monday } from '../../support/builders.ts';
import { startTable, type Table, tableName } from '../../support/table.ts';
import { aJob, amended, aPage } from './a-job.ts';

let table: Table;
beforeEach(async () => {
  table = await startTable();
});
afterEach(() => table.stop());
const start = (version = amended, at = monday) => startReclocking(table.client, tableName, version, at);
const jobs = () => reclockingsIn(table.client, tableName);

describe('starting', () => {
  it('writes the job, which the stream tells by its kind', async () => {
    const job = await start();
    expect(await table.items('reclocking')).toEqual([
      expect.objectContaining({ pk: 'RECLOCKING', sk: 'ctr_test#000002', contractId: 'ctr_test', contractVersion: 2, pace: 100 }),
    ]);
    expect(await jobs().find(job.id)).toEqual(JSON.parse(JSON.stringify(job)));
  });
  it('again begins the one job anew; nothing of its place is left', async () => {
    const job = await start();
    await jobs().save(afterPage(job, aPage({ seen: 9, changed: 9, next: 'far' }), minutesLater(1)), 1);
    await start(amended, minutesLater(2));
    const [again, ...more] = await listReclockings(table.client, tableName);
    expect(more).toEqual([]);
    expect(again).toEqual({ ...aJob({ position: 3 }), startedAt: again?.startedAt, updatedAt: again?.updatedAt });
    expect(again).not.toHaveProperty('cursor');
  });
  it('while the job moves reads it again', async () => {
    const job = await start();
    const send = table.client.send.bind(table.client);
    let reads = 0;
    table.client.send = (async (command: { constructor: { name: string } }) => {
      const answer = await send(command as never);
      if (command.constructor.name === 'GetCommand' && reads++ === 0)
        await reclockingsIn({ ...table.client, send } as never, tableName).save(afterPage(job, aPage({ next: 'c' }), monday), 1);
      return answer;
    }) as typeof send;
    expect((await start()).position).toBe(3);
  });
  it('twice at once leaves one job', async () => {
    const both = await Promise.all([start(), start()]);
    expect(new Set(both.map(({ position }) => position))).toEqual(new Set([1, 2]));
    expect(await jobs().all()).toHaveLength(1);
  });
});

describe('saving', () => {
  it('happens only while the job stands where it was seen', async () => {
    const job = await start();
    const next = afterPage(job, aPage({ changed: 1, seen: 1 }), minutesLater(1));
    expect(await jobs().save(next, job.position)).toBe(true);
    expect(await jobs().save(next, job.position)).toBe(false);
    expect(await jobs().find(job.id)).toMatchObject({ position: 2, changed: 1 });
  });
  it('passes on what else goes wrong', async () => {
    const job = await start();
    table.client.send = (() => Promise.reject(new Error('no network'))) as never;
    await expect(jobs().save(job, 1)).rejects.toThrow('no network');
  });
});

describe('listing', () => {
  it('gives every job, by contract and version', async () => {
    const versions = [
      { contractId: 'ctr_b', contractVersion: 1 },
      { contractId: 'ctr_a', contractVersion: 10 },
      { contractId: 'ctr_a', contractVersion: 9 },
    ];
    for (const version of versions) await start(version);
    const ids = (await listReclockings(table.client, tableName)).map(({ id }) => id);
    expect(ids).toEqual(['ctr_a#000009', 'ctr_a#000010', 'ctr_b#000001']);
  });
  it('answers undefined for one that was never started, and refuses one that is none', async () => {
    expect(await jobs().find('ctr_none#000001')).toBeUndefined();
    await table.put({ pk: 'RECLOCKING', sk: 'ctr_test#000002', kind: 'reclocking', id: 'ctr_test#000002' });
    await expect(jobs().find('ctr_test#000002')).rejects.toThrow('contractId');
  });
});
