import { applyContracts } from '../../infra/local/apply-contracts.ts';
import { type Cloud, startCloud } from '../../infra/local/cloud.ts';

/** Milliseconds from a call coming in to the caller waiting: answer-call with its work, and the flow around it. */
export interface Answering {
  /** The process has to be started first. */
  cold: { median: number; slowest: number };
  warm: { median: number; slowest: number };
  /** What Connect allows. */
  limit: number;
}

/** Calls from so many numbers; before each cold one, the function's process is killed at its first request. */
export async function benchAnswerCall(assembly: string, runs: number): Promise<Answering> {
  // Wednesday, 10:00 in Paris.
  const startAt = new Date('2026-03-04T09:00:00Z');
  const cloud = await startCloud({ assembly, ports: { http: 0, ws: 0, smtp: 0, aws: 0 }, startAt, concurrency: 1 });
  try {
    await applyContracts(cloud);
    const times: { cold: number[]; warm: number[] } = { cold: [], warm: [] };
    for (let run = 0; run < runs; run++) {
      const fault = cloud.faults.plan({ functionName: 'AnswerCall', call: 1, when: 'before' });
      await call(cloud, `+3319900${String(1000 + run)}`);
      fault.cancel();
      if (!fault.happened()) throw new Error('the process was not killed');
      times.cold.push(await call(cloud, `+3319900${String(2000 + run)}`));
      times.warm.push(await call(cloud, `+3319900${String(3000 + run)}`));
    }
    return { cold: summary(times.cold), warm: summary(times.warm), limit: 8000 };
  } finally {
    await cloud.stop();
  }
}

async function call(cloud: Cloud, from: string): Promise<number> {
  await cloud.idle();
  const start = performance.now();
  const response = await fetch(`${cloud.endpoints.http}/_local/calls`, {
    method: 'POST',
    body: JSON.stringify({ from, to: '+33199000990' }),
  });
  const time = performance.now() - start;
  if (response.status !== 201) throw new Error(`a call was answered ${response.status}: ${await response.text()}`);
  return time;
}

function summary(times: number[]) {
  const sorted = times.sort((a, b) => a - b);
  return {
    median: Math.round(sorted[Math.floor(sorted.length / 2)] ?? Number.NaN),
    slowest: Math.round(sorted.at(-1) ?? Number.NaN),
  };
}

export const answeringInWords = ({ cold, warm, limit }: Answering): string =>
  `a call to its reference being said: ${cold.median} ms from a cold start (slowest ${cold.slowest}), ${warm.median} ms warm (slowest ${warm.slowest}), of ${limit} ms that Connect waits`;
