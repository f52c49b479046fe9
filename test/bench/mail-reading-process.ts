/**
 * One way to read mail in a process of its own: `node mail-reading-process.ts WAY corpus` or `… WAY largest`. Prints one line of JSON, a
 * `CorpusReading` or a `LargestReading`.
 */
import { readFileSync } from 'node:fs';
import { corpusMails, largestMail } from './mail-reading-mails.ts';
import { type Way, ways } from './mail-reading-ways.ts';

export interface CorpusReading {
  mails: number;
  mailsPerSecond: number;
  slowestMs: number;
  failed: number;
}

export interface LargestReading {
  megabytes: number;
  seconds: number;
  /** Memory of the process at its highest, less what it had before the mail was there, in sizes of the mail. */
  timesItsSize: number;
}

const [way, task] = [process.argv[2] as Way, process.argv[3]];
const read = await ways[way]();

async function readCorpus(): Promise<CorpusReading> {
  const mails = corpusMails().map((file) => new Uint8Array(readFileSync(file)));
  // Twice: the first time code gets warm.
  let result: CorpusReading = { mails: mails.length, mailsPerSecond: 0, slowestMs: 0, failed: 0 };
  for (let turn = 0; turn < 2; turn++) {
    const started = performance.now();
    let [slowestMs, failed] = [0, 0];
    for (const raw of mails) {
      const begun = performance.now();
      await read(raw).catch(() => failed++);
      slowestMs = Math.max(slowestMs, performance.now() - begun);
    }
    const seconds = (performance.now() - started) / 1000;
    result = {
      mails: mails.length,
      mailsPerSecond: Math.round(mails.length / seconds),
      slowestMs: Math.round(slowestMs),
      failed,
    };
  }
  return result;
}

async function readLargest(): Promise<LargestReading> {
  await read(largestMail(10_000));
  const highest = () => process.resourceUsage().maxRSS * 1024;
  const before = highest();
  const mail = largestMail();
  const started = performance.now();
  await read(mail);
  return {
    megabytes: Math.round(mail.length / 1024 / 1024),
    seconds: Math.round(performance.now() - started) / 1000,
    timesItsSize: Math.round(((highest() - before) / mail.length) * 100) / 100,
  };
}

console.log(JSON.stringify(task === 'corpus' ? await readCorpus() : await readLargest()));
