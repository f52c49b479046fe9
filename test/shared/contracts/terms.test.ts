import { describe, expect, it } from 'vitest';
import { people, problemsOf, role, rungs, target, targets, written } from './written.ts';

const amountRule =
  'must be an amount such as "4 clock hours", "24 business hours", "60 clock seconds" or "2 business days": whole seconds, at most 366 days or 260 business days';
const pointRule =
  'must be a share of the time from 1% to 99%, "breach", or a time before or after it such as "30 minutes before breach" or "2 hours after breach"';

describe('what is agreed with a customer is refused, naming file, path and rule,', () => {
  it.each<[string, unknown, string]>([
    [
      'for a mailbox with a plus',
      written({ mailboxes: ['gold+vip'] }),
      'mailboxes.0: must be the local part of an address, at most 20 characters, no +',
    ],
    [
      'for a mailbox of 21 characters',
      written({ mailboxes: ['g'.repeat(21)] }),
      'mailboxes.0: must be the local part of an address, at most 20 characters, no +',
    ],
    [
      'for a chat key of 41 characters',
      written({ chat: { key: 'g'.repeat(41) } }),
      'chat.key: must be 3 to 40 lower-case letters, digits and hyphens',
    ],
    [
      'for an origin with a path',
      written({ chat: { key: 'gold', origins: ['https://gold.example/'] } }),
      'chat.origins.0: must be an origin such as https://shop.example.com',
    ],
    [
      'for a hotline without its country',
      written({ hotlines: ['0199000990'] }),
      'hotlines.0: must be a phone number such as +33142860000',
    ],
    [
      'for a domain in capitals',
      written({ customers: { domains: ['Gold.example'] } }),
      'customers.domains.0: must be a domain in lower case',
    ],
    [
      'for an address in capitals',
      written({ customers: { addresses: ['Ana@gold.example'] } }),
      'customers.addresses.0: must be a mail address in lower case',
    ],
    [
      'for a phone number without its country',
      written({ customers: { phones: ['0142860000'] } }),
      'customers.phones.0: must be a phone number such as +33142860000',
    ],
    ['for a team of no kind of ticket', written({ teams: { bug: 'technical' } }), 'teams: Unrecognized key: "bug"'],
    [
      'for a rule of change that does not exist',
      written({ whenChanged: { priority: 'reset' } }),
      'whenChanged.priority: Invalid option: expected one of "carry-elapsed"|"restart"|"from-creation"|"never-earlier-than-now"',
    ],
    [
      'for a pause by a suspension, which no ticket can be in',
      written({ pauses: [{ because: ['suspended'] }] }),
      'pauses.0.because.0: Invalid option: expected one of "customer"|"third-party"|"scheduled"',
    ],
    [
      'for a pause without a reason',
      written({ pauses: [{ because: [] }] }),
      'pauses.0.because: Too small: expected array to have >=1 items',
    ],
    [
      'for a pause of no amount',
      written({ pauses: [{ because: ['customer'], atMost: 'ten days' }] }),
      `pauses.0.atMost: ${amountRule}`,
    ],
  ])('%s', (_, contract, problem) => {
    expect(problemsOf(contract)).toEqual([problem]);
  });
});

