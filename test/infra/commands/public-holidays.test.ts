import { readFileSync } from 'node:fs';
import { Temporal } from 'temporal-polyfill';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { knownRegions, publicHolidays } from '../../../infra/commands/public-holidays.ts';
import { sharedData } from '../../support/shared-data.ts';

const years = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => first + index);
const inYear = (days: string[], year: number | string) => days.filter((day) => day.startsWith(`${year}-`));
const unique = (days: string[]) => [...new Set(days)].sort();

/** Easter Sunday by the Meeus/Jones/Butcher algorithm, apart from the library's own. */
function easter(year: number): Temporal.PlainDate {
  const [a, b, c] = [year % 19, Math.floor(year / 100), year % 100];
  const [d, e] = [Math.floor(b / 4), b % 4];
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - d - g + 15) % 30;
  const [i, k] = [Math.floor(c / 4), c % 4];
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return Temporal.PlainDate.from({ year, month: Math.floor(n / 31), day: (n % 31) + 1 });
}

/** Code du travail, article L3133-1. */
function byFrenchLaw(year: number): string[] {
  const fixed = ['01-01', '05-01', '05-08', '07-14', '08-15', '11-01', '11-11', '12-25'].map((day) => `${year}-${day}`);
  return unique([...fixed, ...[1, 39, 50].map((days) => easter(year).add({ days }).toString())]);
}

afterEach(() => vi.unstubAllEnvs());

describe('public holidays of France', () => {
  it('are the eleven of the law in 2026', () => {
    expect(inYear(publicHolidays({ country: 'FR' }).closed, 2026)).toEqual([
      '2026-01-01',
      '2026-04-06',
      '2026-05-01',
      '2026-05-08',
      '2026-05-14',
      '2026-05-25',
      '2026-07-14',
      '2026-08-15',
      '2026-11-01',
      '2026-11-11',
      '2026-12-25',
    ]);
  });

  it('follow Easter in every year from 2020 to 2040, which they cover', () => {
    expect([2024, 2025, 2035, 2038].map((year) => easter(year).toString())).toEqual([
      '2024-03-31',
      '2025-04-20',
      '2035-03-25',
      '2038-04-25',
    ]);
    expect(publicHolidays({ country: 'FR' })).toEqual({
      closed: years(2020, 2040).flatMap(byFrenchLaw),
      makeUpDays: [],
      coveredFrom: '2020-01-01',
      coveredThrough: '2040-12-31',
    });
  });

  it.each(['alsace-moselle', '57', '67', '68'])('have Good Friday and 26 December besides in %s', (region) => {
    const goodFriday = (year: number) => easter(year).subtract({ days: 2 }).toString();
    expect(inYear(publicHolidays({ country: 'FR', region }).closed, 2026)).toContain('2026-04-03');
    expect(publicHolidays({ country: 'FR', region }).closed).toEqual(
      years(2020, 2040).flatMap((year) => unique([...byFrenchLaw(year), goodFriday(year), `${year}-12-26`])),
    );
  });
});

describe('public holidays of China', () => {
  const { closed, makeUpDays, coveredFrom, coveredThrough } = publicHolidays({ country: 'CN' });

  it('are whole ranges off, with make-up days worked for them', () => {
    expect(inYear(closed, '2026-02')).toEqual(years(15, 23).map((day) => `2026-02-${day}`));
    expect(inYear(makeUpDays, '2026-02')).toEqual(['2026-02-14', '2026-02-28']);
    expect(inYear(closed, '2025-10')).toHaveLength(8); // Mid-autumn fell into the National Day week
    expect(closed).toContain('2020-02-02'); // the Spring Festival that the State Council prolonged
    expect(closed).not.toContain('2024-02-09'); // that New Year's Eve was not given off
  });

  it('make up on weekend days only, never on a day that is off', () => {
    expect(makeUpDays.filter((day) => Temporal.PlainDate.from(day).dayOfWeek < 6)).toEqual([]);
    expect(makeUpDays.filter((day) => closed.includes(day))).toEqual([]);
  });

  it('cover the years that have been announced, each with its National Day, and no more', () => {
    const last = Number(coveredThrough.slice(0, 4));
    expect(coveredFrom).toBe('2020-01-01');
    expect(last).toBeGreaterThanOrEqual(2026);
    expect(coveredThrough).toBe(`${closed.at(-1)?.slice(0, 4)}-12-31`);
    expect(closed).toEqual(expect.arrayContaining(years(2020, last).map((year) => `${year}-10-01`)));
  });

  const statutory = sharedData('sla', 'cn_statutory.json');

  describe.skipIf(!statutory)('against the notices of the shared test data (needs ../shared)', () => {
    interface Notices {
      years: Record<string, { hol: (string | [string, string])[]; work: string[] }>;
    }
    const notices = statutory ? (JSON.parse(readFileSync(statutory, 'utf8')) as Notices).years : {};

    function days(range: string | [string, string]): string[] {
      const [first, last] = (typeof range === 'string' ? [range, range] : range).map((day) => Temporal.PlainDate.from(day));
      return Array.from({ length: first!.until(last!).days + 1 }, (_, index) => first!.add({ days: index }).toString());
    }

    it('are the same days', () => {
      expect(Object.keys(notices)).toEqual(['2024', '2025', '2026']);
      // the notice gave only Monday 10 June off, "together with the weekend", which the test data counts into the range
      const weekendBeside = ['2024-06-08', '2024-06-09'];
      for (const [year, { hol, work }] of Object.entries(notices)) {
        expect(inYear(closed, year)).toEqual(hol.flatMap(days).filter((day) => !weekendBeside.includes(day)));
        expect(inYear(makeUpDays, year)).toEqual(work);
      }
      expect(makeUpDays.filter((day) => weekendBeside.includes(day))).toEqual([]);
    });
  });
});

