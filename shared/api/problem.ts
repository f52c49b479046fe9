import * as z from 'zod/mini';

/** What went wrong, as problem+json (RFC 9457). The first rule that is broken is told. */
export const problem = z.object({
  status: z.int(),
  /** The kind of refusal, such as `invalid`; of a fault of ours `internal`. */
  title: z.string(),
  /** The rule that is broken, in words. */
  detail: z.optional(z.string()),
  /** The field that breaks it, as the caller spells it. */
  field: z.optional(z.string()),
  /** Of a fault of ours: what our log has it under. */
  requestId: z.optional(z.string()),
});

/** What API Gateway itself answers: no token, no such route, too much at once, too large. */
export const gatewayRefusal = z.object({ message: z.string() });
