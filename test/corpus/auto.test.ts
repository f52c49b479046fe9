import { beforeAll, describe, expect, it } from 'vitest';
import { sharedData } from '../support/shared-data.ts';
import { autoMisses } from './auto-misses.ts';
import { type Score, score } from './scorer.ts';

const root = sharedData('mail') ?? '';

/** The least share of right answers, in percent. */
const targets: [field: string, least: number][] = [
  ['suppress_recall', 99],
  ['bounce_recall', 99],
  ['bounce_precision', 99],
  ['auto_reply_recall', 95],
  ['auto_reply_precision', 95],
];

describe.skipIf(root === '')('the machines’ mails of peers, scored (needs ../shared)', () => {
  let auto: Score;
  let threads: Score;
  beforeAll(() => {
    auto = score(root, { set: 'auto' });
    threads = score(root, { set: 'thread' });
  }, 60_000);

  it.each(targets)('%s is right in at least %d %%', (field, least) => {
    const [right, total] = auto.sets.auto!.fields[field]!;
    expect(total).toBeGreaterThan(0);
    expect((100 * right) / total).toBeGreaterThanOrEqual(least);
  });

  it('misses what is listed with its reason, and nothing else', () => {
    const missed = auto.misses.map(({ id, wrong }) => [id, Object.keys(wrong).sort()]);
    expect(missed).toEqual(autoMisses.map(({ id, fields }) => [id, fields.toSorted()]));
    expect(autoMisses.filter(({ reason }) => reason === '')).toEqual([]);
  });

  it('groups every undisputed conversation as its suite does', () => {
    expect(threads.misses).toEqual([]);
    const [right, total] = threads.sets.thread!.fields.threads!;
    expect(right).toBe(total);
  });
});
