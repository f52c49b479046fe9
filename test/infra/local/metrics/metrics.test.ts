import { describe, expect, it } from 'vitest';
import { createMetrics } from '../../../../infra/local/metrics/metrics.ts';
import { anEmfLine, now } from './an-emf-line.ts';

const clock = { now: () => now };
const opened = { namespace: 'Guichet', name: 'Opened', dimensions: { Channel: 'email' } };

describe('the metrics of the local cloud', () => {
  it('sum up each metric with all its values', () => {
    const metrics = createMetrics({ clock });
    metrics.ingest(anEmfLine({ at: now, root: { Opened: 5 } }));
    metrics.ingest(anEmfLine({ at: now - 1000, root: { Opened: [1, 3] } }));
    expect(metrics.values()).toEqual([
      {
        ...opened,
        unit: 'Count',
        count: 3,
        sum: 9,
        min: 1,
        max: 5,
        average: 3,
        p50: 3,
        p90: 4.6,
        last: 5,
        lastAt: '2026-01-05T08:00:00.000Z',
      },
    ]);
  });

  it('keep apart what differs in any dimension', () => {
    const metrics = createMetrics({ clock });
    metrics.ingest(anEmfLine());
    metrics.ingest(anEmfLine({ root: { Channel: 'form' } }));
    metrics.ingest(anEmfLine({ dimensions: [[]] }));
    expect(metrics.values().map(({ dimensions }) => dimensions)).toEqual([{ Channel: 'email' }, { Channel: 'form' }, {}]);
  });

  it('say of a broken line that it was meant as metrics, and why it is none', () => {
    const metrics = createMetrics({ clock });
    expect(metrics.ingest(anEmfLine({ root: { Channel: 3 } }))).toBe(true);
    expect(metrics.ingest('hello')).toBe(false);
    expect(metrics.values()).toEqual([]);
    expect(metrics.errors()).toMatchObject([{ at: '2026-01-05T08:00:00.000Z', problems: [expect.stringContaining('Channel')] }]);
  });

  it('answer one datapoint for each period that has values, both ends of the range included', () => {
    const metrics = createMetrics({ clock });
    for (const at of [now - 120_001, now - 120_000, now - 60_000, now - 1, now]) metrics.ingest(anEmfLine({ at }));
    const query = { ...opened, stat: 'Sum', period: 60, from: now - 120_000, to: now };
    expect(metrics.query(query)).toEqual([
      { at: now - 120_000, value: 1 },
      { at: now - 60_000, value: 2 },
      { at: now, value: 1 },
    ]);
    expect(metrics.query({ ...query, wholeRange: true })).toEqual([{ at: now - 120_000, value: 4 }]);
  });

  it.each([
    ['Sum', 10],
    ['Average', 2.5],
    ['Minimum', 1],
    ['Maximum', 4],
    ['SampleCount', 4],
    ['p50', 2.5],
    ['p99.9', 3.997],
  ])('compute %s', (stat, value) => {
    const metrics = createMetrics({ clock });
    metrics.ingest(anEmfLine({ root: { Opened: [4, 1, 3, 2] } }));
    expect(metrics.query({ ...opened, stat, period: 60, from: now, to: now })[0]?.value).toBeCloseTo(value, 9);
  });

  it('refuse a statistic that they do not compute', () => {
    expect(() => createMetrics({ clock }).query({ ...opened, stat: 'tm99', period: 60, from: now, to: now })).toThrow('tm99');
  });

  it('read the depth of queues as it is', () => {
    let visible = 3;
    const queue = { name: 'dlq', depth: () => ({ visible, inFlight: 1, delayed: 0 }), messages: () => [] };
    const metrics = createMetrics({ clock: { now: () => now + 5000 }, queues: { all: () => [queue] } });
    const query = {
      namespace: 'AWS/SQS',
      name: 'ApproximateNumberOfMessagesVisible',
      dimensions: { QueueName: 'dlq' },
      stat: 'Maximum',
      period: 300,
      from: now - 600_000,
      to: now + 5000,
    };
    expect(metrics.query(query)).toEqual([{ at: now, value: 3 }]);
    visible = 4;
    expect(metrics.query(query)).toEqual([{ at: now, value: 4 }]);
    expect(metrics.values().find(({ name }) => name === 'ApproximateNumberOfMessagesNotVisible')).toMatchObject({ last: 1 });
  });
});

describe('the age of the oldest message of a queue', () => {
  const age = (...messages: { sentAt: number; receiveCount: number }[]) => {
    const depth = () => ({ visible: messages.length, inFlight: 0, delayed: 0 });
    const metrics = createMetrics({ clock, queues: { all: () => [{ name: 'q', depth, messages: () => messages }] } });
    return metrics.values().find(({ name }) => name === 'ApproximateAgeOfOldestMessage');
  };

  it('counts in seconds from its sending, and is zero for an empty queue', () => {
    const sent = (seconds: number) => ({ sentAt: now - seconds * 1000, receiveCount: 0 });
    expect(age(sent(60), sent(901), sent(5))).toMatchObject({ last: 901, unit: 'Seconds' });
    expect(age()).toMatchObject({ last: 0 });
  });

  it('leaves out what was received more than three times', () => {
    const old = { sentAt: now - 60_000, receiveCount: 4 };
    expect(age(old, { ...old, sentAt: now - 1000, receiveCount: 3 })).toMatchObject({ last: 1 });
  });
});

describe('a metric of AWS itself', () => {
  const metrics = createMetrics({ clock, queues: { all: () => [] } });
  const ask = (namespace: string, name: string, dimensions: Record<string, string>) =>
    metrics.query({ namespace, name, dimensions, stat: 'Sum', period: 60, from: now, to: now });

  it('is counted when the local cloud measures it, and silent until then', () => {
    const dimensions = { FunctionName: 'sweep-alarms' };
    expect(ask('AWS/Lambda', 'Invocations', dimensions)).toEqual([]);
    metrics.record([{ namespace: 'AWS/Lambda', name: 'Invocations', dimensions, unit: 'Count', at: now, values: [1] }]);
    expect(ask('AWS/Lambda', 'Invocations', dimensions)).toEqual([{ at: now, value: 1 }]);
  });

  it.each([
    ['AWS/Lambda', 'ConcurrentExecutions', { FunctionName: 'f' }],
    ['AWS/Lambda', 'Invocations', { FunctionName: 'f', Resource: 'f:1' }],
    ['AWS/Lambda', 'Invocations', {}],
    ['AWS/SQS', 'NumberOfMessagesSent', { QueueName: 'q' }],
    ['AWS/States', 'ExecutionsFailed', { StateMachineArn: 'a' }],
  ])(
    'is refused by name when it is not measured here, so that it does not look like silence: %s %s %j',
    (namespace, name, dimensions) => {
      expect(() => ask(namespace, name, { ...dimensions })).toThrow(`does not measure ${namespace} ${name}`);
    },
  );
});
