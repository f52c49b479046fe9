import { beforeAll, describe, expect, it } from 'vitest';
import { sharedData } from '../support/shared-data.ts';
import { type Score, score } from './scorer.ts';
import { trimmingMisses } from './trimming-misses.ts';

const root = sharedData('mail') ?? '';

describe.skipIf(root === '')('answers and forwards of peers, scored (needs ../shared)', () => {
  let replies: Score;
  let forwards: Score;
  beforeAll(() => {
    replies = score(root, { set: 'reply' });
    forwards = score(root, { set: 'forward' });
  }, 60_000);

  const share = ({ sets }: Score, set: string, field: string): number => {
    const [right, total] = sets[set]!.fields[field]!;
    return (100 * right) / total;
  };

  it('loses no word of a customer, and is right in most but for signatures', () => {
    expect(share(replies, 'reply', 'no_loss')).toBeGreaterThanOrEqual(99);
    expect(share(replies, 'reply', 'exact_but_signature')).toBeGreaterThanOrEqual(88);
    expect(share(replies, 'reply', 'in_time')).toBe(100);
  });

  it('recognises forwards and takes them apart', () => {
    for (const field of ['is_forward', 'from', 'to', 'subject', 'date', 'text', 'own_text', 'kept'])
      expect(share(forwards, 'forward', field), field).toBeGreaterThanOrEqual(85);
  });

  it('misses what is listed with its reason, and nothing else', () => {
    const missed = [...replies.misses, ...forwards.misses].map(({ id, wrong }) => [id, Object.keys(wrong).sort()]);
    expect(missed).toEqual(trimmingMisses.map(({ id, fields }) => [id, fields.toSorted()]));
  });
});
