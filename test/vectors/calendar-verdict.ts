import { type Answer, answer, type CalendarCase } from './calendar-cases.ts';
import { seconds } from './vector-calendar.ts';
import { messageOf, type Verdict } from './vector-file.ts';

/**
 * How the engine does on one calendar case. `policy` has two readings that are both right; ours is the first, the ends of a shift mapped
 * once. `confirmed-<habit>` holds for its peer's habit, and `reference` is the answer without it. `unconfirmed` is ignored.
 */
export function judgeCalendar(each: CalendarCase): Verdict {
  const { id, suite, op, verified, expect, alternative, reference } = each;
  const verdict = (result: Verdict['result'], got: unknown, reading?: Verdict['reading']): Verdict => ({
    id,
    suite,
    op,
    result,
    wrong: result === 'miss' ? [op] : [],
    expected: expect,
    got: shown(got),
    ...(reading ? { reading } : {}),
  });
  let got: Answer;
  try {
    got = answer(each);
  } catch (error) {
    return verdict(verified === 'unconfirmed' ? 'ignored' : 'miss', messageOf(error));
  }
  const hasTwo = verified === 'policy' || verified.startsWith('confirmed-');
  if (isSame(got, expect)) return verdict('right', got, hasTwo ? 'expect' : undefined);
  if (verified === 'unconfirmed') return verdict('ignored', got);
  if (verified === 'policy' && isSame(got, alternative)) return verdict('right', got, 'alternative');
  if (verified.startsWith('confirmed-') && isSame(got, reference)) return verdict('right', got, 'reference');
  return verdict('miss', got);
}

/** Seconds may carry the rounding of a fraction of minutes. */
const rounding = 1e-6;

function isSame(got: Answer, expected: unknown): boolean {
  if (Array.isArray(expected))
    return Array.isArray(got) && got.length === expected.length && got.every((pair, i) => isSamePair(pair, expected[i]));
  if (typeof expected === 'string') return typeof got === 'number' && Math.abs(got - seconds(expected)) < rounding;
  if (typeof expected === 'number') return typeof got === 'number' && Math.abs(got - expected) < rounding;
  return got === (expected ?? undefined);
}

const isSamePair = ([from, to]: [number, number], expected: unknown): boolean =>
  Array.isArray(expected) && isSame(from, expected[0]) && isSame(to, expected[1]);

/** Big numbers are instants, small ones minutes. */
function shown(got: unknown): unknown {
  if (Array.isArray(got)) return got.map(shown);
  return typeof got === 'number' && Math.abs(got) > 1e8 ? new Date(got * 1000).toISOString() : got;
}
