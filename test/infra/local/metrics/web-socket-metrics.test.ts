import { describe, expect, it } from 'vitest';
import { webSocketMeasurements } from '../../../../infra/local/metrics/api-metrics.ts';

const measured = (routeKey: string, failed: boolean) =>
  Object.fromEntries(
    webSocketMeasurements({ apiId: 'abc', stage: 'chat', routeKey, failed, at: 0 }).map(({ name, values }) => [name, values[0]]),
  );

describe('what is measured of a WebSocket API', () => {
  it.each([
    ['$connect', { ConnectCount: 1, IntegrationError: 0 }],
    ['$disconnect', { IntegrationError: 0 }],
    ['$default', { MessageCount: 1, IntegrationError: 0 }],
    ['say', { MessageCount: 1, IntegrationError: 0 }],
  ])('of %s', (routeKey, expected) => expect(measured(routeKey, false)).toEqual(expected));
  it('counts a function that failed', () => expect(measured('$default', true)).toMatchObject({ IntegrationError: 1 }));
});
