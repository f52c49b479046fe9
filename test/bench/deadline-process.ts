/** One way to deadlines in a process of its own: `node deadline-process.ts WAY`. Prints one line of JSON, a `DeadlineProcess`. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { starts, type Way, ways } from './deadline-ways.ts';

export interface DeadlineProcess {
  perSecond: number;
  /** Heap that it keeps once it has counted over two years, its library left out. */
  keptKiB: number;
  /** The deadlines of the first `compared` starts. */
  deadlines: number[];
}

const compared = 2000;
const shortestSeconds = 1;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const heap = () => {
  collect();
  return process.memoryUsage().heapUsed;
};

const way = process.argv[2] as Way;
const all = starts(compared);
// Once without being measured: libraries load, code gets warm.
const load = await ways[way]();
for (const start of all.slice(0, 200)) load(start);
const before = heap();
const deadline = await ways[way]();
const deadlines = all.map(deadline);
const keptKiB = Math.round((heap() - before) / 1024);
let count = 0;
let sum = 0;
const began = performance.now();
while (performance.now() - began < shortestSeconds * 1000) {
  for (let i = 0; i < 100; i++) sum += deadline(all[count++ % compared] ?? 0);
}
const seconds = (performance.now() - began) / 1000;
if (!Number.isFinite(sum)) throw new Error(`${way} counted nothing`);
const result: DeadlineProcess = { perSecond: Math.round(count / seconds), keptKiB, deadlines };
process.stdout.write(JSON.stringify(result));
