import type { Instant } from '../virtual-clock.ts';

/** `Fri, 11 Sep 2015 20:32:32 +0000`, the date of RFC 5322. */
export function mailDate(at: Instant): string {
  return new Date(at).toUTCString().replace('GMT', '+0000');
}
