import { describe, expect, it } from 'vitest';
import { alarmShard, shardOf, shards } from '../../../shared/dynamo/table.ts';
import { idFrom, newId } from '../../../shared/ids.ts';
import { monday } from '../../support/builders.ts';

const many = 10_000;
const ids = (idOf: (n: number) => string) => Array.from({ length: many }, (_, n) => idOf(n));

/** How many tickets lie in each partition of an index. */
const spread = (ticketIds: string[]) => {
  const counts = new Map<string, number>();
  for (const id of ticketIds) {
    const partition = alarmShard(shardOf(id));
    counts.set(partition, (counts.get(partition) ?? 0) + 1);
  }
  return counts;
};

describe('ten thousand deadlines at nine o’clock', () => {
  it.each([
    ['whose ids are digests', (n: number) => idFrom('ticket', String(n))],
    ['opened in one millisecond', () => newId('ticket', monday.getTime())],
    ['opened one after the other', (n: number) => newId('ticket', monday.getTime() + n * 1000)],
    ['whose ids only count up', (n: number) => `tkt_${String(n).padStart(26, '0')}`],
  ])('of tickets %s lie evenly in all partitions: the moment of the alarm has no say in it', (_, idOf) => {
    const counts = [...spread(ids(idOf)).values()];
    expect(counts).toHaveLength(shards);
    // Chance alone makes less than four in a hundred; one partition with all of them would be 10,000.
    for (const count of counts) expect(Math.abs(count - many / shards)).toBeLessThan(many / shards / 10);
  });
});
