import * as z from 'zod/mini';
import { kind, type Language, languages, priority } from '../contracts/vocabulary.ts';
import { digest } from '../ids.ts';
import { pauseReasons } from '../sla/receipt.ts';
import { status } from '../tickets/ticket.ts';
import type { Claim } from '../tickets/tickets.ts';
import { isFillable, placeholderRule } from './placeholders.ts';

/** What agents do again and again, under one name: all of it is done to a ticket together or not at all. */

export const mostMacros = 500;
export const longestMacroText = 10_000;
export const longestMacroName = 100;

const text = z
  .string('must be text')
  .check(
    z.trim(),
    z.minLength(1, 'must not be empty'),
    z.maxLength(longestMacroText, `must have at most ${longestMacroText} characters`),
    z.refine(isFillable, placeholderRule),
  );

/** A suspension is the contract's, and not for an agent to say. */
const waitingFor = z.enum(pauseReasons.filter((each) => each !== 'suspended'));
const does = ['reply', 'note', 'status', 'priority', 'kind', 'assignee'] as const;

export const macroContent = z
  .object({
    name: z
      .string('must be text')
      .check(
        z.trim(),
        z.minLength(1, 'must not be empty'),
        z.maxLength(longestMacroName, `must have at most ${longestMacroName} characters`),
      ),
    /** To the customer, in the languages that it is there in. */
    reply: z.optional(
      z
        .object({ en: z.optional(text), fr: z.optional(text), zh: z.optional(text) })
        .check(
          z.refine((reply) => languages.some((each) => reply[each] !== undefined), 'must be there in one language at least'),
        ),
    ),
    note: z.optional(text),
    status: z.optional(status),
    waitingFor: z.optional(waitingFor),
    priority: z.optional(priority),
    kind: z.optional(kind),
    /** `me`: whoever carries it out; null: nobody. */
    assignee: z.optional(
      z.nullable(
        z
          .string('must be text or null')
          .check(z.trim(), z.minLength(1, 'must not be empty'), z.maxLength(200, 'must have at most 200 characters')),
      ),
    ),
  })
  .check(
    z.refine(({ status: to, waitingFor: whom }) => whom === undefined || to === 'pending', {
      error: 'only a pending ticket waits for somebody',
      path: ['waitingFor'],
    }),
    z.refine((content) => does.some((each) => content[each] !== undefined), `must do something: ${does.join(', ')}`),
  );
export type MacroContent = z.infer<typeof macroContent>;

/** `version` changes with what it does, and with nothing else. */
export const macro = z.intersection(
  macroContent,
  z.object({ id: z.string(), version: z.string(), savedAt: z.string(), savedBy: z.string() }),
);
export type Macro = z.infer<typeof macro>;

export function versionOf({
  name,
  reply,
  note,
  status: to,
  waitingFor: whom,
  priority: p,
  kind: k,
  assignee,
}: MacroContent): string {
  const replies = { en: reply?.en, fr: reply?.fr, zh: reply?.zh };
  return digest(JSON.stringify({ name, replies, note, to, whom, p, k, assignee })).slice(0, 16);
}

/**
 * The reply in the ticket's language, else in the contract's first, else in English; undefined where it is there in none of them.
 */
export const replyIn = (
  reply: NonNullable<MacroContent['reply']>,
  own: Language,
  [first]: readonly Language[],
): string | undefined => reply[own] ?? (first && reply[first]) ?? reply.en;

export interface Macros {
  /** Strongly consistent. */
  find(id: string): Promise<Macro | undefined>;
  /** In the order of their ids, after `after`. */
  list(limit: number, after?: string): Promise<{ macros: Macro[]; next: string | undefined }>;
  count(): Promise<number>;
  /** In the place of `before`, with these items. Throws Overtaken where that is not what is there. */
  save(saved: Macro, before: Macro | undefined, items: readonly Claim['item'][]): Promise<void>;
  delete(before: Macro, items: readonly Claim['item'][]): Promise<void>;
}
