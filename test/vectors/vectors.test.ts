import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sharedData } from '../support/shared-data.ts';
import { aSequence, calendar, createdThen } from './a-sequence.ts';
import type { CalendarCase } from './calendar-cases.ts';
import { judgeCalendar } from './calendar-verdict.ts';
import { differenceOf, differences } from './differences.ts';
import { missesOf, readingsTaken, reportOn, staleOf, tallyOf } from './report.ts';
import type { SequenceCase } from './sequence.ts';
import { judgeSequence } from './sequence-verdict.ts';

const folder = sharedData('sla');
const design = sharedData('design.md');

describe.skipIf(!folder)('the test vectors of peers', () => {
  const { calendar = [], sequences = [] } = folder ? reportOn(folder) : {};

  it('on calendars are all answered right', () => {
    expect(missesOf({ calendar })).toEqual([]);
    expect(calendar.length).toBeGreaterThanOrEqual(919);
    expect(tallyOf(calendar).right).toBe(tallyOf(calendar).total);
  });
  it('where two readings are right: the ends of a shift are mapped once', () => {
    expect(readingsTaken(calendar.filter(({ suite }) => suite === 'own_policy'))).toEqual({ expect: 16 });
  });
  it('on sequences are right, or differ where the design says so, in the fields that are listed', () => {
    expect(missesOf({ sequences })).toEqual([]);
    expect(sequences.length).toBeGreaterThanOrEqual(158);
    expect(tallyOf(sequences).right).toBeGreaterThanOrEqual(128);
  });
  it('that are listed as different really are, each of them', () => {
    expect(staleOf({ sequences })).toEqual([]);
    const found = sequences.filter(({ result }) => result === 'differs').map(({ id }) => id);
    expect(found.sort()).toEqual(differences.flatMap(({ ids }) => ids).sort());
  });
  it.each(differences)('that are listed as different differ in each field that is listed: $ids', ({ ids, fields }) => {
    const wrong = sequences.filter(({ id }) => ids.includes(id)).flatMap((verdict) => verdict.wrong);
    expect([...new Set(wrong)].sort()).toEqual([...fields].sort());
  });
});

describe.skipIf(!design)('a listed difference', () => {
  const words = (text: string) => text.replace(/[’]/g, "'").replace(/\s+/g, ' ');
  it.each(differences)('quotes the design: $sentence', ({ sentence }) => {
    expect(words(readFileSync(design ?? '', 'utf8'))).toContain(words(sentence));
  });
});

const aCalendarCase = (overrides: Partial<CalendarCase> = {}): CalendarCase => ({
  id: 'own-2',
  suite: 'own',
  calendar,
  op: 'add',
  start: '2026-01-05T09:00:00Z',
  minutes: 60,
  expect: '2026-01-05T10:00:00+00:00',
  verified: 'confirmed',
  ...overrides,
});

describe('a calendar case', () => {
  it('is right or missed', () => {
    expect(judgeCalendar(aCalendarCase()).result).toBe('right');
    expect(judgeCalendar(aCalendarCase({ minutes: 61 }))).toMatchObject({ result: 'miss', got: '2026-01-05T10:01:00.000Z' });
    expect(judgeCalendar(aCalendarCase({ op: 'periods', count: 1, expect: [] })).result).toBe('miss');
  });
  it('of an operation that nobody knows is missed, not the end of the run', () => {
    expect(judgeCalendar(aCalendarCase({ op: 'prevHoliday' }))).toMatchObject({
      result: 'miss',
      got: 'an operation that this adapter does not know: prevHoliday',
    });
  });
  it('may be right by the peer’s habit or without it, but by nothing else', () => {
    const habit = { op: 'between', end: '2026-01-05T08:00:00Z', verified: 'confirmed-zero-for-reversed', reference: -60 };
    expect(judgeCalendar(aCalendarCase({ ...habit, expect: 0 }))).toMatchObject({ result: 'right', reading: 'reference' });
    expect(judgeCalendar(aCalendarCase({ ...habit, expect: -60, reference: 0 }))).toMatchObject({
      result: 'right',
      reading: 'expect',
    });
    expect(judgeCalendar(aCalendarCase({ ...habit, expect: 0, reference: 60 })).result).toBe('miss');
    expect(
      judgeCalendar(aCalendarCase({ verified: 'policy', expect: '2026-01-05T11:00:00Z', alternative: '2026-01-05T10:00:00Z' })),
    ).toMatchObject({
      result: 'right',
      reading: 'alternative',
    });
    expect(judgeCalendar(aCalendarCase({ verified: 'confirmed', expect: 0, alternative: '2026-01-05T10:00:00Z' })).result).toBe(
      'miss',
    );
  });
  it('that its own suite doubts is ignored', () => {
    expect(judgeCalendar(aCalendarCase({ verified: 'unconfirmed', minutes: 61 })).result).toBe('ignored');
  });
});

