import { describe, expect, it } from 'vitest';
import { readAmount, secondsOf } from '../../../shared/sla/amount.ts';
import { roundTheClock } from '../../../shared/sla/calendar.ts';
import { aCalendar, hours, second } from './service.ts';

describe('an amount', () => {
  it('is so many seconds of clock time or of business time', () => {
    expect(readAmount('4 clock hours')).toEqual({ unit: 'clock', seconds: 14_400 });
    expect(readAmount('1 clock hour')).toEqual({ unit: 'clock', seconds: 3600 });
    expect(readAmount('60 clock seconds')).toEqual({ unit: 'clock', seconds: 60 });
    expect(readAmount('3 clock days')).toEqual({ unit: 'clock', seconds: 259_200 });
    expect(readAmount('24 business hours')).toEqual({ unit: 'business', seconds: 86_400 });
    expect(readAmount('90 business minutes')).toEqual({ unit: 'business', seconds: 5400 });
  });
  it('may be a fraction that comes to whole seconds', () => {
    expect(readAmount('1.5 business hours')).toEqual({ unit: 'business', seconds: 5400 });
    expect(readAmount('0.1 clock hours')).toEqual({ unit: 'clock', seconds: 360 });
    expect(readAmount('0.0001 clock hours')).toBeUndefined();
    expect(readAmount('0.5 clock seconds')).toBeUndefined();
  });
  it('is so many business days, whole ones', () => {
    expect(readAmount('2 business days')).toEqual({ unit: 'business-days', days: 2 });
    expect(readAmount('1.5 business days')).toBeUndefined();
  });
  it('is at most 366 days, or 260 business days', () => {
    expect(readAmount('366 clock days')).toEqual({ unit: 'clock', seconds: 366 * 86_400 });
    expect(readAmount('367 clock days')).toBeUndefined();
    expect(readAmount('8784 business hours')).toBeDefined();
    expect(readAmount('8785 business hours')).toBeUndefined();
    expect(readAmount('260 business days')).toBeDefined();
    expect(readAmount('261 business days')).toBeUndefined();
  });
  it.each([
    '',
    '4 hours',
    '4 business',
    'four clock hours',
    '-4 clock hours',
    '0 clock hours',
    '0 business days',
    '4  clock hours',
    '4 clock weeks',
    'PT4H',
    '1e3 clock seconds',
    '4 clock hours ',
  ])('is not %j', (text) => {
    expect(readAmount(text)).toBeUndefined();
  });
  it('of business days comes to the open time up to the day’s end of counting', () => {
    const on = aCalendar();
    expect(secondsOf({ unit: 'business-days', days: 2 }, on, second('2026-01-05T09:00:00Z'))).toBe(hours(14));
    expect(secondsOf({ unit: 'business-days', days: 1 }, on, second('2026-01-10T09:00:00Z'))).toBe(hours(7));
    expect(secondsOf({ unit: 'business-days', days: 2 }, roundTheClock, 0)).toBe(hours(48));
    expect(secondsOf({ unit: 'business', seconds: 60 }, on, 0)).toBe(60);
  });
});
