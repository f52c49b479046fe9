import { describe, expect, it } from 'vitest';
import { type MetricName, metrics } from '../../../shared/metrics/catalogue.ts';
import { createMeter, type Dimensions } from '../../../shared/metrics/meter.ts';
import { measureNotice } from '../../../shared/metrics/notice-metrics.ts';
import { monday } from '../../support/builders.ts';
import { aMeter } from '../../support/recorders.ts';

interface EmbeddedMetrics {
  _aws: {
    Timestamp: number;
    CloudWatchMetrics: { Namespace: string; Dimensions: string[][]; Metrics: { Name: string; Unit: string }[] }[];
  };
  [member: string]: unknown;
}

const lineOf = (name: MetricName, value: number, dimensions?: Dimensions, properties?: Record<string, string>) => {
  const written: string[] = [];
  createMeter(
    (line) => written.push(line),
    () => monday,
  )(name, value, dimensions, properties);
  expect(written).toHaveLength(1);
  expect(written[0]).not.toContain('\n');
  return JSON.parse(written[0]!) as EmbeddedMetrics;
};
const every: Required<Dimensions> = {
  Channel: 'email',
  Priority: 'high',
  Clock: 'resolution',
  Outcome: 'ticket',
  Notice: 'reply',
  Function: 'ring-alarm',
};

describe('a measurement', () => {
  it('is one line in CloudWatch’s embedded metric format', () => {
    expect(lineOf('TicketsOpened', 1, { Channel: 'email', Priority: 'high' }, { ticketId: 'tkt_1' })).toEqual({
      ticketId: 'tkt_1',
      Channel: 'email',
      Priority: 'high',
      TicketsOpened: 1,
      _aws: {
        Timestamp: monday.getTime(),
        CloudWatchMetrics: [
          {
            Namespace: 'Guichet',
            Dimensions: [[], ['Channel'], ['Priority']],
            Metrics: [{ Name: 'TicketsOpened', Unit: 'Count' }],
          },
        ],
      },
    });
  });
  it('is published only under the sets of which every dimension was given', () => {
    const setsOf = (dimensions?: Dimensions) => lineOf('ClocksMet', 1, dimensions)._aws.CloudWatchMetrics[0]?.Dimensions;
    expect(setsOf()).toEqual([[]]);
    expect(setsOf({ Priority: 'high' })).toEqual([[]]);
    expect(setsOf({ Clock: 'resolution' })).toEqual([[], ['Clock']]);
    expect(setsOf({ Clock: 'resolution', Priority: 'high' })).toEqual([[], ['Clock'], ['Clock', 'Priority']]);
  });
  it('gets no dimension from its properties, however they are called', () => {
    const line = lineOf('MailsTaken', 1, {}, { Outcome: 'ticket' });
    expect(line._aws.CloudWatchMetrics[0]?.Dimensions).toEqual([[]]);
  });
});

/** CloudWatch User Guide, "Specification: Embedded metric format". */
describe.each(Object.keys(metrics) as MetricName[])('%s', (name) => {
  const line = lineOf(name, 1.5, every, { ticketId: 'tkt_1' });
  const directives = line._aws.CloudWatchMetrics;

  it('obeys the format: one directive, whose targets are members of the line, of the kind and number that it allows', () => {
    expect(directives).toHaveLength(1);
    const { Namespace, Dimensions, Metrics } = directives[0]!;
    expect(Namespace).toBe('Guichet');
    expect(Number.isInteger(line._aws.Timestamp)).toBe(true);
    expect(Metrics.map(({ Name }) => typeof line[Name])).toEqual(['number']);
    for (const set of Dimensions) {
      expect(set.length).toBeLessThanOrEqual(30);
      for (const dimension of set) expect(typeof line[dimension]).toBe('string');
    }
  });
  it('is published in total, and never by ticket', () => {
    expect(directives[0]?.Dimensions).toContainEqual([]);
    expect(directives[0]?.Dimensions.flat()).not.toContain('ticketId');
  });
  it('has a unit that CloudWatch knows, and says what it counts', () => {
    expect(['Count', 'Seconds', 'Milliseconds']).toContain(metrics[name].unit);
    expect(metrics[name].meaning.length).toBeGreaterThan(10);
  });
});

describe('a notice', () => {
  it('is counted by kind when sent, and as withheld when it was one too many', () => {
    const { meter, lines } = aMeter();
    measureNotice(meter)('reply', 'tkt_1', 'claimed');
    measureNotice(meter)('acknowledgement', 'tkt_1', 'withheld');
    expect(lines).toMatchObject([{ NoticesSent: 1, Notice: 'reply' }, { NoticesSuppressed: 1 }]);
  });
});
