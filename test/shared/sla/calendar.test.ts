import { describe, expect, it } from 'vitest';
import { calendar } from '../../../shared/sla/calendar.ts';

const monday = { monday: ['09:00-17:00'] };
const problems = (overrides: Record<string, unknown>) => {
  const read = calendar.safeParse({ kind: 'weekly', timeZone: 'Europe/Paris', week: monday, ...overrides });
  return read.success ? [] : read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
};

describe('a calendar', () => {
  it('is read with everything that it does not say left empty', () => {
    expect(calendar.parse({ kind: 'weekly', timeZone: 'Europe/Paris', week: monday })).toMatchObject({
      week: { monday: ['09:00-17:00'], tuesday: [], sunday: [] },
      closed: [],
      special: {},
      interrupted: [],
    });
  });
  it('may go round the clock', () => {
    expect(calendar.parse({ kind: 'always' })).toEqual({ kind: 'always' });
  });
  it('that never opens is refused', () => {
    expect(problems({ week: {} })).toEqual(['week: must open at least once a week']);
  });
  it('with overlapping or disordered shifts is refused, with shifts that touch it is not', () => {
    const inOrder = ['week.monday: shifts must be in order and must not overlap'];
    expect(problems({ week: { monday: ['09:00-12:00', '11:59-14:00'] } })).toEqual(inOrder);
    expect(problems({ week: { monday: ['13:00-14:00', '09:00-12:00'] } })).toEqual(inOrder);
    expect(problems({ week: { monday: ['22:00-06:00', '23:00-24:00'] } })).toEqual(inOrder);
    expect(problems({ week: { monday: ['09:00-12:00', '12:00-24:00'] } })).toEqual([]);
  });
  it('whose night runs into the next day’s first shift is refused, over the weekend too', () => {
    const overlap = ['week: a shift that ends after midnight must not overlap the next day’s first'];
    expect(problems({ week: { monday: ['22:00-06:00'], tuesday: ['05:59-08:00'] } })).toEqual(overlap);
    expect(problems({ week: { sunday: ['22:00-06:00'], monday: ['05:59-08:00'] } })).toEqual(overlap);
    expect(problems({ week: { monday: ['22:00-06:00'], tuesday: ['06:00-08:00'] } })).toEqual([]);
  });
  it('has at most ten shifts a day', () => {
    const shifts = (n: number) => Array.from({ length: n }, (_, i) => `${String(i + 10)}:00-${String(i + 10)}:30`);
    expect(problems({ week: { monday: shifts(10) } })).toEqual([]);
    expect(problems({ week: { monday: shifts(11) } })).toEqual(['week.monday: must be at most 10 shifts a day']);
  });
  it('says how a shift is written', () => {
    expect(problems({ week: { monday: ['9-17'] } })).toEqual([
      'week.monday.0: must be two times of day such as 09:00-12:30, up to 24:00; one that ends before it begins ends on the next day',
    ]);
    expect(problems({ interrupted: [{ date: '2026-03-02', at: 'noon' }] })[0]).toContain(
      'interrupted.0.at: must be two times of day',
    );
  });
  it('of an unknown zone, or of a bare offset, is refused', () => {
    const zone = ['timeZone: must be a time zone of the IANA data base, such as Europe/Paris'];
    expect(problems({ timeZone: 'Europe/Pari' })).toEqual(zone);
    expect(problems({ timeZone: '+02:00' })).toEqual(zone);
    expect(problems({ timeZone: 'Asia/Kathmandu' })).toEqual([]);
  });
  it.each(['2026-02-29', '2026-13-01', '26-01-01', '2026-1-1', 'Christmas'])('knows no date %s', (date) => {
    expect(problems({ closed: [date] })).toEqual(['closed.0: must be a date such as 2026-07-14']);
    expect(problems({ special: { [date]: ['09:00-10:00'] } })).not.toEqual([]);
  });
  it('knows leap days', () => {
    expect(problems({ closed: ['2028-02-29'] })).toEqual([]);
  });
});
