import type * as z from 'zod/mini';
import { type HttpRequest, type HttpResponse, jsonResponse } from '../http-api/exchange.ts';

/** What someone sent is not as it must be. Becomes a 400 that names the field and the rule. */
export class InputError extends Error {
  override readonly name = 'InputError';
  readonly field: string;
  readonly rule: string;

  constructor(field: string, rule: string) {
    super(`${field}: ${rule}`);
    this.field = field;
    this.rule = rule;
  }

  response(): HttpResponse {
    return jsonResponse(400, { message: this.message, field: this.field, rule: this.rule });
  }
}

/** Reads a JSON body; the content type does not matter. Throws `InputError`. */
export function readBody<T>(schema: z.ZodMiniType<T>, request: HttpRequest): T {
  const result = schema.safeParse(parsed(request.body.toString('utf8')));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  if (issue?.code === 'unrecognized_keys') throw new InputError(issue.keys.join(', '), 'is not a field of this request');
  throw new InputError(issue?.path.join('.') || 'body', issue?.message ?? 'is not valid');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InputError('body', 'must be JSON');
  }
}
