import { describe, expect, it } from 'vitest';
import { type Change, readStream } from '../../../shared/lambda/stream-reader.ts';
import { aStreamEvent } from '../../support/lambda-events.ts';
import { aWork } from '../../support/recorders.ts';

async function read(changes: Parameters<typeof aStreamEvent>, handle: (change: Change) => Promise<void>) {
  const { work, metrics } = aWork();
  return { failures: await readStream(aStreamEvent(...changes).Records, handle, work), metrics };
}
const item = (pk: string, n: number) => ({ after: { pk, sk: 'SNAPSHOT', n } });

describe('reading the stream', () => {
  it('gives values as they were written', async () => {
    const stored = { pk: 'a', sk: 'b', n: 1.5, yes: true, none: null, list: ['x', 2, { deep: [] }] };
    const seen: Change[] = [];
    await read([{ before: stored, after: { ...stored, n: 2 } }], async (change) => {
      seen.push(change);
    });
    expect(seen).toEqual([{ before: stored, after: { ...stored, n: 2 } }]);
  });
  it('handles one key’s changes one after the other, and different keys side by side', async () => {
    const log: string[] = [];
    let release: () => void = () => undefined;
    const firstIsDone = new Promise<void>((resolve) => {
      release = resolve;
    });
    await read([item('a', 1), item('b', 1), item('a', 2)], async ({ after }) => {
      const name = [after?.pk, after?.n].join(' ');
      if (name === 'a 1') await firstIsDone;
      log.push(name);
      if (name === 'b 1') release();
    });
    expect(log).toEqual(['b 1', 'a 1', 'a 2']);
  });
  it('answers the earliest failure by number, not by text, and counts each', async () => {
    const { Records } = aStreamEvent(item('a', 1), item('b', 1));
    Records[0]!.dynamodb!.SequenceNumber = '1000000000000000000000001';
    Records[1]!.dynamodb!.SequenceNumber = '999999999999999999999999';
    const { work, values } = aWork();
    const failures = await readStream(Records, () => Promise.reject(new Error('no')), work);
    expect(failures).toEqual([{ itemIdentifier: '999999999999999999999999' }]);
    expect(values('WorkFailed')).toEqual([1, 1]);
  });
  it('answers nothing when all went well', async () => {
    expect((await read([item('a', 1)], async () => undefined)).failures).toEqual([]);
  });
  it('refuses a value of a kind that the table does not hold', async () => {
    const { Records } = aStreamEvent(item('a', 1));
    Records[0]!.dynamodb!.NewImage!.set = { SS: ['x'] };
    const { work, lines } = aWork();
    expect(await readStream(Records, async () => undefined, work)).toHaveLength(1);
    expect(lines).toMatchObject([{ stack: expect.stringContaining('a kind that this table does not hold: SS') }]);
  });
});