describe('whom to tell is refused, naming file, path and rule,', () => {
  it.each<[string, unknown, string]>([
    ['for a role that does not exist', rungs({ at: '80%', to: ['role:duty'] }), 'ladder.0.to: there is no role duty'],
    [
      'for a role that every object seems to have',
      rungs({ at: '80%', to: ['role:constructor'] }),
      'ladder.0.to: there is no role constructor',
    ],
    ['for a rung for nobody', rungs({ at: '80%', to: [] }), 'ladder.0.to: must name at least one person'],
    ['for a rung for 21', rungs({ at: '80%', to: people(21) }), 'ladder.0.to: must name at most 20 people'],
    [
      'for a person who is no address',
      rungs({ at: '80%', to: ['duty'] }),
      'ladder.0.to.0: must be a mail address or a role such as role:duty',
    ],
    [
      'for 61 recipients on four rungs',
      rungs(...[20, 20, 20, 1].map((count, i) => ({ at: `${i + 1}%`, to: people(count) }))),
      'ladder: must name at most 60 recipients in all',
    ],
    [
      'for two rungs at one point',
      rungs({ at: '80%' }, { at: '80%' }),
      'ladder: two rungs of the ladder are at the same point of a clock',
    ],
    [
      'for two rungs at one point of one clock',
      rungs({ at: '80%' }, { at: '80%', clocks: ['resolution'] }),
      'ladder: two rungs of the ladder are at the same point of a clock',
    ],
    ['for 21 rungs', rungs(...Array.from({ length: 21 }, (_, i) => ({ at: `${i + 1}%` }))), 'ladder: must have at most 20 rungs'],
    ['for hours of duty on no calendar', role({ during: 'night' }, {}), 'roles.duty.0.during: there is no calendar night'],
    [
      'for a role that is nobody’s at some hour',
      role({ during: 'office' }),
      'roles.duty: the last must be on duty at any hour: without it nobody is told outside those hours',
    ],
    ['for a role that is nobody’s', role(), 'roles.duty: must name somebody'],
    ['for a role of no people', role({ people: [] }), 'roles.duty.0.people: must name at least one person'],
    ['for a role within a role', role({ people: ['role:lead'] }), 'roles.duty.0.people.0: must be a mail address'],
  ])('%s', (_, contract, problem) => {
    expect(problemsOf(contract)).toEqual([problem]);
  });
});

describe('a contract file is taken', () => {
  it.each<[string, unknown]>([
    ['with a mailbox of 20 characters', written({ mailboxes: ['g'.repeat(20)] })],
    ['with 100 targets, and 60 recipients on 20 rungs', written({ targets: oneHundredTargets(), ladder: twentyRungs() })],
    ['with a rung for 20', rungs({ at: '80%', to: people(20) })],
    ['with one point on two clocks', rungs({ at: '80%', clocks: ['update'] }, { at: '80%', clocks: ['resolution'] })],
  ])('%s', (_, contract) => {
    expect(problemsOf(contract)).toEqual([]);
  });
  function oneHundredTargets() {
    const channels = ['email', 'phone', 'chat', 'form', 'webhook', 'portal', 'post', 'on-site', 'remote'];
    const kinds = ['incident', 'request', 'question'];
    const priorities = ['urgent', 'high', 'normal', 'low'];
    const all = channels.flatMap((channel) =>
      kinds.flatMap((kind) => priorities.map((priority) => ({ channel, kind, priority }))),
    );
    return all.slice(0, 100).map(target);
  }
  function twentyRungs() {
    return Array.from({ length: 20 }, (_, i) => ({ at: `${i + 1}%`, to: people(3) }));
  }
});

describe('an amount', () => {
  it.each(['1 clock second', '366 clock days', '8784 business hours', '1.5 clock hours', '1 business day', '260 business days'])(
    'of %s is taken',
    (within) =>
      expect(problemsOf(written({ calendars: { all: { kind: 'always' } }, targets: [target({ within })] }))).toEqual([]),
  );
  it.each([
    'PT4H',
    '4 hours',
    '0 clock hours',
    '0.3 clock seconds',
    '367 clock days',
    '8784.5 clock hours',
    '261 business days',
    '1.5 business days',
    '-1 clock hours',
    '4 clock weeks',
    '',
  ])('of %j is refused', (within) => expect(problemsOf(targets({ within }))).toEqual([`targets.0.within: ${amountRule}`]));
});

describe('a rung of the ladder', () => {
  it.each(['1%', '50%', '99%', 'breach', '30 minutes before breach', '1 second after breach', '2.5 hours after breach'])(
    'at %s is taken',
    (at) => expect(problemsOf(rungs({ at }))).toEqual([]),
  );
  it.each([
    '0%',
    '100%',
    '05%',
    '101%',
    '50',
    '-1%',
    '80.5%',
    'breach+PT1H',
    '0 hours after breach',
    '2 days after breach',
    '1 clock hour after breach',
    '2 hours',
    '',
  ])('at %j is refused', (at) => expect(problemsOf(rungs({ at }))).toEqual([`ladder.0.at: ${pointRule}`]));
});
