import { execFileSync } from 'node:child_process';
import path from 'node:path';
import type { CorpusReading, LargestReading } from './mail-reading-process.ts';
import { type Way, ways } from './mail-reading-ways.ts';

export type MailReadingBench = Record<string, CorpusReading & { largest: LargestReading }>;

/** Longer than this no way may take for all mails together. */
const longestMs = 300_000;

function run<Result>(way: Way, task: 'corpus' | 'largest'): Result {
  const script = path.join(import.meta.dirname, 'mail-reading-process.ts');
  return JSON.parse(execFileSync(process.execPath, [script, way, task], { encoding: 'utf8', timeout: longestMs })) as Result;
}

/** Mails a second, read and trimmed, and memory for the largest that there may be: each way in processes of its own, one after the other. */
export function benchMailReading(): MailReadingBench {
  const names = Object.keys(ways) as Way[];
  return Object.fromEntries(
    names.map((way) => [way, { ...run<CorpusReading>(way, 'corpus'), largest: run<LargestReading>(way, 'largest') }]),
  );
}

export function mailReadingInWords(bench: MailReadingBench): string {
  const rows = Object.entries(bench).map(
    ([way, { mails, mailsPerSecond, slowestMs, largest }]) =>
      `  ${way}: ${mailsPerSecond} a second of ${mails}, the slowest in ${slowestMs} ms; ${largest.megabytes} MB in ${largest.seconds} s with ${largest.timesItsSize} times its size`,
  );
  return ['mails read and trimmed', ...rows].join('\n');
}
