import { describe, expect, it } from 'vitest';
import { planApplying } from '../../../shared/contracts/applying.ts';
import type { Contract } from '../../../shared/contracts/contract.ts';
import { aCalendar, aContract, minutesLater, monday } from '../../support/builders.ts';

const office = (version: string, overrides: Record<string, unknown> = {}) => ({ office: { ...aCalendar(overrides), version } });
const gold = (overrides: Record<string, unknown> = {}) =>
  aContract({ id: 'ctr_gold', default: false, mailboxes: ['gold'], calendars: office('v1'), ...overrides });
const amended = (overrides: Record<string, unknown> = {}) =>
  gold({ version: 2, effectiveFrom: minutesLater(1).toISOString().replace('.000', ''), ...overrides });

/** The default contract is there and stays, so that only the others matter. */
const plan = (stored: Contract[], wanted: Contract[]) => {
  const { steps, ...others } = planApplying([aContract(), ...stored], [aContract(), ...wanted], monday);
  return { steps: steps.slice(1).map(({ action, contract, changed }) => [action, contract.version, ...changed]), ...others };
};
const version = (contractVersion: number) => ({ contractId: 'ctr_gold', contractVersion });
const suspended = [{ state: 'suspended', from: '2026-01-01T00:00:00Z', reason: 'Unpaid' }];

describe('a contract that is applied', () => {
  it('for the first time is written, from whenever it holds', () => {
    expect(plan([], [gold()])).toEqual({ steps: [['write', 1]], toReclock: [], problems: [] });
  });
  it('for the first time with its history is written whole: nobody was served under it yet', () => {
    const past = amended({ effectiveFrom: '2025-01-01T00:00:00Z', amendsOpenTickets: true });
    expect(plan([], [gold(), past])).toEqual({
      steps: [
        ['write', 1],
        ['write', 2],
      ],
      toReclock: [],
      problems: [],
    });
  });
  it('again is left as it is', () => {
    expect(plan([gold()], [gold()])).toEqual({ steps: [['leave', 1]], toReclock: [], problems: [] });
  });
  it('again, with members in another order, is left as it is', () => {
    const teams = { incident: 'technical', request: 'service' };
    const other = gold({ teams: { request: 'service', incident: 'technical' } });
    expect(plan([gold({ teams })], [other]).steps).toEqual([['leave', 1]]);
  });
  it('stays in the table when its file is gone', () => {
    expect(plan([gold()], [])).toEqual({ steps: [], toReclock: [], problems: [] });
  });
});

describe('what was agreed', () => {
  const refused = (wanted: Contract) => plan([gold()], [wanted]).problems;
  it.each<[string, Record<string, unknown>, string]>([
    ['another amount', { targets: [{ clock: 'resolution', within: '9 clock hours' }] }, 'targets'],
    ['another mailbox', { mailboxes: ['vip'] }, 'mailboxes'],
    ['another beginning, and name', { effectiveFrom: '2020-01-02T00:00:00Z', name: 'Silver' }, 'name, effectiveFrom'],
    ['other rungs', { ladder: [] }, 'ladder'],
    ['other hours', { calendars: { office: { ...aCalendar({}, ['09:00-17:00']), version: 'v2' } } }, 'calendars'],
    ['another zone of its hours', { calendars: office('v2', { timeZone: 'Europe/Berlin' }) }, 'calendars'],
    ['one calendar more', { calendars: { ...office('v1'), night: aCalendar() } }, 'calendars'],
    ['hours round the clock', { calendars: { office: { version: 'v2', calendar: { kind: 'always' } } } }, 'calendars'],
  ])('is not rewritten with %s: that is a new version', (_, overrides, members) => {
    expect(refused(gold(overrides))).toEqual([
      `ctr_gold: version 1 is applied already and says something else (${members}): write version 2`,
    ]);
  });
  it('is told by which version it may be changed: the one after the last', () => {
    expect(plan([gold(), amended()], [gold({ name: 'Silver' }), amended()]).problems).toEqual([
      'ctr_gold: version 1 is applied already and says something else (name): write version 3',
    ]);
  });
});

