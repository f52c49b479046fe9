import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAmount } from '../../../shared/sla/amount.ts';
import { type Calendar, calendar } from '../../../shared/sla/calendar.ts';
import { changeClock } from '../../../shared/sla/change.ts';
import type { Clock } from '../../../shared/sla/clock.ts';
import { pauseClock, resumeClock, startClock } from '../../../shared/sla/clocks.ts';
import { type ChangeRule, type Commitment, changeRules } from '../../../shared/sla/commitment.ts';
import type { NamedCalendar } from '../../../shared/sla/count.ts';
import type { Pause, Segment } from '../../../shared/sla/receipt.ts';
import { replay } from '../../../shared/sla/replay.ts';

const day = ['09:00-12:30', '13:30-17:00'];
const weekly = (timeZone: string, overrides: Record<string, unknown> = {}): Calendar =>
  calendar.parse({
    kind: 'weekly',
    timeZone,
    week: {
      monday: day,
      tuesday: ['22:00-06:00'],
      wednesday: day,
      thursday: day,
      friday: ['00:00-24:00'],
      sunday: ['01:30-02:30'],
    },
    closed: ['2026-05-01', '2026-12-25'],
    special: { '2026-05-02': ['10:00-11:00'] },
    interrupted: [{ date: '2026-03-30', at: '10:00-15:00' }],
    ...overrides,
  });

const calendars: NamedCalendar[] = [
  'Europe/Paris',
  'Asia/Shanghai',
  'Africa/Casablanca',
  'Australia/Lord_Howe',
  'America/St_Johns',
  'America/Santiago',
].map((zone) => ({ name: 'service', version: zone, calendar: weekly(zone) }));
const always: NamedCalendar = { name: 'round-the-clock', version: 'always', calendar: { kind: 'always' } };
const byVersion = (version: string) => calendars.find((each) => each.version === version)?.calendar;

const commitment = (target: string, on: NamedCalendar): Commitment => ({
  metric: 'resolution',
  contractId: 'ctr_test',
  contractVersion: 1,
  timeZone: 'UTC',
  target,
  amount: readAmount(target)!,
  on,
  ladder: [{ at: '80%', to: ['duty@desk.example'], skipWhenAcknowledged: false }],
  from: 'receipt',
  repeats: true,
  pauses: [],
});

const someCalendar = fc.constantFrom(...calendars, always);
const someAmount = fc.oneof(
  fc.integer({ min: 1, max: 400 * 3600 }).map((n) => `${n} business seconds`),
  fc.integer({ min: 1, max: 60 }).map((n) => `${n} business days`),
);
const from = Date.UTC(2026, 0, 1);
const someMoment = fc.integer({ min: 0, max: 366 * 24 * 3600 }).map((seconds) => new Date(from + seconds * 1000));
const someHours = fc.integer({ min: 0, max: 30 * 24 * 60 }).map((minutes) => minutes * 60_000);