describe('a sequence', () => {
  it('is right or missed, and says in which field', () => {
    expect(judgeSequence(aSequence()).result).toBe('right');
    const expected = {
      first_response_due: '2026-01-05T10:00:00Z',
      resolution_due: '2026-01-05T11:00:01Z',
      breached: ['resolution'],
    };
    expect(judgeSequence(aSequence({ expect: expected }))).toMatchObject({
      result: 'miss',
      wrong: ['resolution_due', 'breached'],
    });
    expect(judgeSequence(aSequence({ expect: { next_response_due: '2026-01-05T09:30:00Z' } })).result).toBe('miss');
    expect(judgeSequence(aSequence({ expect: { first_response_due: null } })).result).toBe('miss');
  });
  it.each<[string, Partial<SequenceCase>]>([
    ['unsupported: the event carrier_pigeon', { events: createdThen(['09:10', 'carrier_pigeon']) }],
    ['unsupported: the event set of colour', { events: createdThen(['09:10', 'set', { field: 'colour' }]) }],
    ['unsupported: the expectation mood', { expect: { mood: 'good' } }],
    ['unsupported: the metric happiness', { policy: { calendar, targets: { happiness: 60 } } }],
    ['unsupported: the metric happiness', { expect: { happiness_due: null } }],
    ['unsupported: a ticket that does not begin with its creation', { events: [] }],
    ['unsupported: a case that expects nothing', { expect: {} }],
  ])('is missed with the words %j, not the end of the run', (got, overrides) => {
    expect(judgeSequence(aSequence(overrides))).toMatchObject({ result: 'miss', got });
  });
  it('is missed where the relation that the suite asserts does not hold', () => {
    const second: SequenceCase = aSequence({
      events: createdThen(['09:10', 'customer_reply'], ['09:20', 'customer_reply']),
      expect: { next_response_due: '2026-01-05T00:00:00Z' },
    });
    expect(judgeSequence({ ...second, asserted: 'unchanged by a second message' }).result).toBe('right');
    expect(judgeSequence({ ...second, asserted: 'set' }).result).toBe('right');
    expect(judgeSequence({ ...second, asserted: 'moved later' }).result).toBe('miss');
    expect(judgeSequence({ ...second, asserted: 'earlier again' }).result).toBe('miss');
    expect(judgeSequence({ ...second, asserted: 'something else' }).result).toBe('miss');
  });
  it('whose listing does not name the field that is wrong is missed all the same', () => {
    const listed = aSequence({ id: 'es-002', expect: { first_response_due: '2026-01-05T10:00:01Z' } });
    expect(differenceOf('es-002')?.fields).toEqual(['resolution_due']);
    expect(judgeSequence(listed).result).toBe('miss');
    expect(judgeSequence({ ...listed, expect: { resolution_due: '2026-01-05T10:00:01Z' } }).result).toBe('differs');
  });
  it('that is listed as different and is right is stale', () => {
    expect(staleOf({ sequences: [judgeSequence(aSequence({ id: 'es-002' }))] })).toEqual(['es-002']);
  });
});

describe('npm run sla-vectors', () => {
  const made = mkdtempSync(path.join(tmpdir(), 'vectors-'));
  afterAll(() => rmSync(made, { recursive: true }));
  const run = (files: Record<string, unknown>) => {
    const own = mkdtempSync(path.join(made, 'run-'));
    for (const [name, content] of Object.entries(files)) writeFileSync(path.join(own, name), JSON.stringify(content));
    const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(import.meta.dirname, 'run.ts'), own], {
      encoding: 'utf8',
    });
    return { status, stderr, last: stdout.trim().split('\n').at(-1) ?? '' };
  };

  it('ends with 0 and one line of JSON when nothing is missed, whichever file is there', () => {
    const { status, last } = run({ 'sequences.json': { cases: [aSequence()] } });
    expect([status, JSON.parse(last)]).toEqual([
      0,
      { sequences: { right: 1, differs: 0, ignored: 0, total: 1 }, misses: [], stale: [] },
    ]);
  });
  it('ends with 1 and names what is missed', () => {
    const { status, last } = run({ 'calendar.json': [aCalendarCase(), aCalendarCase({ id: 'own-3', minutes: 90 })] });
    expect(status).toBe(1);
    expect(JSON.parse(last)).toMatchObject({
      calendar: { right: 1, total: 2 },
      misses: [{ id: 'own-3', expected: '2026-01-05T10:00:00+00:00', got: '2026-01-05T10:30:00.000Z' }],
    });
  });
  it('refuses a folder without vectors', () => {
    const { status, stderr } = run({});
    expect([status, stderr.includes('has neither calendar.json nor sequences.json')]).toEqual([1, true]);
  });
});
