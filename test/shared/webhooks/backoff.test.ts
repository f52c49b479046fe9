import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jitter, longestWaitSeconds, retryAfterIn, waitMilliseconds, waits } from '../../../shared/webhooks/backoff.ts';
import { monday } from '../../support/builders.ts';

describe('the wait after a failure', () => {
  it('grows from five seconds to twelve hours, and stays there', () => {
    const planned = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 50].map((failures) => waitMilliseconds(failures, undefined, 0.5) / 1000);
    expect(planned).toEqual([5, 30, 120, 600, 1800, 3600, 10_800, 21_600, 43_200, 43_200, 43_200]);
  });

  it('is within a fifth of that, whatever is drawn', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.double({ min: 0, max: 1, noNaN: true }), (failures, drawn) => {
        const middle = (waits[failures - 1] ?? longestWaitSeconds) * 1000;
        const wait = waitMilliseconds(failures, undefined, drawn);
        expect(wait).toBeGreaterThanOrEqual(Math.floor(middle * (1 - jitter)));
        expect(wait).toBeLessThanOrEqual(Math.ceil(middle * (1 + jitter)));
      }),
    );
  });

  it('is no shorter than the subscriber asks, up to twelve hours', () => {
    expect(waitMilliseconds(1, 3600, 0.5)).toBe(3600_000);
    expect(waitMilliseconds(1, longestWaitSeconds, 0.5)).toBe(longestWaitSeconds * 1000);
    expect(waitMilliseconds(1, longestWaitSeconds + 1, 0.5)).toBe(longestWaitSeconds * 1000);
    expect(waitMilliseconds(3, 1, 0.5)).toBe(120_000);
  });
});

describe('Retry-After', () => {
  it.each([
    ['120', 120],
    [' 120 ', 120],
    ['Mon, 05 Jan 2026 08:01:30 GMT', 90],
    ['0', undefined],
    ['Mon, 05 Jan 2026 07:00:00 GMT', undefined],
    ['soon', undefined],
    ['-5', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%j is %j seconds', (header, seconds) => expect(retryAfterIn(header, monday)).toBe(seconds));
});
