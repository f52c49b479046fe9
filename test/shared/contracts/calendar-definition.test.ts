import { describe, expect, it } from 'vitest';
import { publicHolidays } from '../../../infra/commands/public-holidays.ts';
import { calendarDefinition, resolveCalendar } from '../../../shared/contracts/calendar-definition.ts';
import { isoOf, secondOf } from '../../../shared/sla/count.ts';
import { serviceHours } from '../../../shared/sla/service-hours.ts';
import { calendar, day, narnia, problemsOf, read, week, weekly, written } from './written.ts';

const shiftRule =
  'must be two times of day such as 09:00-12:30, up to 24:00; one that ends before it begins ends on the next day';

describe('a calendar is refused, naming file, path and rule,', () => {
  it.each<[string, unknown, string]>([
    ['for a calendar that never opens', week({}), 'calendars.office.week: must open at least once a week'],
    [
      'for shifts that overlap',
      week({ monday: ['09:00-12:00', '11:59-17:00'] }),
      'calendars.office.week.monday: shifts must be in order and must not overlap',
    ],
    [
      'for shifts out of order',
      week({ monday: ['13:00-17:00', '09:00-12:00'] }),
      'calendars.office.week.monday: shifts must be in order and must not overlap',
    ],
    [
      'for a shift after one that runs into the next day',
      week({ monday: ['22:00-06:00', '23:00-24:00'] }),
      'calendars.office.week.monday: shifts must be in order and must not overlap',
    ],
    [
      'for a shift over midnight that runs into the next day’s',
      week({ monday: ['22:00-06:00'], tuesday: ['05:59-12:00'] }),
      'calendars.office.week: a shift that ends after midnight must not overlap the next day’s first',
    ],
    [
      'for one that runs from Sunday into Monday’s',
      week({ sunday: ['22:00-06:00'], monday: ['05:00-12:00'] }),
      'calendars.office.week: a shift that ends after midnight must not overlap the next day’s first',
    ],
    ['for a shift of one time', week({ monday: ['9'] }), `calendars.office.week.monday.0: ${shiftRule}`],
    ['for a time of day that is none', week({ monday: ['09:00-24:01'] }), `calendars.office.week.monday.0: ${shiftRule}`],
    [
      'for 11 shifts a day',
      week({ monday: Array.from({ length: 11 }, (_, i) => `${10 + i}:00-${10 + i}:30`) }),
      'calendars.office.week.monday: must be at most 10 shifts a day',
    ],
    [
      'for a day that no calendar has',
      calendar({ closures: [{ date: '2026-02-30' }] }),
      'calendars.office.closures.0.date: must be a date such as 2026-07-14',
    ],
    [
      'for a closure without its end',
      calendar({ closures: [{ from: '2026-02-10' }] }),
      'calendars.office.closures.0: must have a date, or from and through',
    ],
    [
      'for a closure that ends before it begins',
      calendar({ closures: [{ from: '2026-02-10', through: '2026-02-09' }] }),
      'calendars.office.closures.0: must not end before it begins',
    ],
    [
      'for a closure of 401 days',
      calendar({ closures: [{ from: '2026-01-01', through: '2027-02-05' }] }),
      'calendars.office.closures.0: must be at most 400 days',
    ],
    [
      'for a part of a day that is none',
      calendar({ closures: [{ date: '2026-02-10', at: 'noon' }] }),
      'calendars.office.closures.0.at: must be two times of day such as 14:00-18:00',
    ],
    [
      'for a country that is no code',
      calendar({ holidays: { country: 'Narnia' } }),
      'calendars.office.holidays.country: must be two capital letters such as FR',
    ],
    [
      'for a country without holidays',
      calendar({ holidays: { country: 'XX' } }),
      'calendars.office.holidays: no public holidays are known for XX',
    ],
    [
      'for a region without holidays',
      calendar({ holidays: { country: 'NA', region: 'underland' } }),
      'calendars.office.holidays: no public holidays are known for underland',
    ],
    [
      'for a calendar of another kind',
      written({ calendars: { office: { kind: 'daily' } } }),
      "calendars.office.kind: Invalid discriminator value. Expected 'always' | 'weekly'",
    ],
    [
      'for a calendar’s name in capitals',
      written({ calendars: { Office: weekly() } }),
      'calendars.Office: must be a word in lower case',
    ],
    [
      'for a calendar that takes the name of clock time',
      written({ calendars: { 'round-the-clock': { kind: 'always' } } }),
      'calendars.round-the-clock: this name is taken: it stands for clock time',
    ],
  ])('%s', (_, contract, problem) => {
    expect(problemsOf(contract)).toEqual([problem]);
  });
});

describe('a calendar is taken', () => {
  it.each<[string, unknown]>([
    ['with a shift over midnight up to the next day’s', week({ sunday: ['22:00-06:00'], monday: ['06:00-12:00'] })],
    ['with 10 shifts a day', week({ monday: Array.from({ length: 10 }, (_, i) => `${10 + i}:00-${10 + i}:30`) })],
    ['with a closure of 400 days', calendar({ closures: [{ from: '2026-01-01', through: '2027-02-04' }] })],
  ])('%s', (_, contract) => {
    expect(problemsOf(contract)).toEqual([]);
  });
});

/** The calendar that a file's becomes. */
const resolved = (overrides: Record<string, unknown> = {}) => read(calendar(overrides)).calendars.office?.calendar;
const narnian = { country: 'NA' };

