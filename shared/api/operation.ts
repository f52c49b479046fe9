import * as z from 'zod/mini';

type Schema = z.ZodMiniType;

/** Groups of the user pool; each may do what those before it may. */
export const roles = ['agent', 'manager', 'admin'] as const;
export type Role = (typeof roles)[number];

/** One thing that the HTTP API does: what it takes, what it answers, and who may ask. Routes are served by it, and described by it. */
export interface Operation<Path extends Schema, Query extends Schema, Body extends Schema> {
  /** API Gateway's route key: `GET /tickets/{id}`. */
  route: `${'GET' | 'POST' | 'PUT' | 'DELETE'} /${string}`;
  /** Unique, in camel case: what generated clients call it. */
  id: string;
  /** The chapter that it stands in. */
  tag: string;
  summary: string;
  /** The least that its caller must be. `signed`: a partner, by its signature. */
  by: Role | 'signed' | 'anybody';
  path: Path;
  query: Query;
  body: Body;
  /** It may be repeated with the same `Idempotency-Key`. */
  repeatable?: true;
  /** It is carried out only on the version that `If-Match` names, where it does. */
  conditional?: true;
  /** What `If-None-Match` does here, where it does anything. */
  ifNoneMatch?: string;
  answers: Readonly<Record<number, Answered>>;
  /** Statuses of problem+json beside 400, 401, 403, 429 and 500, which every operation of its kind may answer. */
  refusals?: readonly number[];
}

export interface Answered {
  description: string;
  /** None: no body. */
  schema?: Schema;
  /** The media type of a body that is text and no JSON: a page, a script. */
  text?: string;
  headers?: Readonly<Record<string, string>>;
}

export type AnyOperation = Operation<Schema, Schema, Schema>;

/** Nothing is asked there, and whatever comes is left unread. */
export const none = z.unknown();

export const operation = <Path extends Schema, Query extends Schema, Body extends Schema>(
  described: Operation<Path, Query, Body>,
): Operation<Path, Query, Body> => described;
