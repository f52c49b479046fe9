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
