import { createLog } from '../../shared/lambda/log.ts';
import type { Work } from '../../shared/lambda/work.ts';
import { createMeter } from '../../shared/metrics/meter.ts';
import { monday } from './builders.ts';

type Line = Record<string, unknown>;

/** A real log, whose lines can be read back. */
export function aLog() {
  const lines: Line[] = [];
  const log = createLog(
    (line) => lines.push(JSON.parse(line)),
    'test',
    () => monday,
  );
  return { log, lines, messages: () => lines.map(({ message }) => message) };
}

/** A real meter, whose lines can be read back. */
export function aMeter() {
  const lines: Line[] = [];
  const meter = createMeter(
    (line) => lines.push(JSON.parse(line)),
    () => monday,
  );
  return { meter, lines, values: (name: string) => lines.flatMap((line) => (name in line ? [line[name]] : [])) };
}

/** What a function that works through batches is given, whose log and metrics can be read back. */
export function aWork() {
  const { log, lines, messages } = aLog();
  const { meter, lines: metrics, values } = aMeter();
  const work: Work = { functionName: 'test', log, meter };
  return { work, lines, messages, metrics, values };
}
