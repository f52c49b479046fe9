import * as z from 'zod/mini';
import { CallerError } from '../errors.ts';
import { type EventType, eventTypes } from './event-schemas.ts';
import { isPointer, pointedTo } from './json-pointer.ts';

/** How a partner's own JSON is read as one of our events, by its configuration. */

const pointer = z.string().check(z.refine(isPointer, 'must be a JSON Pointer such as /ticket/title (RFC 6901)'));

/** Members that may be set, which of them each type cannot do without, and of which it needs at least one. */
type Targets = Record<'needed' | 'oneOf' | 'others', readonly string[]>;
const targets = {
  'request.opened': {
    needed: ['data.externalId', 'data.subject', 'data.text'],
    oneOf: ['data.requester.address', 'data.requester.name', 'data.requester.phone', 'data.requester.account'],
    others: ['timestamp', 'data.kind', 'data.priority', 'data.language', 'data.occurredAt'],
  },
  'message.added': {
    needed: ['data.text'],
    oneOf: ['data.reference', 'data.externalId'],
    others: ['timestamp', 'data.from.address', 'data.from.name', 'data.from.phone', 'data.from.account'],
  },
  'state.asked': { needed: [], oneOf: ['data.reference', 'data.externalId'], others: ['timestamp'] },
} satisfies Record<EventType, Targets>;

const source = z.union(
  [
    pointer,
    /** The same for every event. */
    z.strictObject({ constant: z.string() }),
    /** The partner's words for ours. A word that is not in the table is `otherwise`, or refused. */
    z.strictObject({ from: pointer, table: z.record(z.string(), z.string()), otherwise: z.optional(z.string()) }),
  ],
  'must be a JSON Pointer, { constant }, or { from, table, otherwise? }',
);
type Source = z.infer<typeof source>;

const rule = (type: EventType) => {
  const { needed, oneOf, others }: Targets = targets[type];
  const known = [...needed, ...oneOf, ...others];
  const target = z.string().check(z.refine((name) => known.includes(name), { error: `must be one of ${known.join(', ')}` }));
  return z.strictObject({
    /** Which bodies are events of this type; all of them, where it is left out. */
    when: z.optional(z.strictObject({ path: pointer, equals: z.union([z.string(), z.number(), z.boolean()]) })),
    set: z.record(target, source).check(
      z.refine((set) => needed.every((name) => Object.hasOwn(set, name)), { error: `must set ${needed.join(', ')}` }),
      z.refine((set) => oneOf.some((name) => Object.hasOwn(set, name)), { error: `must set one of ${oneOf.join(', ')}` }),
    ),
  });
};
type Rule = z.infer<ReturnType<typeof rule>>;

/** Read in the order of the types: request.opened, message.added, state.asked. */
export const mapping = z.strictObject({
  'request.opened': z.optional(rule('request.opened')),
  'message.added': z.optional(rule('message.added')),
  'state.asked': z.optional(rule('state.asked')),
});
export type Mapping = z.infer<typeof mapping>;

/** A body in our own shape, and where in the partner's each member of it came from. */
export interface Mapped {
  body: unknown;
  /** `data.subject` → `/title`; the same name again for whatever was not mapped. */
  sourceOf: (field: string) => string;
}

/**
 * The body as an event of ours. What fits no rule is left as it is, if it says a type of ours. Throws CallerError naming the pointer, in
 * the partner's terms, of a value that cannot be read.
 */
export function mapped(body: unknown, by: Mapping | undefined): Mapped {
  const found = by && eventTypes.find((type) => by[type] && fits(body, by[type]));
  const chosen = found && by[found];
  if (chosen) return read(body, found, chosen);
  if (by && !eventTypes.some((type) => type === pointedTo(body, '/type'))) throw fitsNoRule(by);
  return { body, sourceOf: (field) => field };
}

const fits = (body: unknown, { when }: Rule): boolean => !when || pointedTo(body, when.path) === when.equals;

function fitsNoRule(by: Mapping): CallerError {
  const whens = eventTypes.flatMap((type) => by[type]?.when ?? []);
  const expected = whens.map(({ path, equals }) => `${path} ${JSON.stringify(equals)}`).join(' or ');
  return new CallerError('invalid', `the body is no event that was agreed on: expected ${expected}`, whens[0]?.path);
}

function read(body: unknown, type: EventType, { set }: Rule): Mapped {
  const event: Branch = { type, data: {} };
  for (const [target, from] of Object.entries(set)) put(event, target.split('.'), valueFrom(body, from));
  return { body: event, sourceOf: (field) => pointerOf(set[field]) ?? nearestOf(set, field) ?? field };
}

/** What a refusal of a whole is about: of `data.requester`, the first of its members that is mapped. */
const nearestOf = (set: Rule['set'], field: string): string | undefined =>
  Object.entries(set).flatMap(([target, from]) => (target.startsWith(`${field}.`) ? (pointerOf(from) ?? []) : []))[0];

function pointerOf(from: Source | undefined): string | undefined {
  if (typeof from === 'string' || from === undefined) return from;
  return 'from' in from ? from.from : undefined;
}

/** Undefined where the body has no such value: then the rules for our own events say whether it may be missing. */
function valueFrom(body: unknown, from: Source): string | undefined {
  if (typeof from === 'string') return textAt(body, from);
  if ('constant' in from) return from.constant;
  const word = textAt(body, from.from);
  if (word === undefined) return from.otherwise;
  const meaning = Object.hasOwn(from.table, word) ? from.table[word] : from.otherwise;
  if (meaning === undefined) throw new CallerError('invalid', `must be one of ${Object.keys(from.table).join(', ')}`, from.from);
  return meaning;
}

/** Numbers are taken as they are written: many systems number their tickets so. */
function textAt(body: unknown, at: string): string | undefined {
  const value = pointedTo(body, at);
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new CallerError('invalid', 'must be text or a number', at);
}

interface Branch {
  [name: string]: string | Branch;
}

function put(branch: Branch, [name = '', ...deeper]: readonly string[], value: string | undefined): void {
  if (value === undefined) return;
  if (deeper.length === 0) {
    branch[name] = value;
    return;
  }
  const next = branch[name];
  const below = typeof next === 'object' ? next : {};
  branch[name] = below;
  put(below, deeper, value);
}
