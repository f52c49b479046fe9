import * as z from 'zod/mini';
import { type HttpResponse, jsonResponse } from '../http-api/exchange.ts';
import { evaluateAlarm } from '../metrics/alarms.ts';
import { defaultRange, renderDashboard } from '../metrics/dashboard.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { Past } from '../metrics/silence.ts';
import type { App } from '../template/app.ts';
import { durationMilliseconds } from './durations.ts';

const dashboardSchema = z.object({ DashboardBody: z.string() });

export interface Monitoring {
  dashboards(): HttpResponse;
  /** `range`: an ISO 8601 duration that ends now; without it, the dashboard's own. */
  dashboard(name: string, range: string | null): HttpResponse;
  alarms(): HttpResponse;
}

/** The template's dashboards and alarms, evaluated now from what the functions printed and the local cloud measured. */
export function createMonitoring(
  app: App,
  metrics: Pick<Metrics, 'query'>,
  clock: { now(): number },
  moves: () => Past['moves'],
): Monitoring {
  const startedAt = clock.now();
  const dashboards = () => app.byType('AWS::CloudWatch::Dashboard');
  return {
    dashboards: () => jsonResponse(200, { dashboards: dashboards().map(({ name }) => ({ name })) }),
    dashboard: (name, range) => {
      const resource = dashboards().find((dashboard) => dashboard.name === name);
      if (!resource) return jsonResponse(404, { message: `the template has no dashboard ${name}` });
      const body: unknown = JSON.parse(dashboardSchema.parse(resource.properties).DashboardBody);
      const to = clock.now();
      const from = to - durationMilliseconds('range', range ?? defaultRange(body));
      return jsonResponse(200, {
        name,
        from: new Date(from).toISOString(),
        to: new Date(to).toISOString(),
        widgets: renderDashboard(body, metrics, { from, to }),
      });
    },
    alarms: () => {
      const alarms = [...app.byType('AWS::CloudWatch::Alarm'), ...app.byType('AWS::CloudWatch::CompositeAlarm')];
      const past = { startedAt, moves: moves() };
      return jsonResponse(200, { alarms: alarms.map((alarm) => evaluateAlarm(alarm, metrics, clock.now(), past)) });
    },
  };
}
