import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { calendar, problemsOf, read, targets, written } from './written.ts';

const instantRule = 'must be an instant such as 2026-03-01T00:00:00+01:00';

describe('a contract file', () => {
  it('that leaves out what may be left out is valid, and has its defaults', () => {
    const { targets: _, calendars: __, mailboxes: ___, ...least } = written();
    expect(read(least)).toEqual({
      ...least,
      default: false,
      answersElsewhere: 'settle',
      mailboxes: [],
      hotlines: [],
      customers: { domains: [], addresses: [], phones: [], accounts: [] },
      entitlement: [],
      unverifiedMail: 'flag',
      newTickets: { kind: 'request', priority: 'normal' },
      teams: {},
      targets: [],
      pauses: [],
      whenChanged: {
        priority: 'carry-elapsed',
        kind: 'carry-elapsed',
        contract: 'carry-elapsed',
        amendment: 'never-earlier-than-now',
      },
      amendsOpenTickets: false,
      roles: {},
      ladder: [],
      calendars: {},
    });
  });
  it('may use anchors, so that five days need not be written five times', () => {
    const yaml = `${stringify(written({ calendars: undefined }))}calendars:
  office:
    kind: weekly
    timeZone: Asia/Shanghai
    week:
      monday: &day ["09:00-24:00"]
      friday: *day
`;
    expect(read(yaml).calendars.office?.calendar).toMatchObject({
      timeZone: 'Asia/Shanghai',
      week: { monday: ['09:00-24:00'], friday: ['09:00-24:00'], sunday: [] },
    });
  });
  it('has its calendars with a version that is the digest of what they say, holidays included', () => {
    const version = (contract: unknown) => read(contract).calendars.office?.version;
    expect(version(written())).toMatch(/^[0-9a-f]{16}$/);
    expect(version(written({ name: 'Silver' }))).toBe(version(written()));
    expect(version(calendar({ timeZone: 'Europe/Paris' }))).toBe(version(written()));
    const others = [
      { timeZone: 'Europe/Berlin' },
      { holidays: { country: 'NA' } },
      { holidays: { country: 'NA', makeUpDaysAs: 'monday' } },
      { closures: [{ date: '2026-03-02' }] },
      { closures: [{ date: '2026-03-02', at: '09:00-10:00' }] },
    ].map((each) => version(calendar(each)));
    expect(new Set([version(written()), ...others]).size).toBe(6);
  });
  it('with several faults has each of them named', () => {
    expect(problemsOf(written({ id: 'x', version: 0, languages: ['de'] }))).toHaveLength(3);
  });
  it.each([
    ['no YAML', 'name: "Gold', /Missing closing "quote/],
    ['an alias without its anchor', 'calendars: *hours', /Unresolved alias.*hours/],
    ['the same key twice', 'name: a\nname: b', /Map keys must be unique/],
  ])('that is %s is refused, saying so', (_, yaml, problem) => {
    expect(problemsOf(yaml)[0]).toMatch(problem);
  });
});

describe('a contract file is refused, naming file, path and rule,', () => {
  it.each<[string, unknown, string]>([
    ['for a list in its place', '- 1', 'the whole file: Invalid input: expected object, received array'],
    ['for a word that means nothing', written({ ladders: [] }), 'ladders: means nothing here'],
    ['for a word that means nothing further down', targets({ prioritty: 'urgent' }), 'targets.0.prioritty: means nothing here'],
    [
      'for a zone of hours that have none',
      written({ calendars: { office: { kind: 'always', timeZone: 'UTC' } }, targets: [] }),
      'calendars.office.timeZone: means nothing here',
    ],
    [
      'for an id of another kind',
      written({ id: 'gold' }),
      'id: must begin with ctr_ and hold lower-case letters, digits and hyphens',
    ],
    ['for no name', written({ name: '' }), 'name: Too small: expected string to have >=1 characters'],
    ['for version 0', written({ version: 0 }), 'version: Too small: expected number to be >0'],
    ['for a date instead of an instant', written({ effectiveFrom: '2026-01-01' }), `effectiveFrom: ${instantRule}`],
    ['for the 30th of February', written({ effectiveFrom: '2026-02-30T00:00:00Z' }), `effectiveFrom: ${instantRule}`],
    ['for no language', written({ languages: [] }), 'languages: Too small: expected array to have >=1 items'],
    [
      'for a language that no template speaks',
      written({ languages: ['de'] }),
      'languages.0: Invalid option: expected one of "en"|"fr"|"zh"',
    ],
    [
      'for an unknown zone',
      written({ timeZone: 'Europe/Pariss' }),
      'timeZone: must be a time zone of the IANA data base, such as Europe/Paris',
    ],
    [
      'for an offset in the place of a zone',
      written({ timeZone: '+01:00' }),
      'timeZone: must be a time zone of the IANA data base, such as Europe/Paris',
    ],
  ])('%s', (_, contract, problem) => {
    expect(problemsOf(contract)).toEqual([problem]);
  });
});