describe('a receipt that is counted again', () => {
  it('gives the same due second, whatever the calendar, the amount and the pauses', () => {
    fc.assert(
      fc.property(
        someCalendar,
        someAmount,
        someMoment,
        fc.array(fc.tuple(someHours, someHours), { maxLength: 4 }),
        (on, target, start, pauses) => {
          const promise = commitment(target, on);
          let clock = startClock(promise, start, 1);
          expect(replay(clock.receipt, byVersion)).toEqual([]);
          let now = start.getTime();
          for (const [until, length] of pauses) {
            now += until;
            const before = clock.dueAt;
            clock = pauseClock(clock, promise, 'customer', { because: ['customer'], atMost: undefined }, new Date(now));
            expect(replay(clock.receipt, byVersion)).toEqual([]);
            now += length;
            clock = resumeClock(clock, promise, new Date(now));
            expect(replay(clock.receipt, byVersion)).toEqual([]);
            expect(clock.dueAt! >= before!).toBe(true);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('does so after changes by any rule, carried time, suspensions and pauses and all', () => {
    const someRule = fc.constantFrom<ChangeRule>(...changeRules);
    const someSuspensions = fc.array(fc.tuple(someHours, someHours, fc.boolean()), { maxLength: 2 });
    const change = fc.tuple(someCalendar, someAmount, someHours, someRule, someSuspensions, fc.boolean());
    const suspended = (start: Date, all: [number, number, boolean][]): Pause[] => {
      let moment = start.getTime();
      return all.flatMap(([wait, length, isEndless], i): Pause[] => {
        const from = new Date(moment + wait).toISOString().replace('.000', '');
        moment += wait + length + 1000;
        const until = new Date(moment).toISOString().replace('.000', '');
        return [{ from, until: isEndless && i === all.length - 1 ? undefined : until, reason: 'suspended' }];
      });
    };
    fc.assert(
      fc.property(
        someCalendar,
        someAmount,
        someMoment,
        someSuspensions,
        fc.array(change, { minLength: 1, maxLength: 3 }),
        (on, target, start, first, changes) => {
          let before = on;
          let clock = startClock({ ...commitment(target, on), pauses: suspended(start, first) }, start, 1);
          let now = start.getTime();
          for (const [to, amount, wait, rule, suspensions, isPaused] of changes) {
            now += wait;
            const next = { ...commitment(amount, to), pauses: suspended(start, suspensions) };
            clock = changeClock(clock, next, before, rule, new Date(now));
            expect(replay(clock.receipt, byVersion)).toEqual([]);
            if (isPaused) clock = pauseClock(clock, next, 'customer', { because: ['customer'] }, new Date(now + 60_000));
            if (isPaused) clock = resumeClock(clock, next, new Date(now + 3600_000));
            expect(replay(clock.receipt, byVersion)).toEqual([]);
            before = to;
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  const [paris] = calendars;
  const receipt = (target = '16 business hours') =>
    startClock(commitment(target, paris!), new Date('2026-04-29T14:00:07Z'), 1).receipt;

  it('lists every interval of a short promise, and the ends of a long one', () => {
    expect(
      receipt().segments[0]?.counted.map((pair) => pair.map((at) => new Date(at * 1000).toISOString().slice(5, 19))),
    ).toEqual([
      ['04-29T14:00:07', '04-29T15:00:00'],
      ['04-30T07:00:00', '04-30T10:30:00'],
      ['04-30T11:30:00', '04-30T15:00:00'],
      ['05-02T08:00:00', '05-02T09:00:00'],
      ['05-02T23:30:00', '05-03T00:30:00'],
      ['05-04T07:00:00', '05-04T10:30:00'],
      ['05-04T11:30:00', '05-04T14:00:07'],
    ]);
    const long = receipt('1000 business hours');
    const [{ counted, omitted = 0 }] = long.segments as [Segment];
    expect([counted.length, omitted > 0, replay(long, byVersion)]).toEqual([40, true, []]);
  });

  const tampered: [string, (of: Clock['receipt']) => Clock['receipt'], string][] = [
    [
      'another due time',
      (of) => ({ ...of, due: '2026-05-04T14:00:08Z' }),
      'due: the receipt says 2026-05-04T14:00:08Z, counting again gives 2026-05-04T14:00:07Z',
    ],
    [
      'another start',
      (of) => ({ ...of, segments: of.segments.map((each) => ({ ...each, from: '2026-04-29T14:00:06Z' })) }),
      'intervals on service',
    ],
    ['another amount', (of) => ({ ...of, seconds: of.seconds + 1 }), 'seconds'],
    [
      'a pause that was not',
      (of) => ({ ...of, pauses: [{ from: '2026-04-30T08:00:00Z', until: '2026-04-30T08:00:01Z', reason: 'customer' }] }),
      'intervals on service',
    ],
    [
      'a calendar that nobody knows',
      (of) => ({ ...of, segments: of.segments.map((each) => ({ ...each, calendarVersion: 'x' })) }),
      'calendar service in version x is not known',
    ],
    ['no due time without a pause', (of) => ({ ...of, due: undefined }), 'due: missing'],
  ];
  it.each(tampered)('notices %s', (_, change, problem) => {
    expect(replay(change(receipt()), byVersion).join('\n')).toContain(problem);
  });
});
