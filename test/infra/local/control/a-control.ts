import { createActivity } from '../../../../infra/local/activity.ts';
import { type ControlParts, createControl } from '../../../../infra/local/control/control.ts';
import type { HttpRequest, HttpResponse } from '../../../../infra/local/http-api/exchange.ts';
import { createIssuer } from '../../../../infra/local/issuer/issuer.ts';
import { createMetrics } from '../../../../infra/local/metrics/metrics.ts';
import { createVirtualClock } from '../../../../infra/local/virtual-clock.ts';
import { anApp } from '../http-api/an-app.ts';
import { aRequest } from '../http-api/an-http-api.ts';

export const http = 'http://127.0.0.1:4400';

/** The control of a local cloud with nothing in it, unless parts are given. */
export function aControl(given: Partial<ControlParts> = {}) {
  const failures: unknown[] = [];
  const activity = createActivity();
  const clock = createVirtualClock(activity, (error) => failures.push(error));
  const app = given.app ?? anApp({ client: { type: 'AWS::Cognito::UserPoolClient' } });
  const issuer = createIssuer({ app, http, clock });
  const parts: ControlParts = {
    app,
    clock,
    activity,
    issuer,
    metrics: createMetrics({ clock }),
    outbox: async () => [],
    partners: async () => [],
    schedules: () => [],
    queues: { all: () => [] },
    denials: () => [],
    logs: () => [],
    planFault: () => {
      throw new Error('no fault was foreseen');
    },
    about: () => ({ http, ws: 'ws://127.0.0.1:4401', smtp: '127.0.0.1:4425', aws: 'http://127.0.0.1:4466', addresses: [] }),
    calls: { calls: undefined, tasks: () => [] },
    ...given,
  };
  const control = createControl(parts);

  const send = async (
    line: string,
    body?: unknown,
    more: Partial<HttpRequest> = {},
  ): Promise<HttpResponse & { json: unknown }> => {
    const [method = '', url = ''] = line.split(' ');
    const bytes = Buffer.from(typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body));
    const response = await control.handle(aRequest({ method, url, body: bytes, ...more }));
    if (!response) throw new Error(`${line} is not a path of the control`);
    const isJson = response.headers['content-type'] === 'application/json';
    return { ...response, json: isJson ? JSON.parse(response.body.toString()) : undefined };
  };
  return { send, control, clock, activity, issuer, parts, failures };
}
