import { describe, expect, it } from 'vitest';
import { apiMeasurements } from '../../../../infra/local/metrics/api-metrics.ts';
import { isMeasured } from '../../../../infra/local/metrics/aws-metrics.ts';
import { type EndedInvocation, lambdaMeasurements } from '../../../../infra/local/metrics/lambda-metrics.ts';
import { measuredReceiving } from '../../../../infra/local/metrics/receipt-metrics.ts';
import type { Measurement } from '../../../../infra/local/metrics/series.ts';
import { now } from './an-emf-line.ts';

const byName = (measurements: Measurement[]) => Object.fromEntries(measurements.map(({ name, values }) => [name, values[0]]));

describe('what Lambda measures of an invocation', () => {
  const measured = (given: Partial<EndedInvocation> = {}) =>
    lambdaMeasurements({ functionName: 'f', event: {}, startedAt: now, milliseconds: 12, ok: true, ...given });

  it('is dated at its start, by function', () => {
    const measurements = measured();
    expect(byName(measurements)).toEqual({ Invocations: 1, Errors: 0, Throttles: 0, Duration: 12 });
    for (const measurement of measurements)
      expect(measurement).toMatchObject({ namespace: 'AWS/Lambda', dimensions: { FunctionName: 'f' }, at: now });
  });

  it('counts one that failed as an error', () => {
    expect(byName(measured({ ok: false }))).toMatchObject({ Invocations: 1, Errors: 1 });
  });

  it('has, for a batch of a stream, the age of its last record', () => {
    const record = (secondsAgo: number) => ({
      eventSource: 'aws:dynamodb',
      dynamodb: { ApproximateCreationDateTime: now / 1000 - secondsAgo },
    });
    expect(byName(measured({ event: { Records: [record(90), record(60)] } }))).toMatchObject({ IteratorAge: 60_000 });
  });

  it.each([[undefined], [{ Records: [] }], [{ Records: [{ eventSource: 'aws:sqs', body: '{}' }] }]])(
    'has no age for any other event: %j',
    (event) => {
      expect(byName(measured({ event }))).not.toHaveProperty('IteratorAge');
    },
  );
});

describe('what API Gateway measures of a request', () => {
  it.each([
    [200, { '4xx': 0, '5xx': 0 }],
    [404, { '4xx': 1, '5xx': 0 }],
    [503, { '4xx': 0, '5xx': 1 }],
  ])('answered with %i', (status, counted) => {
    const measurements = apiMeasurements({ apiId: 'a', status, receivedAt: now, milliseconds: 7 });
    expect(byName(measurements)).toEqual({ Count: 1, Latency: 7, ...counted });
  });
});

describe('what SES measures of a receipt rule', () => {
  const mail = { from: 'a@b.c', recipients: [], raw: Buffer.alloc(0), helo: 'b.c', clientAddress: '127.0.0.1' };
  const receivingOf = (rules: string[], receive: () => string) => {
    const measurements: Measurement[] = [];
    const receiving = { accepts: () => true, start: () => undefined, receive };
    const named = rules.map((name) => ({ name }));
    const measured = measuredReceiving(receiving, named, { now: () => now }, (counted) => measurements.push(...counted));
    return { take: () => measured.receive(mail), measurements };
  };

  it('is whether its actions were carried out; a failure stays one for the sender', () => {
    const fine = receivingOf(['rule'], () => 'id');
    expect(fine.take()).toBe('id');
    expect(byName(fine.measurements)).toEqual({ PublishSuccess: 1, PublishFailure: 0 });
    const failing = receivingOf(['rule'], () => {
      throw new Error('denied');
    });
    expect(failing.take).toThrow('denied');
    expect(byName(failing.measurements)).toEqual({ PublishSuccess: 0, PublishFailure: 1 });
    expect(failing.measurements[0]?.dimensions).toEqual({ RuleName: 'rule' });
  });

  it('is nothing with several rules, of which it could not tell the one that failed', () => {
    const several = receivingOf(['one', 'two'], () => 'id');
    several.take();
    expect(several.measurements).toEqual([]);
  });
});

describe('everything that is measured', () => {
  it('is also known as measured, or a dashboard would refuse it', () => {
    const record = { eventSource: 'aws:dynamodb', dynamodb: { ApproximateCreationDateTime: now / 1000 } };
    const invocation = { functionName: 'f', event: { Records: [record] }, startedAt: now, milliseconds: 1, ok: true };
    const all = [
      ...lambdaMeasurements(invocation),
      ...apiMeasurements({ apiId: 'a', status: 200, receivedAt: now, milliseconds: 1 }),
    ];
    expect(all).toHaveLength(9);
    for (const metric of all) expect(isMeasured(metric), metric.name).toBe(true);
  });
});
