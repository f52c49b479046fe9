import { execFileSync } from 'node:child_process';
import path from 'node:path';
import type { DeadlineProcess } from './deadline-process.ts';
import { type Way, ways } from './deadline-ways.ts';

/** How many deadlines of 16 business hours a second, and what they cost in memory: the median of several turns, each a new process. */
export interface DeadlinesBench {
  ways: Record<string, { perSecond: number; microseconds: number; keptKiB: number }>;
  /** How many times as many as the other way counts. */
  times: Record<string, number>;
}

const turns = 3;

/** Counts with each way in turns, in processes whose own zone is Paris. Throws Error where the ways do not agree on every deadline. */
export function benchDeadlines(): DeadlinesBench {
  const names = Object.keys(ways) as Way[];
  const runs = new Map<Way, DeadlineProcess[]>(names.map((name) => [name, []]));
  for (let turn = 0; turn < turns; turn++) for (const name of names) runs.get(name)?.push(run(name));
  const [ours, ...others] = names.map((name) => ({ name, runs: runs.get(name) ?? [] }));
  if (!ours) throw new Error('there is no way to measure');
  for (const { name, runs: theirs } of others) agree(name, ours.runs[0]?.deadlines ?? [], theirs[0]?.deadlines ?? []);
  const perSecond = (of: DeadlineProcess[]) => median(of.map((each) => each.perSecond));
  return {
    ways: Object.fromEntries(
      [ours, ...others].map(({ name, runs: of }) => [
        name,
        {
          perSecond: perSecond(of),
          microseconds: Math.round(1e8 / perSecond(of)) / 100,
          keptKiB: median(of.map(({ keptKiB }) => keptKiB)),
        },
      ]),
    ),
    times: Object.fromEntries(
      others.map(({ name, runs: of }) => [name, Math.round((perSecond(ours.runs) / perSecond(of)) * 10) / 10]),
    ),
  };
}

function run(name: Way): DeadlineProcess {
  const script = path.join(import.meta.dirname, 'deadline-process.ts');
  const printed = execFileSync(process.execPath, [script, name], {
    env: { ...process.env, TZ: 'Europe/Paris' },
    encoding: 'utf8',
    maxBuffer: 16 * 1024 * 1024,
  });
  return JSON.parse(printed) as DeadlineProcess;
}

function agree(name: string, ours: number[], theirs: number[]): void {
  const different = ours.findIndex((due, i) => due !== theirs[i]);
  if (ours.length === 0 || different >= 0)
    throw new Error(`${name} gives ${theirs[different]} for deadline ${different}, ours is ${ours[different]}`);
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