describe('public holidays by rule', () => {
  it('close on the substitute day, where the rules of a country have one', () => {
    expect(inYear(publicHolidays({ country: 'GB', region: 'ENG' }).closed, '2022-12')).toEqual([
      '2022-12-25',
      '2022-12-26',
      '2022-12-27',
    ]);
    expect(publicHolidays({ country: 'US' }).closed).toContain('2021-12-31'); // for New Year's Day of 2022, a Saturday
  });

  it('close on every day of a holiday of several days, also from the year before', () => {
    expect(inYear(publicHolidays({ country: 'RO' }).closed, '2026-01')).toEqual(
      expect.arrayContaining(['2026-01-01', '2026-01-02']),
    );
    expect(inYear(publicHolidays({ country: 'VN' }).closed, '2026-02')).toEqual(years(16, 20).map((day) => `2026-02-${day}`));
    expect(inYear(publicHolidays({ country: 'SZ' }).closed, '2020-01')).toEqual(['2020-01-01', '2020-01-02']);
  });

  it('do not close on half days, nor on the evening before a day by the moon', () => {
    expect(inYear(publicHolidays({ country: 'GT' }).closed, '2026-12')).toEqual(['2026-12-25']);
    expect(inYear(publicHolidays({ country: 'EG' }).closed, '2026-05')).toEqual([
      '2026-05-01',
      ...years(27, 30).map((day) => `2026-05-${day}`),
    ]);
  });

  it('are the same on a machine whose zone has no midnight on the day', () => {
    const expected = publicHolidays({ country: 'AD' });
    vi.stubEnv('TZ', 'America/Santiago');
    expect(new Date(2024, 8, 8).getHours()).toBe(1);
    expect(expected.closed).toContain('2024-09-08');
    expect(publicHolidays({ country: 'AD' })).toEqual(expected);
  });

  it('end where the library stops listing days by hand', () => {
    const { closed, coveredThrough } = publicHolidays({ country: 'TH' });
    const last = Number(coveredThrough.slice(0, 4));
    expect(last).toBeLessThan(2040);
    for (const year of years(2020, last)) expect(inYear(closed, year).length).toBeGreaterThan(15);
    expect(inYear(closed, last + 1)).toEqual([]);
  });

  it.each([{ country: 'FR' }, { country: 'CN' }, { country: 'DE', region: 'BY-A' }, { country: 'TH' }, { country: 'TR' }])(
    'ascend without duplicates within what they cover: $country $region',
    (where) => {
      const { closed, makeUpDays, coveredFrom, coveredThrough } = publicHolidays(where);
      expect(closed).toEqual(unique(closed));
      expect(makeUpDays).toEqual(unique(makeUpDays));
      expect(closed.every((day) => day >= coveredFrom && day <= coveredThrough)).toBe(true);
      expect(closed.every((day) => /^\d{4}-\d{2}-\d{2}$/.test(day))).toBe(true);
    },
  );
});

describe('places without public holidays', () => {
  it.each(['XX', 'fr', 'FRA', '', 'constructor'])('refuse the country "%s"', (country) => {
    expect(() => publicHolidays({ country })).toThrow(
      `no public holidays are known for country "${country}": it must be an ISO 3166-1 alpha-2 code such as FR`,
    );
    expect(knownRegions(country)).toBeUndefined();
  });

  it('refuse a region and say which there are', () => {
    expect(() => publicHolidays({ country: 'FR', region: '75' })).toThrow(
      'no public holidays are known for region "75" of FR; known regions: alsace-moselle, 57, 67, 68, ',
    );
    expect(() => publicHolidays({ country: 'DE', region: 'alsace-moselle' })).toThrow('region "alsace-moselle" of DE');
    expect(() => publicHolidays({ country: 'CN', region: 'XJ' })).toThrow(
      'no public holidays are known for region "XJ" of CN; known regions: none, leave it out',
    );
  });

  it('refuse the regions that the library lists but cannot find', () => {
    expect(() => publicHolidays({ country: 'CK', region: 'Aitutaki' })).toThrow('region "Aitutaki" of CK; known regions: none');
    expect(knownRegions('CK')).toEqual([]);
  });

  it('take every region they name', () => {
    expect(knownRegions('DE')).toEqual(expect.arrayContaining(['BY', 'BY-A']));
    const augsburg = inYear(publicHolidays({ country: 'DE', region: 'BY-A' }).closed, 2026);
    expect(augsburg.filter((day) => !publicHolidays({ country: 'DE', region: 'BY' }).closed.includes(day))).toEqual([
      '2026-08-08',
      '2026-08-15',
    ]);
  });
});
