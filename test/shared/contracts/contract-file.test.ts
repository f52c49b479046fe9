import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { ContractFileError, checkTogether, readContractFile } from '../../../shared/contracts/contract-file.ts';
import { aContract } from '../../support/builders.ts';

const shipped = join(import.meta.dirname, '..', '..', '..', 'contracts');
const files = readdirSync(shipped).filter((name) => name.endsWith('.yaml'));
const readShipped = () => files.map((name) => readContractFile(name, readFileSync(join(shipped, name), 'utf8')));

describe('the contracts that ship', () => {
  it.each(files)('%s is valid', (name) => {
    expect(() => readContractFile(name, readFileSync(join(shipped, name), 'utf8'))).not.toThrow();
  });
  it('go together', () => {
    expect(checkTogether(readShipped())).toEqual([]);
  });
});

const nineToFive = [{ from: '09:00', to: '17:00' }];
const aWeek = { monday: nineToFive, tuesday: nineToFive };
const weekly = (overrides: Record<string, unknown> = {}) => ({
  kind: 'weekly',
  timeZone: 'Europe/Paris',
  week: aWeek,
  ...overrides,
});

/** What a person would write, as an object. */
const written = (overrides: Record<string, unknown> = {}) => ({
  id: 'ctr_gold',
  version: 1,
  name: 'Gold',
  languages: ['en'],
  mailboxes: ['gold'],
  calendar: { kind: 'always' },
  targets: [{ clock: 'first-response', within: 'PT4H' }],
  ...overrides,
});
function problemsOf(contract: unknown): string[] {
  try {
    readContractFile('gold.yaml', typeof contract === 'string' ? contract : stringify(contract));
    return [];
  } catch (error) {
    if (!(error instanceof ContractFileError)) throw error;
    expect(error.message).toBe(error.problems.map((problem) => `gold.yaml: ${problem}`).join('\n'));
    return error.problems;
  }
}
const target = (overrides: Record<string, unknown>) =>
  written({ targets: [{ clock: 'first-response', within: 'PT4H', ...overrides }] });
const aRung = (at: string) => ({ at, to: ['duty@desk.example'] });
const rung = (at: string) => written({ ladder: [aRung(at)] });
const hours = (...shifts: [string, string][]) =>
  written({ calendar: weekly({ week: { monday: shifts.map(([from, to]) => ({ from, to })) } }) });

