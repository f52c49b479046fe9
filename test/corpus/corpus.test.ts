import { beforeAll, describe, expect, it } from 'vitest';
import { sharedData } from '../support/shared-data.ts';
import { readingMisses } from './misses.ts';
import { type Board, type Score, score } from './scorer.ts';

const root = sharedData('mail') ?? '';

/** The least share of right answers, in percent, by set and field. */
const targets: Record<string, Record<string, number>> = {
  mime: {
    subject: 97,
    text: 97,
    from: 97,
    to: 97,
    att_count: 97,
    att_names: 97,
    att_bytes: 97,
    att_safe: 100,
    date: 99,
    message_id: 99,
    references: 99,
    in_reply_to: 99,
  },
  reply: { no_loss: 99, exact_but_signature: 88, in_time: 100 },
  forward: { is_forward: 85, from: 85, subject: 85, text: 85, own_text: 85, kept: 85 },
  auto: { suppress_recall: 99, bounce_recall: 99, bounce_precision: 99, auto_reply_recall: 95 },
  thread: { threads: 100 },
};
const mostSilenced = 1;

describe.skipIf(root === '')('the mails of peers, scored (needs ../shared)', () => {
  let result: Score;
  beforeAll(() => {
    result = score(root);
  }, 300_000);

  const board = (set: string): Board => result.sets[set]!;

  it.each(['mime', 'robust', 'reply', 'forward', 'auto', 'thread'])('%s: none crashes us or takes over two seconds', (set) => {
    const { crashed, slow, notOffered } = board(set);
    expect([crashed, slow, notOffered]).toEqual([0, 0, 0]);
  });

  it.each(
    Object.entries(targets).flatMap(([set, fields]) =>
      Object.entries(fields).map(([field, least]) => [set, field, least] as const),
    ),
  )('%s: %s is right in at least %d %%', (set, field, least) => {
    const [right, total] = board(set).fields[field]!;
    expect((100 * right) / total).toBeGreaterThanOrEqual(least);
  });

  it('leaves at most one person without an answer', () => {
    expect(board('auto').fields.humans_silenced![0]).toBeLessThanOrEqual(mostSilenced);
  });

  it('misses in reading what is listed with its reason, and nothing else', () => {
    const missed = result.misses.filter(({ set }) => set === 'mime').map(({ id, wrong }) => [id, Object.keys(wrong).sort()]);
    expect(missed).toEqual(readingMisses.map(({ id, fields }) => [id, fields.toSorted()]));
    expect(readingMisses.filter(({ reason }) => reason === '')).toEqual([]);
  });
});