describe('what was not agreed', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['holidays', { calendars: office('v2', { closed: ['2026-01-06'] }) }, 'calendars'],
    ['make-up days and openings', { calendars: office('v2', { special: { '2026-01-11': ['09:00-12:00'] } }) }, 'calendars'],
    [
      'closures of a part of a day',
      { calendars: office('v2', { interrupted: [{ date: '2026-01-06', at: '09:00-10:00' }] }) },
      'calendars',
    ],
    [
      'what is known of holidays',
      { calendars: office('v2', { covered: { of: 'FR', from: '2020-01-01', through: '2040-12-31' } }) },
      'calendars',
    ],
    ['whether service is owed', { entitlement: suspended }, 'entitlement'],
  ])('changes without a new version, and its open tickets are counted again: %s', (_, overrides, member) => {
    expect(plan([gold()], [gold(overrides)])).toEqual({
      steps: [['replace', 1, member]],
      toReclock: [version(1)],
      problems: [],
    });
  });
  it('changes also in a version that is in force no more: tickets are under it still', () => {
    const stored = [gold({ effectiveFrom: '2019-01-01T00:00:00Z' }), gold({ version: 2 })];
    const wanted = stored.map((each) => ({
      ...each,
      ...gold({ entitlement: suspended, version: each.version, effectiveFrom: each.effectiveFrom }),
    }));
    expect(plan(stored, wanted).toReclock).toEqual([version(1), version(2)]);
  });
  it('changes who of us is told, which no clock depends on', () => {
    const roles = { duty: [{ people: ['duty@desk.example'] }] };
    expect(plan([gold()], [gold({ roles })])).toEqual({ steps: [['replace', 1, 'roles']], toReclock: [], problems: [] });
  });
});

describe('an amendment', () => {
  it('is written when it takes effect from now on, and leaves open tickets alone', () => {
    expect(plan([gold()], [gold(), amended()])).toEqual({
      steps: [
        ['leave', 1],
        ['write', 2],
      ],
      toReclock: [],
      problems: [],
    });
    expect(plan([gold()], [amended({ effectiveFrom: '2026-01-05T08:00:00Z' })]).problems).toEqual([]);
  });
  it('that takes over open tickets has them counted again, once', () => {
    const taking = amended({ amendsOpenTickets: true });
    expect(plan([gold()], [gold(), taking]).toReclock).toEqual([version(2)]);
    expect(plan([gold(), taking], [gold(), taking]).toReclock).toEqual([]);
  });
  it('is refused when it would have taken effect in the past, be it by a second', () => {
    expect(plan([gold()], [gold(), amended({ effectiveFrom: '2026-01-05T07:59:59Z' })])).toEqual({
      steps: [],
      toReclock: [],
      problems: [
        'ctr_gold: version 2 would take effect at 2026-01-05T07:59:59Z, but version 1 is in force: an amendment takes effect from now on, never in the past',
      ],
    });
  });
  it('of a version that is not in force yet may come as early as it likes', () => {
    const coming = gold({ effectiveFrom: '2026-02-01T00:00:00Z' });
    expect(plan([coming], [coming, amended({ effectiveFrom: '2026-02-01T00:00:01Z' })]).problems).toEqual([]);
  });
});

describe('contracts that do not go together', () => {
  it('with what is in the table are refused, and nothing of them is applied', () => {
    const silver = gold({ id: 'ctr_silver' });
    expect(plan([gold()], [silver])).toEqual({
      steps: [],
      toReclock: [],
      problems: ['ctr_silver: mailbox gold belongs to ctr_gold'],
    });
  });
  it('only in a version that is replaced are taken', () => {
    const silver = aContract({ id: 'ctr_silver', default: false, mailboxes: ['gold'], effectiveFrom: amended({}).effectiveFrom });
    expect(plan([gold()], [amended({ mailboxes: ['vip'] }), silver]).problems).toEqual([]);
  });
});
