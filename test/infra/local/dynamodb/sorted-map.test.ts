import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type KeyRange, SortedMap } from '../../../../infra/local/dynamodb/sorted-map.ts';

const key = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '/', '~'), maxLength: 4 });
const range: fc.Arbitrary<KeyRange> = fc.record(
  { gt: key, gte: key, lt: key, lte: key, reverse: fc.boolean(), limit: fc.integer({ min: -1, max: 5 }) },
  { requiredKeys: [] },
);

function expected(keys: Iterable<string>, { gt, gte, lt, lte, reverse, limit = -1 }: KeyRange): string[] {
  const within = [...keys]
    .filter((one) => (gt === undefined ? gte === undefined || one >= gte : one > gt))
    .filter((one) => (lt === undefined ? lte === undefined || one <= lte : one < lt))
    .toSorted((a, b) => (a < b ? -1 : 1));
  const ordered = reverse ? within.toReversed() : within;
  return limit < 0 ? ordered : ordered.slice(0, limit);
}

it('reads any range of whatever has been set and deleted as a sorted list would', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ key, drop: fc.boolean() }), { maxLength: 60 }), fc.array(range), (steps, ranges) => {
      const map = new SortedMap<string>();
      const model = new Set<string>();
      for (const step of steps) {
        if (step.drop) {
          map.delete(step.key);
          model.delete(step.key);
        } else {
          map.set(step.key, step.key);
          model.add(step.key);
        }
      }
      expect(map.size).toBe(model.size);
      for (const one of [{}, ...ranges]) expect([...map.range(one)]).toEqual(expected(model, one));
    }),
  );
});

it('stays in order when it grows over many chunks and shrinks again', () => {
  const map = new SortedMap<number>();
  const name = (i: number) => String((i * 7919) % 5003).padStart(5, '0');
  for (let i = 0; i < 5003; i++) map.set(name(i), i);
  const names = [...map.range({})].map(name);
  expect(names).toEqual(names.toSorted());
  expect(names).toHaveLength(5003);
  expect([...map.range({ lt: '02500', reverse: true, limit: 2 })].map(name)).toEqual(['02499', '02498']);
  for (let i = 0; i < 5003; i++) if (i % 10 !== 0) map.delete(name(i));
  expect([...map.range({})]).toHaveLength(501);
});
