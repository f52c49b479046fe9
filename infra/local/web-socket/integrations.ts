import { randomBytes } from 'node:crypto';
import * as z from 'zod/mini';
import type { Iam } from '../iam/iam.ts';
import type { AskedIntegration } from '../metrics/api-metrics.ts';
import { routeOf, type WebSocketDefinition, type WebSocketRoute } from './api-definition.ts';
import type { Handshake, Occurrence } from './event.ts';

type Invocation = { ok: true; payload: unknown } | { ok: false; error: { errorType: string } };
export interface FunctionsToCall {
  get(arn: string): { invoke(event: unknown): Promise<Invocation> } | undefined;
}

/** What a route's function answered, or what the client is told where it could not be asked or failed. */
export type Outcome =
  | { ok: true; status: number; headers: Record<string, string> }
  | { ok: false; told: { message: string; connectionId: string; requestId: string } };

const responseSchema = z.object({
  statusCode: z.coerce.number().check(z.int()),
  headers: z.nullish(z.record(z.string(), z.string())),
});

const newId = () => randomBytes(11).toString('base64');

/** Calls the functions of routes, as API Gateway does: with its own permission, and no longer than the integration may take. */
export function createIntegrations(
  api: WebSocketDefinition,
  {
    iam,
    functions,
    clock,
    onAsked,
  }: {
    iam: Pick<Iam, 'check'>;
    functions: FunctionsToCall;
    clock: { now(): number };
    onAsked: (asked: AskedIntegration) => void;
  },
) {
  const ask = async (route: WebSocketRoute, occurrence: Occurrence, event: unknown): Promise<Outcome> => {
    const outcome = await askFunction(route, occurrence, event);
    onAsked({ apiId: api.id, stage: api.stage, routeKey: route.key, failed: !outcome.ok, at: occurrence.now });
    return outcome;
  };
  const askFunction = async (route: WebSocketRoute, occurrence: Occurrence, event: unknown): Promise<Outcome> => {
    const failed: Outcome = {
      ok: false,
      told: {
        message: 'Internal server error',
        connectionId: occurrence.handshake.connectionId,
        requestId: occurrence.requestId,
      },
    };
    const sourceArn = `arn:aws:execute-api:${api.region}:${api.account}:${api.id}/${api.stage}/${route.key}`;
    const principal = { type: 'service', service: 'apigateway.amazonaws.com', sourceArn } as const;
    const denied = iam.check(principal, { action: 'lambda:InvokeFunction', resource: route.functionArn });
    const target = functions.get(route.functionArn);
    if (denied || !target) return failed;
    const outcome = await withinTime(target.invoke(event), route.timeoutMilliseconds);
    if (outcome === 'too late' || !outcome.ok) return failed;
    const response = responseSchema.safeParse(outcome.payload);
    if (!response.success) return failed;
    const headers = Object.entries(response.data.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
    return { ok: true, status: response.data.statusCode, headers: Object.fromEntries(headers) };
  };
  const occurrenceOf = (handshake: Handshake, routeKey: string): Occurrence => ({
    api,
    handshake,
    routeKey,
    requestId: newId(),
    now: clock.now(),
  });

  return {
    /** Undefined where the API has no such route: then there is nobody to ask. */
    route: async (
      key: string,
      handshake: Handshake,
      event: (occurrence: Occurrence) => unknown,
    ): Promise<Outcome | undefined> => {
      const route = api.routes.get(key);
      const occurrence = occurrenceOf(handshake, key);
      return route && ask(route, occurrence, event(occurrence));
    },
    message: async (
      handshake: Handshake,
      text: string,
      event: (occurrence: Occurrence, messageId: string) => unknown,
    ): Promise<Outcome> => {
      const route = routeOf(api, text);
      const occurrence = occurrenceOf(handshake, route?.key ?? '$default');
      const { requestId } = occurrence;
      if (!route) return { ok: false, told: { message: 'Forbidden', connectionId: handshake.connectionId, requestId } };
      return ask(route, occurrence, event(occurrence, newId()));
    },
  };
}

/** The limit runs on the machine's clock: moving the virtual one must not time out a function that is at work. */
async function withinTime<T>(work: Promise<T>, milliseconds: number): Promise<T | 'too late'> {
  const { promise: late, resolve } = Promise.withResolvers<'too late'>();
  const timer = setTimeout(() => resolve('too late'), milliseconds);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
