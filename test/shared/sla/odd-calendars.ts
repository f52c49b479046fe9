import fc from 'fast-check';
import { calendar, type WeeklyCalendar, weekdays } from '../../../shared/sla/calendar.ts';
import { second } from './service.ts';
import { oddZones } from './zones.ts';

const clock = (minute: number): string =>
  minute === 1440 ? '24:00' : `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** Up to three shifts of one day at quarters of an hour; the last may end at 24:00 or run into the night. */
const day = fc
  .tuple(fc.uniqueArray(fc.integer({ min: 0, max: 96 }), { maxLength: 6 }), fc.boolean(), fc.integer({ min: 0, max: 20 }))
  .map(([quarters, runsOver, end]) => {
    const sorted = quarters.sort((a, b) => a - b).map((quarter) => quarter * 15);
    const pairs = sorted.flatMap((from, i) =>
      i % 2 === 0 && sorted[i + 1] !== undefined ? [[from, sorted[i + 1]!] as const] : [],
    );
    const last = pairs.at(-1);
    const shifts = pairs.map(([from, to]) => `${clock(from)}-${clock(to)}`);
    return last && runsOver && last[0] > end * 15 ? [...shifts.slice(0, -1), `${clock(last[0])}-${clock(end * 15)}`] : shifts;
  });

const someZone = fc.constantFrom(...oddZones);

/** A calendar of an odd zone with holidays, special days and interruptions around `start`, a second of the years in which it is odd. */
export const aCase: fc.Arbitrary<{ calendar: WeeklyCalendar; start: number }> = someZone
  .chain(({ zone, from, to }) =>
    fc.record({
      zone: fc.constant(zone),
      start: fc.integer({ min: second(`${from}T00:00:00Z`), max: second(`${to}T00:00:00Z`) }),
      week: fc.tuple(day, day, day, day, day, day, day),
      closed: fc.uniqueArray(fc.integer({ min: -15, max: 15 }), { maxLength: 5 }),
      special: fc.array(fc.tuple(fc.integer({ min: -15, max: 15 }), day), { maxLength: 4 }),
      interrupted: fc.array(fc.tuple(fc.integer({ min: -15, max: 15 }), day), { maxLength: 4 }),
    }),
  )
  .map(({ zone, start, week, closed, special, interrupted }) => {
    const date = (offset: number) => new Date((start + offset * 86_400) * 1000).toISOString().slice(0, 10);
    const read = calendar.safeParse({
      kind: 'weekly',
      timeZone: zone,
      week: Object.fromEntries(weekdays.map((name, i) => [name, week[i]])),
      closed: closed.map(date),
      special: Object.fromEntries(special.map(([offset, shifts]) => [date(offset), shifts])),
      interrupted: interrupted.flatMap(([offset, shifts]) => shifts.map((at) => ({ date: date(offset), at }))),
    });
    return { read, start };
  })
  .filter(({ read }) => read.success)
  .map(({ read, start }) => ({ calendar: read.data as WeeklyCalendar, start }));

/** Seconds of service, up to about what a week of short days holds. */
export const anAmount = fc.integer({ min: 1, max: 40 * 3600 });
