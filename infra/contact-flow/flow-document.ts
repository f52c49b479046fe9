import * as z from 'zod/mini';
import type { Flow } from './flow.ts';

const condition = z.object({
  NextAction: z.string(),
  Condition: z.object({ Operator: z.string(), Operands: z.array(z.string()) }),
});
const error = z.object({ NextAction: z.string(), ErrorType: z.string() });
const transitions = z.object({
  NextAction: z.optional(z.string()),
  Errors: z.optional(z.array(error)),
  Conditions: z.optional(z.array(condition)),
});

/** A flow as CloudFormation takes it and the console exports it. */
const document = z.object({
  Version: z.literal('2019-10-30', 'must be 2019-10-30'),
  StartAction: z.string(),
  Metadata: z._default(z.record(z.string(), z.unknown()), {}),
  Actions: z.array(
    z.object({
      Identifier: z.string(),
      Type: z.string(),
      Parameters: z._default(z.record(z.string(), z.unknown()), {}),
      Transitions: z._default(transitions, {}),
    }),
  ),
});

/** Reads a flow that came as JSON, text or not. Throws where it is no flow at all; `flowProblems` says what is wrong with one. */
export const readFlow = (content: unknown): Flow => document.parse(typeof content === 'string' ? JSON.parse(content) : content);
