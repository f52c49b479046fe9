import * as z from 'zod/mini';
import { priority } from '../../shared/contracts/contract.ts';
import { status } from '../../shared/tickets/ticket.ts';

/** What agents may send; each rule is told to the caller in its own words. */
const longestText = 50_000;
const text = z
  .string('must be text')
  .check(z.trim(), z.minLength(1, 'must not be empty'), z.maxLength(longestText, `must have at most ${longestText} characters`));
const reason = z
  .string('must say why')
  .check(z.trim(), z.minLength(1, 'must say why'), z.maxLength(1000, 'must have at most 1000 characters'));
const who = z
  .string('must be text or null')
  .check(z.trim(), z.minLength(1, 'must not be empty'), z.maxLength(200, 'must have at most 200 characters'));

export const write = z.object({ text });
export const assignment = z.object({ assignee: z.nullable(who) });
export const statusChange = z.object({ status, reason: z.optional(reason) });
export const priorityChange = z.object({ priority, reason });

const count = (most: number, otherwise: number) =>
  z._default(
    z.coerce
      .number('must be a number')
      .check(z.int('must be whole'), z.minimum(1, 'must be at least 1'), z.maximum(most, `must be at most ${most}`)),
    otherwise,
  );

const cursor = z.optional(
  z.string().check(z.minLength(1, 'must not be empty'), z.maxLength(200, 'must have at most 200 characters')),
);

export const listing = z.object({ status: z._default(status, 'open'), limit: count(100, 50), after: cursor });
export const reading = z.object({
  after: z._default(z.coerce.number('must be a number').check(z.int('must be whole'), z.minimum(0, 'must not be negative')), 0),
});
export const mailListing = z.object({
  day: z.string('must be given').check(z.regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a date such as 2026-01-05')),
  limit: count(200, 100),
  after: cursor,
});