describe('a calendar is resolved so that it needs no holiday data any more:', () => {
  it('round the clock stays what it is', () => {
    const { calendars } = read(written({ calendars: { all: { kind: 'always' } } }));
    expect(calendars.all?.calendar).toEqual({ kind: 'always' });
  });
  it('its zone is the contract’s unless it has its own', () => {
    expect(resolved()).toMatchObject({ timeZone: 'Europe/Paris' });
    expect(resolved({ timeZone: 'Asia/Shanghai' })).toMatchObject({ timeZone: 'Asia/Shanghai' });
  });
  it('without holidays none is closed, and none is said to be known', () => {
    const of = resolved();
    expect(of).toMatchObject({ closed: [], special: {}, interrupted: [] });
    expect(of).not.toHaveProperty('covered');
  });
  it('holidays are closed, and it is said through when they are known', () => {
    expect(resolved({ holidays: narnian })).toMatchObject({
      closed: narnia.closed,
      special: {},
      covered: { of: 'NA', from: '2020-01-01', through: '2026-12-31' },
    });
  });
  it('a region is told apart from its country', () => {
    expect(resolved({ holidays: { ...narnian, region: 'north' } })).toMatchObject({ covered: { of: 'NA-north' } });
  });
  it('a make-up Sunday has the hours of the day of the week that it is worked as, and stays closed where none is said', () => {
    const days = { monday: ['09:00-12:00'], tuesday: ['10:00-11:00'] };
    expect(resolved({ week: days, holidays: { ...narnian, makeUpDaysAs: 'tuesday' } })).toMatchObject({
      special: { '2026-01-04': ['10:00-11:00'], '2026-07-18': ['10:00-11:00'] },
    });
    expect(resolved({ week: days, holidays: narnian })).toMatchObject({ special: {} });
  });
  it('what is opened wins over a holiday and over a make-up day', () => {
    const openings = [
      { date: '2026-07-14', at: ['10:00-12:00'], because: 'Fête' },
      { date: '2026-01-04', at: ['13:00-14:00'] },
    ];
    expect(resolved({ holidays: { ...narnian, makeUpDaysAs: 'monday' }, openings })).toMatchObject({
      closed: ['2026-01-01'],
      special: { '2026-01-04': ['13:00-14:00'], '2026-07-14': ['10:00-12:00'], '2026-07-18': day },
    });
  });
  it('a closure wins over what is opened, and a day that is closed twice is closed once', () => {
    const openings = [{ date: '2026-07-14', at: ['10:00-12:00'] }];
    const closures = [{ from: '2026-07-13', through: '2026-07-15' }, { date: '2026-01-01' }];
    const of = resolved({ holidays: narnian, openings, closures });
    expect(of).toMatchObject({ closed: ['2026-01-01', '2026-07-13', '2026-07-14', '2026-07-15'] });
    if (!of) throw new Error('there is no calendar');
    expect(serviceHours(of).intervals(secondOf('2026-07-13T00:00:00Z'), secondOf('2026-07-16T00:00:00Z'))).toEqual([]);
  });
  it('a closure is of one day, of several or of a part of one, and says why if it likes', () => {
    const closures = [
      { date: '2026-03-02', because: 'Stocktaking' },
      { from: '2026-03-09', through: '2026-03-10' },
      { date: '2026-03-16', at: '09:00-12:00' },
    ];
    expect(read(calendar({ week: { monday: day }, closures })).calendars.office?.calendar).toMatchObject({
      closed: ['2026-03-02', '2026-03-09', '2026-03-10'],
      interrupted: [{ date: '2026-03-16', at: '09:00-12:00' }],
    });
  });
});

describe('the hours that follow', () => {
  const openOn = (country: string, from: string, through: string, makeUpDaysAs?: string) => {
    const week = Object.fromEntries(
      ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'].map((name) => [name, ['09:00-18:00']]),
    );
    const definition = { kind: 'weekly', timeZone: 'UTC', week, holidays: { country, makeUpDaysAs } };
    const hours = serviceHours(resolveCalendar(calendarDefinition.parse(definition), 'UTC', publicHolidays));
    return hours
      .intervals(secondOf(`${from}T00:00:00Z`), secondOf(`${through}T23:59:59Z`))
      .map((each) => isoOf(each.from).slice(0, 10));
  };
  it('in France leave out the holiday and keep the bridge to the weekend, unless that is closed too', () => {
    // Thursday, 14 May 2026, is Ascension Day.
    expect(openOn('FR', '2026-05-13', '2026-05-18')).toEqual(['2026-05-13', '2026-05-15', '2026-05-18']);
  });
  it('in China leave out the holiday and have the make-up Sunday, which the week alone would not', () => {
    // The National Day holiday of 2025, with the Sunday before and the Saturday after it worked.
    const around = ['2025-09-26', '2025-10-12'] as const;
    expect(openOn('CN', ...around, 'monday')).toEqual([
      '2025-09-26',
      '2025-09-28',
      '2025-09-29',
      '2025-09-30',
      '2025-10-09',
      '2025-10-10',
      '2025-10-11',
    ]);
    expect(openOn('CN', ...around)).toEqual(['2025-09-26', '2025-09-29', '2025-09-30', '2025-10-09', '2025-10-10']);
  });
});
