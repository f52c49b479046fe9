import * as z from 'zod/mini';
import type { Resource } from '../template/app.ts';

const rule = z.object({
  AllowedOrigins: z.array(z.string()),
  AllowedMethods: z.array(z.string()),
  AllowedHeaders: z.optional(z.array(z.string())),
  ExposedHeaders: z.optional(z.array(z.string())),
  MaxAge: z.optional(z.coerce.number()),
});
const configuration = z.object({ CorsRules: z.array(rule) });
export type CrossOriginRule = z.infer<typeof rule>;

export const crossOriginRulesOf = ({ properties: { CorsConfiguration } }: Resource): CrossOriginRule[] =>
  CorsConfiguration === undefined ? [] : configuration.parse(CorsConfiguration).CorsRules;

/** An origin or a header of a rule may have one `*` in it. */
function fits(pattern: string, value: string): boolean {
  const [start = '', end] = pattern.split('*');
  if (end === undefined) return pattern === value;
  return value.length >= start.length + end.length && value.startsWith(start) && value.endsWith(end);
}

/**
 * The headers by which a browser lets a page of another origin see the answer; none where no rule fits. The first rule that fits counts
 * (S3 user guide, "How does Amazon S3 evaluate the CORS configuration on a bucket?").
 */
export function crossOriginHeaders(
  rules: readonly CrossOriginRule[],
  method: string,
  headers: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const { origin } = headers;
  if (origin === undefined) return {};
  const isPreflight = method === 'OPTIONS';
  const wanted = isPreflight ? headers['access-control-request-method'] : method;
  const asked = isPreflight ? (headers['access-control-request-headers'] ?? '').toLowerCase().split(/\s*,\s*/) : [];
  const found = rules.find(
    ({ AllowedOrigins, AllowedMethods, AllowedHeaders = [] }) =>
      AllowedOrigins.some((pattern) => fits(pattern, origin)) &&
      AllowedMethods.some((allowed) => allowed === wanted) &&
      asked.every((name) => name === '' || AllowedHeaders.some((pattern) => fits(pattern.toLowerCase(), name))),
  );
  if (!found) return {};
  return {
    'access-control-allow-origin': found.AllowedOrigins.includes('*') ? '*' : origin,
    'access-control-allow-methods': found.AllowedMethods.join(', '),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
    ...(isPreflight && asked.some((name) => name !== '') && { 'access-control-allow-headers': asked.join(', ') }),
    ...(found.ExposedHeaders && { 'access-control-expose-headers': found.ExposedHeaders.join(', ') }),
    ...(isPreflight && found.MaxAge !== undefined && { 'access-control-max-age': String(found.MaxAge) }),
  };
}
