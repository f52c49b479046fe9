import chineseDays from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import Holidays, { type HolidaysTypes } from 'date-holidays';
import { Temporal } from 'temporal-polyfill';
import type { PublicHolidays } from '../../shared/contracts/calendar-definition.ts';

/*
 * Public holidays for the calendars of contracts, out of two libraries that only commands load: date-holidays computes by rule
 * (2 MB of rules, wrong for China), chinese-days lists what the State Council announced.
 *
 * Not closed: half days (Christmas Eve from noon in Guatemala), days that are not of type `public` (bank holidays), and weekend
 * days beside a Chinese holiday unless the notice counts them as part of it.
 * Known to be off: days by the moon are computed, and may be announced for a day earlier or later; Korea's Seollal comes a day
 * late (date-holidays 3.37.0, its pull request 641); in Alsace-Moselle only communes with a Protestant church keep Good Friday.
 */

type Place = HolidaysTypes.Country;

const firstYear = 2020;
const lastYearByRule = 2040;
/** A day that date-holidays lists by hand in so many years is expected every year; fewer are elections, jubilees and funerals. */
const yearsThatMakeAList = 5;
/** Only date-holidays spells Alsace-Moselle as its three départements, which keep the same days. */
const plainNames = new Map([['FR', new Map<string, Place>([['alsace-moselle', { country: 'FR', state: '57' }]])]]);

/**
 * The public holidays of a country, or of a region of it.
 *
 * By rule they cover 2020 to 2040, or less where the library lists days by hand for fewer years (Thailand). China's end with the
 * last year that has been announced; the notice for the next may still move a day at its end.
 *
 * @param where country: ISO 3166-1 alpha-2 in capitals; region: one of `knownRegions`, as date-holidays spells it
 * @throws {Error} saying which country or region is not known
 */
export function publicHolidays(where: { country: string; region?: string | undefined }): PublicHolidays {
  const regions = regionsOf(where.country);
  if (!regions)
    throw new Error(
      `no public holidays are known for country "${where.country}": it must be an ISO 3166-1 alpha-2 code such as FR`,
    );
  const place = where.region === undefined ? { country: where.country } : regions.get(where.region);
  if (!place) {
    const known = [...regions.keys()].join(', ') || 'none, leave it out';
    throw new Error(`no public holidays are known for region "${where.region}" of ${where.country}; known regions: ${known}`);
  }
  return where.country === 'CN' ? announcedInChina() : byRule(place);
}

/** The regions `publicHolidays` takes for a country, a state's own as STATE-REGION; `undefined` if the country is unknown. */
export function knownRegions(country: string): string[] | undefined {
  const regions = regionsOf(country);
  return regions && [...regions.keys()];
}

function regionsOf(country: string): Map<string, Place> | undefined {
  const library = new Holidays();
  if (!Object.hasOwn(library.getCountries(), country)) return undefined;
  const regions = new Map(plainNames.get(country));
  for (const state of reachable(library.getStates(country))) {
    regions.set(state, { country, state });
    for (const region of reachable(library.getRegions(country, state)))
      regions.set(`${state}-${region}`, { country, state, region });
  }
  return regions;
}

/** date-holidays capitalizes what it is asked for: its own regions in mixed case cannot be found, and get the country's days. */
function reachable(names: Record<string, string> | undefined): string[] {
  return Object.keys(names ?? {}).filter((name) => name === name.toUpperCase());
}

function announcedInChina(): PublicHolidays {
  const from = `${firstYear}-01-01`;
  const known = (days: Record<string, string>) => Object.keys(days).filter((day) => day >= from);
  const closed = known(chineseDays.holidays).sort();
  const last = closed.at(-1);
  if (!last) throw new Error(`chinese-days lists no holidays since ${firstYear}`);
  const makeUpDays = known(chineseDays.workdays).sort();
  // the library's functions go on after their last year as if every Monday to Friday were worked: its data says where that is
  return { closed, makeUpDays, coveredFrom: from, coveredThrough: `${last.slice(0, 4)}-12-31` };
}

function byRule(place: Place): PublicHolidays {
  // in UTC every day has 24 hours, so the length of a holiday is exact; its `date` is local in any zone
  const library = new Holidays(place, { timezone: 'UTC' });
  // a holiday or its substitute may lie in the year next to the one it is listed in
  const years = Array.from({ length: lastYearByRule - firstYear + 3 }, (_, index) => firstYear - 1 + index);
  const holidays = years.flatMap((year) => library.getHolidays(year)).filter(({ type }) => type === 'public');
  const coveredFrom = `${firstYear}-01-01`;
  const coveredThrough = `${lastYearListed(holidays)}-12-31`;
  const days = new Set(holidays.flatMap(wholeDays));
  return {
    closed: [...days].filter((day) => day >= coveredFrom && day <= coveredThrough).sort(),
    makeUpDays: [],
    coveredFrom,
    coveredThrough,
  };
}

/** Days that no rule of date-holidays computes are listed by hand for some years, and missing silently after them. */
function lastYearListed(holidays: HolidaysTypes.Holiday[]): number {
  const listed = holidays.filter(({ rule }) => /^\d{4}-\d{2}-\d{2}/.test(rule));
  const yearsByName = new Map<string, Set<number>>();
  for (const { name, date } of listed) yearsByName.set(name, (yearsByName.get(name) ?? new Set()).add(Number(date.slice(0, 4))));
  const lists = [...yearsByName.values()].filter((years) => years.size >= yearsThatMakeAList);
  return Math.min(lastYearByRule, ...lists.map((years) => Math.max(...years)));
}

/** The local dates that are closed from midnight to midnight: none of a half day, which starts at noon or later. */
function wholeDays({ date, start, end }: HolidaysTypes.Holiday): string[] {
  // date-holidays computes in the machine's own zone: where that has no midnight on the day, "00:00:00" has become "01:00:00"
  if (date.slice(11, 13) > '01') return [];
  const first = Temporal.PlainDate.from(date.slice(0, 10));
  const length = Math.floor((end.getTime() - start.getTime()) / 86_400_000);
  return Array.from({ length }, (_, days) => first.add({ days }).toString());
}
