import * as z from 'zod/mini';

const oneOrMany = z.union([z.string(), z.array(z.string())]);
const conditionValue = z.union([z.string(), z.number(), z.boolean()]);

const principalElement = z.union([
  z.literal('*'),
  z.strictObject({
    AWS: z.optional(oneOrMany),
    Service: z.optional(oneOrMany),
    Federated: z.optional(oneOrMany),
    CanonicalUser: z.optional(oneOrMany),
  }),
]);

/**
 * An object without further members: a misspelt element would widen or narrow a statement unseen, and AWS refuses it too.
 * Names the members that are too many, which zod/mini's own message does not.
 */
export function exactly<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? `the local cloud does not know ${issue.keys.join(', ')}` : undefined),
  });
}

const statementElement = exactly({
  Sid: z.optional(z.string()),
  Effect: z.enum(['Allow', 'Deny']),
  Principal: z.optional(principalElement),
  NotPrincipal: z.optional(principalElement),
  Action: z.optional(oneOrMany),
  NotAction: z.optional(oneOrMany),
  Resource: z.optional(oneOrMany),
  NotResource: z.optional(oneOrMany),
  Condition: z.optional(z.record(z.string(), z.record(z.string(), z.union([conditionValue, z.array(conditionValue)])))),
});

/** An IAM policy as JSON. Source: IAM user guide, "Grammar of the IAM JSON policy language". */
export const policyDocument = exactly({
  Version: z.optional(z.string()),
  Id: z.optional(z.string()),
  Statement: z.pipe(
    z.transform((statement: unknown) => (Array.isArray(statement) ? statement : [statement])),
    z.array(statementElement),
  ),
});

export type PolicyDocument = z.infer<typeof policyDocument>;
export type StatementElement = z.infer<typeof statementElement>;
export type PrincipalElement = z.infer<typeof principalElement>;

/** Policies write one value and a list of values alike. */
export function listed<T>(value: T | T[] | undefined): T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
