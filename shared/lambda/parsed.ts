import * as z from 'zod/mini';
import { CallerError } from '../errors.ts';
import '../messages.ts';

/** Parses input of a caller. Throws CallerError naming the first field that breaks a rule. */
export function parsed<Schema extends z.ZodMiniType>(input: unknown, schema: Schema, whole: string): z.infer<Schema> {
  const result = z.safeParse(schema, input);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new CallerError('invalid', issue?.message ?? 'does not fit', issue?.path.join('.') || whole);
}
