import type { Now } from '../clock.ts';
import { type DimensionName, type MetricName, metrics, namespace } from './catalogue.ts';

export type Dimensions = Partial<Record<DimensionName, string>>;

/** Writes measurements. `properties` can be searched for in the logs but are no dimensions: ids go there. */
export type Meter = (name: MetricName, value: number, dimensions?: Dimensions, properties?: Record<string, string>) => void;

/**
 * CloudWatch embedded metric format: one JSON object a line. Written straight to standard output, because a line that goes through
 * Lambda's console is wrapped and then is no metric any more.
 */
export function createMeter(write: (line: string) => void, now: Now): Meter {
  return (name, value, dimensions = {}, properties = {}) => {
    const { unit, dimensions: sets } = metrics[name];
    const given = (set: readonly DimensionName[]) => set.every((dimension) => dimensions[dimension] !== undefined);
    write(
      JSON.stringify({
        ...properties,
        ...dimensions,
        [name]: value,
        _aws: {
          Timestamp: now().getTime(),
          CloudWatchMetrics: [{ Namespace: namespace, Dimensions: sets.filter(given), Metrics: [{ Name: name, Unit: unit }] }],
        },
      }),
    );
  };
}
