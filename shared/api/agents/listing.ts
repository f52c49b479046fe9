import * as z from 'zod/mini';
import { kind, priority } from '../../contracts/vocabulary.ts';
import { instant } from '../../instant.ts';
import { channel } from '../../intake/channels.ts';
import { statuses } from '../../tickets/ticket.ts';
import { count, cursor } from './requests.ts';

/** Which tickets an agent wants to see. */

const name = z.string().check(z.minLength(1, 'must not be empty'), z.maxLength(200, 'must have at most 200 characters'));

const isStatus = (text: string) => statuses.some((each) => each === text);

/** `open,pending`: one or several. */
const statusList = z
  .string()
  .check(
    z.refine((text) => text.split(',').every(isStatus), `must be one or several of ${statuses.join(', ')}, apart by commas`),
  );

export const longestSearch = 200;
/** Words that are looked for together. */
export const mostWords = 10;

export const listing = z.object({
  status: z.optional(statusList),
  /** The id of an agent, `me`, or `nobody`. */
  assignee: z.optional(name),
  channel: z.optional(channel),
  contract: z.optional(name),
  kind: z.optional(kind),
  priority: z.optional(priority),
  team: z.optional(name),
  /** Next due at this moment or later. */
  dueAfter: z.optional(instant),
  /** Next due before this moment. */
  dueBefore: z.optional(instant),
  /** Only those of which a promise is broken and still not kept. */
  late: z.optional(z.literal('true', 'must be true')),
  /**
   * A reference: that ticket. An address or a phone number: of that requester. Else words of the subject or the requester's name.
   */
  q: z.optional(
    z.string().check(
      z.trim(),
      z.minLength(1, 'must not be empty'),
      z.maxLength(longestSearch, `must have at most ${longestSearch} characters`),
      z.refine((text) => text.split(/\s+/).length <= mostWords, `must have at most ${mostWords} words`),
    ),
  ),
  limit: count(100, 50),
  after: cursor,
});
export type Listing = z.infer<typeof listing>;
