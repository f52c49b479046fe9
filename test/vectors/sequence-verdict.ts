import { differenceOf } from './differences.ts';
import type { SequenceCase } from './sequence.ts';
import { type Played, play } from './sequence-play.ts';
import { type Reading, readingsOf } from './sequence-readings.ts';
import { messageOf, Unsupported, type Verdict } from './vector-file.ts';

/**
 * How the engine does on one sequence: right when every field that it expects is. `asserted` names the only relation that the peer's own
 * suite checks; the value does as well. `confirmed-minute`: the peer drops seconds. `unconfirmed` is ignored. A case differs when it is
 * listed and only in the fields that are listed with it.
 */
export function judgeSequence(each: SequenceCase): Verdict {
  const { id, suite, expect, verified } = each;
  const fields = Object.keys(expect ?? {});
  const verdict = (result: Verdict['result'], wrong: string[], got: unknown): Verdict => ({
    id,
    suite,
    op: fields.join(' '),
    result,
    wrong,
    expected: expect,
    got,
  });
  const whenWrong = verified === 'unconfirmed' ? 'ignored' : 'miss';
  try {
    if (fields.length === 0) throw new Unsupported('a case that expects nothing');
    const played = play(each);
    const read = fields.map((field) => ({ field, readings: readingsOf(field, played, expect[field]) }));
    const got = Object.fromEntries(read.map(({ field, readings }) => [field, readings[0]]));
    const wrong = read.filter(({ field, readings }) => !isRight(each, field, readings)).map(({ field }) => field);
    if (wrong.length === 0) return verdict('right', wrong, got);
    const listed = differenceOf(id)?.fields ?? [];
    return verdict(wrong.every((field) => listed.includes(field)) ? 'differs' : whenWrong, wrong, got);
  } catch (error) {
    return verdict(whenWrong, fields, messageOf(error));
  }
}

const isRight = (each: SequenceCase, field: string, readings: Reading[]): boolean =>
  readings.some((reading) => isSame(reading, expectedOf(each, field), each.verified)) || holds(each, field, readings[0]);

/** What is broken is a set, and ours is in the order of the alphabet. */
function expectedOf({ expect }: SequenceCase, field: string): unknown {
  const expected = expect[field];
  return field === 'breached' && Array.isArray(expected) ? expected.map(String).sort() : expected;
}

function isSame(got: Reading, expected: unknown, verified: string): boolean {
  if (Array.isArray(expected)) return JSON.stringify(got) === JSON.stringify(expected);
  if (isObject(expected)) return isObject(got) && Object.entries(expected).every(([name, value]) => got[name] === value);
  if (typeof expected === 'string' && typeof got === 'string' && isInstant(expected)) {
    const unit = verified === 'confirmed-minute' ? 60_000 : 1000;
    return Math.floor(Date.parse(got) / unit) === Math.floor(Date.parse(expected) / unit);
  }
  return got === expected;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isInstant = (text: string): boolean => /^\d{4}-\d\d-\d\dT/.test(text);

/** Whether the relation that the peer asserts holds between what we say now and what we said before the last thing happened. */
function holds(each: SequenceCase, field: string, got: Reading | undefined): boolean {
  const { asserted, events } = each;
  if (asserted === undefined || typeof got !== 'string') return false;
  if (/^(set|set again|is a time)$/.test(asserted)) return isInstant(got);
  const last = Math.max(...events.map(({ at }) => Date.parse(at)));
  const earlier = events.filter(({ at }) => Date.parse(at) < last);
  const before = earlier.length > 0 ? firstReading(field, play({ policy: each.policy, events: earlier })) : undefined;
  if (typeof before !== 'string') return false;
  if (/unchanged|do not touch/.test(asserted)) return got === before;
  if (/earlier/.test(asserted)) return got < before;
  return /later|moved/.test(asserted) && got > before;
}

const firstReading = (field: string, played: Played): Reading | undefined => readingsOf(field, played, undefined)[0];
