import type { Item } from './attribute-value.ts';
import { SortedMap } from './sorted-map.ts';

/** Which items of a table expire, soonest first. */
export interface TimeToLive {
  replace(key: string, before: Item | undefined, after: Item | undefined): void;
  /** Keys of the items whose time has passed at `now` (milliseconds). */
  expired(now: number): string[];
}

/** An item whose expiry lies further back than five years is left alone (Developer Guide, "Using time to live"). */
export const longestExpiredSeconds = 5 * 365 * 24 * 3600;

const digits = 16;

export function createTimeToLive(attribute: string): TimeToLive {
  const byExpiry = new SortedMap<string>();

  const entry = (key: string, item: Item | undefined): string | undefined => {
    const seconds = Number(item?.[attribute]?.N ?? Number.NaN);
    if (!(seconds >= 0 && seconds < 10 ** digits)) return undefined;
    return `${String(Math.floor(seconds)).padStart(digits, '0')}/${key}`;
  };

  return {
    replace: (key, before, after) => {
      const [from, to] = [entry(key, before), entry(key, after)];
      if (from === to) return;
      if (from) byExpiry.delete(from);
      if (to) byExpiry.set(to, key);
    },
    expired: (now) => {
      const seconds = Math.floor(now / 1000);
      const bound = (at: number) => String(Math.max(0, at)).padStart(digits, '0');
      return [...byExpiry.range({ gte: bound(seconds - longestExpiredSeconds), lt: bound(seconds) })];
    },
  };
}
