import { describe, expect, it } from 'vitest';
import { readShift } from '../../../shared/sla/shift.ts';

describe('a shift', () => {
  it('is read as seconds since the day’s midnight', () => {
    expect(readShift('09:00-12:30')).toEqual({ from: 32_400, to: 45_000 });
    expect(readShift('00:00-00:01')).toEqual({ from: 0, to: 60 });
  });
  it('may end at 24:00, which is the next midnight', () => {
    expect(readShift('18:00-24:00')).toEqual({ from: 64_800, to: 86_400 });
    expect(readShift('00:00-24:00')).toEqual({ from: 0, to: 86_400 });
  });
  it('ends on the next day when it ends at or before its beginning', () => {
    expect(readShift('22:00-06:00')).toEqual({ from: 79_200, to: 108_000 });
    expect(readShift('00:00-00:00')).toEqual({ from: 0, to: 86_400 });
    expect(readShift('09:00-09:00')).toEqual({ from: 32_400, to: 118_800 });
  });
  it.each([
    '',
    '09:00',
    '9:00-10:00',
    '09:00-24:01',
    '24:00-01:00',
    '09:60-10:00',
    '25:00-26:00',
    ' 09:00-10:00',
    '09:00–10:00',
    '09:00:00-10:00:00',
  ])('is not %j', (text) => {
    expect(readShift(text)).toBeUndefined();
  });
});