describe('a contract file', () => {
  it('that leaves out what may be left out is valid', () => {
    expect(readContractFile('gold.yaml', stringify(written()))).toMatchObject({ default: false, ladder: [] });
  });
  it('may use anchors, so that five days need not be written five times', () => {
    const yaml = `${stringify(written({ calendar: undefined }))}calendar:
  kind: weekly
  timeZone: Asia/Shanghai
  week:
    monday: &day [{ from: "09:00", to: "24:00" }]
    friday: *day
`;
    const { calendar } = readContractFile('gold.yaml', yaml);
    expect(calendar).toMatchObject({ week: { monday: [{ to: '24:00' }], friday: [{ to: '24:00' }], sunday: [] } });
  });
  it.each([
    [
      'an unknown zone',
      written({ calendar: weekly({ timeZone: 'Europe/Pariss' }) }),
      'calendar.timeZone: must be a time zone of the IANA data base, such as Europe/Paris',
    ],
    ['a week that never opens', written({ calendar: weekly({ week: {} }) }), 'calendar.week: must open at least once a week'],
    [
      'shifts that overlap',
      hours(['09:00', '12:00'], ['11:59', '17:00']),
      'calendar.week.monday: shifts must be in order and must not overlap',
    ],
    [
      'shifts out of order',
      hours(['13:00', '17:00'], ['09:00', '12:00']),
      'calendar.week.monday: shifts must be in order and must not overlap',
    ],
    ['a shift that ends before it begins', hours(['17:00', '09:00']), 'calendar.week.monday.0: must end after it begins'],
    [
      'a time of day that is none',
      hours(['09:00', '24:01']),
      'calendar.week.monday.0.to: must be a time of day from 00:00 to 24:00',
    ],
    [
      'two targets for one clock and priority',
      written({ targets: [target({}).targets[0], target({}).targets[0]] }),
      'targets: two targets are equally specific: same clock, same priority',
    ],
    [
      'a duration in days',
      target({ within: 'P1D' }),
      'targets.0.within: must be a duration of hours, minutes and seconds, such as PT4H or PT1H30M',
    ],
    [
      'a duration of nothing',
      target({ within: 'PT0S' }),
      'targets.0.within: must be a duration of hours, minutes and seconds, such as PT4H or PT1H30M',
    ],
    [
      'a duration without a number',
      target({ within: 'PT' }),
      'targets.0.within: must be a duration of hours, minutes and seconds, such as PT4H or PT1H30M',
    ],
    [
      'a duration beyond all measure',
      target({ within: `PT${'9'.repeat(30)}H` }),
      'targets.0.within: must be a duration of hours, minutes and seconds, such as PT4H or PT1H30M',
    ],
    [
      'a clock that does not exist',
      target({ clock: 'second-response' }),
      'targets.0.clock: Invalid option: expected one of "first-response"|"resolution"',
    ],
    ['a rung for nobody', written({ ladder: [{ at: '80%', to: [] }] }), 'ladder.0.to: must name at least one person'],
    ['a person who is no address', written({ ladder: [{ at: '80%', to: ['duty'] }] }), 'ladder.0.to.0: must be a mail address'],
    [
      'two rungs at one point',
      written({ ladder: [aRung('80%'), aRung('80%')] }),
      'ladder: two rungs of the ladder are at the same point',
    ],
    [
      'an id of another kind',
      written({ id: 'gold' }),
      'id: must begin with ctr_ and hold lower-case letters, digits and hyphens',
    ],
    [
      'a mailbox with a plus',
      written({ mailboxes: ['gold+vip'] }),
      'mailboxes.0: must be the local part of an address, at most 20 characters, no +',
    ],
    ['no name', written({ name: '' }), 'name: Too small: expected string to have >=1 characters'],
    ['version 0', written({ version: 0 }), 'version: Too small: expected number to be >0'],
    ['no language', written({ languages: [] }), 'languages: Too small: expected array to have >=1 items'],
    [
      'a language that no template speaks',
      written({ languages: ['de'] }),
      'languages.0: Invalid option: expected one of "en"|"fr"|"zh"',
    ],
    ['a list where a contract should be', '- 1', 'the whole file: Invalid input: expected object, received array'],
    ['a word that means nothing here', written({ ladders: [] }), 'ladders: means nothing here'],
    ['a word that means nothing further down', target({ prioritty: 'urgent' }), 'targets.0.prioritty: means nothing here'],
  ])('with %s is refused, naming file, path and rule', (_, contract, problem) => {
    expect(problemsOf(contract)).toEqual([problem]);
  });
  it('with several faults has each of them named', () => {
    expect(problemsOf(written({ id: 'x', version: 0, languages: ['de'] }))).toHaveLength(3);
  });
  it.each([
    ['no YAML', 'name: "Gold', /Missing closing "quote/],
    ['an alias without its anchor', 'calendar: *hours', /Unresolved alias.*hours/],
    ['the same key twice', 'name: a\nname: b', /Map keys must be unique/],
  ])('that is %s is refused, saying so', (_, yaml, problem) => {
    expect(problemsOf(yaml)[0]).toMatch(problem);
  });
});

describe('a rung of the ladder', () => {
  it.each(['1%', '50%', '99%', 'breach', 'breach+PT1S', 'breach+PT2H30M'])('at %s is valid', (at) => {
    expect(problemsOf(rung(at))).toEqual([]);
  });
  it.each(['0%', '100%', '05%', '101%', '50', '-1%', 'breach+PT0S', 'breach+2h', 'breach-PT1H', ''])('at %j is refused', (at) => {
    expect(problemsOf(rung(at))).toEqual([
      'ladder.0.at: must be a share of the time from 1% to 99%, "breach", or "breach+" and a duration such as breach+PT1H',
    ]);
  });
});

describe('contracts together', () => {
  const gold = aContract({ id: 'ctr_gold', default: false, mailboxes: ['gold'] });
  it.each([
    ['no default', [gold], 'exactly one contract must be the default, not 0'],
    [
      'two defaults',
      [aContract(), aContract({ id: 'ctr_other', mailboxes: ['other'] })],
      'exactly one contract must be the default, not 2',
    ],
    [
      'the same mailbox twice',
      [aContract(), { ...gold, mailboxes: ['support'] }],
      'ctr_gold: mailbox support belongs to ctr_test',
    ],
    ['one id twice', [aContract(), gold, { ...gold, mailboxes: [] }], 'ctr_gold: two files have this id'],
    [
      'one id twice, without mailboxes',
      [aContract(), { ...gold, mailboxes: [] }, { ...gold, mailboxes: [] }],
      'ctr_gold: two files have this id',
    ],
  ])('with %s are refused', (_, contracts, problem) => {
    expect(checkTogether(contracts)).toEqual([problem]);
  });
});
