import * as z from 'zod/mini';
import '../messages.ts';
import { longestFileName, safeFileName } from '../intake/email/file-names.ts';
import { isRefusedEnding } from '../notices/outgoing-files.ts';
import { handOvers } from '../tickets/ticket.ts';
import { largestFile, longestLine, mostLineFiles } from './limits.ts';

/** What may be sent on a connection: JSON with an `action`. Each rule is told to the sender in its own words. */

const text = z
  .string('must be text')
  .check(z.trim(), z.minLength(1, 'must not be empty'), z.maxLength(longestLine, `must have at most ${longestLine} characters`));
const clientId = z.string('must be text').check(z.regex(/^[\w-]{1,64}$/, 'must be 1 to 64 letters, digits, hyphens'));
const sequence = z
  .int('must be a whole number')
  .check(z.minimum(0, 'must not be negative'), z.maximum(999_999, 'must be a sequence'));
const name = z
  .string('must be text')
  .check(z.trim(), z.minLength(1, 'must not be empty'), z.maxLength(100, 'must have at most 100 characters'));
const address = z
  .string('must be a mail address')
  .check(
    z.trim(),
    z.toLowerCase(),
    z.regex(/^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/, 'must be a mail address'),
    z.maxLength(254, 'must have at most 254 characters'),
  );
const phone = z.string('must be a number').check(z.regex(/^\+[1-9]\d{6,14}$/, 'must be a phone number such as +33142860000'));
const ticketId = z.string('must be the id of a ticket').check(z.regex(/^tkt_[0-9A-Za-z]{26}$/, 'must be the id of a ticket'));
export const chatKey = z.string('must be text').check(z.regex(/^[a-z0-9][a-z0-9-]{2,39}$/, 'must be the chat key of a contract'));

export const visitorRequest = z.discriminatedUnion('action', [
  z.object({
    action: z.literal('start'),
    /** The public key of a contract's chat; needless where the connection names it. */
    contract: z.optional(chatKey),
    language: z.optional(z.string().check(z.maxLength(35, 'must have at most 35 characters'))),
    name: z.optional(name),
    address: z.optional(address),
  }),
  z.object({ action: z.literal('resume'), token: z.string('must be text').check(z.maxLength(100, 'must be a token')) }),
  z.object({
    action: z.literal('say'),
    n: z.int('must be a whole number').check(z.minimum(1, 'must be 1 or more'), z.maximum(999_999, 'must be at most 999999')),
    clientId,
    text,
    attachments: z._default(
      z
        .array(z.string().check(z.maxLength(100, 'must be the id of a file')), 'must be a list of ids')
        .check(z.maxLength(mostLineFiles, `must be at most ${mostLineFiles}`)),
      [],
    ),
  }),
  /** Of the chat's own ticket, unless another is named that it is merged into. */
  z.object({ action: z.literal('history'), ticketId: z.optional(ticketId), after: z._default(sequence, 0) }),
  z.object({ action: z.literal('typing') }),
  z.object({ action: z.literal('seen'), ticketId, sequence }),
  z.object({
    action: z.literal('attach'),
    clientId,
    name: z.string('must be text').check(
      z.minLength(1, 'must not be empty'),
      z.maxLength(longestFileName, `must have at most ${longestFileName} characters`),
      z.refine((given) => safeFileName(given, '', 1) === given, 'must be a plain file name'),
      z.refine((given) => !isRefusedEnding(given), 'has an ending that is not taken: put it into an archive'),
    ),
    type: z
      .string('must be a media type')
      .check(
        z.maxLength(100, 'must have at most 100 characters'),
        z.regex(/^[\w.+-]+\/[\w.+-]+$/, 'must be a media type such as application/pdf'),
      ),
    size: z
      .int('must be a number of bytes')
      .check(z.minimum(1, 'must be at least 1'), z.maximum(largestFile, `must be at most ${largestFile}`)),
  }),
  /** Where a file of an answer, the n-th from 1, can be fetched. */
  z.object({
    action: z.literal('fetch'),
    ticketId: z.optional(ticketId),
    sequence,
    file: z.int().check(z.minimum(1, 'must be 1 or more')),
  }),
  z.object({
    action: z.literal('leave'),
    wants: z.enum(handOvers, `must be one of ${handOvers.join(', ')}`),
    address: z.optional(address),
    phone: z.optional(phone),
  }),
  z.object({ action: z.literal('ping') }),
]);
export type VisitorRequest = z.infer<typeof visitorRequest>;
export type VisitorAsks<Action extends VisitorRequest['action']> = Extract<VisitorRequest, { action: Action }>;

export const agentRequest = z.discriminatedUnion('action', [
  z.object({ action: z.literal('watch'), ticketId }),
  z.object({ action: z.literal('unwatch'), ticketId }),
  z.object({ action: z.literal('typing'), ticketId }),
  z.object({ action: z.literal('seen'), ticketId, sequence }),
  z.object({ action: z.literal('reply'), ticketId, clientId, text }),
  z.object({ action: z.literal('ping') }),
]);
export type AgentRequest = z.infer<typeof agentRequest>;
export type AgentAsks<Action extends AgentRequest['action']> = Extract<AgentRequest, { action: Action }>;
