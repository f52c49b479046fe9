import { describe, expect, it } from 'vitest';
import { formatDuration, formatInstant, formatStep } from '../../../shared/notices/format.ts';

describe('instants', () => {
  it('tell the two hours apart that the end of summer time makes look alike', () => {
    expect(formatInstant('2026-10-25T00:30:00Z', 'Europe/Paris', 'en')).toBe(
      'Sunday, 25 October 2026 at 02:30 (Europe/Paris, UTC+02:00)',
    );
    expect(formatInstant('2026-10-25T01:30:00Z', 'Europe/Paris', 'en')).toBe(
      'Sunday, 25 October 2026 at 02:30 (Europe/Paris, UTC+01:00)',
    );
    expect(formatInstant('2026-10-25T02:00:00Z', 'Europe/Paris', 'en')).toBe('Sunday, 25 October 2026 at 03:00 (Europe/Paris)');
  });

  it('write midnight as 00:00 of the day that begins', () => {
    expect(formatInstant('2026-01-05T23:00:00Z', 'Europe/Paris', 'fr')).toBe('mardi 6 janvier 2026 à 00:00 (Europe/Paris)');
    expect(formatInstant('2026-01-05T16:00:00Z', 'Asia/Shanghai', 'zh')).toBe('2026年1月6日星期二 00:00（Asia/Shanghai）');
  });

  it('show seconds only when there are any', () => {
    expect(formatInstant('2026-01-05T13:00:09Z', 'UTC', 'fr')).toBe('lundi 5 janvier 2026 à 13:00:09 (UTC)');
  });
});

describe('durations', () => {
  it.each([
    [0, '0 minutes'],
    [1, '1 second'],
    [5400, '1 hour, 30 minutes'],
    [72 * 3600 + 61, '72 hours, 1 minute, 1 second'],
  ])('writes %i seconds as %s', (seconds, written) => {
    expect(formatDuration(seconds, 'en')).toBe(written);
  });

  it('are written as each language writes them', () => {
    expect(formatDuration(5400, 'fr').replace(/\s/g, ' ')).toBe('1 heure et 30 minutes');
    expect(formatDuration(5400, 'zh')).toBe('1小时30分钟');
    expect(formatStep('80%', 'fr').replace(/\s/g, ' ')).toBe('80 %');
  });
});

describe('steps of a ladder', () => {
  it.each([
    ['80%', '80%', '80 %', '80%'],
    ['30 minutes before breach', '30 minutes before breach', '30 minutes avant l’échéance', '到期前30分钟'],
    ['breach', 'breach', 'échéance dépassée', '到期'],
    ['1.5 hours after breach', '1 hour, 30 minutes after breach', '1 heure et 30 minutes après l’échéance', '逾期1小时30分钟后'],
    ['some day', 'some day', 'some day', 'some day'],
  ])('%s is written as each language writes it', (step, en, fr, zh) => {
    const written = (['en', 'fr', 'zh'] as const).map((language) => formatStep(step, language).replace(/\s/g, ' '));
    expect(written).toEqual([en, fr, zh]);
  });
});
