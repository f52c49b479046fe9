import { describe, expect, it } from 'vitest';
import { warningsAbout } from '../../../../infra/commands/contracts/warnings.ts';
import { aCalendar, aContract } from '../../../support/builders.ts';

const through = (date: string) =>
  aContract({ calendars: { office: aCalendar({ covered: { of: 'CN', from: '2020-01-01', through: date } }) } });

describe('a warning', () => {
  it('is given of holidays that are known for less than half a year, on the dates of the calendar’s own zone', () => {
    const warned = (date: string, now: string) => warningsAbout([through(date)], new Date(now));
    expect(warned('2026-12-31', '2026-06-30T12:00:00Z')).toEqual([]);
    expect(warned('2026-12-31', '2026-06-30T23:00:00Z')).toEqual([
      'ctr_test: calendars.office: the public holidays of CN are known through 2026-12-31 only; what is due later is counted without them and says so',
    ]);
  });
  it('is given of versions that differ in entitlement, since a ticket goes by its own', () => {
    const entitlement = [{ state: 'suspended', from: '2026-01-01T00:00:00Z', reason: 'Unpaid' }];
    const now = new Date('2026-01-05T08:00:00Z');
    const second = aContract({ version: 2, entitlement });
    expect(warningsAbout([aContract(), second], now)).toEqual([
      'ctr_test: versions 1 and 2 differ in entitlement; open tickets go by that of their own version',
    ]);
    expect(warningsAbout([aContract({ entitlement }), second], now)).toEqual([]);
  });
  it('is not given without cause: no holidays, or round the clock', () => {
    const calendars = { office: aCalendar(), all: { version: 'v1', calendar: { kind: 'always' } } };
    expect(warningsAbout([aContract({ calendars })], new Date('2026-01-05T08:00:00Z'))).toEqual([]);
  });
});
