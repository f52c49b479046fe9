import type * as z from 'zod/mini';
import { CallerError } from '../errors.ts';
import '../messages.ts';
import { parsed } from '../lambda/parsed.ts';
import { announced, type PartnerEvent, partnerEvent } from './event-schemas.ts';
import { type Mapping, mapped } from './mapping.ts';

/** A body as one of our events. Throws CallerError naming the field and the rule; the field is the partner's own where it was mapped. */
export function readEvent(
  json: unknown,
  mapping: Mapping | undefined,
): { event: PartnerEvent; sourceOf: (field: string) => string } {
  const { body, sourceOf } = mapped(json, mapping);
  inItsOwnTerms(body, announced, sourceOf);
  return { event: inItsOwnTerms(body, partnerEvent, sourceOf), sourceOf };
}

function inItsOwnTerms<Schema extends z.ZodMiniType>(
  body: unknown,
  schema: Schema,
  sourceOf: (field: string) => string,
): z.infer<Schema> {
  try {
    return parsed(body, schema, 'body');
  } catch (error) {
    if (!(error instanceof CallerError) || error.field === undefined) throw error;
    throw new CallerError(error.code, error.message, sourceOf(error.field));
  }
}
