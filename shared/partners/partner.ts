import * as z from 'zod/mini';
import { language } from '../contracts/vocabulary.ts';
import { mostPerMinute } from './limits.ts';
import { mapping } from './mapping.ts';

/** Part of addresses and of names of secrets, so of few characters. */
export const partnerId = z
  .string('must be text')
  .check(
    z.regex(
      /^prt_[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?$/,
      'must be prt_ and letters, digits and hyphens, such as prt_relais-telecom',
    ),
  );

const requests = (most: number) =>
  z
    .number('must be a number')
    .check(z.int('must be whole'), z.minimum(1, 'must be at least 1'), z.maximum(most, `must be at most ${most}`));

/** Somebody whose own system opens requests with us, and asks how they stand. */
export const partner = z.object({
  id: partnerId,
  name: z.string('must be text').check(z.minLength(1, 'must not be empty'), z.maxLength(100, 'must have at most 100 characters')),
  /** Of its requests, unless they say their own; else the contract's first. */
  language: z.optional(language),
  /** Who answers there when something is wrong: a mail address. */
  contact: z.string('must be a mail address').check(z.regex(/^[^\s@<>]+@[^\s@<>]+$/, 'must be a mail address')),
  quota: z.object({
    perMinute: requests(mostPerMinute),
    perDay: z.optional(requests(mostPerMinute * 60 * 24)),
  }),
  /**
   * Whether we write to the people it relays for. Without it their addresses are with the messages only, and neither acknowledgement nor
   * answer is mailed to them: the partner tells them.
   */
  acknowledge: z._default(z.boolean('must be true or false'), false),
  /** How its own JSON is read; without it, it sends ours. */
  mapping: z.optional(mapping),
});
export type Partner = z.infer<typeof partner>;

export interface Partners {
  /** A partner that was changed a minute ago may still be answered as it was. */
  find(id: string): Promise<Partner | undefined>;
}
