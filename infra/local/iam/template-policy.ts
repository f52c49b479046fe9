import * as z from 'zod/mini';
import type { Resource } from '../template/app.ts';
import type { PolicyDocument } from './policy-document.ts';
import { compilePolicy, type Statement } from './statement.ts';

/** `<stack>.<logical id>`, for messages. */
export const labelOf = ({ stack, logicalId }: Resource) => `${stack}.${logicalId}`;

/** A resource's properties by a schema. Throws, naming the resource. */
export function readProperties<Schema extends z.ZodMiniType>(resource: Resource, schema: Schema): z.infer<Schema> {
  const parsed = schema.safeParse(resource.properties);
  if (!parsed.success) throw new Error(`${labelOf(resource)} (${resource.type}): ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** Compiles a policy of the template. Throws, naming where it stands. */
export function loadPolicy(label: string, document: PolicyDocument): Statement[] {
  try {
    return compilePolicy(document);
  } catch (error) {
    throw new Error(`policy ${label}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
