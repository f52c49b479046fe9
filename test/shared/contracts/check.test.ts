import { describe, expect, it } from 'vitest';
import { checkTogether } from '../../../shared/contracts/check.ts';
import { aContract } from '../../support/builders.ts';
import { problemsOf, target, targets, weekly, written } from './written.ts';

describe('a target is refused, naming file, path and rule,', () => {
  it.each<[string, unknown, string]>([
    [
      'for a clock that does not exist',
      targets({ clock: 'second-response' }),
      'targets.0.clock: Invalid option: expected one of "pick-up"|"first-response"|"next-response"|"update"|"resolution"|"complaint"',
    ],
    [
      'for a priority that does not exist',
      targets({ priority: 'critical' }),
      'targets.0.priority: must be one or several of urgent, high, normal, low',
    ],
    [
      'for several, of which one does not exist',
      targets({ kind: ['incident', 'bug'] }),
      'targets.0.kind: must be one or several of incident, request, complaint, question',
    ],
    ['for none of several', targets({ channel: [] }), 'targets.0.channel: Too small: expected array to have >=1 items'],
    [
      'for business time without a calendar',
      written({ calendars: {} }),
      'targets.0.calendar: business time needs a calendar: the contract has none',
    ],
    [
      'for business time on one of two calendars',
      written({ calendars: { office: weekly(), night: weekly() } }),
      'targets.0.calendar: business time needs a calendar: name one of office, night',
    ],
    [
      'for a calendar that does not exist',
      targets({ within: '4 business hours', calendar: 'night' }),
      'targets.0.calendar: there is no calendar night: name one of office',
    ],
    [
      'for a calendar that every object seems to have',
      targets({ within: '4 business hours', calendar: 'constructor' }),
      'targets.0.calendar: there is no calendar constructor: name one of office',
    ],
    [
      'for phone hours of a calendar that does not exist',
      written({ phoneHours: 'night' }),
      'phoneHours: there is no calendar night: name one of office',
    ],
    [
      'for another word on answers elsewhere',
      written({ answersElsewhere: 'never' }),
      'answersElsewhere: Invalid option: expected one of "settle"|"keep"',
    ],
    [
      'for clock time on a calendar',
      targets({ calendar: 'office' }),
      'targets.0.calendar: clock time runs round the clock and takes no calendar',
    ],
    [
      'for time that the calendar does not hold in ten years',
      written({
        calendars: { office: weekly({ week: { monday: ['09:00-09:01'] } }) },
        targets: [target({ within: '10 business hours' })],
      }),
      'targets.0.within: the calendar office does not hold that in 10 years',
    ],
    [
      'for a first response that counts from itself',
      targets({ clock: 'first-response', from: 'first-response' }),
      'targets.0.from: only resolution and update can count from the first response',
    ],
    [
      'for a complaint clock of a kind',
      targets({ clock: 'complaint', kind: 'complaint' }),
      'targets.0.kind: the complaint clock is for complaints, whatever else is said',
    ],
    [
      'for two targets of every ticket',
      targets({}, {}),
      'targets: two targets for resolution are equally specific for channel email, kind incident, priority urgent',
    ],
    [
      'for two targets that are equally specific for some ticket',
      targets({ priority: 'high' }, { channel: ['phone', 'chat'] }),
      'targets: two targets for resolution are equally specific for channel phone, kind incident, priority high',
    ],
    [
      'for 101 targets',
      written({ targets: Array.from({ length: 101 }, () => target({})) }),
      'targets: must be at most 100 targets',
    ],
  ])('%s', (_, contract, problem) => {
    expect(problemsOf(contract)).toEqual([problem]);
  });
});

describe('a target is taken', () => {
  it.each<[string, unknown]>([
    [
      'with an amount that its calendar holds in less than ten years',
      written({
        calendars: { office: weekly({ week: { monday: ['09:00-09:01'] } }) },
        targets: [target({ within: '8 business hours' })],
      }),
    ],
  ])('%s', (_, contract) => {
    expect(problemsOf(contract)).toEqual([]);
  });
});

describe('contracts together are refused', () => {
  const gold = (overrides: Record<string, unknown> = {}) =>
    aContract({ id: 'ctr_gold', default: false, mailboxes: ['gold'], ...overrides });
  const second = (overrides: Record<string, unknown> = {}) =>
    gold({ version: 2, effectiveFrom: '2026-01-01T00:00:00Z', ...overrides });
  const owning = (customers: Record<string, string[]>) => [aContract({ customers }), gold({ customers })];
  it.each<[string, ReturnType<typeof aContract>[], string]>([
    ['without a default', [gold()], 'exactly one contract must be the default, not 0'],
    [
      'with two defaults',
      [aContract(), gold({ default: true })],
      'exactly one contract must be the default, not 2 (from 2020-01-01 on)',
    ],
    ['for a mailbox of two', [aContract(), gold({ mailboxes: ['support'] })], 'ctr_gold: mailbox support belongs to ctr_test'],
    [
      'for a hotline of two',
      [aContract({ hotlines: ['+33199000990'] }), gold({ hotlines: ['+33199000990'] })],
      'ctr_gold: hotline +33199000990 belongs to ctr_test',
    ],
    [
      'for a chat key of two',
      [aContract({ chat: { key: 'shop' } }), gold({ chat: { key: 'shop' } })],
      'ctr_gold: chat key shop belongs to ctr_test',
    ],
    ['for a domain of two', owning({ domains: ['acme.example'] }), 'ctr_gold: domain acme.example belongs to ctr_test'],
    [
      'for an address of two',
      owning({ addresses: ['ana@acme.example'] }),
      'ctr_gold: address ana@acme.example belongs to ctr_test',
    ],
    ['for a number of two', owning({ phones: ['+33199000100'] }), 'ctr_gold: phone +33199000100 belongs to ctr_test'],
    ['for an account of two', owning({ accounts: ['acme'] }), 'ctr_gold: account acme belongs to ctr_test'],
    ['for one version twice', [aContract(), gold(), gold({ mailboxes: [] })], 'ctr_gold: two files have version 1'],
    [
      'for a version that takes effect no later than the one before it',
      [aContract(), second({ effectiveFrom: gold().effectiveFrom }), gold()],
      'ctr_gold: version 2 must take effect after version 1',
    ],
  ])('%s', (_, contracts, problem) => {
    expect(checkTogether(contracts)).toContain(problem);
  });
  const vip = (effectiveFrom: string) => [
    aContract(),
    gold({ mailboxes: ['vip'] }),
    second(),
    aContract({ id: 'ctr_vip', default: false, mailboxes: ['vip'], effectiveFrom }),
  ];
  it('but a mailbox may go from one to another at the moment at which the new version holds, and not before', () => {
    expect(checkTogether(vip(second().effectiveFrom))).toEqual([]);
    expect(checkTogether(vip('2020-01-01T00:00:00Z'))).toEqual(['ctr_vip: mailbox vip belongs to ctr_gold']);
  });
  it('at any time: a default that ends leaves nobody for strangers', () => {
    const ending = aContract({ entitlement: [{ state: 'ended', from: '2026-06-01T00:00:00Z' }] });
    expect(checkTogether([ending])).toEqual(['exactly one contract must be the default, not 0 (from 2026-06-01 on)']);
  });
  it('but what leads to a contract twice over is no harm: a domain, and an address there', () => {
    const domain = gold({ customers: { domains: ['acme.example'] } });
    expect(checkTogether([aContract({ customers: { addresses: ['ana@acme.example'] } }), domain])).toEqual([]);
  });
});
