import * as z from 'zod/mini';
import { type HttpResponse, jsonResponse } from './exchange.ts';

const headerValue = z.union([z.string(), z.number(), z.boolean()]);
const responseSchema = z.object({
  statusCode: z.coerce.number().check(z.int(), z.gte(100), z.lte(599)),
  headers: z.nullish(z.record(z.string(), headerValue)),
  multiValueHeaders: z.nullish(z.record(z.string(), z.array(headerValue))),
  body: z.nullish(z.string()),
  isBase64Encoded: z.nullish(z.boolean()),
  cookies: z.nullish(z.array(z.string())),
});

export const internalServerError = () => jsonResponse(500, { message: 'Internal Server Error' });

/**
 * What a client gets for a function's answer. Without a `statusCode` the whole answer is the body of a 200; with one, it must be a
 * response of format 2.0, else the client gets 500. Source: "Create AWS Lambda proxy integrations", format of the response.
 */
export function responseFrom(payload: unknown): HttpResponse {
  if (typeof payload !== 'object' || payload === null || !('statusCode' in payload)) {
    const body = typeof payload === 'string' ? payload : JSON.stringify(payload ?? null);
    return { status: 200, headers: { 'content-type': 'application/json' }, body };
  }
  const parsed = responseSchema.safeParse(payload);
  if (!parsed.success) return internalServerError();
  const { statusCode, headers, multiValueHeaders, body, isBase64Encoded, cookies } = parsed.data;
  const sent: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers ?? {})) sent[name.toLowerCase()] = `${value}`;
  for (const [name, values] of Object.entries(multiValueHeaders ?? {})) sent[name.toLowerCase()] = values.join(',');
  // Unverified, from experience with HTTP APIs: what has no content type of its own is sent as plain text.
  if (body) sent['content-type'] ??= 'text/plain;charset=UTF-8';
  return {
    status: statusCode,
    headers: sent,
    body: isBase64Encoded === true ? Buffer.from(body ?? '', 'base64') : (body ?? ''),
    ...(cookies && { cookies }),
  };
}
