import type { Measurement } from './series.ts';

/** A request that the HTTP API has answered. */
export interface AnsweredRequest {
  apiId: string;
  status: number;
  /** Milliseconds since the epoch. */
  receivedAt: number;
  milliseconds: number;
}

/** What API Gateway measures of a request to an HTTP API ("Monitor CloudWatch metrics for HTTP APIs"). */
export function apiMeasurements({ apiId, status, receivedAt, milliseconds }: AnsweredRequest): Measurement[] {
  const measurement = (name: string, unit: string, value: number): Measurement => ({
    namespace: 'AWS/ApiGateway',
    name,
    dimensions: { ApiId: apiId },
    unit,
    at: receivedAt,
    values: [value],
  });
  return [
    measurement('Count', 'Count', 1),
    measurement('4xx', 'Count', status >= 400 && status < 500 ? 1 : 0),
    measurement('5xx', 'Count', status >= 500 ? 1 : 0),
    measurement('Latency', 'Milliseconds', milliseconds),
  ];
}

/** What came over a connection of the WebSocket API and its function was asked about. */
export interface AskedIntegration {
  apiId: string;
  stage: string;
  /** `$connect`, `$disconnect`, or any other. */
  routeKey: string;
  /** The function could not be asked, or failed. */
  failed: boolean;
  /** Milliseconds since the epoch. */
  at: number;
}

/** What API Gateway measures of a WebSocket API ("Monitor WebSocket API execution with CloudWatch metrics"). */
export function webSocketMeasurements({ apiId, stage, routeKey, failed, at }: AskedIntegration): Measurement[] {
  const measurement = (name: string, value: number): Measurement => ({
    namespace: 'AWS/ApiGateway',
    name,
    dimensions: { ApiId: apiId, Stage: stage },
    unit: 'Count',
    at,
    values: [value],
  });
  return [
    ...(routeKey === '$connect' ? [measurement('ConnectCount', 1)] : []),
    ...(routeKey.startsWith('$') && routeKey !== '$default' ? [] : [measurement('MessageCount', 1)]),
    measurement('IntegrationError', failed ? 1 : 0),
  ];
}
