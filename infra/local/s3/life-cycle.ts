import * as z from 'zod/mini';
import type { Resource } from '../template/app.ts';
import type { Instant, Timer, VirtualClock } from '../virtual-clock.ts';
import type { ObjectStore } from './object-store.ts';
import type { Tags } from './object-tags.ts';

const rule = z.object({
  Status: z.string(),
  ExpirationInDays: z.optional(z.coerce.number()),
  Prefix: z.optional(z.string()),
  TagFilters: z.optional(z.array(z.object({ Key: z.string(), Value: z.string() }))),
});
const configuration = z.object({ Rules: z.array(rule) });

/** Objects that a bucket's rules remove: a prefix, tags, or both must fit. Older versions and unfinished uploads are not played. */
export interface Expiration {
  days: number;
  prefix: string;
  tags: readonly { Key: string; Value: string }[];
}

export function expirationsOf({ properties }: Resource): Expiration[] {
  const { LifecycleConfiguration } = properties;
  if (LifecycleConfiguration === undefined) return [];
  return configuration
    .parse(LifecycleConfiguration)
    .Rules.flatMap(({ Status, ExpirationInDays: days, Prefix: prefix = '', TagFilters: tags = [] }) =>
      Status === 'Enabled' && days !== undefined ? [{ days, prefix, tags }] : [],
    );
}

const day = 24 * 3600 * 1000;

/**
 * When S3 removes an object: so many days after it was made, and then at the next midnight UTC (S3 user guide, "Lifecycle configuration
 * elements", "Lifecycle rules: Based on an object's age"). undefined: no rule fits.
 */
export function expiresAt(rules: readonly Expiration[], key: string, made: Instant, tags: Tags): Instant | undefined {
  const fitting = rules.filter((each) => key.startsWith(each.prefix) && each.tags.every(({ Key, Value }) => tags[Key] === Value));
  const instants = fitting.map(({ days }) => Math.ceil((made + days * day) / day) * day);
  return instants.length > 0 ? Math.min(...instants) : undefined;
}

/** Looks at every midnight UTC of the clock, which is when S3's rules take effect. */
export function keepLifeCycle(store: ObjectStore, rules: readonly Expiration[], clock: VirtualClock): Timer {
  if (rules.length === 0) return { cancel: () => undefined };
  let timer: Timer;
  const wait = () => {
    timer = clock.at((Math.floor(clock.now() / day) + 1) * day, 's3 life cycle', () => {
      for (const { key, lastModified, tags } of [...store.list()]) {
        const at = expiresAt(rules, key, lastModified, tags);
        if (at !== undefined && at <= clock.now()) store.remove(key);
      }
      wait();
    });
  };
  wait();
  return { cancel: () => timer.cancel() };
}
