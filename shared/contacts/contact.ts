import * as z from 'zod/mini';
import { CallerError } from '../errors.ts';
import type { Claim } from '../tickets/tickets.ts';

/**
 * A contact: identifiers of which somebody said that they are one person's or one firm's. Each such claim can be undone by
 * itself, and none is ever deleted. An identifier that nothing was said of belongs to no contact and stands for itself.
 */
export const contact = z.object({
  id: z.string(),
  /** How many entries its history has. */
  sequence: z.int(),
  /** What it is known by now, and by which claim. */
  identifiers: z.array(z.object({ identifier: z.string(), claim: z.int() })),
});
export type Contact = z.infer<typeof contact>;

const said = { n: z.int(), identifier: z.string(), at: z.string(), by: z.string(), reason: z.string() };

/** What was said of a contact, in its order; `n` from 1. */
export const contactClaim = z.discriminatedUnion('type', [
  /** `from`: the contact that the identifier belonged to before, and goes back to should this be undone. */
  z.object({ type: z.literal('linked'), ...said, from: z.optional(z.string()) }),
  /** The claim `claim` holds no longer. `to`: the contact that has the identifier now. */
  z.object({ type: z.literal('undone'), ...said, claim: z.int(), to: z.optional(z.string()) }),
]);
export type ContactClaim = z.infer<typeof contactClaim>;

/** Identifiers of one contact; two contacts are joined in one transaction of 100 items. */
export const mostIdentifiers = 20;

/** Whom an identifier stands for; without `id` nobody has said that others are theirs. */
export interface Known {
  id?: string | undefined;
  identifiers: string[];
}

/** Whom these identifiers of one requester stand for together; undefined without any. */
export async function contactOfAll(
  identifiers: readonly string[],
  { contactOf }: Pick<Contacts, 'contactOf'>,
): Promise<Known | undefined> {
  const known = await Promise.all(identifiers.map(contactOf));
  if (known.length === 0) return undefined;
  const all = [...new Set([...identifiers, ...known.flatMap((each) => each.identifiers)])];
  return { id: known.find(({ id }) => id !== undefined)?.id, identifiers: all };
}

/** What happens to one contact, of several that change together. `before`: its id where it is new. */
export interface ContactChange {
  before: Contact | string;
  claims: ContactClaim[];
}

export interface Contacts {
  /** Whom the identifier stands for now; itself at the least. Strongly consistent. */
  contactOf(identifier: string): Promise<Known>;
  find(contactId: string): Promise<Contact | undefined>;
  /** The contact of an identifier, for a decision about it. */
  holderOf(identifier: string): Promise<Contact | undefined>;
  /** All that was ever said of it, oldest first. */
  history(contactId: string): Promise<ContactClaim[]>;
  /** Tickets of requesters with one of these identifiers, newest first, before the ticket `before`. Strongly consistent. */
  tickets(
    identifiers: readonly string[],
    limit: number,
    before?: string,
  ): Promise<{ ticketIds: string[]; next: string | undefined }>;
  /** All or nothing, with these items. Throws Overtaken where one of the contacts or identifiers has changed meanwhile. */
  change(changes: readonly ContactChange[], items: readonly Claim['item'][]): Promise<Contact[]>;
}

export interface Saying {
  by: string;
  at: Date;
  reason: string;
}

export const emptyContact = (id: string): Contact => ({ id, sequence: 0, identifiers: [] });

/** The contact after one more claim. Pure: replaying all claims gives the same contact. */
export function withClaim(before: Contact, claim: ContactClaim): Contact {
  const others = before.identifiers.filter(({ identifier }) => identifier !== claim.identifier);
  const identifiers = claim.type === 'linked' ? [...others, { identifier: claim.identifier, claim: claim.n }] : others;
  return { ...before, sequence: claim.n, identifiers };
}

const nextOf = ({ sequence }: Contact, i: number) => sequence + 1 + i;
const stamp = ({ by, at, reason }: Saying) => ({ by, at: at.toISOString(), reason });

/**
 * Whoever these identifiers belong to is one. Of two contacts the smaller goes into the other. Nothing where they are one
 * already.
 */
export function link([a, b]: readonly [Holding, Holding], newContactId: string, saying: Saying): ContactChange[] {
  if (a.identifier === b.identifier || has(a, b.identifier) || has(b, a.identifier)) return [];
  const [into, other] = sizeOf(a) >= sizeOf(b) ? [a, b] : [b, a];
  if (sizeOf(into) + sizeOf(other) > mostIdentifiers)
    throw new CallerError('conflict', `a contact has at most ${mostIdentifiers} identifiers`, 'identifiers');
  const target = into.contact ?? emptyContact(newContactId);
  const moved = other.contact?.identifiers ?? [{ identifier: other.identifier, claim: 0 }];
  const from = other.contact?.id;
  const added = [
    ...(into.contact ? [] : [{ identifier: into.identifier, from: undefined }]),
    ...moved.map(({ identifier }) => ({ identifier, from })),
  ];
  const claims = added.map((each, i): ContactClaim => ({ type: 'linked', n: nextOf(target, i), ...each, ...stamp(saying) }));
  const changes: ContactChange[] = [{ before: into.contact ?? newContactId, claims }];
  if (!other.contact) return changes;
  const { contact: left } = other;
  const gone = moved.map(
    ({ identifier, claim }, i): ContactClaim => ({
      type: 'undone',
      n: nextOf(left, i),
      identifier,
      claim,
      to: target.id,
      ...stamp(saying),
    }),
  );
  return [...changes, { before: left, claims: gone }];
}

export interface Holding {
  identifier: string;
  contact: Contact | undefined;
}

/** Both were read one after the other: what joined meanwhile is seen by one of them at the least. */
const has = ({ contact: held }: Holding, wanted: string) =>
  held?.identifiers.some(({ identifier }) => identifier === wanted) ?? false;

const sizeOf = ({ contact: held }: Holding) => held?.identifiers.length ?? 1;

/** The latest claim of this number or identifier. Throws CallerError where the contact has no such claim. */
export function claimIn(history: readonly ContactClaim[], wanted: string): ContactClaim & { type: 'linked' } {
  const claim = history.findLast(
    ({ type, n, identifier }) => type === 'linked' && (identifier === wanted || String(n) === wanted),
  );
  if (claim?.type !== 'linked') throw new CallerError('not-found', 'the contact has no such claim', 'claim');
  return claim;
}

/**
 * The claim holds no longer: its identifier goes back to `origin`, the contact that it came from as it is now, or stands for
 * itself. Nothing where it was undone before.
 */
export function undo(
  held: Contact,
  { identifier, n }: ContactClaim & { type: 'linked' },
  origin: Contact | undefined,
  saying: Saying,
): ContactChange[] {
  if (!held.identifiers.some((each) => each.claim === n)) return [];
  const back = origin && origin.identifiers.length < mostIdentifiers ? origin : undefined;
  const undone: ContactClaim = { type: 'undone', n: nextOf(held, 0), identifier, claim: n, to: back?.id, ...stamp(saying) };
  const changes: ContactChange[] = [{ before: held, claims: [undone] }];
  if (!back) return changes;
  return [...changes, { before: back, claims: [{ type: 'linked', n: nextOf(back, 0), identifier, ...stamp(saying) }] }];
}
