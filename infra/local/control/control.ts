import * as z from 'zod/mini';
import type { Activity } from '../activity.ts';
import type { FaultPlan, PlannedFault } from '../gateway/faults.ts';
import { type HttpRequest, type HttpResponse, jsonResponse, pathOf, queryOf } from '../http-api/exchange.ts';
import { matchRoute, parseRouteKey, type RoutePattern } from '../http-api/route-matching.ts';
import type { Denial } from '../iam/iam.ts';
import type { Issuer } from '../issuer/issuer.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { MeasuredQueue } from '../metrics/queue-metrics.ts';
import type { App } from '../template/app.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import { type CallControlParts, createCallControl } from './calls.ts';
import { createMonitoring } from './dashboards.ts';
import { createFaultPlans } from './fault-plans.ts';
import { refuseForeign } from './guard.ts';
import { InputError, readBody } from './input.ts';
import { mailHtmlResponse, type OutboxMail, outboxResponse } from './outbox.ts';
import type { ListedPartner } from './partners.ts';
import { createTimeControl } from './time-control.ts';

/** Where the local cloud answers and the addresses it takes mail for: what a newcomer needs first. */
export interface About {
  http: string;
  ws: string;
  /** `127.0.0.1:4425` */
  smtp: string;
  aws: string;
  addresses: string[];
}

export interface ControlParts {
  app: App;
  clock: Pick<VirtualClock, 'now' | 'offset' | 'moveTo'>;
  activity: Pick<Activity, 'idle' | 'current'>;
  issuer: Pick<Issuer, 'mint' | 'handle'>;
  metrics: Metrics;
  /** Oldest first. */
  outbox: () => Promise<readonly OutboxMail[]>;
  /** Who sends webhooks, with what and where to. */
  partners: () => Promise<readonly ListedPartner[]>;
  schedules: () => readonly { name: string; group: string; at?: unknown; input?: unknown }[];
  queues: { all(): readonly MeasuredQueue[] };
  denials: () => readonly Denial[];
  /** The last lines that the functions logged, oldest first. */
  logs: () => readonly string[];
  planFault: (plan: FaultPlan) => PlannedFault;
  about: () => About;
  calls: Omit<CallControlParts, 'clock'>;
  /** Real milliseconds that a settle may take. */
  patience?: number;
}

export interface Control {
  /** undefined: not a path of the control page's. */
  handle(request: HttpRequest): Promise<HttpResponse | undefined>;
}

interface ControlRoute extends RoutePattern {
  answer(request: HttpRequest, parameters: Record<string, string>): HttpResponse | Promise<HttpResponse>;
}

const tokenSchema = z.strictObject({
  sub: z.string().check(z.minLength(1), z.maxLength(128)),
  groups: z._default(z.array(z.string().check(z.minLength(1))), []),
  email: z.optional(z.string()),
  name: z.optional(z.string()),
  expiresInSeconds: z.optional(z.int().check(z.gte(1))),
});

/** `/_local/*`: drives the local cloud and looks into it. It exists only here, never on AWS. */
export function createControl(parts: ControlParts): Control {
  const { app, clock, metrics, issuer } = parts;
  const time = createTimeControl(parts);
  const monitoring = createMonitoring(app, metrics, clock, () => time.moves());
  const faults = createFaultPlans(parts.planFault);
  const calls = createCallControl({ ...parts.calls, clock });
  const parameter = (request: HttpRequest, name: string) => new URLSearchParams(queryOf(request.url)).get(name);
  const list = (name: string, items: () => readonly unknown[]) => () => jsonResponse(200, { [name]: items() });

  const answers: Record<string, ControlRoute['answer']> = {
    'GET /_local/about': () => jsonResponse(200, parts.about()),
    'GET /_local/outbox': async (request) => outboxResponse(await parts.outbox(), parameter(request, 'to')),
    'GET /_local/outbox/{messageId}/html': async (_, { messageId = '' }) => mailHtmlResponse(await parts.outbox(), messageId),
    'GET /_local/clock': () => time.read(),
    'POST /_local/clock': (request) => time.move(request),
    'POST /_local/settle': () => time.settle(),
    'POST /_local/token': (request) => jsonResponse(200, { token: issuer.mint(readBody(tokenSchema, request)) }),
    'GET /_local/issuer/{document+}': (request) => issuer.handle(request) ?? notThere(request),
    'GET /_local/metrics': () => jsonResponse(200, { metrics: metrics.values(), errors: metrics.errors() }),
    'GET /_local/partners': async () => jsonResponse(200, await parts.partners()),
    'GET /_local/schedules': list('schedules', parts.schedules),
    'GET /_local/queues': list('queues', () => parts.queues.all().map((queue) => ({ name: queue.name, ...queue.depth() }))),
    'GET /_local/denials': list('denials', parts.denials),
    'GET /_local/dashboards': () => monitoring.dashboards(),
    'GET /_local/dashboards/{name}': (request, { name = '' }) => monitoring.dashboard(name, parameter(request, 'range')),
    'GET /_local/alarms': () => monitoring.alarms(),
    'GET /_local/logs': list('lines', parts.logs),
    'GET /_local/calls': () => calls.list(),
    'POST /_local/calls': (request) => calls.start(request),
    'GET /_local/calls/{id}': (_, { id = '' }) => calls.read(id),
    'POST /_local/calls/{id}': (request, { id = '' }) => calls.act(id, request),
    'GET /_local/faults': () => faults.list(),
    'POST /_local/faults': (request) => faults.plan(request),
    'DELETE /_local/faults': () => faults.clear(),
  };
  const routes = Object.entries(answers).map(([key, answer]): ControlRoute => ({ ...parseRouteKey(key), answer }));

  return {
    handle: async (request) => {
      const path = pathOf(request.url);
      if (path !== '/_local' && !path.startsWith('/_local/')) return undefined;
      const refused = refuseForeign(request);
      if (refused) return refused;
      const method = request.method === 'HEAD' ? 'GET' : request.method;
      const matched = matchRoute(routes, method, path);
      if (!matched) return wrongMethod(routes, path) ?? notThere(request);
      try {
        const response = await matched.route.answer(request, matched.parameters);
        return { ...response, headers: { 'cache-control': 'no-store', ...response.headers } };
      } catch (error) {
        if (error instanceof InputError) return error.response();
        throw error;
      }
    },
  };
}

function notThere({ url }: HttpRequest): HttpResponse {
  return jsonResponse(404, { message: `the local cloud has no ${pathOf(url)}` });
}

function wrongMethod(routes: ControlRoute[], path: string): HttpResponse | undefined {
  const allowed = ['GET', 'POST', 'DELETE'].filter((method) => matchRoute(routes, method, path));
  if (allowed.length === 0) return undefined;
  return jsonResponse(405, { message: `${path} takes ${allowed.join(' and ')}` }, { allow: allowed.join(', ') });
}
