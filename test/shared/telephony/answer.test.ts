import { describe, expect, it } from 'vitest';
import { languages } from '../../../shared/contracts/vocabulary.ts';
import { apologising, callingBack, choosing, keyingIn, taken } from '../../../shared/telephony/answer.ts';
import { phoneHoursOf } from '../../../shared/telephony/phone-hours.ts';
import { spokenInstant, spokenReference } from '../../../shared/telephony/spoken.ts';
import { aCalendar, aContract, monday } from '../../support/builders.ts';

const talk = (language: 'en' | 'fr' | 'zh', more = {}) => ({
  contactId: 'c1',
  channel: 'phone' as const,
  phone: '+33199000110',
  language,
  contractId: 'ctr_test',
  startedAt: monday.toISOString(),
  offered: [],
  ...more,
});
const contract = aContract({ timeZone: 'Europe/Paris', calendars: { office: aCalendar() }, phoneHours: 'office' });
const ticket = { ticketId: 'tkt_1', reference: '123456782', putThrough: true };
const closed = { isOpen: false as const, opensAt: new Date('2026-01-06T08:00:00Z') };

/** What a flow takes: flat, text only, far below 32 KB (Connect's administrator guide). */
const fitsAFlow = (answer: Record<string, unknown>) => {
  for (const value of Object.values(answer)) expect(typeof value).toBe('string');
  expect(Buffer.byteLength(JSON.stringify(answer))).toBeLessThan(4096);
};

describe.each(languages)('in %s', (language) => {
  const answers = {
    choosing: choosing(talk(language), ['123456782', '223456789']),
    keyingIn: keyingIn(talk(language)),
    again: keyingIn(talk(language), true),
    opened: taken(talk(language), ticket, { contract, hours: { isOpen: true }, isJoined: false }),
    joined: taken(talk(language), ticket, { contract, hours: { isOpen: true }, isJoined: true }),
    closed: taken(talk(language), ticket, { contract, hours: closed, isJoined: false }),
    callingBack: callingBack(talk(language), { contract, hours: closed, isFull: false }),
    full: callingBack(talk(language), { contract, hours: closed, isFull: true }),
    apologising: apologising(language),
  };

  it.each(Object.entries(answers))('%s is said in words, with a voice, and fits a flow', (_, answer) => {
    fitsAFlow(answer);
    expect(answer.say).not.toMatch(/undefined|NaN|\[object/);
    expect(answer.say.length).toBeGreaterThan(5);
    expect(answer).toMatchObject({
      language,
      voice: expect.stringMatching(/^[A-Z]/),
      languageCode: expect.stringMatching(/^[a-z]{2}-[A-Z]{2}$/),
    });
  });

  it('says different things for different things', () => {
    const said = Object.values(answers).map(({ say }) => say);
    expect(new Set(said).size).toBe(said.length);
  });
});

describe('an answer', () => {
  it('reads out open requests by their keys, a new one and another reference after them', () => {
    expect(choosing(talk('en'), ['123456782']).say).toBe(
      'For your request 1 2 3, 4 5 6, 7 8 2, press 1. For a new request, press 2. To key in another reference, press 3.',
    );
  });

  it('offers a call back only to a number', () => {
    const say = (phone: string | undefined) =>
      taken(talk('en', { phone }), ticket, { contract, hours: closed, isJoined: false }).say;
    expect(say('+33199000110')).toContain('press 1');
    expect(say(undefined)).not.toContain('press 1');
    expect(callingBack({ language: 'en', phone: undefined }, { contract, hours: closed, isFull: false }).say).toContain(
      'withheld',
    );
  });

  it('says why, where service is suspended, and still waits for a person', () => {
    const suspended = aContract({
      entitlement: [{ state: 'suspended', from: '2025-12-01T00:00:00Z', reason: 'an unpaid invoice' }],
    });
    const answer = taken(talk('en'), ticket, { contract: suspended, hours: { isOpen: true }, isJoined: false });
    expect([answer.next, answer.say]).toEqual([
      'queue',
      expect.stringMatching(/^Service under your contract is suspended: an unpaid invoice\. Your request/),
    ]);
  });

  it('without a language apologises in several, and claims to know none', () => {
    expect(apologising(undefined)).toMatchObject({
      language: '',
      next: 'queue',
      say: expect.stringMatching(/We are sorry.*Veuillez nous excuser/),
    });
    fitsAFlow(apologising(undefined));
  });

  it('reads digits, not numbers, and instants on the contract’s wall clocks', () => {
    expect(spokenReference('123456782')).toBe('1 2 3, 4 5 6, 7 8 2');
    expect(spokenInstant(new Date('2026-01-06T08:00:00Z'), 'Europe/Paris', 'en')).toBe('Tuesday 6 January at 09:00');
    expect(spokenInstant(new Date('2026-01-06T08:00:00Z'), 'Asia/Shanghai', 'zh')).toContain('16:00');
  });
});

describe('the hours in which calls are put through', () => {
  it('are those of the calendar that the contract names, to the second', () => {
    const at = (time: string) => phoneHoursOf(contract, new Date(`2026-01-05T${time}Z`));
    expect(at('07:59:59')).toEqual({ isOpen: false, opensAt: new Date('2026-01-05T08:00:00Z') });
    expect(at('08:00:00')).toEqual({ isOpen: true });
    expect(at('11:29:59')).toEqual({ isOpen: true });
    expect(at('11:30:00')).toEqual({ isOpen: false, opensAt: new Date('2026-01-05T12:30:00Z') });
  });

  it('are all hours without one', () => {
    expect(phoneHoursOf(aContract(), new Date('2026-01-04T03:00:00Z'))).toEqual({ isOpen: true });
  });
});
