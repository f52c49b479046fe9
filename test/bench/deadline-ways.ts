import { Temporal } from 'temporal-polyfill';
import { calendar } from '../../shared/sla/calendar.ts';
import { serviceHours } from '../../shared/sla/service-hours.ts';

/** Sixteen hours of service, weekdays from nine to five in Paris with an hour for lunch. */
export const promised = 16 * 3600;
const zone = 'Europe/Paris';
const day = ['09:00-12:30', '13:30-17:00'];

/** From a moment to when so much service has passed since. Epoch seconds. */
export type Deadline = (start: number) => number;

/** Three ways to the same deadline. A library is loaded, and a calendar read, only when its way is asked for. */
export const ways = {
  guichet: async (): Promise<Deadline> => {
    const week = { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day };
    const hours = serviceHours(calendar.parse({ kind: 'weekly', timeZone: zone, week }));
    return (start) => hours.add(start, promised);
  },

  /** It knows no time zone but the process's own, and adds nothing by itself: its iterator goes from one change of state to the next. */
  'opening_hours.js': async (): Promise<Deadline> => {
    const { default: OpeningHours } = (await import('opening_hours')) as unknown as {
      default: new (text: string) => OpeningHoursOf;
    };
    const hours = new OpeningHours(`Mo-Fr ${day.join(',')}`);
    return (start) => {
      const iterator = hours.getIterator(new Date(start * 1000));
      for (let left = promised * 1000; ; ) {
        const [from, isOpen] = [iterator.getDate().getTime(), iterator.getState()];
        if (!iterator.advance()) throw new Error('opening_hours.js knows no further change');
        const open = isOpen ? iterator.getDate().getTime() - from : 0;
        if (left <= open) return (from + left) / 1000;
        left -= open;
      }
    };
  },

  /** Shift by shift on the wall clocks of each date. */
  'temporal-polyfill': async (): Promise<Deadline> => {
    const shifts = day.map((shift) => shift.split('-').map((time) => Temporal.PlainTime.from(time)));
    return (start) => {
      let date = Temporal.Instant.fromEpochMilliseconds(start * 1000)
        .toZonedDateTimeISO(zone)
        .toPlainDate();
      for (let left = promised; ; date = date.add({ days: 1 })) {
        if (date.dayOfWeek > 5) continue;
        for (const [from, to] of shifts) {
          const begin = Math.max(start, date.toZonedDateTime({ timeZone: zone, plainTime: from }).epochMilliseconds / 1000);
          const end = date.toZonedDateTime({ timeZone: zone, plainTime: to }).epochMilliseconds / 1000;
          const open = Math.max(0, end - begin);
          if (left <= open) return begin + left;
          left -= open;
        }
      }
    };
  },
} satisfies Record<string, () => Promise<Deadline>>;

export type Way = keyof typeof ways;

interface OpeningHoursOf {
  getIterator(from: Date): { getDate(): Date; getState(): boolean; advance(): boolean };
}

/** Seconds of two years with their four changes of daylight saving, the same in every run (mulberry32). */
export function starts(count: number): number[] {
  const from = Date.UTC(2025, 0, 1) / 1000;
  let state = 1;
  return Array.from({ length: count }, () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return from + (((mixed ^ (mixed >>> 14)) >>> 0) % (730 * 86_400));
  });
}
