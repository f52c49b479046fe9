import * as z from 'zod/mini';
import { kind, language, priority } from '../../contracts/vocabulary.ts';
import { day, instant } from '../../instant.ts';
import { channel } from '../../intake/channels.ts';
import { longestFileName, safeFileName } from '../../intake/email/file-names.ts';
import { directions } from '../../intake/mail-ledger.ts';
import { isRefusedEnding, mostFileBytes, mostFiles } from '../../notices/outgoing-files.ts';
import { clockMetric } from '../../sla/clock.ts';
import { pauseReasons } from '../../sla/receipt.ts';
import { status } from '../../tickets/ticket.ts';

/** What agents may send; each rule is told to the caller in its own words. */
const longestText = 50_000;
const text = z
  .string('must be text')
  .check(z.trim(), z.minLength(1, 'must not be empty'), z.maxLength(longestText, `must have at most ${longestText} characters`));
export const reason = z
  .string('must say why')
  .check(z.trim(), z.minLength(1, 'must say why'), z.maxLength(1000, 'must have at most 1000 characters'));
const who = z
  .string('must be text or null')
  .check(z.trim(), z.minLength(1, 'must not be empty'), z.maxLength(200, 'must have at most 200 characters'));

export const write = z.object({ text });
export const reply = z.object({
  text,
  attachments: z._default(
    z
      .array(
        z.string('must be the id of a file').check(z.maxLength(100, 'must have at most 100 characters')),
        'must be a list of ids',
      )
      .check(z.maxLength(mostFiles, `must be at most ${mostFiles}`)),
    [],
  ),
});
/** A file that is to be attached to an answer. */
export const announcement = z.object({
  name: z.string('must be text').check(
    z.minLength(1, 'must not be empty'),
    z.maxLength(longestFileName, `must have at most ${longestFileName} characters`),
    z.refine((name) => safeFileName(name, '', 1) === name, 'must be a plain file name'),
    z.refine((name) => !isRefusedEnding(name), 'has an ending that mail does not carry: put it into an archive'),
  ),
  type: z
    .string('must be a media type')
    .check(
      z.maxLength(100, 'must have at most 100 characters'),
      z.regex(/^[\w.+-]+\/[\w.+-]+$/, 'must be a media type such as application/pdf'),
    ),
  size: z
    .number('must be a number of bytes')
    .check(
      z.int('must be whole'),
      z.minimum(1, 'must be at least 1'),
      z.maximum(mostFileBytes, `must be at most ${mostFileBytes}`),
    ),
});
export const assignment = z.object({ assignee: z.nullable(who) });
/** A suspension is the contract's, and not for an agent to say. */
const waitingFor = z.enum(pauseReasons.filter((each) => each !== 'suspended'));
export const statusChange = z.object({ status, waitingFor: z.optional(waitingFor), reason: z.optional(reason) });
export const priorityChange = z.object({ priority, reason });
export const kindChange = z.object({ kind, reason });
export const contractChange = z.object({ contract: z.string('must be the id of a contract'), reason });
export const acknowledgement = z.object({
  clock: clockMetric,
  cycle: z._default(z.int('must be whole'), 1),
  step: z.string('must be a step of the ladder').check(z.maxLength(100, 'must have at most 100 characters')),
});

/** A request that reached an agent by other ways than through a channel of ours: a letter, a call, a visit. */
export const opening = z.object({
  channel,
  subject: z
    .string('must be text')
    .check(z.trim(), z.minLength(1, 'must not be empty'), z.maxLength(500, 'must have at most 500 characters')),
  text,
  requester: z
    .object({
      address: z.optional(
        z
          .string('must be a mail address')
          .check(
            z.toLowerCase(),
            z.regex(/^[^\s@<>]+@[^\s@<>]+$/, 'must be a mail address'),
            z.maxLength(254, 'must have at most 254 characters'),
          ),
      ),
      name: z.optional(z.string().check(z.maxLength(100, 'must have at most 100 characters'))),
      phone: z.optional(z.string().check(z.regex(/^\+[1-9]\d{6,14}$/, 'must be a phone number such as +33142860000'))),
      account: z.optional(
        z.string().check(z.minLength(1, 'must not be empty'), z.maxLength(100, 'must have at most 100 characters')),
      ),
    })
    .check(
      z.refine(
        ({ address, phone, account, name }) => [address, phone, account, name].some((each) => each !== undefined),
        'must say by what they are known: address, phone, account or name',
      ),
    ),
  kind: z.optional(kind),
  priority: z.optional(priority),
  language: z.optional(language),
  /** The id of a contract, where the requester does not tell it. */
  contract: z.optional(z.string()),
  /** When the request came; now, unless said. */
  receivedAt: z.optional(instant),
  /** When a person took the call. */
  answeredAt: z.optional(instant),
});

export const count = (most: number, otherwise: number) =>
  z._default(
    z.coerce
      .number('must be a number')
      .check(z.int('must be whole'), z.minimum(1, 'must be at least 1'), z.maximum(most, `must be at most ${most}`)),
    otherwise,
  );

export const cursor = z.optional(
  z.string().check(z.minLength(1, 'must not be empty'), z.maxLength(200, 'must have at most 200 characters')),
);

export const reading = z.object({
  after: z._default(z.coerce.number('must be a number').check(z.int('must be whole'), z.minimum(0, 'must not be negative')), 0),
});
export const mailPath = z.object({
  day,
  sesMessageId: z.string('must be given').check(z.regex(/^[A-Za-z0-9_-]{1,200}$/, 'must be the id that SES gave the mail')),
});
export const mailListing = z.object({
  day,
  direction: z.optional(z.enum(directions, `must be one of ${directions.join(', ')}`)),
  limit: count(200, 100),
  after: cursor,
});
